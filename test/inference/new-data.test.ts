// New data from files: rows of several one after another, and what was read before a row that
// cannot be.
import { execFileSync, spawn } from 'node:child_process';
import { onlyInput } from '../../src/dataset/source.js';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { nothingFound } from '../../src/dataset/new-rows.js';
import { openKept } from '../../src/inference/kept.js';
import { newFile, readNewRows } from '../../src/inference/new-data.js';
import { root } from '../folders.js';
import { onLinux } from '../on-linux.js';

const { inputs, target } = openKept(join(root, 'test/fixtures/runs/finished-0.1.0'));
const input = onlyInput({ inputs });
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'dlx-test-'));
});

const write = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};

async function read(...paths: string[]): Promise<{ values: number[][]; error: string | null }> {
  const values: number[][] = [];
  try {
    const request = { input, target: target.name, rows: 2, keep: [] };
    for await (const batch of readNewRows(
      paths.map((path) => newFile(path)),
      request,
      nothingFound(),
    )) {
      values.push([...(batch.inputs[0] ?? [])]);
    }
    return { values, error: null };
  } catch (error) {
    return { values, error: (error as Error).message };
  }
}

test('files follow each other, within a batch too', async () => {
  const files = [write('a.csv', 'x,y\n1,2\n'), write('b.csv', 'x,y\n3,4\n5,6\n')];
  expect(await read(...files)).toEqual({
    values: [
      [1, 2, 3, 4],
      [5, 6],
    ],
    error: null,
  });
});

test('rows before one that cannot be read are given all the same', async () => {
  const rows = ['1,2', '3,4', '5,6', '7,x', '9,9'];
  const file = write('a.csv', `x,y\n${rows.join('\n')}\n`);
  expect(await read(file)).toEqual({
    values: [
      [1, 2, 3, 4],
      [5, 6],
    ],
    error: expect.stringContaining(`${file}, line 5, column "2" is "x", expected a number`),
  });
});

onLinux('a pipe that is named', () => {
  const pipe = (): string => {
    const path = join(folder, 'pipe');
    execFileSync('mkfifo', [path]);
    return path;
  };

  test('is read to its end, also where somebody begins to write later', async () => {
    const path = pipe();
    const reading = read(path);
    const script = `sleep 0.1; (printf 'x,y\\n1,2\\n3,4\\n5,'; sleep 0.1; printf '6\\n') > '${path}'`;
    const writer = spawn('sh', ['-c', script]);
    await new Promise((resolve) => writer.on('close', resolve));
    expect(await reading).toEqual({
      values: [
        [1, 2, 3, 4],
        [5, 6],
      ],
      error: null,
    });
  });

  test('is waited for until a stop, and not by a call that nobody can end', async () => {
    const stop = new AbortController();
    const pieces = newFile(pipe(), stop.signal).pieces()[Symbol.asyncIterator]();
    const next = pieces.next();
    setImmediate(() => stop.abort());
    await expect(next).rejects.toThrow();
  });
});

describe('refused', () => {
  test('a folder, a device, and what is not there', async () => {
    expect((await read(folder)).error).toBe(`${folder} is a folder, expected a file`);
    expect((await read('/dev/null')).error).toBe('/dev/null is no file: save its contents in one');
    expect((await read(join(folder, 'no.csv'))).error).toMatch(
      /no\.csv does not exist: mend the path \(relative ones start at the current folder\) or/,
    );
  });
});

test('a dash is standard input', () => {
  expect(newFile('-').name).toBe('standard input');
});
