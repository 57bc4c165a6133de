// What a public function says of itself: shapes where it takes or gives tensors, and when it throws
// what a user reads.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';

const source = join(import.meta.dirname, '../../src');

type Told = {
  readonly name: string;
  readonly comment: string;
  readonly signature: string;
  readonly body: string;
};

/** The exported functions of a file, with the comments before them and what is in them. */
function functionsIn(text: string): readonly Told[] {
  const heads = [
    ...text.matchAll(/(\/\*\*(?:(?!\*\/)[^])*\*\/\n)?export (?:async )?function\*? ?(\w+)/g),
  ];
  return heads.map(({ 0: head, 1: comment = '', 2: name = '', index }) => {
    const rest = text.slice(index + head.length);
    // oxfmt puts the end of a function at the beginning of a line, and `{` at that of its head's.
    const body = rest.slice(0, rest.search(/\n\}/) + 1);
    const from = body.search(/ \{\n/);
    return { name, comment, signature: body.slice(0, from), body: body.slice(from) };
  });
}

const files = (folder: string): readonly string[] =>
  readdirSync(join(source, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => `${folder}/${name}`);

const all = ['tensor', 'model', 'training']
  .flatMap(files)
  .flatMap((file) =>
    functionsIn(readFileSync(join(source, file), 'utf8')).map((told) => ({ file, ...told })),
  );
const shape = /→|\[[^\]]*\]/;

describe('functions of tensors tell shapes', () => {
  const ofTensors = all.filter(({ signature }) => /\bTensor\b/.test(signature));

  test('there are many', () => expect(ofTensors.length).toBeGreaterThan(30));

  test.each(ofTensors)('$name in $file', ({ comment }) => expect(comment).toMatch(shape));

  test('so do the operations', () => {
    const text = readFileSync(join(source, 'tensor/operations.ts'), 'utf8');
    const start = text.indexOf('export const portableOperations');
    const table = text.slice(start, text.indexOf('} as const;', start));
    const own = [...table.matchAll(/(\/\*\*(?:(?!\*\/)[^])*\*\/\n)?^ {2}(\w+): \(/gm)];
    expect(own.length).toBeGreaterThan(15);
    const silent = own.filter(([, comment = '']) => !shape.test(comment));
    expect(silent.map(([, , name]) => name)).toEqual([]);
  });
});

test('functions that throw what a user reads say when', () => {
  const throwing = all.filter(({ body }) => /throw (?:failure|misuse|new UserError)\(/.test(body));
  expect(
    throwing.filter(({ comment }) => !/Throws? /.test(comment)).map(({ name }) => name),
  ).toEqual([]);
});

test('a function that says nothing would be found', () => {
  const [told] = functionsIn(
    '/** Doubles. */\nexport function twice(x: Tensor): Tensor {\n  return x;\n}\n',
  );
  expect(told).toMatchObject({ name: 'twice', signature: '(x: Tensor): Tensor' });
  expect(told?.comment).not.toMatch(shape);
});
