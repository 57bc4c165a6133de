// New pictures with their classes: beside what training makes of the same, and what is refused.
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import type { InputFacts } from '../../src/dataset/facts.js';
import { onlyInput, onlyTarget } from '../../src/dataset/source.js';
import type { KeptModel } from '../../src/inference/kept.js';
import { readLabelledPictures } from '../../src/inference/labelled-pictures.js';
import { load, refusal, temporaryFolder, writeIn } from '../dataset/fixtures.js';
import { flat, twoClasses, writeTree } from '../dataset/pictures/made.js';

const folder = temporaryFolder();
process.env['DLX_CACHE'] = join(folder, 'cache');
writeTree(folder, { ...twoClasses(5, 'own'), 'odd/grey/1.png': flat(1, 1, [9, 9, 9]) });
const written = {
  name: 'image_folder',
  folder: 'own',
  test_split: 0.2,
  size: [3, 2],
  fit: 'cover',
};

type Kept = Pick<KeptModel, 'target' | 'read' | 'facts' | 'record' | 'folder'> & {
  readonly input: InputFacts;
};

async function kept(args: object = {}): Promise<Kept> {
  const { facts } = await load(folder, written);
  return {
    folder: 'runs/a',
    facts,
    record: {},
    input: onlyInput(facts),
    target: onlyTarget(facts),
    read: { spec: { dataset: { name: facts.name, arguments: args } } },
  } as Kept;
}

test('a folder gives the inputs and the targets of training', async () => {
  const { train } = await load(folder, written);
  const source = await readLabelledPictures(await kept(), join(folder, 'own'));
  expect(onlyInput(source)).toEqual(onlyInput(train.source));
  expect(onlyTarget(source)).toEqual(onlyTarget(train.source));
});

test('so does a table with the columns of the spec', async () => {
  const table = writeIn(
    folder,
    't.csv',
    'p,k\nown/dark/dark-001.png,dark\nown/light/light-004.png,light\n',
  );
  const source = await readLabelledPictures(await kept({ picture: 'p', target: 'k' }), table);
  expect(onlyTarget(source).values).toEqual(Int32Array.of(0, 1));
  expect([...onlyInput(source).values.subarray(18, 21)]).toEqual([200, 4, 3]);
});

describe('refused', () => {
  test('a folder that is no class', async () => {
    const { message } = await refusal(readLabelledPictures(await kept(), join(folder, 'odd')));
    expect(message).toMatch(/the folder "grey", which is none of the classes .*: "dark", "light"$/);
  });

  test('a table where the spec had none', async () => {
    const table = writeIn(folder, 't.csv', 'p,k\n');
    expect(await refusal(readLabelledPictures(await kept(), table))).toMatchObject({ exitCode: 2 });
  });

  test('images without labels, of a model that was trained on no pictures', async () => {
    const model = await kept();
    const { picture: _, ...input } = model.input;
    const { message } = await refusal(readLabelledPictures({ ...model, input }, 'new.idx'));
    expect(message).toBe('--data new.idx holds images alone: --labels FILE names their labels');
  });
});
