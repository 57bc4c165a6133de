// The door to sharp: the bytes of a picture come in, height × width × channels of unsigned bytes go
// out. The same bytes give the same pixels in training and in prediction.
import type Loaded from 'sharp';
import { failure, messageOf } from '../../ground/errors.js';
import { looksOf, type Asked } from './formats.js';
import { resized } from './resizing.js';

/** How large a picture is as it is looked at: turned as its EXIF says. */
export type PictureSize = { readonly height: number; readonly width: number };

/** What a picture was before it was brought to a size. */
export type PictureLook = PictureSize & { readonly isTransparent: boolean };

/** A picture that was decoded: its pixels, row-major, and what it was before. */
export type DecodedPicture = { readonly values: Uint8Array; readonly look: PictureLook };

/**
 * Decodes pictures. `decode` and `sizeOf` throw an Error of a few words, to stand behind the picture's
 * name.
 */
export type Decoder = {
  /** What decides the pixels beside a picture's bytes and what is asked: the decoder's versions. */
  readonly version: string;
  readonly decode: (bytes: Uint8Array, asked: Asked) => Promise<DecodedPicture>;
  /** The same, where the picture is neither large nor corrupt; else null, and nothing is said. */
  readonly decodePlain: (bytes: Uint8Array, asked: Asked) => Promise<DecodedPicture | null>;
  /** Reads the header alone. */
  readonly sizeOf: (bytes: Uint8Array) => Promise<PictureSize>;
};

/** The most pixels that a picture may have, 16,384 × 16,384: its header is asked before it is decoded. */
export const mostPixels = 2 ** 28;

type Sharp = typeof Loaded;

// Of several that are larger there would be gigabytes in memory.
const largePixels = 2 ** 25;

let last: Promise<unknown> = Promise.resolve();

function oneAtATime<T>(work: () => Promise<T>): Promise<T> {
  const next = last.then(work, work);
  last = next;
  return next;
}

let opened: Promise<Decoder> | undefined;

/** The decoder, loaded once. Throws a UserError where it cannot be loaded on this machine. */
export function openDecoder(): Promise<Decoder> {
  return (opened ??= load());
}

async function load(): Promise<Decoder> {
  let sharp: Sharp;
  try {
    ({ default: sharp } = await import('sharp'));
  } catch (error) {
    throw failure(
      `pictures are decoded by sharp, which cannot be loaded here (${messageOf(error).split('\n')[0] ?? ''}): install dlx again, with its optional dependencies`,
      'machine',
    );
  }
  // Nothing is kept between pictures, and each is decoded by one thread: several are at a time.
  sharp.cache(false);
  sharp.concurrency(1);
  // No other loader is ever tried on bytes that come from strangers.
  sharp.block({ operation: ['VipsForeignLoad'] });
  sharp.unblock({
    operation: ['Jpeg', 'Png', 'Nsgif', 'Webp', 'Tiff'].map((name) => `VipsForeignLoad${name}`),
  });
  const { vips, sharp: own } = sharp.versions;
  const decodePlain: Decoder['decodePlain'] = async (bytes, asked) => {
    if ('instead' in looksOf(bytes)) return null;
    try {
      return await decoded(sharp, bytes, asked, largePixels);
    } catch {
      return null;
    }
  };
  return {
    version: `sharp ${own}, vips ${vips}`,
    sizeOf: async (bytes) => sizeOf(sharp, bytes),
    decodePlain,
    // To ask for the header first would take a fifth of the time.
    decode: async (bytes, asked) => {
      const plain = await decodePlain(bytes, asked);
      if (plain) return plain;
      const size = await sizeOf(sharp, bytes);
      return size.height * size.width > largePixels
        ? oneAtATime(() => decoded(sharp, bytes, asked, mostPixels))
        : decoded(sharp, bytes, asked, mostPixels);
    },
  };
}

// Profiles of colours are left aside, as Pillow and TensorFlow leave them.
const opening = {
  failOn: 'warning',
  ignoreIcc: true,
  autoOrient: true,
} as const;

async function sizeOf(sharp: Sharp, bytes: Uint8Array): Promise<PictureSize> {
  const looks = looksOf(bytes);
  if ('instead' in looks) {
    const { instead, cure } = looks;
    throw new Error(`is ${instead}${cure === null ? '' : `, which is not read: ${cure}`}`);
  }
  const { width, height, autoOrient } = await inWords(() =>
    sharp(bytes, { ...opening, limitInputPixels: false }).metadata(),
  );
  if (width * height > mostPixels) {
    throw new Error(
      `has ${height} × ${width} pixels, and at most ${mostPixels / 2 ** 20} million are decoded: make it smaller`,
    );
  }
  return { height: autoOrient.height, width: autoOrient.width };
}

async function decoded(
  sharp: Sharp,
  bytes: Uint8Array,
  asked: Asked,
  limitInputPixels: number,
): Promise<DecodedPicture> {
  const { data, info } = await inWords(() =>
    sharp(bytes, { ...opening, limitInputPixels })
      .toColourspace('srgb')
      .raw({ depth: 'uchar' })
      .toBuffer({ resolveWithObject: true }),
  );
  const { height, width, channels: bands } = info;
  const level = asked.background === 'white' ? 255 : 0;
  const channels = asked.channels === 1 ? 1 : 3;
  const { colour, isTransparent } = bands === 4 ? onBackground(data, level) : asColour(data, bands);
  const values = channels === 1 ? greyOf(colour) : colour;
  return {
    values: resized({ height, width, channels, values }, asked),
    look: { height, width, isTransparent },
  };
}

type Colour = { readonly colour: Uint8Array; readonly isTransparent: boolean };

// Red, green and blue over a background of one level, by their alpha.
function onBackground(data: Uint8Array, level: number): Colour {
  const count = data.length / 4;
  const colour = new Uint8Array(3 * count);
  let isTransparent = false;
  for (let i = 0, at = 0; at < colour.length; i += 4, at += 3) {
    const alpha = data[i + 3] ?? 0;
    if (alpha < 255) isTransparent = true;
    const under = level * (255 - alpha);
    for (let channel = 0; channel < 3; channel += 1) {
      colour[at + channel] = Math.round(((data[i + channel] ?? 0) * alpha + under) / 255);
    }
  }
  return { colour, isTransparent };
}

function asColour(data: Uint8Array, bands: number): Colour {
  if (bands === 3) return { colour: data, isTransparent: false };
  if (bands !== 1) throw new Error(`cannot be decoded (it has ${bands} bands)`);
  const colour = new Uint8Array(3 * data.length);
  for (let i = 0, at = 0; i < data.length; i += 1, at += 3) {
    const value = data[i] ?? 0;
    colour[at] = value;
    colour[at + 1] = value;
    colour[at + 2] = value;
  }
  return { colour, isTransparent: false };
}

// Rec. 601's luma in the fixed point that Pillow's convert("L") has.
function greyOf(colour: Uint8Array): Uint8Array {
  const grey = new Uint8Array(colour.length / 3);
  for (let i = 0, at = 0; i < grey.length; i += 1, at += 3) {
    const [red = 0, green = 0, blue = 0] = [colour[at], colour[at + 1], colour[at + 2]];
    grey[i] = (red * 19_595 + green * 38_470 + blue * 7471 + 0x8000) >> 16;
  }
  return grey;
}

async function inWords<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const [first = ''] = messageOf(error).split('\n');
    throw new Error(`cannot be decoded (${first.replace(/^Input buffer:?\s*/i, '').trim()})`, {
      cause: error,
    });
  }
}
