// Columns of sequences, beside another one and from a spec to predictions: what training kept is what the
// same rows give again, in another form, too.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { readOutputs } from '../../src/run/outputs.js';
import { inFolder, runsIn } from '../folders.js';
import { dlx } from './warm.js';

const rows = Array.from({ length: 50 }, (_, i) => {
  const history = Array.from({ length: 1 + (i % 4) }, (_none, k) => ((i * 7 + k * 3) % 11) - 2.5);
  return { size: i % 9, history, price: history.reduce((sum, one) => sum + one, i % 9) };
});
const csv = (some: typeof rows): string =>
  [
    'size,history,price',
    ...some.map((one) => [one.size, one.history.join(' '), one.price].join(',')),
  ]
    .join('\n')
    .concat('\n');
const spec = (column: string, more = ''): string => `dataset:
  {name: table, file: a.csv, target: price, columns: {history: ${column}}${more}}
model:
  - LSTM: 4
    inputs: history
  - Concatenate: {}
    inputs: [table, lstm]
  - Dense: 1
loss: mse
epochs: 1
`;

test('trained, shown, predicted with and judged', async () => {
  await inFolder(async (folder) => {
    writeFileSync(join(folder, 'a.csv'), csv(rows));
    writeFileSync(join(folder, 'a.yaml'), spec('{type: sequence, sequence_length: 3}'));
    const shown = (await dlx(folder, ['show', 'a.yaml'])).stdout;
    expect(shown).toMatch(/^history +sequence +\d+ +0 +up to 4 numbers, of which 3 go in/m);
    const trained = await dlx(folder, ['train', 'a.yaml', '--quiet']);
    expect(trained).toMatchObject({ code: 0 });
    const cut = rows.filter(({ history }) => history.length > 3).length;
    expect(trained.stderr).toContain(`${cut} of 50 rows have more than 3 numbers`);
    const [run = ''] = runsIn(folder);
    expect(JSON.parse(readFileSync(join(run, 'data.json'), 'utf8'))).toMatchObject({
      inputs: [
        { name: 'table', shape: [1] },
        { name: 'history', kind: 'values', shape: [3, 1], columns: [{ separator: ' ' }] },
      ],
    });
    const kept = readOutputs(run, 'test');
    const held = [...(kept?.rows.values ?? [])].flatMap((row) => rows[row] ?? []);
    const lines = held.map(({ size, history }) =>
      JSON.stringify({ history: history.join(' '), size }),
    );
    writeFileSync(join(folder, 'new.jsonl'), `${lines.join('\n')}\n`);
    const predicted = await dlx(folder, ['predict', run, 'new.jsonl']);
    expect(predicted.stderr).toContain('more than 3 numbers');
    const [, ...values] = predicted.stdout.trim().split('\n');
    const numbers = values.map((value) => Math.fround(Number(value)));
    expect(numbers).toEqual([...(kept?.predictions.values ?? [])]);
    writeFileSync(join(folder, 'held.csv'), csv(held));
    const judged = await dlx(folder, ['evaluate', run, '--data', 'held.csv', '--json']);
    const { scores } = JSON.parse(readFileSync(join(run, 'run.json'), 'utf8')) as {
      readonly scores: { readonly test: object };
    };
    expect(JSON.parse(judged.stdout)).toMatchObject({ runs: [{ scores: scores.test }] });
    writeFileSync(join(folder, 'odd.csv'), 'size,history\n1,2 x\n');
    expect((await dlx(folder, ['predict', run, 'odd.csv'])).stderr).toMatch(
      /odd\.csv, line 2, column "history" has "x" among its numbers/,
    );
    writeFileSync(join(folder, 'gap.csv'), 'size,history\n1,\n');
    const gap = await dlx(folder, ['predict', run, 'gap.csv']);
    expect(gap.code).toBe(1);
    expect(gap.stderr).toMatch(/gap\.csv, line 2, column "history" is empty/);
    expect((await dlx(folder, ['data', 'a.yaml'])).stdout).toContain('history');
  });
});

test('JSON lines have lists; what is missing is refused, or a sequence of no numbers', async () => {
  await inFolder(async (folder) => {
    const lines = rows.map((one, i) => JSON.stringify(i === 3 ? { ...one, history: null } : one));
    writeFileSync(join(folder, 'a.csv'), `${lines.join('\n')}\n`);
    writeFileSync(join(folder, 'a.yaml'), spec('sequence'));
    expect((await dlx(folder, ['validate', 'a.yaml'])).stderr).toMatch(/history/);
    writeFileSync(join(folder, 'a.yaml'), spec('sequence', ', missing: {history: fill}'));
    expect(await dlx(folder, ['train', 'a.yaml', '--quiet'])).toMatchObject({ code: 0 });
    const [run = ''] = runsIn(folder);
    const zero = [
      { size: 2, history: [] },
      { size: 2, history: null },
    ];
    writeFileSync(
      join(folder, 'n.jsonl'),
      `${zero.map((one) => JSON.stringify(one)).join('\n')}\n`,
    );
    const { stdout } = await dlx(folder, ['predict', run, 'n.jsonl']);
    const [, first, second] = stdout.split('\n');
    expect(first).toMatch(/\d/);
    expect(second).toBe(first);
  });
});
