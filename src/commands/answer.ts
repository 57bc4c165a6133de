// A text or a document in, the answer of a command out. Nothing is loaded for it that a command which
// must start fast has no use for.
import { exitCodes, type ToldError } from '../ground/errors.js';
import { encodeJson } from '../run/format/json.js';
import { escapeJsonText } from '../text/escape.js';
import type { Answer } from './command.js';

/** An answer that says all is well. */
export function done(output: string, notes: readonly string[] = []): Answer {
  return { output, notes, exitCode: exitCodes.done };
}

/** An answer for a program: a document that says all is well. */
export function doneJson(document: object): Answer {
  return done(compactJson({ ok: true, ...document }));
}

/** An answer for a program of a command that did its work and found that something is wrong. */
export function failedJson(document: object, error: ToldError, exitCode: number): Answer {
  return { output: compactJson({ ok: false, error, ...document }), exitCode };
}

// Each of them is what somebody reads a line of.
const onLines = new Set(['runs', 'specs', 'shown', 'tables']);

/**
 * A document as JSON on one line; of several runs, specs or tables each has a line of its own. Safe
 * to show.
 */
export function compactJson(document: object): string {
  const members = Object.entries(document).map(([key, value]) => {
    const items: readonly unknown[] = onLines.has(key) && Array.isArray(value) ? value : [];
    const text =
      items.length > 1 ? `[${items.map((one) => encodeJson(one)).join(',\n')}]` : encodeJson(value);
    return `${JSON.stringify(key)}:${text}`;
  });
  return escapeJsonText(`{${members.join(',')}}`);
}

/**
 * The exit code of a command whose parts ended with these: what went wrong where it is one thing,
 * a plain failure where it is several, a bug where any is one.
 */
export function combinedCode(codes: readonly number[]): number {
  const wrong = new Set(codes.filter((code) => code !== exitCodes.done));
  if (wrong.has(exitCodes.bug)) return exitCodes.bug;
  const [only = exitCodes.done, ...others] = wrong;
  return others.length === 0 ? only : exitCodes.failed;
}
