// The experiments on real tables, from a spec to what `dlx predict` says of the same rows: what training
// kept of its test part is what the rows give again, whatever kind their columns are of.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { readOutputs } from '../../src/run/outputs.js';
import { inFolder, root, runsIn } from '../folders.js';
import { dlx } from './warm.js';

const place = join(root, 'experiments');

type Told = {
  /** All that is said, the header first. */
  readonly said: readonly (readonly string[])[];
  /** What training kept of its test part, and which rows that are. */
  readonly kept: readonly (readonly number[])[];
  readonly rows: readonly number[];
};

async function predicted(folder: string, name: string, more: readonly string[]): Promise<Told> {
  const spec = join(place, `${name}.yaml`);
  const trained = await dlx(folder, ['train', spec, '-S', 'epochs=1', '--quiet']);
  expect(trained).toMatchObject({ code: 0 });
  const [run = ''] = runsIn(folder);
  const { code, stdout } = await dlx(folder, ['predict', run, join(place, `${name}.csv`), ...more]);
  expect(code).toBe(0);
  const { rows, predictions } = readOutputs(run, 'test') ?? {};
  const width = predictions?.shape[1] ?? 0;
  const numbers = [...(rows?.values ?? [])];
  return {
    said: stdout
      .trimEnd()
      .split('\n')
      .map((line) => line.split(',')),
    kept: numbers.map((_, i) => [...(predictions?.values.slice(i * width, (i + 1) * width) ?? [])]),
    rows: numbers,
  };
}

const rounded = (cells: readonly string[]): number[] =>
  cells.map((one) => Math.fround(Number(one)));

test.each([
  ['meats', 'a column of sequences, three numbers', ['water', 'fat', 'protein'], 0],
  [
    'words',
    'a column of texts by their letters, several labels',
    ['parts', ...['adjective', 'adverb', 'noun', 'verb'].map((one) => `probability_${one}`)],
    1,
  ],
  [
    'penguins',
    'gaps, and a category as a number',
    ['species', ...['Adelie', 'Chinstrap', 'Gentoo'].map((one) => `probability_${one}`)],
    1,
  ],
] as const)('%s: %s', async (name, _what, header, from) => {
  await inFolder(async (folder) => {
    const { said, kept, rows } = await predicted(folder, name, from === 0 ? [] : ['--proba']);
    expect(said[0]).toEqual(header);
    expect(kept.length).toBeGreaterThan(40);
    expect(rows.map((row) => rounded(said[row + 1]?.slice(from) ?? []))).toEqual(kept);
  });
});

test('weather: windows of days, and what comes after the last', async () => {
  await inFolder(async (folder) => {
    const { said, kept } = await predicted(folder, 'weather', ['--all']);
    const [head = [], ...windows] = said;
    // Behind those of the test part, which are the last, come three whose days are not all known.
    const rows = windows.slice(-kept.length - 3, -3);
    const values = ['temp_max_1', 'temp_max_2', 'temp_max_3'];
    expect(head.slice(-3)).toEqual(values);
    expect(kept.length).toBeGreaterThan(200);
    expect(rows.map((row) => rounded(row.slice(-3)))).toEqual(kept);
    const [run = ''] = runsIn(folder);
    const { inputs } = JSON.parse(readFileSync(join(run, 'data.json'), 'utf8')) as {
      readonly inputs: readonly { readonly columns: readonly { readonly column: string }[] }[];
    };
    // The column that rows are put in order by is an input, as it is listed.
    expect(inputs[0]?.columns.map(({ column }) => column)).toContain('date');
  });
});
