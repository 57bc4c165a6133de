import { constants } from 'node:os';
import { describe, expect, test } from '@jest/globals';
import {
  codeOf,
  errorKinds,
  failure,
  interrupted,
  inUse,
  messageOf,
  misuse,
  problemSaid,
  toldOf,
  UserError,
} from '../../src/ground/errors.js';

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

describe('what a program is told', () => {
  const said = (message: string, suggest: string | null = null) => ({
    file: null,
    line: null,
    column: null,
    path: null,
    message,
    suggest,
  });

  test('is a kind, what to do, and a problem for each line', () => {
    expect(misuse('unknown option --epoch\n\nunknown option --sed').told()).toEqual({
      kind: 'arguments',
      action: 'fix',
      problems: [said('unknown option --epoch'), said('unknown option --sed')],
    });
    expect(failure('no room', 'disk').told()).toMatchObject({ kind: 'disk', action: 'retry' });
    expect(inUse('busy').told()).toMatchObject({ kind: 'in use', action: 'wait' });
    expect(misuse('no run', 'not found', { suggest: 'adam' }).told()).toEqual({
      kind: 'not found',
      action: 'fix',
      problems: [said('no run', 'adam')],
    });
  });

  test('of a signal the exit code has its number', () => {
    const { exitCode } = interrupted('stopped', 'SIGTERM', { action: 'retry' });
    expect(exitCode).toBe(128 + constants.signals.SIGTERM);
    expect(interrupted('stopped', 'SIGTERM').told().action).toBe('resume');
    expect(interrupted('stopped', 'SIGTERM', { action: 'retry' }).told().action).toBe('retry');
  });

  test('may have places of its own', () => {
    const problem = { ...problemSaid('bad cell'), file: 'a.csv', line: 3 };
    expect(failure('a.csv, line 3: bad cell', 'data', { problems: [problem] }).told()).toEqual({
      kind: 'data',
      action: 'fix',
      problems: [problem],
    });
  });

  test('of anything else is a bug with its stack', () => {
    const stack = 'Error: x is undefined\n    at f (file.js:1:2)';
    const thrown = Object.assign(new Error('x is undefined'), { stack });
    const { kind, action, problems } = toldOf(thrown);
    expect({ kind, action }).toEqual({ kind: 'bug', action: 'give up' });
    expect(problems).toEqual([problemSaid(stack)]);
    expect(toldOf('thrown').problems).toEqual([problemSaid('thrown')]);
  });

  // The table of AGENTS.md, which programs act on.
  test('has the exit code of what must be done', () => {
    const codes = Object.entries(errorKinds).map(([kind, { exitCode, action }]) => [
      kind,
      exitCode,
      action,
    ]);
    expect(codes).toEqual([
      ['spec', 2, 'fix'],
      ['arguments', 2, 'fix'],
      ['not found', 2, 'fix'],
      ['ambiguous', 2, 'fix'],
      ['in use', 5, 'wait'],
      ['diverged', 3, 'change'],
      ['interrupted', 128, 'resume'],
      ['memory', 1, 'change'],
      ['data', 1, 'fix'],
      ['disk', 1, 'retry'],
      ['machine', 1, 'fix'],
      ['bug', 70, 'give up'],
    ]);
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
