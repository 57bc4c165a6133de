// A folder of texts, a folder a class, from nothing but the folder to what is predicted of texts in
// files, in a table and as they are typed; and a file a class, a line a text.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { readOutputs } from '../../src/run/outputs.js';
import { inFolder, runsIn } from '../folders.js';
import { dlx } from './warm.js';

const [good, bad] = [
  ['a fine film', 'really fun, and fine', 'what fun\nit was'],
  ['a dull film', 'really dull', 'it was\ndull and slow'],
];
const texts = Array.from({ length: 60 }, (_, i) => {
  const kind = i % 2 === 0 ? 'good' : 'bad';
  return { kind, text: `${(kind === 'good' ? good : bad)[i % 3] ?? ''} ${i % 7}` };
});

test('a folder of texts: init, train, predict and evaluate', async () => {
  await inFolder(async (folder) => {
    for (const part of ['train', 'test']) {
      for (const kind of ['good', 'bad']) {
        mkdirSync(join(folder, 'films', part, kind), { recursive: true });
      }
    }
    texts.forEach(({ kind, text }, i) => {
      const place = join('films', i < 48 ? 'train' : 'test', kind, `${100 + i}.txt`);
      writeFileSync(join(folder, place), text);
    });
    expect(await dlx(folder, ['init', 'films'])).toMatchObject({ code: 0 });
    const spec = readFileSync(join(folder, 'films.yaml'), 'utf8');
    expect(spec).toContain('  file: films/train\n  texts: files\n  test_file: films/test\n');
    expect(await dlx(folder, ['train', 'films.yaml', '-S', 'epochs=2', '--quiet'])).toMatchObject({
      code: 0,
    });
    const [run = ''] = runsIn(folder);
    const { source } = JSON.parse(readFileSync(join(run, 'data.json'), 'utf8')) as {
      readonly source: readonly object[];
    };
    expect(source).toMatchObject([
      { role: 'file', path: '../../films/train' },
      { role: 'test_file', path: '../../films/test' },
    ]);
    const kept = [...(readOutputs(run, 'test')?.predictions.values ?? [])];
    const said = await dlx(folder, ['predict', run, 'films/test', '--proba']);
    const [head, ...lines] = said.stdout
      .trim()
      .split('\n')
      .map((line) => line.split(','));
    expect(head).toEqual(['file', 'class', 'probability_bad', 'probability_good']);
    expect(lines[0]?.[0]).toBe('films/test/bad/149.txt');
    expect(lines.map((line) => Math.fround(Number(line[3])))).toEqual(kept);
    // In the order of the files: bad ones first.
    const held = [1, 0].flatMap((odd) => texts.slice(48).filter((_, i) => i % 2 === odd));
    const table = held.map(({ text }) => JSON.stringify({ text })).join('\n');
    writeFileSync(join(folder, 'new.jsonl'), `${table}\n`);
    const told = await dlx(folder, ['predict', run, 'new.jsonl', '--proba']);
    expect(told.stdout.trim().split('\n').slice(1)).toEqual(
      lines.map((line) => line.slice(1).join(',')),
    );
    const judged = await dlx(folder, ['evaluate', run, '--data', 'films/test', '--json']);
    const { scores } = JSON.parse(readFileSync(join(run, 'run.json'), 'utf8')) as {
      readonly scores: { readonly test: object };
    };
    expect(JSON.parse(judged.stdout)).toMatchObject({
      runs: [{ samples: 12, scores: scores.test }],
    });
  });
});

test('a file a class, and a line a text', async () => {
  await inFolder(async (folder) => {
    for (const kind of ['good', 'bad']) {
      const lines = texts
        .filter((one) => one.kind === kind)
        .map(({ text }) => text.replace('\n', ' '));
      writeFileSync(join(folder, `${kind}.txt`), `${lines.join('\n')}\n`);
    }
    const spec = `dataset:
  name: table
  file: [good.txt, bad.txt]
  texts: lines
  target: class
  columns: {text: {type: text, output_mode: multi_hot}}
model: [{Dense: {units: 1, activation: sigmoid}}]
loss: binary_crossentropy
`;
    writeFileSync(join(folder, 'a.yaml'), spec);
    expect(await dlx(folder, ['train', 'a.yaml', '--quiet'])).toMatchObject({ code: 0 });
    const [run = ''] = runsIn(folder);
    const { stdout } = await dlx(folder, ['predict', run, 'bad.txt', '--keep', 'text,file']);
    const [head, first, ...others] = stdout.trim().split('\n');
    expect(head).toBe('text,file,class,probability');
    expect(first).toMatch(/^really dull 1,bad\.txt,(?:good|bad),0\.\d+$/);
    expect(others).toHaveLength(29);
    // Which file each is of is dlx's own column: nothing was left unused.
    expect(await dlx(folder, ['predict', run, 'bad.txt'])).toMatchObject({ code: 0, stderr: '' });
    writeFileSync(join(folder, 'b.yaml'), spec.replace(/ {2}columns.*\n/, ''));
    const refused = await dlx(folder, ['validate', 'b.yaml']);
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain(
      'dataset table has texts: say what becomes of them, as columns: {text: {type: text}}',
    );
  });
});
