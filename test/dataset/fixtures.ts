// What the tests of data sets share: a temporary folder, IDX bytes, and arguments read as a spec's are.
import { afterAll, expect } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Dataset, DatasetDescription, LoadContext, Part } from '../../src/dataset/dataset.js';
import { onlyInput } from '../../src/dataset/source.js';
import { datasets, describeDataset, loadDataset } from '../../src/dataset/datasets.js';
import type { CsvRequest } from '../../src/dataset/table/table.js';
import { UserError } from '../../src/ground/errors.js';
import { checkPlain } from '../../src/words/check.js';
import { tagged, type Tagged } from '../../src/words/tagged.js';

/** A folder of its own, removed when the test file is done. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'dlx-test-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export function writeIn(folder: string, name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

/**
 * What makes a spec's data set over a CSV file with some text, in `folder`; its target is y, and
 * `written` stands in every one of them.
 */
export function csvMaker(
  folder: string,
  written: Readonly<Record<string, unknown>> = {},
): (
  text: string | Uint8Array,
  more?: Readonly<Record<string, unknown>>,
) => Readonly<Record<string, unknown>> {
  let made = 0;
  return (text, more = {}) => {
    const file = `${(made += 1)}.csv`;
    writeIn(folder, file, text);
    return { name: 'csv', file, target: 'y', ...written, ...more };
  };
}

/** How a table is read where nothing is said of it; the target is y. */
export const csvRequest: CsvRequest = {
  delimiter: ',',
  encoding: 'utf-8',
  target: 'y',
  columns: null,
  cellsOf: () => ({ as: 'open', written: null, missing: new Set() }),
};

/** An IDX file of unsigned bytes, from its definition. */
export function idxBytes(
  shape: readonly number[],
  data: Uint8Array | readonly number[],
  type = 0x08,
): Buffer {
  const head = Buffer.alloc(4 + 4 * shape.length);
  head[2] = type;
  head[3] = shape.length;
  shape.forEach((size, i) => head.writeUInt32BE(size, 4 + 4 * i));
  return Buffer.concat([head, Uint8Array.from(data)]);
}

export function readTagged(written: Readonly<Record<string, unknown>>): Tagged {
  return checkPlain(tagged('data set', datasets), written);
}

export function contextOf(folder: string): LoadContext {
  return { folder, targets: 'either', notify: () => undefined };
}

export async function load(
  folder: string,
  written: Readonly<Record<string, unknown>>,
): Promise<Dataset> {
  return loadDataset(readTagged(written), contextOf(folder));
}

export async function describeIn(
  folder: string,
  written: Readonly<Record<string, unknown>>,
): Promise<DatasetDescription> {
  return describeDataset(readTagged(written), contextOf(folder));
}

/** All that a part is made of, as plain data that can be compared. */
export function contentOf({ source, rows }: Part): object {
  const all = Int32Array.from({ length: source.count }, (_, row) => row);
  return { name: source.name, rows, samples: source.gather(all) };
}

/** The inputs of one row of a part, as its file has them. */
export function inputsOf({ source }: Part, row: number): number[] {
  return [...onlyInput(source.gather(Int32Array.of(row))).values];
}

/** The message and exit code of the UserError that something ends with; any other end fails the test. */
export async function refusal(
  work: Promise<unknown> | (() => unknown),
): Promise<{ message: string; exitCode: number }> {
  try {
    await (typeof work === 'function' ? work() : work);
  } catch (error) {
    expect(error).toBeInstanceOf(UserError);
    const { message, exitCode } = error as UserError;
    return { message, exitCode };
  }
  throw new Error('nothing was thrown');
}

/** What a row each comes to. */
export const many = (row: (i: number) => string, count = 40): readonly string[] =>
  Array.from({ length: count }, (_, i) => row(i));

/** What makes a table of lines in `folder`, whose target is y, and gives the notes on it. */
export function notesIn(
  folder: string,
): (
  lines: readonly string[],
  more?: Readonly<Record<string, unknown>>,
) => Promise<readonly string[]> {
  let made = 0;
  return async (lines, more = {}) => {
    const file = `noted-${(made += 1)}.csv`;
    writeIn(folder, file, lines.join('\n'));
    const written = { name: 'csv', file, target: 'y', ...more };
    const { facts } = await load(folder, written);
    expect((await describeIn(folder, written)).notes).toEqual(facts.notes);
    return facts.notes;
  };
}
