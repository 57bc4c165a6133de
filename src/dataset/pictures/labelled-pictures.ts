// Pictures with their classes, decoded: paths and classes in, samples out, and what has to be said
// of them; those that are more than memory takes stay in files. The same reading serves training and the
// judging of new pictures.
import { createHash } from 'node:crypto';
import { failure } from '../../ground/errors.js';
import { itemAt } from '../../ground/known.js';
import type { LoadContext } from '../dataset.js';
import type { InputColumn } from '../source.js';
import type { LabelledPaths } from './classes.js';
import {
  decodePictures,
  type Corrupt,
  type DecodedPictures,
  type KnownPictures,
} from './decoded.js';
import type { PictureSize } from './decoder.js';
import { isLarger, type Asked, type corruptChoices } from './formats.js';
import { few } from './listing.js';
import { storePictures } from './stored-pictures.js';

/** Pictures with their classes, in memory or in files. */
export type LabelledPictures = Pick<InputColumn, 'stored'> & {
  readonly paths: readonly string[];
  readonly classes: Int32Array;
  /** None where they lie in files. */
  readonly values: Uint8Array;
  /** Of the bytes of the files and their classes, in order, wherever they lie. */
  readonly sha256: string;
  /** What has to be said of them: a sentence each. */
  readonly notes: readonly string[];
};

/** How pictures are read. */
export type Reading = {
  readonly asked: Asked;
  readonly corrupt: (typeof corruptChoices)[number];
  readonly classNames: readonly string[];
  /** Whether they stay in files; null: where they are more than are held in memory. */
  readonly stream: boolean | null;
};

/**
 * Decodes labelled pictures. Throws a UserError that names those that cannot be decoded, unless
 * they are to be skipped.
 */
export async function readPictures(
  { paths, classes }: LabelledPaths,
  { asked, corrupt, classNames, stream }: Reading,
  notify: LoadContext['notify'],
): Promise<LabelledPictures> {
  const isStreamed = stream ?? isLarger(paths.length, asked);
  const decoded = isStreamed
    ? await storePictures(paths, asked, notify)
    : await decodePictures(paths, asked, notify);
  if (decoded.corrupt.length > 0 && corrupt === 'refuse') throw refusal(paths, decoded.corrupt);
  const rows = paths.flatMap((_, row) => (decoded.looks[row] ? [row] : []));
  if (rows.length === 0) {
    throw failure('none of the pictures can be decoded: there is nothing left');
  }
  const sum = createHash('sha256');
  for (const [i, row] of rows.entries()) {
    sum.update(`${i === 0 ? '' : '\n'}${decoded.hashes[row]} ${classNames[classes[row] ?? 0]}`);
  }
  return {
    paths: rows.map((row) => itemAt(paths, row)),
    classes: Int32Array.from(rows, (row) => itemAt(classes, row)),
    ...('stored' in decoded
      ? { values: new Uint8Array(), stored: decoded.stored }
      : { values: valuesOf(decoded, rows, asked) }),
    sha256: sum.digest('hex'),
    notes: pictureNotes(paths, decoded, asked),
  };
}

/** What holds their pixels, as an input has it. */
export function pixelsOf({
  values,
  stored,
}: LabelledPictures): Pick<InputColumn, 'values' | 'stored'> {
  return stored ? { values, stored } : { values };
}

const mostNamed = 20;

/** What to say of pictures that cannot be decoded, by what each is called. */
export function refusal(paths: readonly string[], corrupt: readonly Corrupt[]): Error {
  const told = corrupt
    .slice(0, mostNamed)
    .map(({ place, why }) => `${itemAt(paths, place)} ${why}`);
  const more = corrupt.length - told.length;
  const [it, are] = corrupt.length === 1 ? ['it', 'is'] : ['them', 'are'];
  return failure(
    [
      ...told,
      `${more > 0 ? `and ${more} more: ` : ''}${corrupt.length} of ${paths.length} pictures cannot be used: mend or remove ${it}, or say corrupt: skip, and ${are === 'is' ? 'it is' : 'they are'} left out and counted`,
    ].join('\n'),
  );
}

// Without a corrupt one nothing is copied.
function valuesOf(
  { values, looks }: DecodedPictures,
  rows: readonly number[],
  { height, width, channels }: Asked,
): Uint8Array {
  if (rows.length === looks.length) return values;
  const bytes = height * width * channels;
  rows.forEach((row, i) => values.copyWithin(i * bytes, row * bytes, (row + 1) * bytes));
  return values.slice(0, rows.length * bytes);
}

/** What has to be said of decoded pictures, by what each is called: a sentence each. */
export function pictureNotes(
  paths: readonly string[],
  { corrupt, looks }: KnownPictures,
  { background }: Asked,
): readonly string[] {
  const skipped = corrupt.map(({ place, why }) => `${itemAt(paths, place)} ${why}`);
  const alpha = looks.filter((look) => look?.isTransparent).length;
  return [
    ...(skipped.length > 0
      ? [
          `${skipped.length} of ${paths.length} pictures skipped, as corrupt: skip says: ${few(skipped)}`,
        ]
      : []),
    ...(alpha > 0
      ? [
          `${alpha} of ${paths.length} pictures have transparent parts, which are ${background} (background)`,
        ]
      : []),
    ...sizeNotes(paths, looks),
  ];
}

/** A sentence where pictures have several sizes: how many, and from which to which. */
export function sizeNotes(
  paths: readonly string[],
  sizes: readonly (PictureSize | null)[],
): readonly string[] {
  const known = sizes.flatMap((size, row) => (size ? [{ size, path: itemAt(paths, row) }] : []));
  const different = new Set(known.map(({ size }) => `${size.height} × ${size.width}`));
  if (different.size < 2) return [];
  const area = ({ size }: (typeof known)[number]): number => size.height * size.width;
  const sorted = known.sort((a, b) => area(a) - area(b));
  const said = [itemAt(sorted, 0), itemAt(sorted, -1)].map(
    ({ size, path }) => `${size.height} × ${size.width} (${path})`,
  );
  return [`pictures of ${different.size} sizes, from ${said.join(' to ')}`];
}
