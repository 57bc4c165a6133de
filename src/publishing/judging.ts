// A number and the words around it in, what it is of the runs, or what is wrong with it, out.
import type { Claim, Context } from './context.js';
import {
  allowedBy,
  isMisrounded,
  matchesOf,
  nearestOf,
  rightDigits,
  type Match,
} from './matching.js';
import { isBare } from './numerals.js';
import { valueOf, type Owner, type Value } from './value.js';

/** What a text is held against. */
export type Evidence = {
  readonly values: readonly Value[];
  /** What somebody said of runs, word for word: notes, advice. */
  readonly said: readonly { readonly owner: Owner; readonly text: string }[];
};

/** A number, and what was found. */
export type Judged = {
  readonly claim: Claim;
  /** What it is, the likeliest first; empty where it is nothing. */
  readonly matches: readonly Match[];
  /** What is wrong with it, as a sentence; null where nothing is. */
  readonly problem: string | null;
  /** What should stand there, where that is known. */
  readonly right: string | null;
  readonly nearest: Value | null;
};

/** A number that is these values. */
export function found(claim: Claim, matches: readonly Match[]): Judged {
  return { claim, matches, problem: null, right: null, nearest: null };
}

/** A number that is nothing of the runs. */
export function wrong(claim: Claim, problem: string, nearest: Match | null = null): Judged {
  const right = nearest && rightDigits(claim, nearest);
  return { claim, matches: [], problem, right, nearest: nearest?.value ?? null };
}

// What style guides spell out, in a sentence that speaks of nothing that runs have.
const mostSpelled = 12;

/** Whether it is a small count in words that speak of nothing that runs have. */
export function isNoClaim(claim: Claim, { bound, topics, owners }: Context): boolean {
  return (
    isBare(claim) &&
    claim.value <= mostSpelled &&
    bound.size === 0 &&
    topics.size === 0 &&
    owners.length === 0
  );
}

/** A number by itself. */
export function alone(claim: Claim, context: Context, { values }: Evidence): Judged {
  const { percent } = context;
  // Spreads stand behind what they are of, or where a heading says so.
  const spread = speaksOfSpread(claim) ? values : values.filter(isNoSpread);
  const plain = speaksOfEnds(claim) ? spread : spread.filter(isNoEnd);
  const allowed = allowedBy(claim, context, plain);
  const matches = ranked(
    isBound(claim) ? belowOf(claim, allowed) : matchesOf(claim, allowed, percent),
    context,
  );
  if (matches.length > 0) return found(claim, matches);
  if (isBound(claim)) return wrong(claim, 'no p of these runs is below it');
  const nearest = nearestOf(claim, allowed, percent);
  if (nearest && isMisrounded(claim, nearest)) return misrounded(claim, nearest);
  const free = plain.filter(isFree(context));
  const [other] = ranked(matchesOf(claim, free, percent), context);
  if (other) {
    const near = nearest ? `; the nearest of what they do is ${nearText(claim, nearest)}` : '';
    const problem = `it is the ${told(other.value)}, of which the words around it do not speak${near}`;
    return wrong(claim, problem, nearest);
  }
  const any = nearest ?? nearestOf(claim, free, percent);
  const what = claim.shape ? 'no layer has this shape' : 'nothing in the runs gives it';
  const near = any ? `; the nearest is ${nearText(claim, any)}` : '';
  return { ...wrong(claim, what + near, any), right: null };
}

// `p < 0.05` is no value, and is so where one is below.
function isBound({ segment, start }: Claim): boolean {
  return /\b[pP]\W{0,3}(?:<|≤|&lt;)\W*$/.test(segment.text.slice(0, start - segment.start));
}

function belowOf({ value: bound }: Claim, values: readonly Value[]): readonly Match[] {
  return values.flatMap((value) =>
    value.topics.includes('p') && value.value < bound ? [{ value, factor: 1 }] : [],
  );
}

