// A text and the values of runs in, what of its numbers is so out: each with what it is of the runs, or
// what is wrong with it.
import { contextsOf, readerOf, type Claim, type Context } from './context.js';
import { leftOut } from './left-out.js';
import { asSaid, alone, isNoClaim, type Evidence, type Judged } from './judging.js';
import { legible } from './legible.js';
import { numeralsIn } from './numerals.js';
import { countsOfRow, joinedTo } from './pairs.js';
import { structureOf, type Mask, type Segment } from './segments.js';
import type { Value } from './value.js';

/** A number of a text that is held against runs. */
export type Audited = {
  /** Both from 1. */
  readonly line: number;
  readonly column: number;
  readonly text: string;
  /** What it is, the likeliest first; empty where it is nothing. */
  readonly is: readonly Value[];
  /** What is wrong with it, as a sentence; null where nothing is. */
  readonly problem: string | null;
  /** What should stand there, where that is known. */
  readonly right: string | null;
  readonly nearest: Value | null;
};

/** All of a text. */
export type Audit = {
  readonly numbers: readonly Audited[];
  /** How many numbers are no claims, by the rule that says so. */
  readonly leftOut: ReadonlyMap<string, number>;
};

// What no reader sees: addresses of links, comments.
const unseen =
  /(?<=\])\([^()\s]*(?:\([^()]*\)[^()\s]*)*(?:\s+"[^"]*")?\)|\bhttps?:\/\/[^\s)>\]|]+|<!--[^]*?(?:-->|$)/gi;

/** Holds a text against runs. */
export function auditText(whole: string, evidence: Evidence): Audit {
  const seen = whole.replaceAll(unseen, (found) => found.replaceAll(/[^\n]/g, ' '));
  const { text, isCsv } = legible(seen);
  const { segments, masks } = structureOf(text, isCsv);
  const reader = readerOf(evidence.values);
  const names = [...reader.owners.flatMap((owner) => owner.names), ...reader.labels];
  const all = [...masks, ...leftOut(legible(whole).text, names)];
  const counts = new Map<string, number>();
  const count = (why: string): void => void counts.set(why, (counts.get(why) ?? 0) + 1);
  const places = placer(text);
  const about = { text, whole, evidence, count };
  const rows = new Map<number, Judged[]>();
  for (const segment of segments) {
    const claims = claimsIn(segment, all, about);
    const contexts = contextsOf(claims, text, reader);
    const judged = judgedIn(claims, contexts, about);
    rows.set(segment.row, [...(rows.get(segment.row) ?? []), ...judged]);
  }
  const numbers = [...rows.values()]
    .flatMap(countsOfRow)
    .sort((a, b) => a.claim.start - b.claim.start);
  return {
    numbers: numbers.map(({ claim, ...one }) => ({
      ...places(claim.start),
      text: claim.text,
      is: one.matches.map(({ value }) => value),
      problem: one.problem,
      right: one.right,
      nearest: one.nearest,
    })),
    leftOut: counts,
  };
}

function placer(text: string): (offset: number) => Pick<Audited, 'line' | 'column'> {
  const starts = [0, ...[...text.matchAll(/\n/g)].map(({ index }) => index + 1)];
  return (offset) => {
    const line = starts.findLastIndex((start) => start <= offset);
    return { line: line + 1, column: offset - (starts[line] ?? 0) + 1 };
  };
}

// What is masked, or part of a word, is counted and no claim.
function claimsIn(
  segment: Segment,
  masks: readonly Mask[],
  { text, whole, count }: Asked,
): readonly Claim[] {
  const [own, written] = [text, whole].map((one) => one.slice(segment.start, segment.end));
  const covering = masks.filter(({ start, end }) => start < segment.end && end > segment.start);
  const maskOf = (start: number): Mask | undefined =>
    covering.find((mask) => mask.start <= start && start < mask.end);
  const digitOf = (numeral: { readonly start: number; readonly text: string }): number =>
    numeral.start + Math.max(0, numeral.text.search(/\d/));
  const numerals = numeralsIn(own ?? '', segment.start).filter((one) => !maskOf(digitOf(one)));
  for (const match of (written ?? '').matchAll(/\d+(?:[.,'’:/-]\d+)*/g)) {
    const at = segment.start + match.index;
    if (!numerals.some(({ start, end }) => start <= at && at < end)) {
      count(maskOf(at)?.why ?? 'parts of words');
    }
  }
  return numerals.map((numeral) => ({
    ...numeral,
    segment,
    isAbout: about.test(text.slice(Math.max(segment.start, numeral.start - 16), numeral.start)),
  }));
}

const about =
  /(?:\b(?:about|around|approximately|approx\.?|roughly|some|nearly|almost|ca\.?|circa)|[~≈∼])\s*$/i;

type Asked = {
  /** Without what no reader sees, and as it is; both have the same places. */
  readonly text: string;
  readonly whole: string;
  readonly evidence: Evidence;
  readonly count: (why: string) => void;
};

function judgedIn(
  claims: readonly Claim[],
  contexts: readonly Context[],
  { text, evidence, count }: Asked,
): readonly Judged[] {
  const judged: Judged[] = [];
  claims.forEach((claim, i) => {
    const context = contexts[i];
    if (!context) return;
    const last = judged.at(-1);
    const isNext = last !== undefined && last.claim.start === claims[i - 1]?.start;
    const between = isNext ? text.slice(last.claim.end, claim.start) : '';
    const joined = isNext ? joinedTo(last, between, { claim, context, text, evidence }) : null;
    if (joined) judged.splice(-1, 1, ...joined);
    else if (isNoClaim(claim, context)) count('small whole numbers');
    else judged.push(alone(claim, context, evidence));
  });
  return judged.map((one) => asSaid(one, text, evidence));
}
