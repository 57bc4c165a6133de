// What a cell that is no plain number looks like to a reader: a number in another notation, with a
// unit, in brackets, a bound, or a word.
import { parseIn, type Notation } from './numbers.js';

/** What one text looks like. */
export type Look =
  | {
      readonly kind: 'number';
      /** The notations that it is a number in, the likeliest first; their unit is null. */
      readonly fits: readonly Notation[];
      readonly unit: string | null;
    }
  | { readonly kind: 'brackets' | 'amount' | 'foreign' | 'bound' | 'mark' | 'word' };

const written = (decimal: '.' | ',', thousands: string | null): Notation => ({
  decimal,
  thousands,
  unit: null,
});

const notations: readonly Notation[] = [
  written('.', null),
  written('.', ','),
  written(',', null),
  written(',', '.'),
  written('.', ' '),
  written(',', ' '),
  written('.', "'"),
  written(',', "'"),
  written('.', '_'),
  written(',', '_'),
];

// In a column of numbers these mean that the value is missing; in a column of words they are words.
const missingWords = new Set(
  'na n/a #n/a <na> nan -nan null none nil ? - . inf -inf +inf infinity -infinity ∞ -∞ +∞'.split(
    ' ',
  ),
);

/** What a text looks like among numbers. */
export function lookOf(text: string): Look {
  if (missingWords.has(text.toLowerCase())) return { kind: 'mark' };
  const number = numberLook(text);
  if (number) return number;
  const inner = /^\((.+)\)$/.exec(text)?.[1];
  if (inner !== undefined && numberLook(inner)) return { kind: 'brackets' };
  const bound =
    /^(?:[<>≤≥~≈±]=?|ca\.|about)\s*(.+)$/iu.exec(text)?.[1] ?? /^(.+)\+$/.exec(text)?.[1];
  if (bound !== undefined && numberLook(bound)) return { kind: 'bound' };
  if (isForeign(text)) return { kind: 'foreign' };
  const [, , , rest = ''] = before.exec(text) ?? [];
  return { kind: numberLook(rest) ? 'amount' : 'word' };
}

// Numbers that no key of a spec describes: 12.50- of ledgers, 0x1f and 0b101 of programs, ½, and the
// digits of other scripts.
function isForeign(text: string): boolean {
  const owed = /^(.*\d)\s*[-\u2212\u2013]$/.exec(text)?.[1];
  if (owed !== undefined && numberLook(owed)) return true;
  if (/^[+-]?(?:0x[\da-f]+|0b[01]+|0o[0-7]+)$/i.test(text)) return true;
  if (/^[+-]?\d*\s?[¼½¾⅐-⅞]$/u.test(text)) return true;
  const latin = text
    .replaceAll(/\p{Nd}/gu, '1')
    .replaceAll('٫', '.')
    .replaceAll('٬', ',');
  return /(?!\d)\p{Nd}/u.test(text) && numberLook(latin) !== null;
}

const times = [
  /^\d{4}([-/.])\d{1,2}\1\d{1,2}(?:[T ].*)?$/,
  /^\d{1,2}([-/.])\d{1,2}\1(?:\d{4}|\d{2})(?: .*)?$/,
  /^\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?(?: ?[ap]m)?$/i,
];

/** Whether a text is a date or a time of day in figures. */
export function isTime(text: string): boolean {
  return times.some((form) => form.test(text));
}

/**
 * What to say behind "holds dates or times" of texts that most are, the first other one among
 * it; null of others.
 */
export function oddAmongTimes(texts: readonly string[]): string | null {
  const odd = texts.filter((text) => !isTime(text));
  const [first] = odd;
  if (first === undefined) return texts.length > 0 ? '' : null;
  return odd.length < texts.length / 2
    ? ` (but for ${JSON.stringify(first.slice(0, 60))}${odd.length > 1 ? ' …' : ''})`
    : null;
}

function numberLook(text: string): Look | null {
  for (const { bare, unit } of cuts(text)) {
    const fits = notations.filter((notation) => !Number.isNaN(parseIn(bare, notation)));
    if (fits.length > 0) return { kind: 'number', fits, unit };
  }
  return null;
}

const currency =
  '(?:US|A|C|R|HK)?\\$|[€£¥₹₽₩₺₪₫₴฿]|USD|EUR|GBP|CHF|JPY|CNY|INR|CAD|AUD|SEK|NOK|DKK|PLN|CZK|BRL|Rs\\.?|kr\\.?|zł|Fr\\.?|Kč';
const before = new RegExp(`^([+-]?)(${currency})\\s*([+-]?[\\d.,].*)$`, 'u');
const after = new RegExp(
  `^(.*[\\d.,])\\s*(${currency}|[%‰]|[°µ]?\\p{L}[\\p{L}/²³·.^]*[23]?(?: \\p{L}+)?)$`,
  'u',
);

function cuts(text: string): readonly { readonly bare: string; readonly unit: string | null }[] {
  const [, sign = '', symbol, rest = ''] = before.exec(text) ?? [];
  const [, bare = '', suffix] = after.exec(text) ?? [];
  return [
    { bare: text, unit: null },
    ...(symbol === undefined ? [] : [{ bare: sign + rest, unit: symbol }]),
    ...(suffix === undefined ? [] : [{ bare, unit: suffix }]),
  ];
}

const known = new Set(
  (
    '% ‰ ° °C °F kg g mg µg t lb lbs oz km m cm mm µm nm mi ft in yd l L ml mL cl gal h hr hrs min s sec ms ' +
    'day days week weeks month months mo year years yr yrs kW kWh MW W V mA Hz kHz MHz GHz B kB KB MB GB TB ' +
    'Pa hPa kPa bar psi mph kmh km/h m/s m2 m² km2 km² ft2 sqm ha cc hp PS cal kcal J kJ N ppm dB px pt'
  ).split(' '),
);

const isCurrency = new RegExp(`^(?:${currency})$`, 'u');

/** Whether a unit is one that everybody knows; "A" of "10A" may be the name of something. */
export function isKnownUnit(unit: string): boolean {
  return known.has(unit) || isCurrency.test(unit);
}
