import { describe, expect, test } from '@jest/globals';
import { busySentence, loadBetween, parseCpuTimes, parseProcessTimes } from '../../bench/busy.js';

// As proc(5) has them: user nice system idle iowait irq softirq steal guest guest_nice.
const stat = `cpu  1000 20 300 5000 40 5 6 7 100 0
cpu0 500 10 150 2500 20 3 3 4 50 0
cpu1 500 10 150 2500 20 2 3 3 50 0
intr 1234 0 0
ctxt 99
`;

describe('/proc/stat', () => {
  test('all cores together; guests are not counted twice', () => {
    expect(parseCpuTimes(stat)).toEqual({ idle: 5040, total: 6378 });
  });

  test('something else', () => {
    expect(parseCpuTimes('')).toBeNull();
  });
});

describe('/proc/PID/stat', () => {
  test('user and system ticks', () => {
    expect(
      parseProcessTimes(
        '42 (node) S 1 42 42 0 -1 4194304 900 0 0 0 130 25 0 0 20 0 11 0 777 1000 500',
      ),
    ).toEqual({ name: 'node', ticks: 155 });
  });

  test('a name with parentheses and blanks', () => {
    expect(parseProcessTimes('7 (tmux: (1) x) R 1 7 7 0 -1 0 0 0 0 0 3 4 0 0')).toEqual({
      name: 'tmux: (1) x',
      ticks: 7,
    });
  });

  test('a process that is gone', () => {
    expect(parseProcessTimes('')).toBeNull();
  });
});

describe('the load between two readings', () => {
  const before = {
    times: { idle: 1000, total: 2000 },
    processes: new Map([
      [5, { name: 'make', ticks: 50 }],
      [6, { name: 'sh', ticks: 9 }],
    ]),
  };

  // Two seconds on two cores are 400 ticks of a hundredth of a second.
  test('is counted in cores, with the process that uses most', () => {
    const after = {
      times: { idle: 1280, total: 2400 },
      processes: new Map([
        [5, { name: 'make', ticks: 130 }],
        [6, { name: 'sh', ticks: 10 }],
        [8, { name: 'cc1', ticks: 30 }],
      ]),
    };
    const load = loadBetween(before, after, 2);
    expect(load.cores).toBeCloseTo(0.6, 10);
    expect(load.busiest).toEqual({ pid: 5, name: 'make', cores: 0.4 });
    expect(busySentence(load)).toBe(
      'the machine is busy: 0.60 cores are in use, most of it make (process 5) with 0.40, and at most 0.15 may be; end what runs, or pass --anyway to measure all the same and mark the results',
    );
  });

  test('of nobody in particular', () => {
    const after = {
      times: { idle: 1340, total: 2400 },
      processes: new Map([[5, { name: 'make', ticks: 52 }]]),
    };
    expect(busySentence(loadBetween(before, after, 2))).toBe(
      'the machine is busy: 0.30 cores are in use, and at most 0.15 may be; end what runs, or pass --anyway to measure all the same and mark the results',
    );
  });

  test('that an idle machine has', () => {
    const after = { times: { idle: 1380, total: 2400 }, processes: before.processes };
    const load = loadBetween(before, after, 2);
    expect(load).toEqual({ cores: 0.1, busiest: null });
    expect(busySentence(load)).toBeNull();
  });

  test('of no time at all is none', () => {
    expect(loadBetween(before, before, 2)).toEqual({ cores: 0, busiest: null });
  });
});
