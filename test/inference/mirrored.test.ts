// New data of models that give back what goes in: beside what training makes of the same.
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { onlyInput, onlyTarget } from '../../src/dataset/source.js';
import type { KeptModel } from '../../src/inference/kept.js';
import { isOwnTarget, readMirrored } from '../../src/inference/mirrored.js';
import { load, refusal, temporaryFolder } from '../dataset/fixtures.js';
import { twoClasses, writeTree } from '../dataset/pictures/made.js';

const folder = temporaryFolder();
process.env['DLX_CACHE'] = join(folder, 'cache');
writeTree(folder, twoClasses(5, 'own'));
const written = {
  name: 'image_folder',
  folder: 'own',
  test_split: 0.2,
  size: [3, 2],
  target: 'input',
};

type Kept = Pick<KeptModel, 'inputs' | 'target' | 'facts' | 'record' | 'folder'>;

async function kept(record: object = {}): Promise<Kept> {
  const { facts } = await load(folder, written);
  const { inputs } = facts;
  return { folder: 'runs/a', facts, record, inputs, target: onlyTarget(facts) } as Kept;
}

const files = { data: join(folder, 'own'), labels: null };

test('a folder of pictures gives the inputs and the targets of training', async () => {
  const data = await load(folder, written);
  expect(data).toMatchObject({ classes: null, targetInput: 'image', notes: [] });
  const { source } = data.train;
  const { values, shape } = onlyTarget(source);
  expect(shape).toEqual([18]);
  expect(values).toEqual(Float32Array.from(onlyInput(source).values, (value) => value / 255));
  const own = await kept();
  expect(isOwnTarget(own.target)).toBe(true);
  const read = await readMirrored(own, files, () => undefined);
  expect(onlyInput(read)).toEqual(onlyInput(source));
  expect(onlyTarget(read)).toEqual(onlyTarget(source));
});

test('labels are refused, and a run whose test set is sealed', async () => {
  const said = async (one: Kept, labels: string | null): Promise<string> =>
    (await refusal(readMirrored(one, { ...files, labels }, () => undefined))).message;
  expect(await said(await kept(), 'y')).toContain('give back what goes into it');
  const sealed = await kept({ sealed: { opened: null } });
  expect(await said(sealed, null)).toContain('dlx evaluate runs/a --test');
});
