// Two numbers that say one thing in, as a mean and its spread or the ends of an interval: whether they belong
// together, out.
import type { Claim, Context } from './context.js';
import { alone, found, misrounded, wrong, type Evidence, type Judged } from './judging.js';
import { isMisrounded, matchesOf, nearestOf, rightDigits, type Match } from './matching.js';
import type { Value } from './value.js';

/** A number behind another one. `text` is the whole text. */
export type Second = {
  readonly claim: Claim;
  readonly context: Context;
  readonly text: string;
  readonly evidence: Evidence;
};

const isSpread = /^[\s*_`)]*(?:±|\+\/[-−]|\+-|\\pm|&plusmn;)[\s*_`]*$/;

/**
 * Both of two numbers of which one stands behind the other, judged as a mean and its spread or as the ends
 * of an interval; null where they are neither. `between` is the text between them.
 */
export function joinedTo(first: Judged, between: string, second: Second): readonly Judged[] | null {
  if (isSpread.test(between)) return spread(first, second);
  const isRange = /^[\s*_`]*(?:to|[-–—,;]|\.\.\.?|…|and)[\s*_`]*$/.test(between);
  return isRange ? range(first, second) : null;
}

// A mean and its spread.
function spread(first: Judged, { claim, context, evidence }: Second): readonly Judged[] {
  const { percent } = context;
  const head = inUnitOf(first, { claim, context, evidence });
  const isPercent = head.matches[0]?.factor === 0.01 && claim.unit === null;
  const own: Claim = isPercent ? { ...claim, unit: 'percent' } : claim;
  const spreads = spreadsOf(head, evidence);
  const matches = matchesOf(own, spreads, percent);
  if (matches.length > 0) {
    const things = new Set(matches.map(({ value }) => value.thing));
    const kept = head.matches.filter(({ value }) => things.has(value.thing));
    return [{ ...head, matches: kept.length > 0 ? kept : head.matches }, found(claim, matches)];
  }
  const nearest = nearestOf(own, spreads, percent);
  if (nearest && isMisrounded(own, nearest)) return [head, { ...misrounded(own, nearest), claim }];
  const ones = spreads.map(
    (value) => `the ${value.what} is ${rightDigits(own, { value, factor: nearest?.factor ?? 1 })}`,
  );
  const why = ones.length > 0 ? `: ${ones.slice(0, 4).join(', ')}` : '; the runs give none of it';
  return [head, { ...wrong(own, `it is no spread of the number before it${why}`, nearest), claim }];
}

// Of what the number before is; where that is nothing, which is told already, of anything.
function spreadsOf({ matches }: Judged, { values }: Evidence): readonly Value[] {
  const spreads = values.filter(({ stat }) => stat === 'sd' || stat === 'half');
  if (matches.length === 0) return spreads;
  const things = new Set(matches.map(({ value }) => value.thing));
  return spreads.filter(({ thing }) => things.has(thing));
}

// 88.1 ± 0.3 % are both in percent.
function inUnitOf(first: Judged, { claim, context, evidence }: Omit<Second, 'text'>): Judged {
  if (claim.unit !== 'percent' || first.claim.unit !== null) return first;
  return alone({ ...first.claim, unit: 'percent' }, context, evidence);
}

function isUpper({ value }: Match): boolean {
  return value.stat === 'high';
}

// The ends of an interval belong to one thing; two other numbers in a row say nothing of each other.
function range(first: Judged, second: Second): readonly Judged[] | null {
  const { claim, context, text, evidence } = second;
  const { percent } = context;
  const head = inUnitOf(first, second);
  const { header, start } = first.claim.segment;
  const words = text.slice(start, first.claim.start);
  const isInterval =
    /\b(?:intervals?|CIs?|confidence)\b|9[059]\s?%/i.test(`${header} ${words}`) ||
    /\[\s*$/.test(words);
  const lows = head.matches.filter(({ value }) => value.stat === 'low');
  if (isInterval && head.matches.length > 0 && head.matches.every(isUpper)) {
    const [of] = head.matches;
    const problem = `it is the ${of?.value.what ?? ''}, and no interval begins with it`;
    return [wrong(head.claim, problem), alone(claim, context, evidence)];
  }
  if (lows.length === 0 || !isInterval) {
    return head === first ? null : [head, alone(claim, context, evidence)];
  }
  const things = new Set(lows.map(({ value }) => value.thing));
  const ends = evidence.values.filter(({ stat, thing }) => stat === 'high' && things.has(thing));
  const matches = matchesOf(claim, ends, percent);
  if (matches.length > 0) {
    const both = new Set(matches.map(({ value }) => value.thing));
    return [
      { ...head, matches: lows.filter(({ value }) => both.has(value.thing)) },
      found(claim, matches),
    ];
  }
  const nearest = nearestOf(claim, ends, percent);
  if (nearest && isMisrounded(claim, nearest)) return [head, misrounded(claim, nearest)];
  const that = nearest ? `: that is ${rightDigits(claim, nearest)}` : '';
  return [
    head,
    wrong(claim, `it is not the other end of the interval that begins before it${that}`, nearest),
  ];
}

/**
 * The numbers of a row, or a sentence; how many seeds there are is held against those of the means in
 * it.
 */
export function countsOfRow(row: readonly Judged[]): readonly Judged[] {
  const means = row.flatMap(({ matches }) => {
    const owners = matches.map(({ value }) => value);
    return owners.length > 0 && owners.every(({ stat }) => stat !== 'value')
      ? owners.map(({ owner }) => owner)
      : [];
  });
  if (means.length === 0) return row;
  return row.map((one) => {
    const counts = one.matches.filter(({ value }) => value.topics.includes('n'));
    if (counts.length === 0 || counts.length < one.matches.length) return one;
    const own = counts.filter(({ value }) => means.includes(value.owner));
    if (own.length > 0) return { ...one, matches: own };
    const called = counts[0]?.value.owner.called ?? '';
    const problem = `it is the seeds of ${called}, and not those of the numbers beside it`;
    return wrong(one.claim, problem);
  });
}
