// `target: input`: models that are to give back what goes into them. The weights of those here are the
// identity and stay it, so that every number is known by hand: nothing is lost on the way.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { readNpy } from '../../src/run/format/npy.js';
import { npyBytes } from '../dataset/arrays/fixtures.js';
import { idxBytes } from '../dataset/fixtures.js';
import { inFolder, runsIn } from '../folders.js';
import { dlx } from './warm.js';

const count = 40;
const pixels = Array.from({ length: count * 4 }, (_, i) => (i * 37) % 256);
const ends = (units: number, loss = 'mean_squared_error'): string =>
  `model: [Flatten, {Dense: {units: ${units}, kernel_initializer: identity}}]
optimizer: {name: sgd, learning_rate: 1.0e-30}
loss: ${loss}
metrics: [mean_absolute_error]
epochs: 1
`;
const images = `dataset: {name: idx, train_images: x, train_labels: y, test_split: 0.2, target: input}\n`;

const priceOf = (i: number): number => 1000 + 10 * (i % 15);

type Judged = { readonly scores: Readonly<Record<string, number>>; readonly report: object };

async function judged(folder: string, words: readonly string[]): Promise<Judged> {
  const { code, stdout, stderr } = await dlx(folder, ['evaluate', ...words, '--json']);
  expect([code, stderr]).toEqual([0, '']);
  return (JSON.parse(stdout) as { runs: [Judged] }).runs[0];
}

async function trained(folder: string, text: string): Promise<string> {
  writeFileSync(join(folder, 'a.yaml'), text);
  const { code, stderr } = await dlx(folder, ['train', 'a.yaml', '--quiet']);
  expect([code, code === 0 ? '' : stderr]).toEqual([0, '']);
  const [run = ''] = runsIn(folder);
  return run;
}

function targetIn(run: string): unknown {
  const facts = JSON.parse(readFileSync(join(run, 'data.json'), 'utf8')) as {
    readonly targets: readonly unknown[];
  };
  return facts.targets[0];
}

test('images come out as they went in, in their shape', async () => {
  await inFolder(async (folder) => {
    writeFileSync(join(folder, 'x'), idxBytes([count, 2, 2], pixels));
    const labels = Array.from({ length: count }, (_, i) => i % 2);
    writeFileSync(join(folder, 'y'), idxBytes([count], labels));
    const run = await trained(folder, images + ends(4));
    expect(targetIn(run)).toEqual({ name: 'input', kind: 'number', scale: null, input: 'image' });
    const { scores, report } = await judged(folder, [run]);
    // A device may multiply by 1 / 255, which is one bit beside.
    expect(scores['mean_absolute_error']).toBeLessThan(2 ** -24);
    expect(report).toMatchObject({ kind: 'number', mean_error: expect.closeTo(0, 6) as unknown });
    const { samples } = JSON.parse(
      (await dlx(folder, ['evaluate', run, '--data', 'x', '--json'])).stdout,
    ).runs[0] as { samples: number };
    expect(samples).toBe(count);
    expect(await dlx(folder, ['predict', run, 'x', '-o', 'out.npy'])).toMatchObject({ code: 0 });
    const out = readNpy(join(folder, 'out.npy'));
    expect(out?.shape).toEqual([count, 2, 2, 1]);
    const values = [...(out?.values ?? [])];
    expect(values.every((value, i) => Math.abs(value - (pixels[i] ?? 0) / 255) < 2 ** -23)).toBe(
      true,
    );
    const csv = (await dlx(folder, ['predict', run, 'x'])).stdout.split('\n');
    expect(csv[0]).toBe('image[0],image[1],image[2],image[3]');
    const wrong = ['evaluate', run, '--data', 'x', '--labels', 'y'];
    expect((await dlx(folder, wrong)).stderr).toContain('give back what goes into it');
    expect((await dlx(folder, ['data', 'a.yaml'])).stdout).toContain('target is the input itself');
  });
});

