// What is said of a process that died.
import { expect, test } from '@jest/globals';
import { endingOf, lastWordsOf, wishOf } from '../../src/job/death.js';

test('by a code, by a signal, and by the signal that a system without memory sends', () => {
  expect(endingOf(134, null)).toBe('ended with code 134');
  expect(endingOf(null, 'SIGTERM')).toBe('was ended by SIGTERM');
  expect(endingOf(null, 'SIGKILL')).toBe(
    'was ended by SIGKILL; the system may have been out of memory',
  );
});

test('what asks for an end is no accident', () => {
  expect([wishOf('SIGTERM'), wishOf('SIGUSR2')]).toEqual(['SIGTERM', 'SIGUSR2']);
  expect([wishOf('SIGKILL'), wishOf('SIGABRT'), wishOf(null)]).toEqual([null, null, null]);
});

test('its last words stand below, without what TensorFlow says at every start', () => {
  expect(lastWordsOf('')).toBe('');
  expect(lastWordsOf('I0000 00:00:1731000000.1 77 gpu_device.cc:2020] Created device\n')).toBe('');
  expect(lastWordsOf('WARNING: All log messages before absl\n\nE1128 no room\n')).toBe(
    '\nE1128 no room',
  );
});
