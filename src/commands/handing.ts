// Data that a command has read, for the processes that train with it: a file without a name for
// each data set, for as long as the command may start one.
import { closeSync } from 'node:fs';
import type { DatasetDescription } from '../dataset/dataset.js';
import { packDataset, type PackedDataset } from '../dataset/handed.js';
import { anonymousFile } from '../ground/anonymous.js';
import type { Trial } from '../spec/read.js';

/** Files of data, by its description. */
export type Handing = Disposable & {
  /**
   * The descriptors of the file with the data as a trial names it, and of those that its rows lie in;
   * none where it is to be read anew.
   */
  readonly filesOf: (
    data: DatasetDescription,
    trial: Pick<Trial, 'spec' | 'folder'>,
  ) => readonly number[];
};

type Known = Pick<PackedDataset, 'pieces'> & {
  readonly open: readonly number[];
  /** That of the data itself. */
  readonly own: number | null;
  readonly folder: string;
};

/** Hands data over until it is disposed of. */
export function handing(): Handing {
  const files = new Map<DatasetDescription, Known>();
  return {
    filesOf: (data, { spec, folder }) => {
      const known = files.get(data);
      // What it says of its paths is said as seen from one folder.
      if (known) return known.folder === folder ? known.open : [];
      const whole = data.whole?.(spec.dataset.arguments, folder) ?? null;
      const packed = whole && packDataset(whole);
      const file = packed && anonymousFile(packed.bytes);
      const open = packed && file !== null ? [file, ...packed.files] : [];
      // What rows lie in is closed with the last who has them, and must be open until then.
      files.set(data, { open, own: file, pieces: packed?.pieces ?? [], folder });
      return open;
    },
    [Symbol.dispose]: () => {
      for (const { own } of files.values()) if (own !== null) closeSync(own);
      files.clear();
    },
  };
}
