// Which signal a run was stopped by.
import { expect, test } from '@jest/globals';
import { signalOf } from '../../src/commands/runs.js';
import { makeRecord } from '../run/fixture.js';

test('the one that its record names, or that came as it ended', () => {
  const ended = { type: 'finished' as const, folder: 'runs/a', signal: null };
  expect(signalOf({ ...ended, record: makeRecord() })).toBeNull();
  expect(signalOf({ ...ended, record: makeRecord(), signal: 'SIGHUP' })).toBe('SIGHUP');
  const stopped = makeRecord({ state: 'interrupted', stopped: { signal: 'SIGTERM' } });
  expect(signalOf({ ...ended, record: stopped })).toBe('SIGTERM');
});
