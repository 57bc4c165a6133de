// A number and the words around it in, what they say of it out: which runs, which part, which score or
// cost, which class or column it is about.
import { outermost, placesOf } from './left-out.js';
import type { Numeral } from './numerals.js';
import type { Segment } from './segments.js';
import { partsNamed, topicFinder, type TopicFinder } from './topics.js';
import type { Owner, PartName, Value } from './value.js';

/** A number that a text states. */
export type Claim = Numeral & {
  readonly segment: Segment;
  /** Whether it is said to be about so much. */
  readonly isAbout: boolean;
};

/** What stands around a claim. Empty where nothing is said. */
export type Context = {
  /** Whose it can be; `all` that are named in its stretch of the text. */
  readonly owners: readonly Owner[];
  /** Each name in its stretch of the text with all whose it can be, in their order, a row's before a column's. */
  readonly called: readonly (readonly Owner[])[];
  /** The score that is named the nearest: at once behind it, else before it, else in its stretch. */
  readonly near: readonly ReadonlySet<string>[];
  /** Whether single runs are spoken of. */
  readonly ofRuns: boolean;
  readonly parts: readonly PartName[];
  /** What it is about by the words beside it, or by its column and row. */
  readonly bound: ReadonlySet<string>;
  /** What was spoken of before it, or at once behind it. */
  readonly spoken: ReadonlySet<string>;
  /** All that its stretch of the text speaks of. */
  readonly topics: ReadonlySet<string>;
  readonly labels: ReadonlySet<string>;
  /** Given where its row, or its column, is called by one of the labels. */
  readonly rowLabels: ReadonlySet<string>;
  /** What such a row's name would be about, were it none: a column may be called `hours`. */
  readonly rowTopics: ReadonlySet<string>;
  /** Whether a heading, or the number itself, says percent. */
  readonly percent: boolean;
};

/** What texts about some values may say. */
export type Reader = {
  readonly finder: TopicFinder;
  readonly owners: readonly Owner[];
  readonly labels: readonly string[];
};

/** A reader of texts about these values. */
export function readerOf(values: readonly Value[]): Reader {
  return {
    finder: topicFinder(values.flatMap(({ topics }) => topics)),
    owners: [...new Set(values.map(({ owner }) => owner))],
    labels: [...new Set(values.flatMap(({ labels }) => labels))],
  };
}

type Windows = { readonly before: string; readonly after: string; readonly text: string };

/** The contexts of claims of one stretch, in their order. `text` is the whole text. */
export function contextsOf(
  claims: readonly Claim[],
  text: string,
  reader: Reader,
): readonly Context[] {
  const [first] = claims;
  if (!first) return [];
  const { segment } = first;
  const { finder } = reader;
  const windows = claims.map((_, i) => windowsOf(claims, i, text, finder));
  const whole = `${segment.header}\n${segment.around}`;
  const topics = new Set(finder(whole).map(({ topic }) => topic));
  const labels = labelsIn(whole, reader.labels);
  const rowLabels = new Set(
    reader.labels.filter((label) =>
      [segment.rowHead, segment.header].some((cell) => isName(cell, label)),
    ),
  );
  const isNamed = reader.labels.some((label) => isName(segment.rowHead, label));
  const rowTopics = new Set(isNamed ? finder(segment.rowHead).map(({ topic }) => topic) : []);
  const owners = ownersOf(segment, windows, reader.owners);
  // What a run is called is no word, where a row is called so.
  const isRun = reader.owners.some(({ names }) =>
    names.some((one) => isName(segment.rowHead, one)),
  );
  const spoken = isRun ? { ...segment, rowHead: '' } : segment;
  const called = calledIn(segment, reader.owners);
  return windows.map((one, i) => ({
    owners: owners[i] ?? [],
    called,
    near: nearTopics(text.slice(segment.start, claims[i]?.start), spoken, one, finder),
    ofRuns: singleRuns.test(whole),
    parts: partsOf(segment, one),
    bound: boundTopics(spoken, one, finder),
    spoken: spokenOf(text.slice(segment.start, claims[i]?.start), spoken, one, finder),
    topics,
    labels,
    rowLabels,
    rowTopics,
    percent: /%|percent/i.test(segment.header.replaceAll(/\d\s?(?:%|percent)/gi, '')),
  }));
}

