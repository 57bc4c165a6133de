// Somebody's folder before anything was said of it: its path comes in, and out comes how the texts in
// it are to be named as a table, where it holds texts and no pictures. It is a proposal.
import { isUtf8 } from 'node:buffer';
import { join } from 'node:path';
import { readFile } from '../../ground/reading.js';
import { namesOfFolder } from '../pictures/listing.js';
import type { TextForm } from '../facts.js';
import type { Encoding } from './encoding.js';
import { withoutPacking } from './form-names.js';
import { textsBelow } from './text-files.js';

/** Where the texts of a folder are, and what of them is a row. */
export type SeenTexts = {
  readonly files: string;
  readonly texts: TextForm;
  readonly test_file?: string;
  /** Given where one is no UTF-8: that of old mails, which has a letter for every byte. */
  readonly encoding?: Encoding;
};

/** The texts in a folder; null where it holds none, or other files, too. Throws a UserError where it cannot be read. */
export function textsSeen(folder: string): SeenTexts | null {
  const { folders } = namesOfFolder(folder);
  const has = (name: string): boolean => folders.includes(name);
  if (has('train')) {
    const train = textsSeen(join(folder, 'train'));
    if (train === null || !has('test')) return train;
    const test = textsSeen(join(folder, 'test'));
    return test ? { ...train, ...test, files: train.files, test_file: test.files } : train;
  }
  const { files } = textsBelow(folder);
  if (files.length < 2 || !files.every(isCalledText)) return null;
  const encoding = files.every(isInUtf8) ? {} : { encoding: 'windows-1252' as const };
  return folders.length > 0
    ? { files: folder, texts: 'files', ...encoding }
    : { files: join(folder, '*.txt'), texts: 'lines', ...encoding };
}

// What is packed tells it when it is read.
function isInUtf8(file: string): boolean {
  return withoutPacking(file) !== file || isUtf8(readFile(file) ?? new Uint8Array());
}

function isCalledText(file: string): boolean {
  return /\.txt$/i.test(withoutPacking(file));
}
