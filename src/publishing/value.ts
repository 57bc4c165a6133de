// What runs give, number by number: the values that a text about them may state. Data alone; where they
// come from is beside.

/** Whose a value is: a run's, or that of replicates together. */
export type Owner = {
  /** What a reader is told. */
  readonly called: string;
  /** What a text may call it, longest first. */
  readonly names: readonly string[];
  /** Given where a value is between these. */
  readonly between?: readonly Owner[];
  /** Whether it is one run of several that are a row: what such rows are called is not its own. */
  readonly isReplicate?: boolean;
};

/** A part of the data. */
export type PartName = 'training' | 'validation' | 'test';

/** What of several seeds, or samples, a value is; `value` is of one run. */
export type Stat = 'value' | 'mean' | 'sd' | 'half' | 'low' | 'high';

/** How it may be written: a share in percent, too; seconds in minutes; bytes in MB. */
export type ValueKind = 'score' | 'share' | 'difference' | 'count' | 'seconds' | 'bytes' | 'number';

/** One value of runs. */
export type Value = {
  readonly value: number;
  /** Given where it is several numbers: of samples of a layer, height × width × channels. */
  readonly shape?: readonly number[];
  readonly owner: Owner;
  readonly kind: ValueKind;
  /** What it is about, each a word that a text may say: `accuracy`, `epochs`, `learning_rate`. */
  readonly topics: readonly string[];
  readonly part: PartName | null;
  readonly stat: Stat;
  /** The same for the mean, the spread and the interval of one thing. */
  readonly thing: string;
  /** What a reader is told: `mean test accuracy of 5 seeds`. */
  readonly what: string;
  /** Names that must stand beside it: of a class, a column, a layer, `epoch 3`. */
  readonly labels: readonly string[];
  /** Whether it counts only where one of its topics is named: many a number is 42. */
  readonly named: boolean;
  /** The score that it is about, of a difference and what is known of one; no other one may be named. */
  readonly score?: string;
  /** Whether it counts only where that score is named: of what nobody sees who does not ask. */
  readonly isAside?: boolean;
};

/** What of a value must be said; the rest is as most values have it. */
export type Given = Pick<Value, 'value' | 'owner' | 'topics' | 'what'> & Partial<Value>;

/** The same before it is known whose it is. */
export type Found = Omit<Given, 'owner'>;

/** A value. */
export function valueOf(given: Given): Value {
  const { owner, part = null, topics } = given;
  return {
    kind: 'count',
    stat: 'value',
    labels: [],
    named: false,
    thing: [owner.called, part, topics[0], ...(given.labels ?? [])].join('\n'),
    ...given,
    part,
  };
}
