// Answers for people, and documents for programs.
import { expect, test } from '@jest/globals';
import {
  combinedCode,
  compactJson,
  done,
  doneJson,
  failedJson,
} from '../../src/commands/answer.js';

test('all is well', () => {
  expect(done('text')).toEqual({ output: 'text', notes: [], exitCode: 0 });
});

test('a document is one line; of several runs each has its own', () => {
  expect(doneJson({ a: [{ b: 1 }, { b: NaN }], c: '\n\u202e' })).toEqual(
    done('{"ok":true,"a":[{"b":1},{"b":"NaN"}],"c":"\\n\\u202e"}'),
  );
  expect(compactJson({ runs: [{ run: 'a' }], x: null })).toBe('{"runs":[{"run":"a"}],"x":null}');
  expect(compactJson({ runs: [{ run: 'a' }, { run: 'b' }] })).toBe(
    '{"runs":[{"run":"a"},\n{"run":"b"}]}',
  );
  const error = { kind: 'machine', action: 'fix', problems: [] } as const;
  expect(failedJson({ ready: false }, error, 1)).toEqual({
    output: '{"ok":false,"error":{"kind":"machine","action":"fix","problems":[]},"ready":false}',
    exitCode: 1,
  });
});

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
