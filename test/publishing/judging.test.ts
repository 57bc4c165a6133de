// What is told of a number that is nothing.
import { expect, test } from '@jest/globals';
import { auditText } from '../../src/publishing/audit.js';
import { two } from './evidence.js';

test.each([
  ['The test accuracy of adam is 0.89.', /^wrong rounding: the .* is 0\.8812, which is 0\.88$/],
  ['adam has 3 × 4 × 5 values.', /^no layer has this shape$/],
  ['p < 0.05', /^no p of these runs is below it$/],
  ['The test accuracy of adam is 0.70.', /^nothing in the runs gives it; the nearest is 0\.88, /],
])('%s', (text, problem) => {
  expect(auditText(text, two()).numbers.map((one) => one.problem)).toEqual([
    expect.stringMatching(problem),
  ]);
});

test('what somebody said of a run stands by itself among marks, and nothing else does', () => {
  const evidence = two();
  const [first] = evidence.values;
  if (!first) throw new Error('there is no value');
  const said = [{ owner: first.owner, text: '\\\\\n\\\\\\\\\n0.73\n$0.74\n0.75 of it' }];
  const quoted = '> \\\\\\\\\n> \\\\\\\\\\\\\n> 0.73\n> \\$0.74\n> 0.75 of it\n\nIt is 0.79.';
  const problems = auditText(quoted, { ...evidence, said }).numbers.map(({ problem }) => problem);
  expect(problems.slice(0, 3)).toEqual([null, null, null]);
  expect(problems.at(-1)).not.toBeNull();
});
