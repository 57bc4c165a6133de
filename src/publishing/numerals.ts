// A stretch of a text in, the numbers that are written in it out: what they are worth, how finely they
// are told, and in what unit.

/** What a unit behind a number says it is. */
export type Unit = 'percent' | 'points' | 'seconds' | 'bytes' | 'times';

/** A number as it is written. */
export type Numeral = {
  /** As written, its unit too where that belongs to it. */
  readonly text: string;
  /** Its place in the whole text. */
  readonly start: number;
  readonly end: number;
  /** With what its unit says: 1.2 M is 1,200,000, 2 minutes are 120; percent as they stand. */
  readonly value: number;
  /** What a 1 of it counts, 60 of minutes, and how many decimals it has. */
  readonly scale: number;
  readonly decimals: number;
  readonly unit: Unit | null;
  /** Given where it is several, as 28 × 28 × 1. */
  readonly shape?: readonly number[];
};

// Longest first. What counts so many, and what it says of its number.
const units: readonly (readonly [pattern: string, factor: number, unit: Unit | null])[] = [
  ['percentage points?|percent points?|%-points?|pp', 1, 'points'],
  ['%|percent|per cent', 1, 'percent'],
  ['points?', 1, 'points'],
  ['KiB', 2 ** 10, 'bytes'],
  ['MiB', 2 ** 20, 'bytes'],
  ['GiB', 2 ** 30, 'bytes'],
  ['[kK]B', 1e3, 'bytes'],
  ['MB', 1e6, 'bytes'],
  ['GB', 1e9, 'bytes'],
  ['bytes?', 1, 'bytes'],
  ['thousand|[kK]', 1e3, null],
  ['million|M', 1e6, null],
  ['billion|G', 1e9, null],
  ['ms|milliseconds?', 1e-3, 'seconds'],
  ['seconds?|secs?|s', 1, 'seconds'],
  ['minutes?|mins?', 60, 'seconds'],
  ['hours?|h', 3600, 'seconds'],
  ['[x×](?!\\s?\\d)|times', 1, 'times'],
];

