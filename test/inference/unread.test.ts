// Which files are the test set of a sealed run, by the roles that data.json gives them.
import { expect, test } from '@jest/globals';
import { refuseUnread, seenNotes, type Sealable } from '../../src/inference/unread.js';

const sealable = (
  source: readonly (readonly [role: string, sha256: string])[],
  { test: samples = 10, opened = null as null | { at: string; compared: number } } = {},
): Sealable =>
  ({
    folder: 'runs/a',
    facts: {
      source: source.map(([role, sha256]) => ({ role, path: role, sha256 })),
      samples: { train: 10, validation: 10, test: samples },
    },
    record: { sealed: { opened } },
  }) as unknown as Sealable;

const isRefused = (run: Sealable, sha256: string): boolean => {
  try {
    refuseUnread(run, { file: 'new.csv', sha256 });
    return false;
  } catch (error) {
    expect(String(error)).toContain(
      'new.csv holds the test set of runs/a, which is sealed: `dlx evaluate runs/a --test` opens it',
    );
    return true;
  }
};

test('its own file, or the one that it was split from; others may be read', () => {
  const [split, own] = [
    sealable([['file', 'a']]),
    sealable([
      ['train_images', 'a'],
      ['test_images', 'b'],
    ]),
  ];
  expect(['a', 'b'].map((sha256) => isRefused(split, sha256))).toEqual([true, false]);
  expect(['a', 'b', 'c'].map((sha256) => isRefused(own, sha256))).toEqual([false, true, false]);
});

test('not once it is open, nor without a test set, nor of one that was never sealed', () => {
  const source = [['file', 'a']] as const;
  expect(isRefused(sealable(source, { opened: { at: '', compared: 1 } }), 'a')).toBe(false);
  expect(isRefused(sealable(source, { test: 0 }), 'a')).toBe(false);
  const open = { ...sealable(source), record: {} } as Sealable;
  expect(isRefused(open, 'a')).toBe(false);
});

test('a file that the run was trained on, or chosen by, is told, and no other', () => {
  const run = sealable([
    ['file', 'a'],
    ['validation_file', 'b'],
    ['test_file', 'c'],
  ]);
  const told = (sha256: string) => seenNotes(run, { file: 'new.csv', sha256 });
  expect(told('a')).toEqual([
    'new.csv is the file that runs/a was trained on, whose samples (10 of them) taught it: these scores say little of new data; `dlx evaluate runs/a` judges it by the validation part, and with --test by the test set',
  ]);
  expect(told('b')).toEqual([
    expect.stringContaining('new.csv is the file that the epoch of runs/a was chosen by'),
  ]);
  expect([told('c'), told('d')]).toEqual([[], []]);
});
