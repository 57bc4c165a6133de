// What the fault tests threw at dlx, for the report that adds it up.
import { appendFileSync } from 'node:fs';

/**
 * Adds a line to the file that DLX_FAULT_COUNTS names, if it names one: so many of `what`, of which
 * some were lost or wrongly taken.
 */
export function counted(
  what: string,
  count: number,
  { lost = 0, wrong = 0 }: { readonly lost?: number; readonly wrong?: number } = {},
): void {
  const file = process.env['DLX_FAULT_COUNTS'];
  if (file) appendFileSync(file, `${JSON.stringify({ what, count, lost, wrong })}\n`);
}
