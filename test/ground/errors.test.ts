import { constants } from 'node:os';
import { describe, expect, test } from '@jest/globals';
import { codeOf, failure, inUse, messageOf, misuse, UserError } from '../../src/ground/errors.js';

test.each([
  [failure, 1],
  [misuse, 2],
  [inUse, 5],
])('%p ends the command with its code', (make, exitCode) => {
  const error = make('said');
  expect(error).toBeInstanceOf(UserError);
  expect({ message: error.message, exitCode: error.exitCode }).toEqual({
    message: 'said',
    exitCode,
  });
});

describe('the message of anything thrown', () => {
  const systemError = (message: string, errno: number): Error =>
    Object.assign(new Error(message), { errno: -errno, code: 'UNKNOWN' });

  test.each([
    [new Error('plain'), 'plain'],
    ['text', 'text'],
    [undefined, 'undefined'],
    // What Node has no name for.
    [
      systemError('UNKNOWN: unknown error, write', constants.errno.EDQUOT),
      'EDQUOT: disk quota exceeded, write',
    ],
    [
      systemError(
        "Unknown system error -116: Unknown system error -116, open 'a, b'",
        constants.errno.ESTALE,
      ),
      "ESTALE: stale file handle, open 'a, b'",
    ],
    [
      systemError("ENOENT: no such file or directory, open 'a'", constants.errno.ENOENT),
      "ENOENT: no such file or directory, open 'a'",
    ],
  ])('%p', (thrown, message) => {
    expect(messageOf(thrown)).toBe(message);
  });
});

test('the code of a system error, and of nothing else', () => {
  expect(codeOf(Object.assign(new Error('x'), { code: 'ENOSPC' }))).toBe('ENOSPC');
  expect(codeOf(Object.assign(new Error('x'), { code: 7 }))).toBeUndefined();
  expect(codeOf({ code: 'ENOSPC' })).toBeUndefined();
  expect(codeOf(new Error('x'))).toBeUndefined();
});
