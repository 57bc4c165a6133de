// Several numbers, and several labels, as the target of a table: trained, predicted and judged.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { readOutputs } from '../../src/run/outputs.js';
import { inFolder, runsIn } from '../folders.js';
import { dlx } from './warm.js';

const rows = Array.from({ length: 60 }, (_, i) => {
  const [x, y] = [((i * 7) % 20) / 10 - 1, ((i * 3) % 11) / 5 - 1];
  const tags = [...(x > 0 ? ['right'] : []), ...(y > 0 ? ['up'] : [])].join(';');
  return [x, y, 1000 + 500 * x, x - y, tags].join(',');
});
const table = ['x,y,price,gap,tags', ...rows, ''].join('\n');
const spec = (target: string, exclude: string, ends: string, rest: string): string =>
  `dataset: {name: table, file: a.csv, target: ${target}, exclude: [${exclude}]}
model: [{Dense: {units: 8, activation: relu}}, {Dense: {units: 2${ends}}}]
optimizer: {name: adam, learning_rate: 0.02}
${rest}epochs: 3
`;

type Report = Readonly<Record<string, unknown>>;

async function judged(folder: string, run: string): Promise<{ report: Report }> {
  const { stdout } = await dlx(folder, ['evaluate', run, '--data', 'a.csv', '--json']);
  return (JSON.parse(stdout) as { runs: [{ report: Report }] }).runs[0];
}

test('several numbers, each in its own units', async () => {
  await inFolder(async (folder) => {
    writeFileSync(join(folder, 'a.csv'), table);
    const target = '{price: {scale: standard}, gap: {}}';
    const text = spec(target, 'tags', '', 'loss: mse\nmetrics: [r2_score]\n');
    writeFileSync(join(folder, 'a.yaml'), text);
    const shown = (await dlx(folder, ['show', 'a.yaml'])).stdout;
    expect(shown).toMatch(/^price +target, number, standardised .* 500 to 1450; the loss is in/m);
    expect(shown).toMatch(/^gap +target, number +-2 to 1\.7$/m);
    expect(await dlx(folder, ['train', 'a.yaml', '--quiet'])).toMatchObject({ code: 0 });
    const [run = ''] = runsIn(folder);
    const kept = readOutputs(run, 'test');
    const { stdout } = await dlx(folder, ['predict', run, 'a.csv']);
    const [head, ...lines] = stdout.trim().split('\n');
    expect(head).toBe('price,gap');
    const values = lines.map((line) => line.split(',').map((value) => Math.fround(Number(value))));
    expect([...(kept?.rows.values ?? [])].flatMap((row) => values[row])).toEqual([
      ...(kept?.predictions.values ?? []),
    ]);
    // By hand, from what was predicted.
    const errors = (i: number): number[] =>
      rows.map((row, at) => Math.abs((values[at]?.[i] ?? NaN) - Number(row.split(',')[2 + i])));
    const mean = (of: number[]): number => of.reduce((sum, one) => sum + one, 0) / of.length;
    const { report } = await judged(folder, run);
    const each = report['each'] as { name: string; mean_absolute_error: number }[];
    expect(each.map(({ name }) => name)).toEqual(['price', 'gap']);
    expect(each[0]?.mean_absolute_error).toBeCloseTo(mean(errors(0)), 3);
    expect(each[1]?.mean_absolute_error).toBeCloseTo(mean(errors(1)), 5);
  });
});

test('several labels, each with its probability', async () => {
  await inFolder(async (folder) => {
    writeFileSync(join(folder, 'a.csv'), table);
    const rest = 'loss: binary_crossentropy\nmetrics: [accuracy]\n';
    const text = spec('{tags: {type: labels}}', 'price, gap', ', activation: sigmoid', rest);
    writeFileSync(join(folder, 'a.yaml'), text);
    expect((await dlx(folder, ['show', 'a.yaml'])).stdout).toMatch(
      /^tags +target, labels +2 +right, up$/m,
    );
    expect(await dlx(folder, ['train', 'a.yaml', '--quiet'])).toMatchObject({ code: 0 });
    const [run = ''] = runsIn(folder);
    expect(JSON.parse(readFileSync(join(run, 'data.json'), 'utf8'))).toMatchObject({
      targets: [{ kind: 'labels', labels: ['right', 'up'], separator: ';' }],
    });
    const { stdout } = await dlx(folder, ['predict', run, 'a.csv']);
    const [head, ...lines] = stdout.trim().split('\n');
    expect(head).toBe('tags,probability_right,probability_up');
    const said = lines.map((line) => {
      const [tags = '', right, up] = line.split(',');
      const own = [...(Number(right) > 0.5 ? ['right'] : []), ...(Number(up) > 0.5 ? ['up'] : [])];
      expect(tags).toBe(own.join(';'));
      return tags;
    });
    const json = (await dlx(folder, ['predict', run, 'a.csv', '--format', 'jsonl'])).stdout;
    expect(JSON.parse(json.split('\n')[0] ?? '')).toMatchObject({
      tags: said[0] === '' ? [] : said[0]?.split(';'),
      probabilities: { right: expect.any(Number) as unknown },
    });
    const { report } = await judged(folder, run);
    const exact = rows.filter((row, i) => row.split(',')[4] === said[i]).length / rows.length;
    expect(report).toMatchObject({ kind: 'labels', exact, labels: ['right', 'up'] });
    const words = (await dlx(folder, ['evaluate', run, '--data', 'a.csv'])).stdout;
    expect(words).toMatch(/^label +precision +recall +f1 +support/m);
    expect(words).toMatch(/every label of a row is right in/);
  });
});
