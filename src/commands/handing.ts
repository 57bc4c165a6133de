// Data that a command has read, for the processes that train with it: a file without a name for
// each data set, for as long as the command may start one.
import { closeSync } from 'node:fs';
import type { DatasetDescription } from '../dataset/dataset.js';
import { packDataset } from '../dataset/handed.js';
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

/** Hands data over until it is disposed of. */
export function handing(): Handing {
  const files = new Map<DatasetDescription, { open: readonly number[]; folder: string }>();
  return {
    filesOf: (data, { spec, folder }) => {
      const known = files.get(data);
      // What it says of its paths is said as seen from one folder.
      if (known) return known.folder === folder ? known.open : [];
      const whole = data.whole?.(spec.dataset.arguments, folder) ?? null;
      const packed = whole && packDataset(whole);
      const file = packed && anonymousFile(packed.bytes);
      const open = packed && file !== null ? [file, ...packed.files] : [];
      files.set(data, { open, folder });
      return open;
    },
    [Symbol.dispose]: () => {
      for (const { open } of files.values()) open.forEach((file) => closeSync(file));
      files.clear();
    },
  };
}
