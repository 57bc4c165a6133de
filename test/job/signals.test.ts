// One ear for all that asks a process to stop.
import { expect, jest, test } from '@jest/globals';
import { listenForStops } from '../../src/job/signals.js';

// The listeners are called as Node calls them; a signal itself would reach the test runner too.
test('signals that come together are one wish, a later one is a second; the first is the reason', () => {
  const now = jest.spyOn(performance, 'now').mockReturnValue(1000);
  const heard: unknown[] = [];
  const stops = listenForStops((signal, wishes) => heard.push([signal, wishes]));
  expect(stops.asked()).toBeNull();
  process.emit('SIGTERM', 'SIGTERM');
  process.emit('SIGINT', 'SIGINT');
  now.mockReturnValue(1600);
  process.emit('SIGINT', 'SIGINT');
  expect(heard).toEqual([
    ['SIGTERM', 1],
    ['SIGINT', 1],
    ['SIGINT', 2],
  ]);
  expect(stops.asked()).toBe('SIGTERM');
  stops.stop();
  process.emit('SIGUSR2', 'SIGUSR2');
  now.mockRestore();
  expect(heard).toHaveLength(3);
});
