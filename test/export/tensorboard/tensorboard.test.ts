// Runs as TensorBoard's own reader finds them, where the Python of the tests has it; and by a second
// reader.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from '@jest/globals';
import { tensorboardFiles } from '../../../src/export/tensorboard/tensorboard.js';
import { readEpochs, readRun } from '../../../src/run/read.js';
import { inFolder, root } from '../../folders.js';
import { makeRecord } from '../../run/fixture.js';
import { run } from '../../comparison/runs.js';
import { hasModule, said } from '../readers.js';
import { readEvents } from './events.js';

const fixture = join(root, 'test/fixtures/runs/finished-0.1.0');

test('a folder a run, and what there is to compare beside them', () => {
  const { spec } = makeRecord();
  const runs = [
    run('a', { spec: { ...spec, batch_size: 32 } }),
    run('b', { spec: { ...spec, batch_size: 64 }, seed: 7 }),
  ];
  const files = tensorboardFiles(runs);
  const folders = [...files.keys()].map((name) => dirname(name));
  const own = (one: string) => [`${one}-20260102T030405Z-${one}id`];
  const of = ([folder = '']: readonly string[]) => [
    folder,
    `${folder}/train`,
    `${folder}/validation`,
  ];
  expect(folders).toEqual(['.', ...of(own('a')), ...of(own('b'))]);
  const [experiment = new Uint8Array()] = [...files.values()].filter(
    (one) => typeof one !== 'string',
  );
  expect(readEvents(experiment).flatMap(({ values }) => Object.keys(values))).toEqual([
    '_hparams_/experiment',
  ]);
});

test('what is damaged, and two folders of one name, are refused', () => {
  expect(() => tensorboardFiles([{ folder: 'runs/a', damaged: 'its run.json is torn' }])).toThrow(
    'runs/a is damaged: its run.json is torn',
  );
  const one = run('a');
  const other = { ...run('b'), folder: `elsewhere/${one.folder.slice('runs/'.length)}` };
  expect(() => tensorboardFiles([one, other])).toThrow('two of these runs have a folder called');
});

type Shown = {
  readonly runs: Readonly<
    Record<
      string,
      {
        readonly tags: Readonly<Record<string, readonly (readonly [number, number, unknown])[]>>;
        readonly hparams: Readonly<Record<string, unknown>>;
      }
    >
  >;
};

(hasModule('tensorboard') ? test : test.skip)(
  "TensorBoard's own reader finds all of it",
  async () => {
    await inFolder((folder) => {
      const other = { ...readRun(fixture), folder: fixture };
      if (!('record' in other)) throw new Error('the fixture cannot be read');
      const { spec } = other.record;
      const wide = { ...other, record: { ...other.record, spec: { ...spec, batch_size: 999 } } };
      for (const [name, bytes] of tensorboardFiles([{ ...wide, folder: fixture }, run('a')])) {
        mkdirSync(dirname(join(folder, name)), { recursive: true });
        writeFileSync(join(folder, name), bytes);
      }
      const shown = said<Shown>('read_tensorboard.py', folder);
      const epochs = readEpochs(fixture);
      const losses = shown.runs['finished-0.1.0/validation']?.tags['epoch_loss'] ?? [];
      expect(losses.map(([step, , value]) => [step, value])).toEqual(
        epochs.map(({ epoch, validation }) => [epoch, Math.fround(validation['loss'] ?? NaN)]),
      );
      const whole = shown.runs['finished-0.1.0'];
      expect(whole?.hparams).toMatchObject({ batch_size: 999 });
      expect(whole?.tags['spec']?.[0]?.[2]).toContain('    batch_size: 999');
      expect(whole?.tags['test_loss']?.[0]?.[2]).toBe(
        Math.fround(other.record.scores.test?.['loss'] ?? NaN),
      );
      return Promise.resolve();
    });
  },
);
