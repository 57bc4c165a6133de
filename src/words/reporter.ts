// Who is told of what a check finds wrong: one method for each thing, which is given what it needs to
// say it, in the words of a spec or of a file of dlx' own.
import type { ArgumentKinds, Entry, Kind, TaggedKind } from './kinds.js';
import type { Written } from './written.js';

/**
 * What owns arguments, for messages: its name, where it was written, and its entry where it is one
 * of a table; `isNested` where nothing may stand beside it.
 */
export type Owner<P> = {
  readonly name: string;
  readonly place: P;
  readonly kind?: { readonly noun: string; readonly entry: Entry; readonly isNested?: true };
};

/**
 * Who is told what is wrong; `key` is what the value is called. Each gives undefined, which is what
 * is returned in place of the checked value.
 */
export type Reporter<P> = {
  /** The most items of a list, or keys of a mapping, whose declaration says nothing of it. */
  readonly mostItems: number;
  /** A value that is not what is declared. */
  mismatch(key: string, kind: Kind, written: Written<P>): undefined;
  /** A list or mapping of more than so many. */
  excess(key: string, most: number, written: Written<P>): undefined;
  /** A mapping without the name of what is chosen. */
  nameless(key: string, kind: TaggedKind, written: Written<P>): undefined;
  /** A name that the table does not have. */
  unknownName(key: string, kind: TaggedKind, written: Written<P>): undefined;
  /** A word that is none of the layers that may stand there. */
  unknownLayer(key: string, kind: Kind, name: string, place: P): undefined;
  /** A key that is no argument of its owner. */
  unknownArgument(key: string, kinds: ArgumentKinds, place: P, owner: Owner<P>): undefined;
  /** An argument that must be written and is not; `written` are the keys that are there. */
  missing(
    key: string,
    kinds: ArgumentKinds,
    owner: Owner<P>,
    written: readonly string[],
  ): undefined;
  /** What an entry says of its arguments taken together. */
  problem(entry: Entry, problem: string, written: Written<P>): undefined;
};

/** Nobody: whether it is right is all that is asked. */
export const silent: Reporter<unknown> = {
  mostItems: Infinity,
  mismatch: () => undefined,
  excess: () => undefined,
  nameless: () => undefined,
  unknownName: () => undefined,
  unknownLayer: () => undefined,
  unknownArgument: () => undefined,
  missing: () => undefined,
  problem: () => undefined,
};
