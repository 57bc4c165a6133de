import { describe, expect, test } from '@jest/globals';
import { misuse } from '../../src/ground/errors.js';
import { parseOptions, usage } from './arguments.js';
import { deadlineIn, leftAt } from './deadline.js';
import {
  exitCodeOf,
  leftOut,
  lineOf,
  renderSum,
  reportOf,
  runPart,
  type Machine,
  type PartReport,
} from './report.js';

const card: Machine = {
  gpu: 'NVIDIA H100 80GB HBM3',
  no_gpu: null,
  cpu: 'a CPU',
  cores: 16,
  node: '22.0.0',
  dlx: '0.1.0',
};
const none: Machine = { ...card, gpu: null, no_gpu: 'nvidia-smi: not_installed' };
const time = { date: '2026-01-01T00:00:00.000Z', seconds: 12.3, budget_seconds: 300 };

const part = (name: string, more: Partial<PartReport> = {}): PartReport => ({
  name,
  title: `the ${name}`,
  state: 'passed',
  device: 'gpu',
  seconds: 1.25,
  error: null,
  failures: [],
  result: null,
  ...more,
});

describe('the verdict', () => {
  test.each([
    ['all passed on a GPU', card, [part('a'), part('b')], 'passed', 0],
    ['one failed', card, [part('a'), part('b', { state: 'failed' })], 'failed', 1],
    ['one was left out', card, [part('a'), leftOut(part('b'), 'no time')], 'passed', 0],
    ['none was begun', card, [leftOut(part('a'), 'no time')], 'failed', 1],
    ['all passed on the CPU', none, [part('a', { device: 'cpu' })], 'no gpu', 77],
    ['one failed on the CPU', none, [part('a', { state: 'failed' })], 'failed', 1],
  ] as const)('%s', (_, machine, parts, verdict, code) => {
    const report = reportOf(machine, parts, time);
    expect(report.verdict).toBe(verdict);
    expect(exitCodeOf[report.verdict]).toBe(code);
  });
});

describe('a part', () => {
  const about = { name: 'bits', title: 'the same bits', device: 'gpu' } as const;

  test('that finds nothing wrong has passed, with what it measured', async () => {
    const report = await runPart(about, async () => ({ failures: [], result: { ms: 1 } }));
    expect(report).toMatchObject({ ...about, state: 'passed', error: null, result: { ms: 1 } });
  });

  test('that finds something has failed, and keeps what it measured', async () => {
    const report = await runPart(about, async () => ({ failures: ['no'], result: { ms: 1 } }));
    expect(report).toMatchObject({ state: 'failed', failures: ['no'], result: { ms: 1 } });
  });

  test('that throws has failed with its error, and stops nobody', async () => {
    const report = await runPart(about, async () => {
      throw new Error('out of memory');
    });
    expect(report).toMatchObject({ state: 'failed', error: 'out of memory', result: null });
  });
});

describe('what is printed', () => {
  test('a line, and what is wrong below it', () => {
    const failed = part('bits', { state: 'failed', failures: ['hidden/kernel differs'] });
    expect(lineOf(failed)).toBe(
      `failed    GPU     1.3 s  the bits\n${' '.repeat(25)}hidden/kernel differs`,
    );
  });

  test('a GPU is named', () => {
    const report = reportOf(card, [part('a'), part('b', { state: 'failed' })], time);
    expect(renderSum(report)).toBe('NVIDIA H100 80GB HBM3: 1 of 2 parts passed in 12 seconds');
  });

  test('without one, that nothing is proven, and what ran', () => {
    const parts = [part('a', { device: 'cpu' }), leftOut(part('b'), 'it needs a GPU')];
    expect(renderSum(reportOf(none, parts, time)).split('\n')).toEqual([
      'There is no GPU (nvidia-smi: not_installed): nothing here is proven on one.',
      'On the CPU 1 of 1 parts passed in 12 seconds, which proves this script alone: a',
    ]);
  });
});

describe('the options', () => {
  const parts = ['bits', 'speed'];

  test('have defaults; the report goes to $OUT where that is set', () => {
    expect(parseOptions([], parts, {})).toEqual({
      help: false,
      report: 'gpu-report.json',
      budget: 300,
      only: null,
      python: 'python3',
      steps: 10,
    });
    expect(parseOptions([], parts, { OUT: '/out' }).report).toBe('/out/gpu-report.json');
    expect(parseOptions(['--report', 'r.json'], parts, { OUT: '/out' }).report).toBe('r.json');
  });

  test.each([
    [['--only', 'bits,bytes'], 'no part is called "bytes"; expected bits, speed'],
    [['--budget', '0'], '--budget needs a whole number from 1, got "0"'],
    [['--steps', 'ten'], '--steps needs a whole number from 1, got "ten"'],
    [['--fast'], "Unknown option '--fast'; --help lists the options"],
  ])('%j is refused', (words, message) => {
    expect(() => parseOptions(words, parts, {})).toThrow(misuse(message));
  });

  test('help lists the parts', () => expect(usage(parts)).toContain('bits, speed'));
});

test('a deadline is never after the one of the whole, and never in debt', () => {
  const whole = deadlineIn(10);
  expect(deadlineIn(60, whole)).toEqual(whole);
  expect(leftAt(deadlineIn(-5))).toBe(0);
});
