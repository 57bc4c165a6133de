// What is wrong, where, with the line underlined and the cure.
import { describe, expect, test } from '@jest/globals';
import {
  ProblemList,
  problemIn,
  problemOf,
  renderProblem,
  renderProblems,
  SpecProblems,
  toldProblem,
  type Source,
} from '../../src/document/problems.js';

const source: Source = {
  label: 'a.yaml',
  text: 'loss: mse\nmodel:\n  - Dence: 3\n',
  kind: 'file',
  folder: '/',
};
const dence = { source, start: 21, end: 26 };

describe('one problem', () => {
  test('has its place, its line and its cure', () => {
    expect(renderProblem(problemIn(dence, 'unknown layer', 'write Dense')).split('\n')).toEqual([
      'a.yaml:3:5 unknown layer',
      '  3 |   - Dence: 3',
      '    |     ~~~~~',
      '    | = write Dense',
    ]);
  });

  test('of an option shows the option, of a source as a whole no line', () => {
    const option: Source = { ...source, label: '-S epochs=x', text: 'x', kind: 'option' };
    expect(renderProblem(problemIn({ source: option, start: 0, end: 1 }, 'no number'))).toBe(
      '-S epochs=x: no number\n  x\n  ~',
    );
    expect(renderProblem(problemOf(source, 'it is empty', 'write a spec'))).toBe(
      'a.yaml: it is empty\n  = write a spec',
    );
  });

  test('counts characters and not their halves, and underlines in columns', () => {
    const text = '"😀😀": x\n';
    const wide = { ...source, text };
    expect(renderProblem(problemIn({ source: wide, start: 8, end: 9 }, 'no')).split('\n')).toEqual([
      'a.yaml:1:7 no',
      '  1 | "😀😀": x',
      '    |         ~',
    ]);
  });

  test('underlines no more than its line, and something where there is nothing', () => {
    const all = { source, start: 10, end: 1000 };
    expect(renderProblem(problemIn(all, 'no')).split('\n').at(-1)).toBe('    | ~~~~~~');
    const end = { source, start: 1000, end: 1000 };
    expect(renderProblem(problemIn(end, 'no')).split('\n')).toEqual([
      'a.yaml:4:1 no',
      '  4 | ',
      '    | ~',
    ]);
  });

  test('is shortened where it holds a megabyte, but not its end', () => {
    const message = `got ${'x'.repeat(1_000_000)}, expected less`;
    const said = renderProblem(problemOf(source, message));
    expect(said.length).toBeLessThan(900);
    expect(said).toMatch(/, expected less$/);
  });
});

describe('for programs', () => {
  test('a problem has its file, line, column and the key that it is at', () => {
    expect(toldProblem(problemIn(dence, 'unknown layer', 'write Dense'))).toEqual({
      file: 'a.yaml',
      line: 3,
      column: 5,
      path: 'model.0.Dence',
      message: 'unknown layer',
      suggest: 'write Dense',
    });
    expect(toldProblem(problemOf(source, 'it is empty'))).toEqual({
      file: 'a.yaml',
      line: null,
      column: null,
      path: null,
      message: 'it is empty',
      suggest: null,
    });
  });

  test.each([
    ['--set model.hidden.units=0', 'model.hidden.units'],
    ['--set epochs', 'epochs'],
    ['--name ..', '--name'],
  ])('of %s it names %s', (text, path) => {
    const option: Source = { ...source, label: text, text, kind: 'option' };
    expect(toldProblem(problemIn({ source: option, start: 6, end: 8 }, 'no'))).toMatchObject({
      file: null,
      line: null,
      path,
    });
  });

  test('they stand in their order, each once, and the rest is counted', () => {
    const late = problemIn(dence, 'late');
    const early = problemIn({ source, start: 0, end: 4 }, 'early');
    const { kind, action, problems } = new SpecProblems([late, early, late]).told();
    expect({ kind, action }).toEqual({ kind: 'spec', action: 'fix' });
    expect(problems.map(({ message }) => message)).toEqual(['early', 'late']);
    const many = Array.from({ length: 53 }, (_, i) => problemOf(source, `problem ${i}`));
    expect(new SpecProblems(many).told().problems).toHaveLength(51);
    expect(new SpecProblems(many).told().problems.at(-1)?.message).toBe('… and 3 more problems');
  });
});

describe('several', () => {
  test('stand in the order of their places, those of one file together, each once', () => {
    const other = { ...source, label: 'b.yaml' };
    const problems = [
      problemIn(dence, 'second'),
      problemOf(other, 'third'),
      problemIn({ source, start: 0, end: 4 }, 'first'),
      problemIn(dence, 'second'),
    ];
    expect(renderProblems(problems).match(/first|second|third/g)).toEqual([
      'first',
      'second',
      'third',
    ]);
  });

  test('of more than fifty the rest is counted', () => {
    const many = Array.from({ length: 53 }, (_, i) => problemOf(source, `problem ${i}`));
    expect(renderProblems(many)).toMatch(/problem 49\n\n… and 3 more problems$/);
  });

  test('end the reading where there are more than can be shown', () => {
    const list = new ProblemList();
    for (let i = 0; i < 50; i += 1) list.push(problemOf(source, `problem ${i}`));
    expect(list).toHaveLength(50);
    expect(() => list.push(problemOf(source, 'one more'))).toThrow(SpecProblems);
    expect(() => list.push(problemOf(source, 'one more'))).toThrow(
      expect.objectContaining({
        exitCode: 2,
        message: expect.stringMatching(/problem 49\n\n… and more problems$/),
      }),
    );
  });
});
