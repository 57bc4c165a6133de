// Specs are read and planned together, and all that is wrong with them is told at once.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { batchSizeNote, planSpecs } from '../../src/commands/command.js';
import { toldOf } from '../../src/ground/errors.js';
import { inFolder } from '../folders.js';

const right =
  'dataset: spirals\nmodel: [{Dense: {units: 3, activation: softmax}}]\nloss: sparse_categorical_crossentropy\n';

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
      problems: [
        { message: expect.stringMatching(/no\.csv/) },
        // As seen from here where that is shorter.
        { file: expect.stringMatching(/wrong\.yaml$/), line: 1 },
      ],
    });
  });
});
