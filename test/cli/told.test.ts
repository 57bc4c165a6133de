// What goes wrong as a program reads it: one line of JSON on stdout, nothing on stderr.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { inFolder } from '../folders.js';
import { makeRunFolder } from '../run/fixture.js';
import { dlx } from './warm.js';

const spec =
  'dataset: {name: spirals, samples: 60}\nmodel: [{Dense: {units: 3, activation: softmax}}]\nloss: sparse_categorical_crossentropy\nepochs: 1\n';

type Told = {
  readonly ok: boolean;
  readonly error: { readonly kind: string; readonly action: string; readonly problems: object[] };
};

/** The one line that a command answers with, and its exit code; stderr must be silent. */
async function told(folder: string, words: readonly string[]): Promise<Told & { code: number }> {
  const { code, stdout, stderr } = await dlx(folder, words);
  expect(stderr).toBe('');
  expect(stdout).toMatch(/^[^\n]+\n$/);
  return { code, ...(JSON.parse(stdout) as Told) };
}

test('an error says what it is, what to do, and where', async () => {
  await inFolder(async (folder) => {
    writeFileSync(join(folder, 'good.yaml'), spec);
    writeFileSync(
      join(folder, 'bad.yaml'),
      spec.replace('units', 'unit').replace('epochs: 1', 'epochs: 0'),
    );
    expect(await told(folder, ['train', 'bad.yaml', '--json'])).toEqual({
      code: 2,
      ok: false,
      error: {
        kind: 'spec',
        action: 'fix',
        problems: [
          expect.objectContaining({
            file: 'bad.yaml',
            line: 2,
            column: 18,
            path: 'model.0.Dense.unit',
            suggest: 'units',
          }),
          expect.objectContaining({
            file: 'bad.yaml',
            line: 4,
            path: 'epochs',
            message: expect.stringMatching(/at least 1/),
          }),
        ],
      },
    });
    expect(
      await told(folder, ['train', 'good.yaml', '-S', 'batch_size=0', '--json']),
    ).toMatchObject({
      code: 2,
      error: { kind: 'spec', problems: [{ file: null, path: 'batch_size' }] },
    });
    expect(await told(folder, ['train', 'godo.yaml', '--json'])).toMatchObject({
      code: 2,
      error: { kind: 'not found', problems: [{ file: 'godo.yaml' }] },
    });
    expect(await told(folder, ['train', '--json', 'good.yaml', '--epoch', '3'])).toMatchObject({
      code: 2,
      error: {
        kind: 'arguments',
        action: 'fix',
        problems: [{ message: expect.stringMatching(/unknown option --epoch/) }],
      },
    });
    expect(await told(folder, ['trian', 'good.yaml', '--json'])).toMatchObject({
      code: 2,
      error: { kind: 'arguments' },
    });
    expect(await told(folder, ['show', 'adam', '--json'])).toMatchObject({
      code: 2,
      error: { kind: 'not found' },
    });
    for (const name of ['adam', 'adamw']) {
      const run = join(folder, 'runs', `${name}-20260102T030405Z-a1`);
      makeRunFolder(run, { id: name, hashes: { spec: name, group: name } });
    }
    expect(await told(folder, ['wait', 'adma', '--json'])).toMatchObject({
      code: 2,
      error: {
        kind: 'not found',
        problems: [
          { message: expect.stringMatching(/among the 2 in "runs"/), suggest: 'adam, adamw' },
        ],
      },
    });
    expect(await told(folder, ['export', 'ad', '--to', 'savedmodel', '--json'])).toMatchObject({
      code: 2,
      error: {
        kind: 'ambiguous',
        problems: [{ suggest: 'adam-20260102T030405Z-a1, adamw-20260102T030405Z-a1' }],
      },
    });
    const data = spec.replace(/^dataset: .*$/m, 'dataset: {name: csv, file: no.csv, target: y}');
    writeFileSync(join(folder, 'data.yaml'), data);
    expect(await told(folder, ['train', 'data.yaml', '--json'])).toMatchObject({
      code: 1,
      error: { kind: 'data', action: 'fix', problems: [{ file: 'no.csv' }] },
    });
  });
});

test('behind -- the word --json is no option', async () => {
  await inFolder(async (folder) => {
    const { code, stdout, stderr } = await dlx(folder, ['train', '--', '--json']);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/there is no such file/);
  });
});
