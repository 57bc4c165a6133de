// Files that hold texts and no table: their paths come in, and rows of a text and its class go out. What
// is a row is said: each line, of the class that the file is called by, or each file, of the class
// that its folder is called by.
import { basename, dirname, isAbsolute, join, relative, resolve } from 'node:path';
import { failure } from '../../ground/errors.js';
import { statOf } from '../../ground/reading.js';
import { counted } from '../../text/wrap.js';
import { dataPath } from '../content.js';
import { classColumn, textsColumn, type TextForm } from '../facts.js';
import { fileColumn } from '../new-rows.js';
import { few, namesOfFolder } from '../pictures/listing.js';
import { longestRow } from './delimited.js';
import { decoderOf, type Encoding } from './encoding.js';
import { filesOf, namesIn, type FoundFiles, type WrittenFiles } from './files.js';
import { withoutPacking } from './form-names.js';
import type { RowTaker } from './taker.js';

/** What is found in files and folders, and how many files belong to each that is written. */
export type FoundTexts = FoundFiles & { readonly counts: readonly number[] };

/**
 * The files of texts that are meant, each folder taken for all files in it, sorted: of a folder that
 * holds folders, for those in them. Throws a UserError where there are none.
 */
export function textFilesOf(folder: string, written: WrittenFiles): FoundTexts {
  const notes: string[] = [];
  const each = namesIn(written).map((name) => {
    const full = resolve(folder, name);
    if (statOf(full)?.isDirectory() !== true) {
      const found = filesOf(folder, name);
      notes.push(...found.notes);
      return found.paths;
    }
    const { files, leftOut } = textsBelow(full);
    notes.push(...notesOn(leftOut, folder));
    if (files.length === 0) {
      throw failure(`${dataPath(folder, name)} holds no file: put the texts there`);
    }
    return files.map((file) => (isAbsolute(name) ? file : relative(folder, file)));
  });
  const paths = each.flat();
  const twice = paths.length > new Set(paths.map((path) => resolve(folder, path))).size;
  if (twice) throw failure(`a file of ${namesIn(written).join(', ')} is named twice`);
  return { paths, notes, counts: each.map(({ length }) => length) };
}

type Below = { readonly files: readonly string[]; readonly leftOut: readonly string[] };

/** All files in the folders of a folder, at any depth, and what stands beside folders, or is hidden. */
export function textsBelow(folder: string): Below {
  const { folders, files, hidden } = namesOfFolder(folder);
  const own = files.map((name) => join(folder, name));
  const unseen = hidden.map((name) => join(folder, name));
  if (folders.length === 0) return { files: own, leftOut: unseen };
  const within = folders.map((name) => textsBelow(join(folder, name)));
  return {
    files: within.flatMap((one) => one.files),
    leftOut: [...unseen, ...own, ...within.flatMap((one) => one.leftOut)],
  };
}

function notesOn(leftOut: readonly string[], folder: string): readonly string[] {
  if (leftOut.length === 0) return [];
  const shown = few(leftOut.map((path) => dataPath(folder, path)));
  return [`${counted(leftOut.length, 'file')} beside folders, or hidden, left out: ${shown}`];
}

/** Whether a file that somebody names is a table, by its name, and holds no plain texts. */
export function isCalledTable(file: string): boolean {
  return /\.(?:csv|tsv|tab|jsonl|ndjson|parquet)$/i.test(withoutPacking(file));
}

/** What a text of the file is of. */
export function classOf(file: string, texts: TextForm): string {
  return texts === 'files'
    ? basename(dirname(resolve(file)))
    : basename(withoutPacking(file)).replace(/\.(?:txt|text)$/i, '');
}

type Format = {
  readonly texts: TextForm;
  readonly encoding: Encoding;
  readonly isFixed?: boolean;
  readonly isNew?: boolean;
};

/**
 * Gives the texts of a file to a taker, behind a header, with their class, or, where they are new,
 * the file's name; yields each piece of the file once it is read. Throws a UserError that names it.
 */
export async function* readTexts(
  pieces: AsyncIterable<Uint8Array>,
  file: string,
  { texts, encoding, isFixed = false, isNew = false }: Format,
  taker: RowTaker,
): AsyncGenerator<Uint8Array> {
  const decode = decoderOf(encoding, file, isFixed);
  const own = isNew ? file : classOf(file, texts);
  taker.texts([textsColumn, isNew ? fileColumn : classColumn], 0);
  let [line, rows] = [0, 0];
  const add = (text: string): void => {
    line += 1;
    const trimmed = text.trim();
    // An empty file is a text of nothing, and an empty line is none.
    if (trimmed === '' && texts === 'lines') return;
    rows += 1;
    taker.texts([trimmed, own], line);
  };
  // What is decoded begins and ends with whole letters.
  let rest = '';
  const take = (bytes: Uint8Array): void => {
    rest += Buffer.from(bytes).toString('utf8');
    if (texts === 'files') {
      if (rest.length > longestRow) throw tooLong(file, `${longestRow / 2 ** 20} MB of text`);
      return;
    }
    // A carriage return may be the half of an end.
    const lines = rest.split(/\r\n|\n|\r(?!$)/);
    rest = lines.pop() ?? '';
    lines.forEach(add);
    if (rest.length > longestRow) throw tooLong(file, `a line of ${longestRow / 2 ** 20} MB`);
  };
  for await (const piece of pieces) {
    take(decode(piece));
    yield piece;
  }
  take(decode());
  if (rest !== '' || texts === 'files') add(rest);
  if (rows === 0) throw failure(`${file} is empty, expected a line a text`);
  yield new Uint8Array();
}

function tooLong(file: string, what: string): Error {
  return failure(`${file} has more than ${what}, which is no text to learn from: cut it into some`);
}
