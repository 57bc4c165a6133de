// What a run that is over tells programs and the shell.
import { constants } from 'node:os';
import { expect, test } from '@jest/globals';
import { errorOfRecord, exitCodeOfRecord } from '../../src/run/ended.js';
import { makeRecord } from './fixture.js';

test.each([
  [{ state: 'finished' as const }, null, null, 0],
  [{ state: 'running' as const }, null, null, 0],
  [{ state: 'diverged' as const, message: 'NaN' }, 'diverged', 'change', 3],
  [
    { state: 'interrupted' as const, stopped: { signal: 'SIGTERM' as const } },
    'interrupted',
    'resume',
    128 + constants.signals.SIGTERM,
  ],
  [{ state: 'interrupted' as const, message: 'its process ended' }, 'interrupted', 'resume', 1],
  [{ state: 'failed' as const, message: 'why' }, 'data', 'fix', 1],
  [
    {
      state: 'failed' as const,
      message: 'out of memory',
      error: { kind: 'memory' as const, action: 'change' as const },
    },
    'memory',
    'change',
    1,
  ],
  [
    {
      state: 'failed' as const,
      message: 'x is undefined',
      error: { kind: 'bug' as const, action: 'give up' as const },
    },
    'bug',
    'give up',
    70,
  ],
])('%j', (changes, kind, action, code) => {
  const record = makeRecord(changes);
  const error = errorOfRecord(record);
  expect([error?.kind ?? null, error?.action ?? null]).toEqual([kind, action]);
  expect(exitCodeOfRecord(record)).toBe(code);
});