const unitForm = new RegExp(
  `^\\s?(?:${units.map(([pattern], i) => `(?<u${i}>${pattern})`).join('|')})(?![\\p{L}\\p{N}])`,
  'u',
);
const thousands = "\\d{1,3}(?:[,'’_\\u00a0\\u2009\\u202f]\\d{3})+(?![\\d])";
const commaDecimal = '\\d{1,3},\\d{1,2}(?=\\s?%)|0,\\d+';
const isCommaDecimal = /^(?:\d{1,3},\d{1,2}|0,\d+)$/;
const separators = /[,'’_\u00a0\u2009\u202f]/g;
const power = '(?:[eE][-+−]?\\d+|\\s?[×x·]\\s?10(?:\\^|\\*\\*)\\{?[-+−]?\\d+\\}?)';
const numeralForm = new RegExp(
  `(?<![\\p{L}\\p{N}_])(?<!\\p{L}[-‑])(?<!\\d\\.)(?<sign>(?<![\\p{L}\\p{N}%)\\]]|[\\p{N}%)\\]]\\s)[-−+])?(?<body>${commaDecimal}|(?:${thousands}|\\d+)(?:\\.\\d+)?|\\.\\d+)(?<power>${power})?`,
  'gu',
);
const shapeForm = /(?<![\p{L}\p{N}_.])\d+(?:\s?[×x]\s?\d+(?!\.\d|\^))+(?![\p{L}\p{N}])/gu;

/** The numbers of a text, whose beginning stands at `offset` of the whole; those within words are none. */
export function numeralsIn(written: string, offset: number): readonly Numeral[] {
  const text = inPlainDigits(written);
  const shapes = [...text.matchAll(shapeForm)].flatMap((match) => {
    const shape = match[0].split(/[×x]/).map(Number);
    // 3 × 10^-4 is no shape.
    if (/^[×x^]/.test(text.slice(match.index + match[0].length))) return [];
    const start = offset + match.index;
    const end = start + match[0].length;
    return [{ text: match[0], start, end, value: NaN, scale: 1, decimals: 0, unit: null, shape }];
  });
  const single = [...text.matchAll(numeralForm)].flatMap((match) => numeralAt(text, match, offset));
  return [
    ...shapes,
    ...single.filter((one) => !shapes.some(({ start, end }) => one.start < end && one.end > start)),
  ].sort((a, b) => a.start - b.start);
}

// ０．９ and ٠٫٩ are 0.9, a character each.
function inPlainDigits(text: string): string {
  return text
    .replaceAll(/[\u0660-\u0669\u06f0-\u06f9\u0966-\u096f\uff10-\uff19]/g, (digit) => {
      const code = digit.charCodeAt(0);
      return String((code - (code >= 0xff10 ? 0xff10 : code >= 0x0966 ? 0x0966 : 0x0660)) % 16);
    })
    .replaceAll(/[\uff0e\u066b]/g, '.')
    .replaceAll(/[\uff05\u066a]/g, '%');
}

function numeralAt(text: string, match: RegExpMatchArray, offset: number): readonly Numeral[] {
  const from = match.index ?? 0;
  const behind = text.slice(from + match[0].length);
  const unit = unitOf(behind);
  // A number that letters follow at once is part of a word.
  if (!unit && /^[\p{L}_]/u.test(behind)) return [];
  const { factor, length, said } = unit ?? { factor: 1, length: 0, said: null };
  const { size, tens, decimals } = sizeOf(match.groups ?? {});
  const end = from + match[0].length + length;
  return [
    {
      text: text.slice(from, end).trim(),
      start: offset + from,
      end: offset + end,
      value: size * factor,
      scale: 10 ** tens * factor,
      decimals,
      unit: said,
    },
  ];
}

type Groups = Readonly<Record<string, string | undefined>>;

function sizeOf({ sign = '', body = '', power: exponent = '' }: Groups): {
  readonly size: number;
  readonly tens: number;
  readonly decimals: number;
} {
  const digits = isCommaDecimal.test(body)
    ? body.replace(',', '.')
    : body.replaceAll(separators, '');
  const tens = Number(/[-+−]?\d+(?=\}?$)/.exec(exponent)?.[0].replace('−', '-') ?? 0);
  const size = Number(`${digits}e${tens}`);
  return {
    size: /[-−]/.test(sign) ? -size : size,
    tens,
    decimals: digits.split('.')[1]?.length ?? 0,
  };
}

type FoundUnit = { readonly factor: number; readonly said: Unit | null; readonly length: number };

function unitOf(behind: string): FoundUnit | null {
  const match = unitForm.exec(behind);
  const at = units.findIndex((_, i) => match?.groups?.[`u${i}`] !== undefined);
  const [, factor, said] = units[at] ?? [];
  if (!match || factor === undefined || said === undefined) return null;
  return { factor, said, length: match[0].length };
}

/** Whether a number is a whole one, without a unit. */
export function isBare({ scale, decimals, unit, shape }: Numeral): boolean {
  return !shape && unit === null && scale === 1 && decimals === 0;
}

/** What the last digit of a number counts. */
export function stepOf({ scale, decimals }: Numeral): number {
  return scale * 10 ** -decimals;
}

// More than a double has, and fewer than Intl refuses to write.
const mostDecimals = 20;

/** The number with another value, in as many decimals and the same unit: what should have been written. */
export function writtenAs({ text, scale, decimals }: Numeral, value: number): string {
  const [plain = ''] = /\d[\d.,'’_\u00a0\u2009\u202f]*\d|\d/.exec(text) ?? [];
  const digits = Math.min(decimals, mostDecimals);
  const shown = new Intl.NumberFormat('en-US', {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
    useGrouping: plain.includes(',') && decimals === 0,
  }).format(value / scale);
  return shown + text.slice(text.indexOf(plain) + plain.length);
}
