// What a command answers for the runs that it trained: their folders or records, and one exit code.
import { constants } from 'node:os';
import { describe, expect, test } from '@jest/globals';
import { failure, interrupted } from '../../src/ground/errors.js';
import { answerWith, exitCodeOf } from '../../src/commands/answering.js';
import type { Ended } from '../../src/commands/training.js';
import type { Outcome } from '../../src/job/launch.js';
import type { RunRecord } from '../../src/run/record.js';
import { signalOf } from '../../src/commands/runs.js';
import { makeRecord } from '../run/fixture.js';

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
  folder: null,
  error: failure('out of memory', 'memory').told(),
  signal: null,
});

const endedAs = (outcome: Outcome | null): Ended => ({
  about: { spec: 'a.yaml', name: 'a', seed: 42, fold: null, parent: null },
  outcome,
  reused: false,
});

const trained = (outcomes: readonly (Outcome | null)[]) => ({
  runs: outcomes.map(endedAs),
  signal: outcomes.flatMap((outcome) => (outcome && signalOf(outcome)) ?? [])[0] ?? null,
});

const codeOf = (...outcomes: readonly Outcome[]): number => exitCodeOf(trained(outcomes));

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
      folder: null,
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
  const output = async (
    showing: { readonly json?: boolean; readonly full?: boolean; readonly quiet?: boolean },
    all: readonly (Outcome | null)[] = outcomes,
  ): Promise<string> => {
    const usual = { json: false, full: false, quiet: false, runs: 'runs' };
    return (await answerWith(trained(all), { ...usual, ...showing })).output;
  };

  test('has the folders of runs, a line each', async () => {
    expect(await output({ quiet: true })).toBe('runs/a\nruns/b\\n');
    expect(await output({ quiet: true }, [failed(1)])).toBe('');
  });

  test('for a program is one document, of several runs a line each', async () => {
    const text = await output({ json: true });
    expect(text.split('\n')).toHaveLength(3);
    expect(JSON.parse(text)).toMatchObject({
      ok: false,
      error: {
        kind: 'memory',
        action: 'change',
        problems: [{ message: 'a, seed 42: out of memory' }],
      },
      runs: [
        { run: 'runs/a', state: 'finished' },
        { run: null, state: 'failed', error: { kind: 'memory', message: 'out of memory' } },
        { run: 'runs/b\n' },
      ],
      reused: [],
      not_started: [],
    });
  });

  test('of one run is one line, with what the next decision needs and little more', async () => {
    const text = await output({ json: true }, [ended('a')]);
    expect(text).not.toContain('\n');
    expect(text.length).toBeLessThan(500);
    expect(JSON.parse(text)).toEqual({
      ok: true,
      runs: [
        {
          run: 'runs/a',
          state: 'finished',
          score: {
            name: 'val_accuracy',
            mode: 'max',
            value: 0.8891,
            n: 12000,
            se: expect.closeTo(0.0028665, 7),
          },
          parameters: 79510,
          seconds: 60,
          epochs: { planned: 20, done: 20, best: 12 },
          seed: 42,
          group: 'b'.repeat(12),
          parent: null,
          changes: null,
          duplicate_of: null,
        },
      ],
      reused: [],
      not_started: [],
      warnings: [],
    });
    expect(JSON.parse(await output({ json: true, full: true }, [ended('a')]))).toMatchObject({
      runs: [{ run: 'runs/a', record: makeRecord({ id: 'a' }) }],
    });
  });

  test('names what a stop left out', async () => {
    const stopped = { signal: 'SIGINT' as const };
    const document = await output({ json: true }, [
      ended('a', { state: 'interrupted', stopped }),
      null,
    ]);
    expect(JSON.parse(document)).toMatchObject({
      ok: false,
      error: { kind: 'interrupted', action: 'resume' },
      runs: [{ run: 'runs/a', state: 'interrupted' }],
      not_started: [{ spec: 'a.yaml', name: 'a', seed: 42 }],
    });
  });
});
