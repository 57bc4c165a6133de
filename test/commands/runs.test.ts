// What a command answers for the runs that it trained: their folders or records, and one exit code.
import { constants } from 'node:os';
import { describe, expect, test } from '@jest/globals';
import { failure, interrupted } from '../../src/ground/errors.js';
import { answerWith, combinedCode } from '../../src/commands/runs.js';
import type { Outcome } from '../../src/job/launch.js';
import type { RunRecord } from '../../src/run/record.js';
import { makeRecord } from '../run/fixture.js';

test.each([
  ['nothing went wrong', [], 0],
  ['nothing went wrong', [0, 0], 0],
  ['one thing did', [0, 3, 0], 3],
  ['the same did twice', [3, 3, 0], 3],
  ['others use it', [5, 0], 5],
  ['several things did', [3, 1], 1],
  ['several things did', [0, 5, 3], 1],
  ['a bug is among them', [3, 70, 1], 70],
])('where %s, of %j the code is %i', (_, codes, code) => {
  expect(combinedCode(codes)).toBe(code);
});

const ended = (folder: string, record: Partial<RunRecord> = {}): Outcome => ({
  type: 'finished',
  folder: `runs/${folder}`,
  record: makeRecord({ id: folder, ...record }),
  signal: null,
});

const failed = (exitCode: number): Outcome => ({
  type: 'failed',
  message: 'out of memory',
  exitCode,
  error: failure('out of memory', 'memory').told(),
  signal: null,
});

const codeOf = (...outcomes: readonly Outcome[]): number | undefined =>
  answerWith(outcomes, { json: false, quiet: true, runs: 'runs' }).exitCode;

describe('the exit code', () => {
  const diverged = ended('d', { state: 'diverged' });

  test('is that of what went wrong', () => {
    expect(codeOf(ended('a'), ended('b'))).toBe(0);
    expect(codeOf(ended('a'), diverged)).toBe(3);
    expect(codeOf(failed(5), ended('a'))).toBe(5);
    expect(codeOf(ended('a', { state: 'failed' }))).toBe(1);
    expect(codeOf(diverged, failed(1))).toBe(1);
    expect(codeOf(diverged, failed(70))).toBe(70);
  });

  test('is the signal, whatever went wrong before it', () => {
    const stopped = { signal: 'SIGTERM' as const };
    const died: Outcome = {
      type: 'died',
      message: 'stopped',
      exitCode: 130,
      error: interrupted('stopped', 'SIGINT').told(),
      signal: 'SIGINT',
    };
    expect(codeOf(failed(70), ended('a', { state: 'interrupted', stopped }))).toBe(
      128 + constants.signals.SIGTERM,
    );
    expect(codeOf(diverged, died)).toBe(128 + constants.signals.SIGINT);
    // It came as the run ended: the run is finished, and nothing is begun after it.
    expect(codeOf({ ...ended('a'), signal: 'SIGHUP' })).toBe(128 + constants.signals.SIGHUP);
  });
});

describe('the output', () => {
  const outcomes = [ended('a'), failed(1), ended('b\n')];
  const output = (json: boolean, quiet: boolean, all: readonly Outcome[] = outcomes): string =>
    answerWith(all, { json, quiet, runs: 'runs' }).output;

  test('has the folders of runs, a line each, or their records', () => {
    expect(output(false, true)).toBe('runs/a\nruns/b\\n');
    expect(JSON.parse(output(true, false))).toEqual([
      { folder: 'runs/a', ...makeRecord({ id: 'a' }) },
      { folder: 'runs/b\n', ...makeRecord({ id: 'b\n' }) },
    ]);
  });

  test('is empty where there is no run, or an empty list', () => {
    expect(output(false, true, [failed(1)])).toBe('');
    expect(output(false, false, [failed(1)])).toBe('');
    expect(JSON.parse(output(true, false, [failed(1)]))).toEqual([]);
  });
});
