// What is wrong with a spec and where: in goes a place in a file or in a --set option, out comes
// the text a user reads, with the line underlined and the cure where there is one.
import { problemSaid, type ToldError, type ToldProblem, UserError } from '../ground/errors.js';
import { escapeText } from '../text/escape.js';
import { proposedIn } from '../text/suggest.js';
import { windowOf } from '../text/window.js';
import { keyPathAt } from './key-path.js';

/** A text that parts of a spec were read from. */
export type Source = {
  /** What its problems begin with: the file's path as shown, or the whole option. */
  readonly label: string;
  readonly text: string;
  readonly kind: 'file' | 'option';
  /** Where relative paths in it start, absolute. */
  readonly folder: string;
};

/** A stretch of a source, in UTF-16 units, the end exclusive. */
export type Place = { readonly source: Source; readonly start: number; readonly end: number };

/**
 * One thing that is wrong. Without a place it is about the source as a whole, of which nothing is
 * shown.
 */
export type Problem = {
  readonly source: Source;
  readonly place: Place | null;
  readonly message: string;
  readonly cure: string | null;
};

/** All that is wrong with one spec or several (exit code 2); its message is what the user reads. */
export class SpecProblems extends UserError {
  readonly problems: readonly Problem[];
  readonly #stopped: boolean;

  constructor(problems: readonly Problem[], stopped = false, kind: 'spec' | 'not found' = 'spec') {
    super(renderProblems(problems, stopped), kind);
    this.problems = problems;
    this.#stopped = stopped;
  }

  override told(): ToldError {
    const { shown, rest } = inOrder(this.problems, this.#stopped);
    return {
      ...super.told(),
      problems: [...shown.map(toldProblem), ...rest.map((one) => problemSaid(one))],
    };
  }
}

const mostShown = 50;

/**
 * The problems of a spec as they are found. One more than can be shown ends the reading with
 * SpecProblems: what was meant, and how to say it right, takes long to work out for all that a
 * hostile spec can hold.
 */
export class ProblemList extends Array<Problem> {
  static override get [Symbol.species](): ArrayConstructor {
    return Array;
  }

  override push(...found: Problem[]): number {
    super.push(...found.slice(0, mostShown + 1));
    if (this.length > mostShown) throw new SpecProblems(this.slice(0, mostShown), true);
    return this.length;
  }
}

/** A problem at a place. */
export function problemIn(place: Place, message: string, cure: string | null = null): Problem {
  return { source: place.source, place, message, cure };
}

/** A problem of a source as a whole, none of whose content is shown. */
export function problemOf(source: Source, message: string, cure: string | null = null): Problem {
  return { source, place: null, message, cure };
}

/**
 * Every problem in the order of the sources and the places in them, a blank line between; `stopped`
 * where there are more.
 */
export function renderProblems(problems: readonly Problem[], stopped = false): string {
  const { shown, rest } = inOrder(problems, stopped);
  return [...shown.map(renderProblem), ...rest].join('\n\n');
}

// Each once, and a sentence where there are more than can be shown.
function inOrder(
  problems: readonly Problem[],
  stopped: boolean,
): { readonly shown: readonly Problem[]; readonly rest: readonly string[] } {
  const sources = [...new Set(problems.map((problem) => problem.source))];
  const rank = (problem: Problem): number => sources.indexOf(problem.source);
  const unlike = [
    ...new Map(
      problems.map((problem) => [
        `${rank(problem)} ${problem.place?.start} ${problem.message}`,
        problem,
      ]),
    ).values(),
  ];
  const sorted = unlike.sort(
    (a, b) => rank(a) - rank(b) || (a.place?.start ?? 0) - (b.place?.start ?? 0),
  );
  const more = sorted.length - mostShown;
  const rest = stopped ? ['… and more problems'] : more > 0 ? [`… and ${more} more problems`] : [];
  return { shown: sorted.slice(0, mostShown), rest };
}

/** One problem as a program reads it. */
export function toldProblem({ source, place, message, cure }: Problem): ToldProblem {
  const said = {
    message: shortened(message),
    suggest: cure === null ? proposedIn(message) : shortened(cure),
  };
  if (source.kind === 'option') {
    const [option = '', ...value] = source.text.split(' ');
    const key = option === '--set' ? value.join(' ').split('=')[0] : undefined;
    return { file: null, line: null, column: null, path: key || option, ...said };
  }
  if (!place) return { file: source.label, line: null, column: null, path: null, ...said };
  const { line, column, text } = lineOf(place);
  return {
    file: source.label,
    line: line + 1,
    column: displayColumn(text, column),
    path: keyPathAt(source.text, place.start),
    ...said,
  };
}

/** One problem: place, sentence, the line underlined, the cure. */
export function renderProblem({ source, place, message, cure }: Problem): string {
  const label = escapeText(source.label);
  const sentence = escapeText(shortened(message));
  if (!place) return [`${label}: ${sentence}`, ...cureLines(cure, '')].join('\n');
  const { line, column, text, length } = lineOf(place);
  const { shown, before, width } = windowOf(text, column, length);
  const underline = `${' '.repeat(before)}${'~'.repeat(Math.max(1, width))}`;
  if (source.kind === 'option') {
    return [`${label}: ${sentence}`, `  ${shown}`, `  ${underline}`, ...cureLines(cure, '')].join(
      '\n',
    );
  }
  const margin = ' '.repeat(String(line + 1).length);
  const head = `${label}:${line + 1}:${displayColumn(text, column)} ${sentence}`;
  return [
    head,
    `  ${line + 1} | ${shown}`,
    `  ${margin} | ${underline}`,
    ...cureLines(cure, margin),
  ].join('\n');
}

function cureLines(cure: string | null, margin: string): string[] {
  return cure === null ? [] : [`  ${margin}${margin ? ' | ' : ''}= ${escapeText(shortened(cure))}`];
}

const longestSentence = 1000;

// What was written, a key or a list, may have a megabyte; how the sentence ends is the part that
// helps.
function shortened(text: string): string {
  return text.length <= longestSentence ? text : `${text.slice(0, 600)} … ${text.slice(-200)}`;
}

// Editors count characters, not UTF-16 units.
function displayColumn(text: string, column: number): number {
  let characters = 1;
  for (const _ of text.slice(0, column)) characters += 1;
  return characters;
}

type Line = {
  readonly line: number;
  readonly column: number;
  readonly text: string;
  readonly length: number;
};

// The first line of the place, both counted from 0, and how much of that line the place takes.
function lineOf({ source: { text }, start, end }: Place): Line {
  const from = Math.min(start, text.length);
  const lineStart = text.lastIndexOf('\n', from - 1) + 1;
  const newline = text.indexOf('\n', from);
  const lineEnd = newline < 0 ? text.length : newline;
  const line = text.slice(lineStart, lineEnd).trimEnd();
  const covered = text.slice(from, Math.min(end, lineEnd)).trimEnd();
  return {
    line: text.slice(0, lineStart).split('\n').length - 1,
    column: from - lineStart,
    text: line,
    length: covered.length,
  };
}