function nearText(claim: Claim, match: Match): string {
  return `${rightDigits(claim, match)}, the ${told(match.value)}`;
}

// A value of which something else must be named is no explanation.
function isFree({ topics, labels }: Context): (value: Value) => boolean {
  return (value) =>
    value.labels.every((label) => labels.has(label)) &&
    (!value.named || value.topics.some((topic) => topics.has(topic)));
}

function isNoSpread({ stat }: Value): boolean {
  return stat !== 'half' && stat !== 'sd';
}

function isNoEnd({ stat }: Value): boolean {
  return stat !== 'low' && stat !== 'high';
}

function speaksOfEnds({ segment }: Claim): boolean {
  return /interval|\bCIs?\b|confidence|\b(?:80|9[0589])\s?%|\b(?:bounds?|limits?|ends?|from|between|lower|upper)\b|\d\s?(?:to|[-–])\s?\d|\[|±/i.test(
    wordsOf(segment),
  );
}

// What other cells of a row say is not of this one.
function wordsOf({ header, rowHead, text, around }: Claim['segment']): string {
  return `${header} ${rowHead} ${header === '' ? around : text}`;
}

function speaksOfSpread({ segment }: Claim): boolean {
  return /±|\b(?:sd|std|half)\b|deviation|spread|\+\/-|interval/i.test(wordsOf(segment));
}

function told({ what, owner }: Value): string {
  return `${what} of ${owner.called}`;
}

/** A number that was rounded in another way than numbers are. */
export function misrounded(claim: Claim, match: Match): Judged {
  const exact = String(Number(match.value.value.toPrecision(7)));
  const right = rightDigits(claim, match);
  return wrong(
    claim,
    `wrong rounding: the ${told(match.value)} is ${exact}, which is ${right}`,
    match,
  );
}

// Of what is named before what is not; of one run before of several; a score before its interval.
function ranked(matches: readonly Match[], { bound, topics, owners }: Context): readonly Match[] {
  const rank = ({ value }: Match): number =>
    (value.topics.some((topic) => bound.has(topic)) ? 0 : 8) +
    (value.topics.some((topic) => topics.has(topic)) ? 0 : 4) +
    (owners.includes(value.owner) ? 0 : 2) +
    (value.stat === 'value' || value.stat === 'mean' ? 0 : 1);
  return matches.toSorted((a, b) => rank(a) - rank(b));
}

// So many characters on either side.
const beside = 14;

/**
 * What is wrong with a number is nothing where somebody said so of a run, in the same words; `text` is
 * the whole text.
 */
export function asSaid(judged: Judged, text: string, { said }: Evidence): Judged {
  if (judged.problem === null) return judged;
  const { claim } = judged;
  const { start, end } = claim.segment;
  const whole = plainWords(text.slice(start, end));
  const near = wordsAround(text, claim);
  const source = said.find((one) => {
    const words = one.text
      .split('\n')
      .map(plainWords)
      .filter((line) => line !== '');
    return near.length < beside ? words.includes(whole) : words.join(' ').includes(near);
  });
  if (!source) return judged;
  const { owner } = source;
  const what = 'number that its notes, or its advice, have in these words';
  return found(claim, [
    { value: valueOf({ value: claim.value, owner, topics: [], what }), factor: 1 },
  ]);
}

// So many characters of words on either side, however many marks are among them; of a shorter text all.
function wordsAround(text: string, { start, end, segment }: Claim): string {
  for (let reach = beside; ; reach *= 2) {
    const [from, to] = [Math.max(segment.start, start - reach), Math.min(segment.end, end + reach)];
    const words = plainWords(text.slice(from, to));
    const isAll = from === segment.start && to === segment.end;
    if (words.length >= 2 * beside || isAll) return words;
  }
}

function plainWords(text: string): string {
  return (
    text
      .replaceAll('\\', '')
      .replaceAll(/[\s>*_`|]+/g, ' ')
      .trim()
      // What begins an item of a list is none of its words.
      .replace(/^[-+] /, '')
  );
}
