// What happens while a command trains, as lines of JSON.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { dlx } from '../cli/warm.js';
import { inFolder, root, runsIn } from '../folders.js';

const spec =
  'dataset: {name: spirals, samples: 60}\nmodel: [{Dense: {units: 3, activation: softmax}}]\nloss: sparse_categorical_crossentropy\nmetrics: [accuracy]\nepochs: 3\n';

type Line = { readonly event: string } & Readonly<Record<string, unknown>>;
const linesOf = (text: string): readonly Line[] =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Line);

test('the first line names the run and its process, then epochs, then the end', async () => {
  await inFolder(async (folder) => {
    writeFileSync(join(folder, 'a.yaml'), spec);
    const { code, stdout } = await dlx(folder, ['train', 'a.yaml', '--events', '-']);
    expect(code).toBe(0);
    const lines = linesOf(stdout);
    const [first] = lines;
    const [run = ''] = runsIn(folder);
    expect(first).toMatchObject({
      event: 'run',
      run: run.slice(folder.length + 1),
      pid: expect.any(Number),
      seed: 0,
      epochs: 3,
    });
    const epochs = lines.filter(({ event }) => event === 'epoch');
    expect(epochs.map(({ epoch, epochs: of }) => [epoch, of])).toEqual([
      [1, 3],
      [2, 3],
      [3, 3],
    ]);
    expect(epochs.at(-1)).toMatchObject({
      seconds_left: 0,
      validation: { accuracy: expect.any(Number) },
    });
    expect(epochs.some(({ best }) => best === true)).toBe(true);
    expect(lines.at(-2)).toMatchObject({
      event: 'end',
      run: first?.['run'],
      state: 'finished',
      score: { name: 'val_accuracy' },
    });
    expect(lines.at(-1)).toEqual({
      event: 'done',
      exit_code: 0,
      ok: true,
      reused: [],
      not_started: [],
    });
  });
});

test('a file is written on; a run that was there is an end; an error is the last line', async () => {
  await inFolder(async (folder) => {
    writeFileSync(join(folder, 'a.yaml'), spec);
    const train = (...words: readonly string[]) =>
      dlx(folder, ['train', 'a.yaml', '--events', 'e.jsonl', '--json', '--needed', ...words]);
    const { stdout, stderr } = await train();
    expect(stderr).toBe('');
    expect(JSON.parse(stdout)).toMatchObject({
      ok: true,
      runs: [{ state: 'finished' }],
      reused: [],
    });
    await train();
    expect((await train('-S', 'epochs=0')).code).toBe(2);
    const lines = linesOf(readFileSync(join(folder, 'e.jsonl'), 'utf8'));
    expect(lines.map(({ event }) => event).filter((event) => event !== 'step')).toEqual([
      'run',
      'epoch',
      'epoch',
      'epoch',
      'end',
      'done',
      'end',
      'done',
      'done',
    ]);
    expect(lines.at(-2)).toMatchObject({ ok: true, reused: [lines[0]?.['run']] });
    expect(lines.at(-1)).toMatchObject({
      event: 'done',
      exit_code: 2,
      ok: false,
      error: { kind: 'spec' },
    });
  });
});

test('a place that cannot be written is refused before anything is trained', async () => {
  await inFolder(async (folder) => {
    writeFileSync(join(folder, 'a.yaml'), spec);
    mkdirSync(join(folder, 'd'));
    const { code, stdout } = await dlx(folder, ['train', 'a.yaml', '--events', 'd', '--json']);
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ ok: false, error: { kind: 'disk' } });
    expect((await dlx(folder, ['train', 'a.yaml', '--events', '-', '--json'])).code).toBe(2);
    const record = join(root, 'test/fixtures/runs/finished-0.1.0/run.json');
    const before = readFileSync(record);
    expect(await dlx(folder, ['train', 'a.yaml', '--events', record])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('whose files are its own: name a place outside of it'),
    });
    expect(readFileSync(record)).toEqual(before);
    expect(existsSync(join(folder, 'runs'))).toBe(false);
  });
});
