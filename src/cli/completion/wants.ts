// What a shell may offer at each place of a command line: the table of commands in, the kind of
// word that is wanted out.
import { everywhere } from '../help.js';
import type { Command, Option, Positional } from '../options.js';

/** What is wanted at a place: one of some words, files of some endings (any, if none), folders. */
export type Wants =
  | { readonly kind: 'words'; readonly words: readonly string[] }
  | { readonly kind: 'files'; readonly endings: readonly string[] }
  | { readonly kind: 'folders'; readonly words: readonly string[] }
  /** Something that no shell knows. */
  | { readonly kind: 'text' };

// By the word that help uses for the value.
const byValue: Readonly<Record<string, Wants>> = {
  DEVICE: { kind: 'words', words: ['auto', 'cpu', 'gpu'] },
  DIR: { kind: 'folders', words: [] },
  FILE: { kind: 'files', endings: [] },
  RUN: { kind: 'folders', words: ['latest'] },
};

const byWord: Readonly<Record<string, Wants>> = {
  spec: { kind: 'files', endings: ['.yaml', '.yml'] },
  run: { kind: 'folders', words: ['latest'] },
  file: { kind: 'files', endings: ['.yaml', '.yml'] },
  shell: { kind: 'words', words: ['bash', 'zsh', 'fish'] },
};

/** What an option wants behind it; null for a flag. */
export function wantsOf(option: Option): Wants | null {
  if (option.kind === 'flag') return null;
  if (option.kind === 'choice') return { kind: 'words', words: option.words };
  return byValue[option.value] ?? { kind: 'text' };
}

/** What a command takes beside its options; null where it takes nothing. */
export function wantsBeside(
  takes: Positional | undefined,
  then: Positional | undefined,
): Wants | null {
  if (takes === undefined) return null;
  // Any file may be data, and a run's folder is offered with them.
  if (then?.form.includes('..')) return { kind: 'files', endings: [] };
  return byWord[takes.word] ?? { kind: 'text' };
}

/** All options of a command, those of every command last. */
export function optionsOf(command: Command): readonly Option[] {
  return [...command.options, ...everywhere];
}

/** An option as it is typed, in each of its forms: `--set`, `-S`. */
export function formsOf({ name, short }: Option): readonly string[] {
  return short === undefined ? [`--${name}`] : [`--${name}`, `-${short}`];
}

/** A text between single quotes, for bash and zsh. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
