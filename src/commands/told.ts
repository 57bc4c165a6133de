// Who hears of what is under way: a person on the error stream, or nobody but the answer's document.
import { reporterFor } from '../render/terminal/progress.js';
import type { Reporter } from '../render/terminal/reporter.js';
import { screenOf } from '../render/terminal/table.js';
import { silentReporter } from '../render/silent.js';

/** A reporter, and the warnings that belong into a document, as they come. */
export type Told = { readonly reporter: Reporter; readonly warnings: readonly string[] };

/** The reporter of a command: one for programs says nothing and keeps the warnings. */
export async function reporterOf({
  json,
  quiet,
}: {
  readonly json: boolean;
  readonly quiet: boolean;
}): Promise<Told> {
  const warnings: string[] = [];
  const reporter = json
    ? silentReporter((text) => void warnings.push(text))
    : await reporterFor(process.stderr, screenOf(process.stderr, process.env), quiet);
  return { reporter, warnings };
}
