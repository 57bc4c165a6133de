// A text in, the places of it out whose numbers claim nothing about runs, each with the rule that says so.
import type { Mask } from './segments.js';

const months =
  'Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sep(?:t(?:ember)?)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?';
const programs =
  'versions?|TensorFlow(?:\\.js)?|Keras|PyTorch|Python|Node(?:\\.js)?|dlx|CUDA|cuDNN|NumPy|SciPy|scikit-learn|ONNX|opset|Ubuntu|Debian|Apache|CC[- ]BY(?:-\\w+)*|GPL';
const numbered =
  'Tables?|Figures?|Figs?\\.?|Sections?|Sec\\.|Chapters?|Equations?|Eqs?\\.?|Appendix|Steps?|Notes?|Lines?|Pages?|pp?\\.|Lemma|Theorem|Algorithm|Listing|Issues?|PR|No\\.|RFC|ISO|DOI|arXiv:?';

/**
 * The rules, in the order in which they are asked: what they are called when numbers are left out by
 * them, and what they mean.
 */
export const rules: readonly (readonly [why: string, pattern: RegExp])[] = [
  // The ends of the axes of a curve that is drawn in characters.
  ['charts', /^[ \t]*[-−\d.e]+ ┤[^\d\n]*$|(?<=^[ \t]*└─+[ \t]*\n)[ \t]*\d+(?:[ \t]+\d+)?[ \t]*$/gm],
  ['comments', /<!--[^]*?(?:-->|$)/g],
  [
    'links',
    /\]\([^()\s]*(?:\([^()]*\)[^()]*)*(?:\s+"[^"]*")?\)|<[a-z][a-z0-9+.-]*:[^>\s]*>|\bhttps?:\/\/[^\s)>\]]+|\bwww\.[^\s)>\]]+|^\s*\[[^\]]+\]:\s.*$/gim,
  ],
  [
    'links',
    /\[\^?\d+(?:\s*[,–-]\s*\d+)*\](?!\()(?=[\s.,;:)]|$)(?<![\d=]\s?\[\d+\])(?<!\[\d+\.\d*\])/gm,
  ],
  ['HTML', /(?<!\\)<\/?[a-z](?:[^<>\n]|\n(?!\s*\n)){0,400}>|(?<!\\)&#?\w+;/gi],
  [
    'dates',
    /\b\d{4}-\d{1,2}-\d{1,2}(?:[T ]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?(?![\d.])|\b\d{1,2}[./]\d{1,2}[./]\d{4}\b|\b\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?!\d)/g,
  ],
  [
    'dates',
    new RegExp(
      `\\b(?:\\d{1,2}(?:st|nd|rd|th)?\\.?\\s+)?(?:${months})\\.?\\s+\\d{1,2}(?:st|nd|rd|th)?,?(?:\\s+\\d{4})?\\b|\\b(?:\\d{1,2}(?:st|nd|rd|th)?\\.?\\s+)?(?:${months})\\.?,?\\s+\\d{4}\\b|\\b\\d{1,2}(?:st|nd|rd|th)?\\.?\\s+(?:${months})\\b`,
      'g',
    ),
  ],
  [
    'dates',
    /\((?:\p{Lu}[^()\d=:<>]*,?\s)?(?:19|20)\d{2}[a-z]?\)|©\s*(?:19|20)\d{2}|(?<=(?<![\p{L}\p{N}])(?:[Ii]n|[Ss]ince|[Uu]ntil|of|[Ff]rom|year|by|[Ff]or)\s)(?:19|20)\d{2}(?=[\s.,;:)]|$)(?!\s*(?:epochs?|samples?|rows?|images?|pictures?|texts?|tokens?|s\b|ms\b|min|h\b|hours?|seconds?|steps?|param|examples?|runs?|seeds?|%))/gu,
  ],
  [
    'versions',
    new RegExp(
      `(?<![\\p{L}\\p{N}])(?:${programs})\\s?(?:≥|>=|==|=|>|~|\\^)?\\s?(?!0?\\.\\d{2})\\d+(?:\\.\\d{1,3})*(?:[-+.]?(?:rc|alpha|beta|dev|post)[\\w.]*)?(?!\\s?%)(?![\\d\\p{L}]|\\.\\d)`,
      'giu',
    ),
  ],
  ['versions', /(?<![\d.])\d+\.\d+\.\d+(?:[-+.][\w.]+)?(?![\d])/g],
  ['numbering', /^[\s>]*#{1,6}\s+(?:\d+(?:\.\d+)*[.)]?|[A-Z]\.\d+[.)]?)(?=\s)/gm],
  ['numbering', /^[\s>]*(?:[-*+]\s+)?\d+[.)](?=\s)/gm],
  [
    'numbering',
    new RegExp(
      `(?<![\\p{L}\\p{N}])(?:${numbered})\\s?\\d+(?:\\.\\d+)*(?![\\d\\p{L}])|(?<![\\p{L}\\p{N}&])#\\d+\\b`,
      'gu',
    ),
  ],
  [
    'levels of confidence',
    /(?<![\d.,])(?:80|90|95|98|99)(?:\.\d+)?\s?(?:%|percent|per cent)(?=[-\s]*(?:\p{L}+[-\s]+)?(?:intervals?|CIs?|confidence|bounds?|limits?|HDI|CrI)\b)/giu,
  ],
  [
    'levels of confidence',
    /(?<=\b(?:intervals?|CIs?|confidence|level)\b[^.;|\d]{0,12})(?<![\d.,])(?:80|90|95|98|99)(?:\.\d+)?\s?(?:%|percent|per cent)/giu,
  ],
  [
    'levels of confidence',
    /(?<=[[(,]\s?)(?:90|95|99)\s?%(?=\s?[:,]?\s?[[(]?[-−]?\d)|(?<=,\s)(?:90|95|99)\s?%(?=[^\n]*\n[ >]*\|?[ :|-]*-[ :|-]*(?:\n|$))/g,
  ],
  [
    'levels of confidence',
    /(?<![\d.,])(?:80|90|95|98|99)\s?%(?=\s(?:from|between)\s[-−+]?[\d.])|(?<=\bprocedure at )(?:1|5|10)\s?%/g,
  ],
  [
    'levels of confidence',
    /(?:\bα|\balpha)\s*=\s*0?\.\d+|\b(?:1|5|10)\s?%\s(?:level|significance)/gi,
  ],
];

/** The places whose numbers are left out; `names` are what runs, and what is in them, are called. */
export function leftOut(text: string, names: readonly string[]): readonly Mask[] {
  const found = rules.flatMap(([why, pattern]) =>
    [...text.matchAll(pattern)].map((match) => ({
      start: match.index,
      end: match.index + match[0].length,
      why,
    })),
  );
  return [...codeIn(text), ...found, ...namesIn(text, names)];
}

// Where another block begins, what is open in the one before it is closed.
const blockEnd = /\n\s*\n|\n(?=\s*(?:[|#>]|[-*+]\s|\d+[.)]\s|`{3}|~{3}))/g;
const isNumber = /^\s*[-−+]?[\d.,]+(?:\s?%)?\s*$/;

// Inline code, unless a number is all of it.
function codeIn(text: string): readonly Mask[] {
  const found: Mask[] = [];
  let from = 0;
  for (const end of [...[...text.matchAll(blockEnd)].map(({ index }) => index), text.length]) {
    const block = text.slice(from, end);
    for (const match of block.matchAll(/(?<![`\\])(`+)(?!`)([^]*?[^`])\1(?!`)/g)) {
      const start = from + match.index;
      if (isNumber.test(match[2] ?? '')) continue;
      found.push({ start, end: start + match[0].length, why: 'code' });
    }
    from = end;
  }
  return found;
}

// `adam-2` is no 2.
function namesIn(text: string, names: readonly string[]): readonly Mask[] {
  const telling = names.filter((name) => /\d/.test(name) && /[^\d\s.,%+−-]/.test(name));
  const known = new Set(names);
  // A class may be called 3: in code it is its name.
  const inCode = [...text.matchAll(/`([^`\n]+)`/g)].filter(([, inner = '']) => known.has(inner));
  return [
    ...telling.flatMap((name) => placesOf(text, name)),
    ...inCode.map((match) => ({ start: match.index, end: match.index + match[0].length })),
  ].map((place) => ({ ...place, why: 'names' }));
}

/** The places that lie in no longer one. */
export function outermost<T extends Place>(places: readonly T[]): readonly T[] {
  return places.filter(
    (one) =>
      !places.some(
        (other) =>
          other.start <= one.start &&
          other.end >= one.end &&
          other.end - other.start > one.end - one.start,
      ),
  );
}

/** Where a name stands in a text as a word of its own; what Markdown would take for marks may be escaped there. */
export function placesOf(text: string, name: string): readonly Place[] {
  if (name.trim() === '') return [];
  const found = text.includes('\\') ? escapedPlaces(text, name) : plainPlaces(text, name);
  return found.filter(
    ({ start, end }) => !isWord(text[start - 1], name[0]) && !isWord(text[end], name.at(-1)),
  );
}

/** A place in a text. */
export type Place = { readonly start: number; readonly end: number };

function plainPlaces(text: string, name: string): readonly Place[] {
  const places: Place[] = [];
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + name.length)) {
    places.push({ start: at, end: at + name.length });
  }
  return places;
}

// Most names are not there, in any form.
const longestBeginning = /^[\p{L}\p{N} ]*/u;

function escapedPlaces(text: string, name: string): readonly Place[] {
  const [beginning = ''] = longestBeginning.exec(name) ?? [];
  if (!text.includes(beginning)) return [];
  const pattern = [...name].map((character) =>
    /[\p{L}\p{N}\s]/u.test(character)
      ? character
      : `\\\\?${character.replace(/[.*+?^${}()|[\]\\/]/, '\\$&')}`,
  );
  return [...text.matchAll(new RegExp(pattern.join(''), 'gu'))].map((match) => ({
    start: match.index,
    end: match.index + match[0].length,
  }));
}

// Between two of these there is no end of a word.
function isWord(beside: string | undefined, end: string | undefined): boolean {
  const inWord = /[\p{L}\p{N}_-]/u;
  return beside !== undefined && inWord.test(beside) && inWord.test(end ?? '');
}
