// Columns that say what rows belong to (a patient, a device, a shop): their keys in each part come
// in, how many groups stand on both sides of a split goes out.

/** A column's key of each row, by part. */
export type Keys = {
  readonly train: ArrayLike<string | number>;
  readonly validation: ArrayLike<string | number>;
  readonly test: ArrayLike<string | number>;
};

/** Groups of which some rows are trained on and others judged by. */
export type SplitGroups = {
  /** How many groups there are, in all parts. */
  readonly groups: number;
  /** How many have rows in the training part and in the validation, or the test part. */
  readonly validation: number;
  readonly test: number;
};

const idWords =
  'id|uuid|guid|key|patient|subject|user|customer|client|person|member|student|pupil|teacher|author|speaker|writer|rater|session|visit|household|family|account|owner|device|sensor|machine|vehicle|station|site|hospital|store|shop|batch|animal|plate|slide|scene|video|recording';
const idName = new RegExp(`(?:^|[^a-z])(?:${idWords})s?(?:[^a-z]|$)`, 'i');

/** Whether a column's name says that it tells whose a row is: `patient`, `user_id`, `deviceKey`. */
export function isKeyName(name: string): boolean {
  return idName.test(name) || /[a-z](?:Id|ID|Key)$/.test(name);
}

// Of fewer groups whoever is judged must know all; and what is nearly all different groups nothing.
const [fewestGroups, fewestRowsOfGroup, fewestShare] = [5, 1.5, 0.02];

/**
 * The groups that a column makes; null where it makes none: fewer than 5, or fewer than 1.5 rows
 * each; and, unless its name says what it is, where they are fewer than 2 % of the rows. A key of
 * '' or NaN is none.
 */
export function splitGroups(keys: Keys, isNamed: boolean): SplitGroups | null {
  const distinct = (part: ArrayLike<string | number>): ReadonlySet<string | number> =>
    new Set(Array.from(part).filter((key) => key !== '' && !Number.isNaN(key)));
  const [train, validation, test] = [keys.train, keys.validation, keys.test].map(distinct);
  if (!train || !validation || !test) throw new Error('there are three parts');
  const rows = keys.train.length + keys.validation.length + keys.test.length;
  const groups = new Set([...train, ...validation, ...test]).size;
  const least = Math.max(fewestGroups, isNamed ? 0 : fewestShare * rows);
  if (groups < least || rows < fewestRowsOfGroup * groups) return null;
  const both = (part: ReadonlySet<string | number>): number =>
    [...part].filter((key) => train.has(key)).length;
  return { groups, validation: both(validation), test: both(test) };
}
