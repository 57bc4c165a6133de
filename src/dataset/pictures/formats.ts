// The words for pictures: what a file is by its first bytes, whatever its name ends with, and how a
// picture becomes an input.

/** How many bytes tell what a file is. */
export const headBytes = 64;

/** What a file is: a picture that can be decoded, or the word for what it is instead. */
export type Looks =
  | { readonly format: PictureFormat }
  | { readonly instead: string; readonly cure: string | null };

/** The formats that are decoded. */
export type PictureFormat = 'JPEG' | 'PNG' | 'GIF' | 'WebP' | 'TIFF';

const endings = /\.(?:jpe?g|jpe|jfif|png|gif|webp|tiff?|bmp|dib)$/i;

/** Whether a name is a picture's, BMP among them, so that one of those is not passed over. */
export function isPictureName(name: string): boolean {
  return endings.test(name);
}

type Sign = { readonly at: number; readonly bytes: string };

const formats: readonly (readonly [PictureFormat, readonly (readonly Sign[])[]])[] = [
  ['JPEG', [[{ at: 0, bytes: '\xff\xd8\xff' }]]],
  ['PNG', [[{ at: 0, bytes: '\x89PNG\r\n\x1a\n' }]]],
  ['GIF', [[{ at: 0, bytes: 'GIF87a' }], [{ at: 0, bytes: 'GIF89a' }]]],
  [
    'WebP',
    [
      [
        { at: 0, bytes: 'RIFF' },
        { at: 8, bytes: 'WEBP' },
      ],
    ],
  ],
  ['TIFF', ['II*\0', 'MM\0*', 'II+\0', 'MM\0+'].map((bytes) => [{ at: 0, bytes }])],
];

const convert = 'save it as PNG or JPEG';

const others: readonly (readonly [what: string, sign: Sign])[] = [
  ['BMP', { at: 0, bytes: 'BM' }],
  ['HEIC', { at: 4, bytes: 'ftyphei' }],
  ['HEIC', { at: 4, bytes: 'ftypmif1' }],
  ['AVIF', { at: 4, bytes: 'ftypavif' }],
  ['JPEG XL', { at: 0, bytes: '\xff\x0a' }],
  ['JPEG 2000', { at: 0, bytes: '\0\0\0\x0cjP' }],
  ['an icon file', { at: 0, bytes: '\0\0\x01\0' }],
  ['a Photoshop file', { at: 0, bytes: '8BPS' }],
  ['a PDF', { at: 0, bytes: '%PDF' }],
  ['SVG', { at: 0, bytes: '<svg' }],
];

/** What a file that begins with these bytes is. */
export function looksOf(head: Uint8Array): Looks {
  const start = Buffer.from(head.subarray(0, headBytes)).toString('latin1');
  const has = ({ at, bytes }: Sign): boolean => start.startsWith(bytes, at);
  const found = formats.find(([, signs]) => signs.some((all) => all.every(has)));
  if (found) return { format: found[0] };
  const other = others.find(([, sign]) => has(sign));
  if (other) return { instead: other[0], cure: convert };
  if (start === '') return { instead: 'empty', cure: null };
  return { instead: isText(head) ? 'a text file' : 'no picture that is known', cure: null };
}

/** Whether a file that begins with these bytes is one that can be decoded. */
export function isPicture(head: Uint8Array): boolean {
  return 'format' in looksOf(head);
}

/** Whether bytes are those of a text: no control characters but tabs and ends of lines, and perhaps zeros
 * between its parts. */
export function isText(head: Uint8Array): boolean {
  return !head
    .subarray(0, headBytes)
    .some((byte) => (byte < 9 && byte > 0) || (byte > 13 && byte < 32));
}

/** How a picture is brought to the size that is asked for. */
export const fits = ['stretch', 'cover', 'contain'] as const;

/** What is behind transparent parts, and beside a picture that is contained. */
export const backgrounds = ['black', 'white'] as const;

/** What becomes of a picture that cannot be decoded. */
export const corruptChoices = ['refuse', 'skip'] as const;

/** What is asked of a decoder. */
export type Asked = {
  readonly height: number;
  readonly width: number;
  /** 1: grey; 3: red, green, blue. */
  readonly channels: number;
  readonly fit: (typeof fits)[number];
  readonly background: (typeof backgrounds)[number];
};

// A graph holds no more values in one array than an int32 counts.
const mostValues = 2 ** 31 - 1;

/** Whether so many pictures are more than are held in memory: 2 GiB of pixels. */
export function isLarger(
  count: number,
  { height, width, channels }: Pick<Asked, 'height' | 'width' | 'channels'>,
): boolean {
  return count * height * width * channels > mostValues;
}