test('a row of a table comes out in the units of its columns', async () => {
  await inFolder(async (folder) => {
    const rows = Array.from({ length: count }, (_, i) => [priceOf(i), i % 3 === 0 ? 'a' : 'b']);
    writeFileSync(join(folder, 't.csv'), ['price,kind', ...rows, ''].join('\n'));
    const text = `dataset: {name: table, file: t.csv, target: input}\n${ends(3)}`;
    const run = await trained(folder, text);
    expect(targetIn(run)).toMatchObject({
      kind: 'number',
      input: 'table',
      numbers: ['price', 'kind=a', 'kind=b'],
      scale: [{}, null, null],
    });
    const { stdout } = await dlx(folder, ['predict', run, 't.csv']);
    const [head, ...lines] = stdout.trim().split('\n');
    expect(head).toBe('price,kind=a,kind=b');
    lines.forEach((line, i) => {
      const [price, a, b] = line.split(',').map(Number);
      expect(price).toBeCloseTo(priceOf(i), 3);
      expect([a, b]).toEqual(i % 3 === 0 ? [1, 0] : [0, 1]);
    });
    const { report, scores } = await judged(folder, [run, '--data', 't.csv']);
    expect(scores).toMatchObject({ loss: 0 });
    expect(report).toMatchObject({ each: [{ name: 'price' }, { name: 'kind=a' }, {}] });
    const shown = (await dlx(folder, ['show', 'a.yaml'])).stdout;
    expect(shown).toMatch(/^input +target, the input itself/m);
  });
});

test('an array comes out as it went in', async () => {
  await inFolder(async (folder) => {
    const values = Float32Array.from({ length: count * 6 }, (_, i) => ((i * 7) % 11) / 4 - 1);
    writeFileSync(join(folder, 'x.npy'), npyBytes('<f4', [count, 2, 3], values));
    const text = `dataset: {name: arrays, inputs: x.npy, target: input, test_split: 0.2}\n${ends(6)}`;
    const run = await trained(folder, text);
    expect(targetIn(run)).toMatchObject({ kind: 'number', input: 'input' });
    // The word is no path, wherever the run lies.
    expect(readFileSync(join(run, 'spec.yaml'), 'utf8')).toMatch(/target: input\b/);
    expect(await judged(folder, [run, '--data', 'x.npy'])).toMatchObject({
      scores: { loss: 0 },
      report: { max_error: 0 },
    });
    await dlx(folder, ['predict', run, 'x.npy', '-o', 'out.npy']);
    expect(readNpy(join(folder, 'out.npy'))).toMatchObject({ shape: [count, 2, 3] });
  });
});

test('what cannot be given back is refused before anything is trained', async () => {
  await inFolder(async (folder) => {
    const bytes = idxBytes([count, 2, 2], pixels);
    writeFileSync(join(folder, 'x'), bytes);
    writeFileSync(join(folder, 'y'), idxBytes([count], new Array<number>(count).fill(0)));
    writeFileSync(join(folder, 't.csv'), 'n,input\n1,2\n3,4\n5,6\n7,8\n9,10\n');
    writeFileSync(join(folder, 'm.csv'), 'n,m\n1,a\n3,b\n5,a\n7,b\n9,a\n');
    const said = async (text: string): Promise<string> => {
      writeFileSync(join(folder, 'a.yaml'), text);
      const { code, stderr } = await dlx(folder, ['validate', 'a.yaml']);
      expect(code).not.toBe(0);
      return stderr;
    };
    const table = (file: string, more: string): string =>
      `dataset: {name: table, file: ${file}, target: input${more}}\n`;
    expect(await said(images + ends(4, 'sparse_categorical_crossentropy'))).toContain(
      'needs classes, but the target of the data set (idx) is the input itself',
    );
    expect(await said(images + ends(3))).toMatch(/3 values.* 4 numbers, those of the input itself/);
    expect(await said(images + ends(4).replace('[Flatten, ', '['))).toContain('add a Flatten at');
    expect(await said(table('t.csv', '') + ends(2))).toContain('say target: [input]');
    expect(await said(table('m.csv', ', windows: {length: 2}') + ends(2))).toContain('windows');
    const own = ', columns: {m: {type: category, encode: index}}';
    expect(await said(table('m.csv', own) + ends(1))).toContain('exclude');
  });
});
