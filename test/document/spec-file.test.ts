// A file that may be a spec, or somebody's passwords.
import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { plainOf } from '../../src/document/node.js';
import { startReading } from '../../src/document/reading.js';
import { fileSource, nearby, readText, shownPath, specNode } from '../../src/document/spec-file.js';
import { inFolder } from '../folders.js';
import { language } from '../spec/language.js';

const said = (text: string): unknown => {
  const reading = startReading(language);
  let refused: string | undefined;
  const node = specNode(fileSource('/specs/a.yaml', text), reading, (message) => {
    refused = message;
    return undefined;
  });
  return node ? plainOf(node) : (refused ?? reading.problems.map(({ message }) => message));
};

describe('a text', () => {
  test('is a spec where it has a key of specs', () => {
    expect(said('loss: mse\n')).toEqual({ loss: 'mse' });
    expect(said('\ufeffloss: mse\n')).toEqual({ loss: 'mse' });
    // JSON in one line.
    expect(said('{"name": "a", "loss": "mse"}')).toEqual({ name: 'a', loss: 'mse' });
    // One key more that is misspelt does not make it another file.
    expect(said('loss: mse\nmodle: []\n')).toEqual({ loss: 'mse', modle: [] });
  });

  test.each([
    ['', 'the file is empty'],
    ['  \n', 'the file is empty'],
    ['hello\n', 'this is not a spec'],
    ['- loss: mse\n', 'this is not a spec'],
    ['name: a\ntags: [b]\n', 'this is not a spec'],
    // Another program's settings, of which nothing may be shown.
    ['host: db\npassword: secret\nseed: 1\n', 'this is not a spec'],
    ['host: [db\npassword: secret\nseed: 1\n', 'this is not a spec'],
    ['{"host": "db", "password": "secret", "seed": 1}', 'this is not a spec'],
    ['{"name": "db", "password": "secret", "loss": "mse"', 'this is not a spec'],
    ['{"name": "db", "name": "secret", "loss": "mse"}', 'this is not a spec'],
  ])('%j: %s', (text, reason) => {
    expect(said(text)).toBe(reason);
  });

  test('that is a broken spec is told where', () => {
    expect(said('loss: mse\nmodel: [1\n')).toEqual([expect.stringContaining('not YAML')]);
  });
});

describe('a file', () => {
  test('is read as UTF-8, and nothing else is', async () => {
    await inFolder(async (folder) => {
      const path = (name: string): string => join(folder, name);
      writeFileSync(path('a.yaml'), 'größe: 1');
      writeFileSync(path('latin.yaml'), Buffer.from([0x67, 0xf6]));
      writeFileSync(path('large.yaml'), 'x'.repeat(1024 * 1024 + 1));
      mkdirSync(path('folder'));
      symlinkSync(path('loop'), path('loop'));
      expect(readText(path('a.yaml'))).toBe('größe: 1');
      expect(
        ['latin.yaml', 'large.yaml', 'folder', 'loop', 'none.yaml', 'a.yaml/b'].map((name) =>
          readText(path(name)),
        ),
      ).toEqual([
        { wrong: 'the file is not UTF-8 text' },
        { wrong: 'the file has 1.0 MB; a spec has at most 1 MB' },
        { wrong: 'this is a folder, not a file' },
        { wrong: 'the link leads to itself' },
        { wrong: 'there is no such file' },
        { wrong: 'there is no such file' },
      ]);
      expect(readText('a\0b')).toEqual({ wrong: 'this is not a path' });
      if (process.getuid?.() !== 0) {
        chmodSync(path('a.yaml'), 0);
        expect(readText(path('a.yaml'))).toEqual({ wrong: 'you may not read this file' });
      }
    });
  });

  test('that is not there may be a slip', async () => {
    await inFolder(async (folder) => {
      for (const name of ['adam.yaml', 'adma.txt']) writeFileSync(join(folder, name), '');
      const missing = 'there is no such file';
      expect(nearby(join(folder, 'adma.yaml'), missing)).toBe(
        `; did you mean ${shownPath(join(folder, 'adam.yaml'))}?`,
      );
      expect(nearby(join(folder, 'adma.yaml'), missing, [join(folder, 'adam.yaml')])).toBe('');
      expect(nearby(join(folder, 'adma.yaml'), 'this is a folder, not a file')).toBe('');
      expect(nearby(join(folder, 'no/adma.yaml'), missing)).toBe('');
    });
  });
});

test('a path is shown from the current folder where that is shorter', () => {
  expect(shownPath(resolve('specs/a.yaml'))).toBe(join('specs', 'a.yaml'));
  expect(shownPath(resolve('.'))).toBe('.');
  expect(shownPath('/a')).toBe('/a');
});
