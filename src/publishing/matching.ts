// A number of a text and the values of runs in, which of them it can be, and which it is, out: by value and
// rounding, and by what the words around it say.
import type { Claim, Context } from './context.js';
import { stepOf, writtenAs } from './numerals.js';
import type { Owner, Value } from './value.js';

/** A value, and what the number times that is, in the value's unit. */
export type Match = { readonly value: Value; readonly factor: number };

/**
 * What a number is multiplied with to be in the unit of a value; none where it cannot be such a
 * value.
 */
function factorsFor(claim: Claim, of: Value, percent: boolean): readonly number[] {
  switch (claim.unit) {
    case 'percent':
      return isShare(of) || (of.kind === 'number' && Math.abs(of.value) <= 1) ? [0.01] : [];
    case 'points':
      return of.kind === 'difference' || of.stat === 'half' || of.stat === 'sd' ? [0.01] : [];
    case 'seconds':
    case 'bytes':
      return of.kind === claim.unit ? [1] : [];
    case 'times':
      return of.topics.includes('reads') ? [1] : [];
    case null:
      return plainFactors(claim, of, percent);
  }
}

function isShare({ kind }: Value): boolean {
  return kind === 'share' || kind === 'difference';
}

function plainFactors(
  { decimals, value, scale }: Claim,
  of: Value,
  percent: boolean,
): readonly number[] {
  // Counts have no decimals, but of thousands and millions.
  if (of.kind === 'count' && decimals > 0 && scale === 1) return [];
  if (isShare(of) && percent) return [0.01];
  // An accuracy of 88.1 is one in percent.
  return of.kind === 'share' && value > 1 ? [1, 0.01] : [1];
}

/** Whether a number is a value, rounded to its last digit; half of it may go either way. */
function isRounded(claim: Claim, value: number, factor: number): boolean {
  const half = (coarse(claim) * factor) / 2;
  const off = Math.abs(claim.value * factor - value);
  // 1e999 is as far from everything as it is coarse.
  return Number.isFinite(off) && off <= half * (1 + 1e-9) + Number.EPSILON * Math.abs(value) * 4;
}

// Of what is said to be about so many the zeros at its end are no digits.
function coarse(claim: Claim): number {
  const step = stepOf(claim);
  if (!claim.isAbout || claim.decimals > 0 || claim.value === 0) return step;
  const [, zeros = ''] = /(0*)$/.exec(String(Math.round(claim.value / claim.scale))) ?? [];
  return step * 10 ** zeros.length;
}

/** The values that a claim is. */
export function matchesOf(
  claim: Claim,
  values: readonly Value[],
  percent: boolean,
): readonly Match[] {
  return values.flatMap((value) => {
    if (claim.shape || value.shape) {
      const [one, other] = [claim.shape, value.shape];
      const isSame = one?.length === other?.length && one?.every((size, i) => size === other?.[i]);
      return isSame ? [{ value, factor: 1 }] : [];
    }
    const factor = factorsFor(claim, value, percent).find((one) =>
      isRounded(claim, value.value, one),
    );
    return factor === undefined ? [] : [{ value, factor }];
  });
}

/** The value that a claim comes nearest to, of those that it could be; null where there is none. */
export function nearestOf(claim: Claim, values: readonly Value[], percent: boolean): Match | null {
  let [nearest, least]: [Match | null, number] = [null, Infinity];
  if (claim.shape) return null;
  for (const value of values) {
    for (const factor of factorsFor(claim, value, percent)) {
      const own = claim.value * factor;
      const size = Math.max(Math.abs(own), Math.abs(value.value), Number.MIN_VALUE);
      const distance = Math.abs(own - value.value) / size;
      if (distance < least) [nearest, least] = [{ value, factor }, distance];
    }
  }
  return nearest;
}

/** Whether a claim is off by no more than a rounding gone wrong: up, down, or twice. */
export function isMisrounded(claim: Claim, { value, factor }: Match): boolean {
  // Counts are not rounded, but in thousands and the like.
  const isCounted = value.kind === 'count' && stepOf(claim) === 1;
  const off = Math.abs(claim.value * factor - value.value);
  return !isCounted && off < 1.5 * stepOf(claim) * factor;
}

/** How a value should have been written there. */
export function rightDigits(claim: Claim, { value, factor }: Match): string {
  return writtenAs(claim, value.value / factor);
}

