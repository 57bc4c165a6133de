// Specs that extend others, each parent laid under its child.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { plainOf } from '../../src/document/node.js';
import { readWithParents } from '../../src/document/parents.js';
import { SpecProblems } from '../../src/document/problems.js';
import { startReading } from '../../src/document/reading.js';
import { inFolder } from '../folders.js';
import { language } from '../spec/language.js';

/** What the first of some files comes to, or what is said. */
function read(files: Readonly<Record<string, string>>): Promise<unknown> {
  return inFolder(async (folder) => {
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
    const reading = startReading(language);
    try {
      return plainOf(readWithParents(join(folder, Object.keys(files)[0] ?? ''), reading));
    } catch (error) {
      if (!(error instanceof SpecProblems)) throw error;
      return error.problems.map(({ message }) =>
        message.replaceAll(/[^ ]*\/(?=[a-z]+\.yaml)/g, ''),
      );
    }
  });
}

describe('a child', () => {
  test('changes what its parent says, and has a name of its own', async () => {
    expect(
      await read({
        'a.yaml': 'extends: b.yaml\nepochs: 5\noptimizer: {learning_rate: 0.1}\nmonitor: null\n',
        'b.yaml':
          'name: base\ntags: [x]\nnotes: n\nloss: mse\nepochs: 2\nmonitor: loss\noptimizer: {name: sgd, momentum: 0.9}\n',
      }),
    ).toEqual({
      loss: 'mse',
      epochs: 5,
      optimizer: { name: 'sgd', momentum: 0.9, learning_rate: 0.1 },
    });
  });

  test('of several has the later ones over the earlier; of a parent, also its parents', async () => {
    expect(
      await read({
        'a.yaml': 'extends: [b.yaml, c.yaml]\nseed: 1\n',
        'b.yaml': 'loss: mse\nepochs: 2\nbatch_size: 8\n',
        'c.yaml': 'extends: d.yaml\nepochs: 3\n',
        'd.yaml': 'epochs: 4\nbatch_size: 9\nmode: min\n',
      }),
    ).toEqual({ loss: 'mse', epochs: 3, batch_size: 9, seed: 1, mode: 'min' });
  });
});

test.each<[string, Readonly<Record<string, string>>, string]>([
  [
    'itself',
    { 'a.yaml': 'extends: b.yaml\nloss: mse\n', 'b.yaml': 'extends: a.yaml\nloss: mse\n' },
    'this spec extends itself: a.yaml → b.yaml → a.yaml',
  ],
  [
    'one twice',
    { 'a.yaml': 'extends: [b.yaml, b.yaml]\n', 'b.yaml': 'loss: mse\n' },
    'b.yaml stands in this list already',
  ],
  [
    'a number',
    { 'a.yaml': 'extends: 3\n' },
    'extends must be the path of another spec, or a list of such, got 3',
  ],
  [
    'none',
    { 'a.yaml': 'extends: bb.yaml\n', 'b.yaml': 'loss: mse\n' },
    'cannot extend bb.yaml: there is no such file; did you mean b.yaml?',
  ],
  [
    'no spec',
    { 'a.yaml': 'extends: b.yaml\n', 'b.yaml': 'password: secret\n' },
    'cannot extend b.yaml: this is not a spec',
  ],
])('what extends %s is refused', async (_, files, message) => {
  expect(await read(files)).toEqual([message]);
});

test('a spec and its parents have a megabyte together', async () => {
  const long = `loss: mse\n# ${'x'.repeat(600_000)}\n`;
  expect(await read({ 'a.yaml': `extends: b.yaml\n${long}`, 'b.yaml': long })).toEqual([
    'cannot extend b.yaml: a spec and all that it extends have at most 1 MB together',
  ]);
});
