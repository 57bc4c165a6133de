// Data that a command has read, for the processes that train with it: a file without a name for
// each data set, for as long as the command may start one.
import { closeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import type { Dataset, DatasetDescription, LoadContext } from '../dataset/dataset.js';
import { loadHere } from '../dataset/datasets.js';
import { packDataset, type PackedDataset } from '../dataset/handed.js';
import { dataContext } from '../experiment/plan.js';
import { anonymousFile, openAnonymous, writePieces } from '../ground/anonymous.js';
import type { Trial } from '../spec/read.js';

/** The descriptors of files of data, and whether these are whole, once that is known. */
export type Shared = { readonly files: readonly number[]; readonly isWhole: Promise<boolean> };

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
  /**
   * The same for several processes, which may start before the files are whole: data that nobody has
   * read yet is read for all of them, where it can be.
   */
  readonly sharedOf: (
    data: DatasetDescription,
    trial: Pick<Trial, 'spec' | 'folder'>,
    notify: LoadContext['notify'],
  ) => Shared;
};

type Known = Pick<PackedDataset, 'pieces'> & {
  readonly open: readonly number[];
  /** That of the data itself. */
  readonly own: number | null;
  readonly folder: string;
  /** Whether the files hold all of it; left out where they did from the beginning. */
  readonly isWhole?: Promise<boolean>;
};

/** Hands data over until it is disposed of. */
export function handing(): Handing {
  const files = new Map<DatasetDescription, Known>();
  let isOver = false;
  const readAhead: Handing['sharedOf'] = (data, trial, notify) => {
    const reading = loadHere(trial.spec.dataset, dataContext(trial, notify));
    const file = reading && openAnonymous(tmpdir());
    const isWhole = reading ? written(reading, file, () => isOver) : noFile;
    const open = file === null ? [] : [file];
    files.set(data, { open, own: file, pieces: [], folder: trial.folder, isWhole });
    return { files: open, isWhole };
  };
  const handed: Handing = {
    filesOf: (data, { spec, folder }) => {
      const known = files.get(data);
      // What it says of its paths is said as seen from one folder; and who cannot wait reads by itself.
      if (known) return known.folder === folder && !known.isWhole ? known.open : [];
      const whole = data.whole?.(spec.dataset.arguments, folder) ?? null;
      const packed = whole && packDataset(whole);
      const file = packed && anonymousFile(packed.bytes);
      const open = packed && file !== null ? [file, ...packed.files] : [];
      // What rows lie in is closed with the last who has them, and must be open until then.
      files.set(data, { open, own: file, pieces: packed?.pieces ?? [], folder });
      return open;
    },
    sharedOf: (data, trial, notify) => {
      if (!data.whole && !files.has(data)) return readAhead(data, trial, notify);
      const known = files.get(data);
      return known?.isWhole && known.folder === trial.folder
        ? { files: known.open, isWhole: known.isWhole }
        : { files: handed.filesOf(data, trial), isWhole: there };
    },
    [Symbol.dispose]: () => {
      isOver = true;
      for (const { own } of files.values()) if (own !== null) closeSync(own);
      files.clear();
    },
  };
  return handed;
}

const there = Promise.resolve(true);
const noFile = Promise.resolve(false);

// Whoever finds that the data is unfit says so for the run that wants it.
async function written(
  reading: Promise<Dataset>,
  file: number | null,
  isOver: () => boolean,
): Promise<boolean> {
  try {
    const packed = packDataset(await reading);
    // What is closed by now may be another file.
    if (isOver() || file === null || !packed || packed.files.length > 0) return false;
    return writePieces(file, packed.bytes);
  } catch {
    return false;
  }
}
