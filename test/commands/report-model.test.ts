// What a report says of a model, of the frozen run.
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { reportModel } from '../../src/commands/report-model.js';
import { intactRecord, readEpochs } from '../../src/run/read.js';
import { inFolder, root } from '../folders.js';
import { makeRecord } from '../run/fixture.js';

const frozen = join(root, 'test/fixtures/runs/finished-0.1.0');

test('its network, its mistakes and their samples', async () => {
  await inFolder(async (folder) => {
    const run = join(folder, 'spirals');
    cpSync(frozen, run, { recursive: true });
    const record = intactRecord(run, 'is damaged');
    const said: string[] = [];
    const model = await reportModel(
      {
        run: { folder: run, record, epochs: readEpochs(run) },
        by: 'validation accuracy',
        among: null,
      },
      (text) => said.push(text),
    );
    expect(model.notes).toEqual([]);
    expect(model.network?.layers.map(({ layer }) => layer)).toContain('Dense');
    const { part, diagnosis, samples } = model.judged ?? {};
    expect(part).toBe('test');
    expect(samples?.why).toBeNull();
    // Each with the row and the class that the kept outputs have.
    expect(samples?.examples.map(({ row, target }) => [row, target])).toEqual(
      diagnosis?.mistakes.map(({ row, is }) => [row, is]),
    );
    expect(said).toContain('reading the data of the best run');
  });
});

test('of what is no run it says why nothing is shown', async () => {
  const run = { folder: 'nowhere', record: makeRecord(), epochs: [] };
  const { judged, notes } = await reportModel(
    { run, by: 'validation accuracy', among: null },
    () => undefined,
  );
  expect(judged).toBeNull();
  expect(notes).toEqual([
    expect.stringMatching(/^Where it is wrong cannot be shown: nowhere is no run/),
  ]);
});
