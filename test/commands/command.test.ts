// Specs are read and planned together, and all that is wrong with them is told at once.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import {
  batchSizeNote,
  compactJson,
  done,
  doneJson,
  failedJson,
  planSpecs,
} from '../../src/commands/command.js';
import { toldOf } from '../../src/ground/errors.js';
import { inFolder } from '../folders.js';

const right =
  'dataset: spirals\nmodel: [{Dense: {units: 3, activation: softmax}}]\nloss: sparse_categorical_crossentropy\n';

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

test('plans stand in the order of the files; a batch size that is not known is said', async () => {
  await inFolder(async (folder) => {
    const write = (name: string, text: string): string => {
      writeFileSync(join(folder, name), text);
      return join(folder, name);
    };
    const one = write('one.yaml', right);
    const auto = write('auto.yaml', `${right}batch_size: auto\n`);
    const plans = await planSpecs([auto, one], {});
    expect(plans.map(({ file }) => file)).toEqual([auto, one]);
    expect(plans.flatMap(batchSizeNote)).toEqual([
      `${auto}: batch_size auto is found when training starts; 32 stands for it here`,
    ]);
  });
});

test('the problems of all are told; a wrong spec weighs more than data that are missing', async () => {
  await inFolder(async (folder) => {
    const write = (name: string, text: string): string => {
      writeFileSync(join(folder, name), text);
      return join(folder, name);
    };
    const wrong = write('wrong.yaml', right.replace('spirals', 'spirlas'));
    const missing = write(
      'missing.yaml',
      right.replace('spirals', '{name: csv, file: no.csv, target: y}'),
    );
    const fine = write('fine.yaml', right);
    await expect(planSpecs([missing, fine, wrong], {})).rejects.toMatchObject({
      exitCode: 2,
      message: expect.stringMatching(/no\.csv does not exist[^]*\n\n[^]*did you mean "spirals"/),
    });
    await expect(planSpecs([missing, fine], {})).rejects.toMatchObject({ exitCode: 1 });
    const error: unknown = await planSpecs([missing, wrong], {}).catch((thrown: unknown) => thrown);
    // What is to be mended first says what kind it is; the problems of all are there.
    expect(toldOf(error)).toMatchObject({
      kind: 'spec',
      problems: [{ message: expect.stringMatching(/no\.csv/) }, { file: wrong, line: 1 }],
    });
  });
});
