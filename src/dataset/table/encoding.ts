// Bytes of a text file in an encoding that the spec names come in, UTF-8 goes out; and what a file
// seems to be where it is no such text.
import { isAscii } from 'node:buffer';
import { failure, type UserError } from '../../ground/errors.js';

/** The encodings that a table may be in. */
export const encodings = [
  'utf-8',
  'utf-16',
  'utf-16le',
  'utf-16be',
  'latin1',
  'windows-1252',
  'iso-8859-2',
  'iso-8859-15',
  'windows-1250',
  'windows-1251',
  'macintosh',
  'shift_jis',
  'euc-kr',
  'gb18030',
] as const;

export type Encoding = (typeof encodings)[number];

/**
 * Turns pieces of a file into UTF-8, the first of which holds its head; called without a piece at
 * the file's end. A byte-order mark is left out. It throws a UserError that names the file
 * and proposes the likely encoding where the bytes are none of this one; where a model was trained
 * on such text, and nobody can name another encoding, it proposes to save the file so.
 */
export function decoderOf(
  encoding: Encoding,
  file: string,
  isFixed = false,
): (piece?: Uint8Array) => Uint8Array {
  const text = textDecoder(encoding);
  let lines = 1;
  let isFirst = true;
  // Whether all characters so far are whole.
  let isWhole = true;
  let rest: Uint8Array = new Uint8Array();
  return (piece) => {
    if (isFirst && piece) {
      refuseOthers(piece, { encoding, file, isFixed });
      isFirst = false;
    }
    const bytes = piece ?? new Uint8Array();
    let decoded = '';
    try {
      // What is ASCII is UTF-8, which a decoder takes longer to tell.
      if (encoding !== 'utf-8' || !isWhole || !isAscii(bytes)) decoded = text(piece);
      isWhole = (bytes.at(-1) ?? (isWhole ? 0 : 0xff)) < 0x80;
    } catch {
      throw notText(Buffer.concat([rest, bytes]), {
        encoding,
        file,
        isFixed,
        lines: lines - linesIn(rest),
        isCut: !piece,
      });
    }
    // Of what was not decoded yet there are a few bytes at most.
    rest = bytes.subarray(Math.max(0, bytes.length - 4));
    const utf8 = encoding === 'utf-8' ? bytes : Buffer.from(decoded);
    const zero = utf8.indexOf(0);
    if (zero >= 0) {
      throw failure(
        `${file}, line ${lines + linesIn(utf8.subarray(0, zero))} holds a zero byte, which no text has: the file is damaged or no text; copy or download it again`,
      );
    }
    lines += linesIn(utf8);
    return utf8;
  };
}

function linesIn(bytes: Uint8Array): number {
  let lines = 0;
  for (let at = bytes.indexOf(10); at >= 0; at = bytes.indexOf(10, at + 1)) lines += 1;
  return lines;
}

function textDecoder(encoding: Encoding): (piece?: Uint8Array) => string {
  // As in browsers, latin1 is read as windows-1252, which has letters where latin1 has nothing.
  if (encoding === 'latin1' || encoding === 'windows-1252') {
    return (piece) => windows1252(piece ?? new Uint8Array());
  }
  let decoder: { decode(bytes?: Uint8Array, how?: { stream: boolean }): string } | undefined;
  return (piece) => {
    const isBig = encoding === 'utf-16' && piece?.[0] === 0xfe && piece[1] === 0xff;
    decoder ??= new TextDecoder(isBig ? 'utf-16be' : encoding, { fatal: true });
    return decoder.decode(piece, { stream: piece !== undefined });
  };
}

// What windows-1252 has from 0x80 to 0x9f (WHATWG's index; Node 20's own decoder has latin1's
// control characters there).
const letters = '€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ';

function windows1252(bytes: Uint8Array): string {
  return Buffer.from(bytes)
    .toString('latin1')
    .replace(/[\x80-\x9f]/g, (letter) => letters[letter.charCodeAt(0) - 0x80] ?? letter);
}

type Kind = { readonly begins: readonly number[]; readonly says: string };

const gzip: Kind = {
  begins: [0x1f, 0x8b],
  says: 'is compressed by gzip: unpack it first (gunzip)',
};

const kinds: readonly Kind[] = [
  gzip,
  { begins: [0x42, 0x5a, 0x68], says: 'is compressed by bzip2: unpack it first (bunzip2)' },
  { begins: [0xfd, 0x37, 0x7a, 0x58, 0x5a], says: 'is compressed by xz: unpack it first (unxz)' },
  {
    begins: [0x28, 0xb5, 0x2f, 0xfd],
    says: 'is compressed by Zstandard: unpack it first (unzstd)',
  },
  { begins: ascii('ARROW1'), says: 'is an Arrow file: write it as CSV, as with pandas or DuckDB' },
  { begins: ascii('FEA1'), says: 'is a Feather file: write it as CSV, as with pandas or DuckDB' },
  { begins: ascii('ORC'), says: 'is an ORC file: write it as CSV, as with pandas or DuckDB' },
  { begins: ascii('Obj\x01'), says: 'is an Avro file: write it as CSV, as with pandas or DuckDB' },
  { begins: ascii('PARE'), says: 'is a Parquet file that is encrypted: write it without' },
  { begins: ascii('SQLite format 3'), says: 'is an SQLite database: export the table as CSV' },
  { begins: [0x89, ...ascii('HDF')], says: 'is an HDF5 file: write its table as CSV' },
  { begins: [0x93, ...ascii('NUMPY')], says: 'is an array of NumPy: write it as CSV' },
  { begins: [0xd0, 0xcf, 0x11, 0xe0], says: 'is an old Excel file: save the sheet as CSV' },
  { begins: ascii('%PDF'), says: 'is a PDF: save its table as CSV' },
];

