// A column of paths of pictures: what a spec says of it, its cells, and what the pictures became once
// their files were looked at.
import type { Asked, corruptChoices } from '../pictures/formats.js';
import type { InputColumn } from '../source.js';

/** A column of paths. */
export type ImageCells = {
  readonly name: string;
  readonly kind: 'image';
  /** As they are written; '' where there is none. */
  readonly cells: readonly string[];
  readonly missing: number;
  /** Null until the files were looked at. */
  readonly pictures: SeenPictures | null;
};

/** Bytes of pictures as an input has them: of a row that is left out they are anything. */
export type Pixels = { readonly values: Uint8Array } & Pick<InputColumn, 'stored'>;

/** Pictures of a column that were looked at. */
export type SeenPictures = {
  /** What each is brought to. */
  readonly asked: Asked;
  /** Their bytes, one row after another, in memory or in files; null where none was decoded. */
  readonly pixels: Pixels | null;
  /** Of the files' bytes in the order of the rows that are used; null where they were not read. */
  readonly sha256: string | null;
};

/** How the pictures of a column are read. */
export type PictureWish = Omit<Asked, 'height' | 'width'> & {
  /** Height and width; null where all have one size. */
  readonly size: readonly [height: number, width: number] | null;
  /** What becomes of one that cannot be decoded. */
  readonly corrupt: (typeof corruptChoices)[number];
};

/** What a spec says of a column of pictures. */
export type ImageArguments = PictureWish & { readonly divide_by: number };

/** The column of some rows alone, whose bytes stay with all rows. */
export function imagesOf(column: ImageCells, rows: Int32Array): ImageCells {
  const { cells, pictures } = column;
  return {
    ...column,
    cells: Array.from(rows, (row) => cells[row] ?? ''),
    pictures: pictures && { ...pictures, pixels: null },
  };
}
