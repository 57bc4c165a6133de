// Data that a command has read, for the processes that train with it: a file without a name for
// each data set, for as long as the command may start one.
import { closeSync } from 'node:fs';
import type { DatasetDescription } from '../dataset/dataset.js';
import { packDataset } from '../dataset/handed.js';
import { anonymousFile } from '../ground/anonymous.js';
import type { Trial } from '../spec/read.js';

/** Files of data, by its description. */
export type Handing = Disposable & {
  /** The descriptor of the file with the data as a trial names it; null where it is to be read anew. */
  readonly fileOf: (
    data: DatasetDescription,
    trial: Pick<Trial, 'spec' | 'folder'>,
  ) => number | null;
};

/** Hands data over until it is disposed of. */
export function handing(): Handing {
  const files = new Map<DatasetDescription, { file: number | null; folder: string }>();
  return {
    fileOf: (data, { spec, folder }) => {
      const known = files.get(data);
      // What it says of its paths is said as seen from one folder.
      if (known) return known.folder === folder ? known.file : null;
      const whole = data.whole?.(spec.dataset.arguments, folder) ?? null;
      const bytes = whole && packDataset(whole);
      const file = bytes && anonymousFile(bytes);
      files.set(data, { file, folder });
      return file;
    },
    [Symbol.dispose]: () => {
      for (const { file } of files.values()) if (file !== null) closeSync(file);
      files.clear();
    },
  };
}
