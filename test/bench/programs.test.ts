import { expect, test } from '@jest/globals';
import { lastWords, runInTurn, saidSeconds, type Program } from '../../bench/programs.js';

test.each([
  ['', 'it said nothing'],
  ['a\nTypeError: no\n    at file:///x.js:1:2\n    at y\n\n', 'TypeError: no'],
])('the last words of %j', (stderr, words) => {
  expect(lastWords(stderr)).toBe(words);
});

const ended = { seconds: 9, peakMemory: null, code: 0, stderr: 'why' };

test('seconds that a program says, one or several', () => {
  expect(saidSeconds({ ...ended, stdout: 'other\n1.5\n' })).toEqual([1.5]);
  expect(saidSeconds({ ...ended, stdout: '[3, 0.25]\n' })).toEqual([3, 0.25]);
  expect(() => saidSeconds({ ...ended, stdout: 'none\n' })).toThrow('why');
  expect(() => saidSeconds({ ...ended, stdout: '[1, 0]\n' })).toThrow('why');
});

test('programs in turn, of which one fails', async () => {
  const program = (contender: string, configuration: string, script: string): Program => ({
    contender,
    configuration,
    command: process.execPath,
    args: ['-e', script],
    environment: process.env,
    folder: '.',
  });
  const said: string[] = [];
  const taken = await runInTurn(
    [
      program('a', '', 'console.log("[1, 2]")'),
      program('b', 'c()', 'console.error("no"); process.exit(3)'),
    ],
    { title: 'T', rounds: 2, notify: (message) => void said.push(message), secondsOf: saidSeconds },
  );
  expect(said).toEqual(
    [1, 2].flatMap((i) => ['a', 'b, c()'].map((who) => `T: round ${i} of 2, ${who}`)),
  );
  expect(taken.notes).toEqual(['b, c() failed: no', 'b, c() failed: no']);
  expect([0, 1].map((which) => taken.measured(which).map(({ values }) => values))).toEqual([
    [[1, 1], []],
    [[2, 2], []],
  ]);
});
