// What a command of the table may say of itself, and the type of what it is called with, which
// follows from that.

/** What every option has: its name, the letter that stands for it, and what help says of it. */
type Named = { readonly name: string; readonly short?: string; readonly about: string };

/** An option that is there or not. */
export type Flag = Named & { readonly kind: 'flag' };

/** An option with a value, which help calls by `value`: `N`, `DIR`. */
export type Valued = Named & { readonly value: string } & (
    | {
        readonly kind: 'text';
        /** The variable of the environment that says it, and what it is where nobody says it. */
        readonly variable?: string;
        readonly standard?: string;
      }
    /** Text, once for each time that the option is there. */
    | { readonly kind: 'texts' }
    /** Words between commas. */
    | { readonly kind: 'list' }
    | {
        readonly kind: 'whole';
        readonly min: number;
        readonly max?: number;
        readonly variable?: string;
      }
    /** The first of the words where nobody says one, unless somebody must. */
    | {
        readonly kind: 'choice';
        readonly words: readonly [string, ...string[]];
        readonly needed?: true;
      }
  );

/** An option of a command. */
export type Option = Flag | Valued;

/**
 * What a command takes beside its options: `<word..>` one or more, `<word>` one, `[word..]` any
 * number, `[word]` one or none.
 */
export type Positional = {
  readonly word: string;
  readonly form: `<${string}>` | `[${string}]`;
  readonly about: string;
};

/** A command. */
export type Command = {
  readonly name: string;
  readonly about: string;
  readonly takes?: Positional;
  /** What stands behind the first word, where that is one: `dlx rename RUN NAME`. */
  readonly then?: Positional;
  readonly options: readonly Option[];
};

/** The value of an option, as its command gets it. */
type ValueOf<O extends Option> = O extends { kind: 'flag' }
  ? boolean
  : O extends { kind: 'texts' | 'list' }
    ? readonly string[]
    : O extends { kind: 'whole' }
      ? number
      : O extends { kind: 'choice'; words: readonly (infer Word)[] }
        ? Word
        : string;

/** Options that have a value where they are not given, too. */
type Always = { readonly kind: 'flag' | 'texts' | 'choice' } | { readonly standard: string };

/** The words beside the options: many, one, or perhaps one. */
type WordsOf<P> = P extends { word: infer Word extends string; form: infer Form }
  ? Form extends `${string}..${string}`
    ? { readonly [W in Word]: readonly string[] }
    : Form extends `<${string}`
      ? { readonly [W in Word]: string }
      : { readonly [W in Word]?: string }
  : unknown;

/** What a command is called with: a key for each option and for each of its words; absent is not given. */
export type Given<C extends Command> = {
  readonly [O in Extract<C['options'][number], Always> as O['name']]: ValueOf<O>;
} & {
  readonly [O in Exclude<C['options'][number], Always> as O['name']]?: ValueOf<O>;
} & WordsOf<C['takes']> &
  WordsOf<C['then']>;