// The text between a number and those beside it, without what is the last one's: `20 epochs`.
function windowsOf(
  claims: readonly Claim[],
  i: number,
  text: string,
  finder: TopicFinder,
): Windows {
  const [last, claim, next] = [claims[i - 1], claims[i], claims[i + 1]];
  if (!claim) return { before: '', after: '', text: '' };
  const { start, end } = claim.segment;
  const before = text.slice(Math.max(start, last?.end ?? start), claim.start);
  // `2 seeds adam has`: what is behind its word is another thing's.
  const words = last ? finder(nextWords(before)) : [];
  return {
    before: before.slice(Math.max(0, ...words.map(({ end: to }) => to))),
    after: text.slice(claim.end, Math.min(end, next?.start ?? end)),
    text: claim.text,
  };
}

function isName(cell: string, label: string): boolean {
  const bare = cell.replaceAll(/^[*_`\s]+|[*_`\s]+$/g, '').replaceAll(/\\(?=[\p{P}\p{S}])/gu, '');
  return bare === label;
}

function labelsIn(text: string, labels: readonly string[]): ReadonlySet<string> {
  return new Set(labels.filter((label) => placesOf(text, label).length > 0));
}

// Words of a unit are topics, too: `60 s`. What stands right behind a number belongs to it alone.
function boundTopics(
  { header, rowHead }: Segment,
  { before, after, text }: Windows,
  finder: TopicFinder,
): ReadonlySet<string> {
  const in_ = (words: string): ReadonlySet<string> =>
    new Set(finder(words).map(({ topic }) => topic));
  const unit = in_(/[a-z%]+$/i.exec(text)?.[0] ?? '');
  if (unit.size > 0) return unit;
  // Of layers that are written one after the other what stands before a number is its own.
  const last = /^\W*model\W*$/i.test(header) ? in_(/[\w.]+[\s(]*$/.exec(before)?.[0] ?? '') : unit;
  if (last.size > 0) return last;
  const next = in_(nextWords(after));
  if (next.size > 0) return next;
  const nearest = in_(cutAt(before));
  if (nearest.size > 0) return nearest;
  const heads = in_(header);
  // A column of means says of what in its rows.
  const isOfRow = [...heads].every((topic) => ofRows.has(topic));
  return isOfRow ? new Set([...heads, ...in_(rowHead)]) : heads;
}

// The one or two words right behind a number, unless they begin another thing.
function nextWords(after: string): string {
  if (!/^[-\s*_`]/.test(after) || joins.test(after)) return '';
  return /^[-\s*_`]*(?:[\p{L}_²^-]+[\s-]+)?[\p{L}_²^-]+/u.exec(after)?.[0] ?? '';
}

// Behind these another thing begins.
const joins = /^[\s*_`]*(?:and|or|but|while|versus|vs|against|after|than|at|with|where)\b/i;

const ofRows: ReadonlySet<string> = new Set([
  'mean',
  'min',
  'max',
  'deviation',
  'shape',
  'columns',
]);

function spokenOf(
  before: string,
  { header, rowHead }: Segment,
  { after }: Windows,
  finder: TopicFinder,
): ReadonlySet<string> {
  const in_ = (words: string): readonly string[] => finder(words).map(({ topic }) => topic);
  const found = in_(`${header}\n${rowHead}\n${before}`);
  return new Set(found.length > 0 ? found : in_(/^[^,;:(]*/.exec(after)?.[0] ?? ''));
}

// The sets of topics that are named around a number, the nearest ones first.
function nearTopics(
  before: string,
  { header, rowHead, judgedBy = '', around }: Segment,
  { after }: Windows,
  finder: TopicFinder,
): readonly ReadonlySet<string>[] {
  const behind = /^[^,;:(]*/.exec(after)?.[0] ?? '';
  const found = finder(before);
  const ends = [...new Set(found.map(({ end }) => end))].sort((a, b) => b - a);
  return [
    new Set(finder(behind).map(({ topic }) => topic)),
    ...ends.map((at) => new Set(found.flatMap(({ topic, end }) => (end === at ? [topic] : [])))),
    ...[`${header}\n${rowHead}`, judgedBy, around].map(
      (words) => new Set(finder(words).map(({ topic }) => topic)),
    ),
  ];
}

const singleRuns =
  /\bseeds?\s+\d|\b(?:single|individual|one|best|worst|luckiest|two|between|across|among)\s+(?:of\s+)?(?:the\s+)?(?:its\s+)?(?:seeds?|runs?|folds?)\b/i;

// What stands before the end of another clause is not beside it.
function cutAt(before: string): string {
  return before.slice(before.search(/[^,;]*$/));
}

const beginning = /^[\s*_`]*\(?(?:(?:on|in|for|of|over|by|with|from|at)\s+)?(?:the\s+)?/i;

function partsOf(
  { header, rowHead, around }: Segment,
  { before, after }: Windows,
): readonly PartName[] {
  const [lead = ''] = beginning.exec(after) ?? [];
  const next = partsNamed(/^[*_`]*\p{L}+/u.exec(after.slice(lead.length))?.[0] ?? '');
  if (next.length > 0) return next;
  for (const words of [before, header, rowHead]) {
    const found = partsNamed(words);
    if (found.length > 0) return found;
  }
  return header === '' && rowHead === '' ? partsNamed(around) : [];
}

type Mention = { readonly owner: Owner; readonly start: number; readonly end: number };

function mentions(text: string, owners: readonly Owner[]): readonly Mention[] {
  const found = owners.flatMap((owner) =>
    owner.names.flatMap((name) => placesOf(text, name).map((place) => ({ owner, ...place }))),
  );
  // `adam` is not named by `adam-wide`, nor by `adam seed 1` where a run is called so.
  return outermost(found);
}

function calledIn(
  { header, around }: Segment,
  owners: readonly Owner[],
): readonly (readonly Owner[])[] {
  const names = [around, header].flatMap((text) => {
    const at = new Map<number, Owner[]>();
    for (const { owner, start } of mentions(text, owners)) {
      at.set(start, [...(at.get(start) ?? []), owner]);
    }
    return [...at].sort(([a], [b]) => a - b).map(([, some]) => [...new Set(some)]);
  });
  // Who is named twice is one.
  return names.filter(
    (some, i) => !names.slice(0, i).some((other) => other.every((one) => some.includes(one))),
  );
}

const subject = /\b(?:has|have|had|is|are|was|were|needs?|needed|takes?|took|reach\w*|g[eo]ts?)\b/i;

// In a table those of its row and column. In a sentence those whose names stand right behind a number,
// else those between it and the number before it, else those of the last numbers, or the next.
function ownersOf(
  { header, around }: Segment,
  windows: readonly Windows[],
  owners: readonly Owner[],
): readonly (readonly Owner[])[] {
  const of = (text: string): readonly Owner[] => [
    ...new Set(mentions(text, owners).map(({ owner }) => owner)),
  ];
  const all = of(around);
  if (header !== '') {
    const heads = of(header);
    const both = heads.filter((owner) => all.includes(owner));
    return windows.map(() => (both.length > 0 ? both : heads.length > 0 ? heads : all));
  }
  if (all.length === 0) return windows.map(() => []);
  const own = windows.map(({ before, after }) => {
    const [lead = ''] = beginning.exec(after) ?? [];
    const next = mentions(after.slice(lead.length), owners).filter(({ start }) => start === 0);
    if (next.length > 0 && /\p{L}|\(/u.test(lead)) return next.map(({ owner }) => owner);
    return of(before);
  });
  return own.map((found, i) => {
    if (found.length > 0) return found;
    const last = own.slice(0, i).findLast((one) => one.length > 0);
    if (!last && windows.slice(0, i + 1).some(({ before }) => subject.test(before))) {
      // "The network has so many, adam so few": it has a subject of its own.
      if (/^[^.]*,/.test(windows[i]?.after ?? '')) return [];
    }
    return last ?? own.slice(i + 1).find((one) => one.length > 0) ?? all;
  });
}