/** The values that the words around a claim let it be. */
export function allowedBy(
  claim: Claim,
  given: Context,
  values: readonly Value[],
): readonly Value[] {
  const context = { ...given, bound: possibleTopics(claim, given, values) };
  const metrics = metricsIn(context, values);
  const allowed = values.filter(
    (value) =>
      (value.shape !== undefined || fitsTopic(context, metrics, value) || isOfRow(given, value)) &&
      fitsScore(context, values, value) &&
      (value.part === null || context.parts.length === 0 || context.parts.includes(value.part)) &&
      (value.owner.between
        ? isBetween(context, value, claim)
        : context.owners.length === 0 ||
          context.owners.includes(value.owner) ||
          // What all runs have in common is nobody's.
          value.owner.names.length === 0) &&
      value.labels.every((label) => context.labels.has(label)),
  );
  if (context.rowLabels.size === 0 || context.rowTopics.size > 0) return allowed;
  // A row that is called by a class has values of that class, where there are any.
  const own = allowed.filter(
    ({ labels, shape }) => shape || labels.some((label) => context.rowLabels.has(label)),
  );
  return own.length > 0 ? own : allowed;
}

// A value of the column that its row is called by, whatever the name would mean elsewhere.
function isOfRow({ bound, rowLabels, rowTopics }: Context, { labels, topics }: Value): boolean {
  if (rowTopics.size === 0 || !labels.some((label) => rowLabels.has(label))) return false;
  const others = [...bound].filter((topic) => !rowTopics.has(topic));
  return others.length === 0 || topics.some((topic) => others.includes(topic));
}

// A number with decimals is none of seeds, whatever stands before it.
function possibleTopics(
  claim: Claim,
  { bound, percent }: Context,
  values: readonly Value[],
): ReadonlySet<string> {
  if (bound.size === 0) return bound;
  const possible = values.filter(
    (value) =>
      value.topics.some((topic) => bound.has(topic)) &&
      (value.shape !== undefined || factorsFor(claim, value, percent).length > 0),
  );
  return new Set(possible.flatMap(({ topics }) => topics.filter((topic) => bound.has(topic))));
}

// A difference is of two that are named, of one that is and another, or where nobody is of any; of rows,
// unless single runs are named, or spoken of.
function isBetween(
  { called, ofRuns }: Context,
  { owner: { between = [] }, stat, kind }: Value,
  { value: written }: Claim,
): boolean {
  const [one, other] = between;
  if (!one || !other) return false;
  const isCalled = (some: readonly Owner[], who: Owner): boolean =>
    some.includes(who) &&
    (!who.isReplicate || ofRuns || some.every(({ isReplicate }) => isReplicate));
  const isPair = (a: Owner, b: Owner): boolean =>
    called.some(
      (some, i) => isCalled(some, a) && called.slice(i + 1).some((others) => isCalled(others, b)),
    );
  // Who is named first is what is less by so much.
  const isSigned = kind === 'difference' && stat === 'value' && written < 0;
  if (called.length > 1) return isPair(one, other) || (!isSigned && isPair(other, one));
  const isFree = ofRuns || !(one.isReplicate || other.isReplicate);
  const [some] = called;
  return isFree && (!some || isCalled(some, one) || (!isSigned && isCalled(some, other)));
}

// What is of one score is not of another one that is named the nearest.
function fitsScore(
  { near }: Context,
  values: readonly Value[],
  { score, isAside }: Value,
): boolean {
  if (score === undefined) return true;
  const scores = scoresOf(values);
  const named = near
    .map((topics) => [...topics].filter((topic) => scores.has(topic)))
    .find((topics) => topics.length > 0);
  return named ? named.includes(score) : !isAside;
}

const scoresKnown = new WeakMap<readonly Value[], ReadonlySet<string>>();

function scoresOf(values: readonly Value[]): ReadonlySet<string> {
  const known = scoresKnown.get(values);
  if (known) return known;
  const scores = new Set(values.flatMap(({ score }) => score ?? []));
  scoresKnown.set(values, scores);
  return scores;
}

function metricsIn({ spoken }: Context, values: readonly Value[]): ReadonlySet<string> {
  const scores = values.filter(({ kind }) => kind === 'score' || kind === 'share');
  return new Set(scores.flatMap((value) => value.topics.filter((topic) => spoken.has(topic))));
}

function fitsTopic(
  { bound, topics }: Context,
  metrics: ReadonlySet<string>,
  value: Value,
): boolean {
  const isNamedIn = (some: ReadonlySet<string>): boolean =>
    value.topics.some((topic) => some.has(topic));
  // Whoever tells of a difference says so.
  if (value.kind === 'difference' && !topics.has('difference')) return false;
  if (bound.size > 0) return isNamedIn(bound);
  if (metrics.size > 0) {
    const isScore = value.kind === 'score' || value.kind === 'share';
    return isNamedIn(metrics) || (!isScore && isNamedIn(topics));
  }
  return !value.named || isNamedIn(topics);
}
