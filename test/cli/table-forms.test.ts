// A table in every form, to the end: trained on Parquet, predicted from all of them at once, from
// a pipe too; several files are one table.
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from '@jest/globals';
import { readOutputs } from '../../src/run/outputs.js';
import { inFolder, root, runsIn } from '../folders.js';
import { dlx } from './warm.js';

const fixtures = join(root, 'test/fixtures/parquet');
const csv = readFileSync(join(fixtures, 'houses.csv'), 'utf8');
const houses = csv
  .trim()
  .split('\n')
  .slice(1)
  .map((line) => {
    const [area = '', district = '', price = ''] = line.split(',');
    return { area: Number(area), district, price: Number(price) };
  });

const spec = (file: string): string => `dataset: {name: csv, file: ${file}, target: price}
model: [{Dense: {units: 8, activation: relu}}, {Dense: 1}]
loss: mean_squared_error
epochs: 1
`;

test('all forms are one table to train on and to predict', async () => {
  await inFolder(async (folder) => {
    const forms: Readonly<Record<string, string | Uint8Array>> = {
      'new.csv': csv,
      'new.tsv': csv.replaceAll(',', '\t'),
      'new.csv.gz': gzipSync(csv),
      'new.jsonl': houses.map(({ price: _, ...inputs }) => JSON.stringify(inputs)).join('\n'),
    };
    for (const [name, content] of Object.entries(forms)) writeFileSync(join(folder, name), content);
    copyFileSync(join(fixtures, 'houses.parquet'), join(folder, 'new.parquet'));
    writeFileSync(join(folder, 'a.yaml'), spec('new.parquet'));
    expect(await dlx(folder, ['train', 'a.yaml', '--quiet'])).toMatchObject({ code: 0 });
    const [run = ''] = runsIn(folder);
    const files = [...Object.keys(forms), 'new.parquet'];
    expect(await dlx(folder, ['predict', run, ...files, '-o', 'p.csv'])).toMatchObject({ code: 0 });
    const [, ...predicted] = readFileSync(join(folder, 'p.csv'), 'utf8').trim().split('\n');
    const parts = files.map((_, i) => predicted.slice(40 * i, 40 * (i + 1)));
    expect(parts).toEqual(files.map(() => parts[0]));
    // Beside what training itself kept of the rows of its test part.
    const kept = readOutputs(run, 'test');
    const rows = [...(kept?.rows.values ?? [])];
    expect(rows.map((row) => Math.fround(Number(parts[0]?.[row])))).toEqual([
      ...(kept?.predictions.values ?? []),
    ]);
    const piped = spawnSync(process.execPath, [join(root, 'bin/dlx.js'), 'predict', run, '-'], {
      cwd: folder,
      input: gzipSync(String(forms['new.jsonl'])),
      encoding: 'utf8',
    });
    expect(piped.stdout.trim().split('\n').slice(1)).toEqual(parts[0]);
  });
});

test('files by a pattern are one table, told how many, and found again with the runs', async () => {
  await inFolder(async (folder) => {
    const project = join(folder, 'project');
    mkdirSync(join(project, 'houses'), { recursive: true });
    const [header = '', ...lines] = csv.trim().split('\n');
    const write = (name: string, content: string): void =>
      writeFileSync(join(project, 'houses', name), content);
    write('1.csv', [header, ...lines.slice(0, 15)].join('\n'));
    // Its columns in another order.
    const rest = houses
      .slice(15)
      .map(({ area, district, price }) => `${price},${area},${district}`);
    write('2.csv', ['price,area,district', ...rest].join('\n'));
    writeFileSync(join(project, 'one.csv'), csv);
    writeFileSync(join(project, 'a.yaml'), spec('houses/*.csv'));
    writeFileSync(join(project, 'b.yaml'), spec('one.csv'));
    const shown = await dlx(project, ['train', 'a.yaml', 'b.yaml']);
    expect(shown.stderr).toContain('2 files are called houses/*.csv');
    const outputs = runsIn(project).map((run) => readOutputs(run, 'validation'));
    expect(outputs[0]).toEqual(outputs[1]);
    const moved = join(folder, 'moved');
    renameSync(project, moved);
    const [run = ''] = runsIn(moved);
    expect(await dlx(moved, ['resume', run, '--epochs', '2', '--quiet'])).toMatchObject({
      code: 0,
    });
    writeFileSync(join(moved, 'houses', '3.csv'), 'price,area\n1,2\n');
    expect((await dlx(moved, ['validate', 'a.yaml'])).stderr).toContain(
      'houses/3.csv has no column "district"',
    );
    writeFileSync(join(moved, 'c.yaml'), spec('no/*.csv'));
    expect(await dlx(moved, ['validate', 'c.yaml'])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('no file is called no/*.csv'),
    });
  });
});