function ascii(text: string): readonly number[] {
  return [...Buffer.from(text)];
}

function startsWith(bytes: Uint8Array, begins: readonly number[]): boolean {
  return begins.every((byte, i) => bytes[i] === byte);
}

type Wanted = { readonly encoding: Encoding; readonly file: string; readonly isFixed: boolean };

function saveSo(encoding: Encoding): string {
  return `save it as ${encoding}, as the data was that the model was trained on`;
}

function refuseOthers(bytes: Uint8Array, { encoding, file, isFixed }: Wanted): void {
  const kind = kinds.find(({ begins }) => startsWith(bytes, begins));
  if (kind) throw failure(`${file} ${kind.says}`);
  if (startsWith(bytes, [0x50, 0x4b, 3, 4])) throw failure(`${file} ${zipped(bytes)}`);
  const likely = wideEncoding(bytes);
  const isWide = encoding.startsWith('utf-16');
  if (likely !== null && !isWide) {
    throw failure(
      `${file} is UTF-16 text: ${isFixed ? saveSo(encoding) : `say encoding: ${likely} in the data set`}`,
    );
  }
  if (isWide && likely === null && !bytes.includes(0)) {
    throw failure(
      `${file} is not UTF-16 text (it has no zero byte at its beginning): ${isFixed ? saveSo(encoding) : 'leave encoding out, or name another one'}`,
    );
  }
}

function zipped(bytes: Uint8Array): string {
  const begins = Buffer.from(bytes).toString('latin1');
  if (/\bxl\/|\[Content_Types\]/.test(begins)) {
    return 'is an Excel file: save the sheet as CSV';
  }
  if (begins.includes('opendocument.spreadsheet')) return 'is a spreadsheet: save it as CSV';
  return 'is a zip archive: unpack it first (unzip)';
}

// UTF-16 has a mark at its beginning or, of Western text, a zero in every second byte.
function wideEncoding(bytes: Uint8Array): Encoding | null {
  if (startsWith(bytes, [0xff, 0xfe]) || startsWith(bytes, [0xfe, 0xff])) return 'utf-16';
  const zeros = [0, 0];
  const some = Math.min(bytes.length, 1000);
  for (let at = 0; at < some; at += 1) {
    if (bytes[at] === 0) zeros[at % 2] = (zeros[at % 2] ?? 0) + 1;
  }
  const [even = 0, odd = 0] = zeros;
  if (some < 8 || Math.max(even, odd) < some / 4 || Math.min(even, odd) > some / 50) return null;
  return even > odd ? 'utf-16be' : 'utf-16le';
}

type Place = Wanted & {
  /** The line at which `bytes` begin. */
  readonly lines: number;
  readonly isCut: boolean;
};

// Shown is what the line holds if it is in the likely encoding: the reader sees whether it is.
function notText(bytes: Uint8Array, { encoding, file, isFixed, lines, isCut }: Place): UserError {
  if (encoding !== 'utf-8') {
    return failure(
      `${file} is not ${encoding} text: ${isFixed ? saveSo(encoding) : 'name the encoding that it was written in under encoding'}`,
    );
  }
  if (isCut) return failure(`${file} is cut off within a character: copy or download it again`);
  const at = firstOdd(bytes);
  const likely = bytes.some((byte) => byte >= 0x80 && byte <= 0x9f) ? 'windows-1252' : 'latin1';
  const line = lines + linesIn(bytes.subarray(0, at));
  const shown = wordAround(bytes, at);
  const seen = `${file} is not UTF-8 text: line ${line} has ${JSON.stringify(shown)} if it is ${likely}`;
  if (isFixed) return failure(`${seen}: ${saveSo(encoding)}`);
  return failure(
    `${seen}; then say encoding: ${likely} in the data set, else name the encoding it is in`,
  );
}

// Where the first bytes stand that are no UTF-8.
function firstOdd(bytes: Uint8Array): number {
  let [low, high] = [0, bytes.length];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (isText(bytes.subarray(0, middle))) low = middle;
    else high = middle - 1;
  }
  return low;
}

function isText(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}

function wordAround(bytes: Uint8Array, at: number): string {
  const text = windows1252(bytes.subarray(Math.max(0, at - 20), at + 20));
  const middle = Math.min(at, 20);
  const isEdge = /[\s,;|"]/;
  let [from, to] = [middle, middle];
  while (from > 0 && !isEdge.test(text[from - 1] ?? ' ')) from -= 1;
  while (to < text.length && !isEdge.test(text[to] ?? ' ')) to += 1;
  return text.slice(from, to);
}
