// A training that begins with the weights of another run, of a spec's best run, or of a file.
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readBestOf } from '../../src/run/best.js';
import { encodeSafetensors, type NamedTensor } from '../../src/run/format/safetensors.js';
import { bits, onlyRun, recordOf } from '../faults/runs.js';
import { inFolder, runsIn } from '../folders.js';
import { dlx } from '../cli/warm.js';

const base = `dataset: {name: spirals, samples: 60}
model:
  - Normalization
  - Dense: {units: 6, activation: tanh}
    name: hidden
  - Dense: {units: 3, activation: softmax}
    name: output
loss: sparse_categorical_crossentropy
metrics: [accuracy]
epochs: 2
`;
// What is trained with a rate of 0 stays as it began.
const still = 'optimizer: {name: sgd, learning_rate: 0}\nepochs: 1\n';

let place = '';
beforeAll(async () => {
  place = mkdtempSync(join(tmpdir(), 'dlx-test-'));
  writeFileSync(join(place, 'base.yaml'), base);
  await dlx(place, ['train', 'base.yaml', '--seeds', '2', '--quiet']);
});
afterAll(() => rmSync(place, { recursive: true, force: true }));

/** A copy of the folder with base.yaml, its two runs, and a spec. */
const within = (spec: string, work: (folder: string) => Promise<void>): Promise<void> =>
  inFolder(async (folder) => {
    cpSync(place, folder, { recursive: true, preserveTimestamps: true });
    writeFileSync(join(folder, 'a.yaml'), `extends: base.yaml\n${spec}`);
    await work(folder);
  });

/** The runs of base.yaml, the better one first. */
const bases = (folder: string): readonly string[] =>
  runsIn(folder)
    .filter((run) => basename(run).startsWith('base-'))
    .toSorted((a, b) => loss(a) - loss(b));
const loss = (run: string): number => recordOf(run).scores.validation?.['loss'] ?? NaN;
const trained = (folder: string): string =>
  runsIn(folder).find((run) => basename(run).startsWith('a-')) ?? '';
const weightsOf = (run: string): Record<string, string> =>
  Object.fromEntries(
    (readBestOf(run, recordOf(run).id)?.tensors ?? []).map(({ name, values }) => [
      name,
      Buffer.from(values.buffer, values.byteOffset, values.byteLength).toString('hex'),
    ]),
  );

describe('where they come from', () => {
  test("a spec's best run: its bits are taken, the spec names it, and the record says so", async () => {
    await within(`initial_weights: {spec: base.yaml}\n${still}`, async (folder) => {
      const { code, stderr } = await dlx(folder, ['train', 'a.yaml']);
      expect(code).toBe(0);
      const [best = '', other = ''] = bases(folder);
      const run = trained(folder);
      expect(weightsOf(run)).toEqual(weightsOf(best));
      expect(weightsOf(run)).not.toEqual(weightsOf(other));
      const { id, epochs } = recordOf(best);
      expect(recordOf(run)).toMatchObject({
        parent: id,
        initial_weights: {
          run: id,
          epoch: epochs.best,
          tensors: { 'hidden/kernel': 'hidden/kernel', 'normalization/mean': 'normalization/mean' },
        },
      });
      expect(stderr).toContain('a.yaml: takes 7 of 7 weights from');
      expect(stderr).toContain(
        'not fitted to the data: normalization/mean, normalization/variance',
      );
      const { sha256 = '' } = recordOf(run).initial_weights ?? {};
      const written = readFileSync(join(run, 'spec.yaml'), 'utf8');
      expect(written).toContain(`run: ../${basename(best)}\n`);
      expect(written).toContain(`sha256: ${sha256}\n`);
      expect(written).not.toContain('base.yaml');
      // It can be trained again as it lies, and is the same trial; so is one from a copy.
      expect(await dlx(folder, ['verify', run])).toMatchObject({ code: 0 });
      cpSync(join(best, 'best.safetensors'), join(folder, 'copy.safetensors'));
      for (const words of [
        [join(run, 'spec.yaml')],
        ['a.yaml', '-S', 'initial_weights={spec: null, file: copy.safetensors}'],
      ]) {
        const again = await dlx(folder, ['train', ...words, '--needed', '--quiet']);
        expect(again.stdout.trim()).toBe(join('runs', basename(run)));
      }
    });
  });

  test('a run by its name, and a file that others wrote', async () => {
    await within(still, async (folder) => {
      const [, other = ''] = bases(folder);
      const kernel: NamedTensor = {
        name: 'layer/kernel',
        shape: [6, 3],
        values: Float32Array.from({ length: 18 }, (_, i) => i / 7),
      };
      writeFileSync(join(folder, 'w.safetensors'), encodeSafetensors([kernel]));
      const words = ['train', 'a.yaml', '--quiet', '-S'];
      await dlx(folder, [...words, `initial_weights.run=${basename(other)}`]);
      expect(weightsOf(trained(folder))).toEqual(weightsOf(other));
      rmSync(trained(folder), { recursive: true });
      const file = '{file: w.safetensors, rename: {layer: output}, only: output/kernel}';
      expect(await dlx(folder, [...words, `initial_weights=${file}`])).toMatchObject({ code: 0 });
      expect(weightsOf(trained(folder))['output/kernel']).toBe(
        Buffer.from(kernel.values.buffer).toString('hex'),
      );
      expect(recordOf(trained(folder))).toMatchObject({
        parent: null,
        initial_weights: { run: null, epoch: null, tensors: { 'output/kernel': 'layer/kernel' } },
      });
    });
  });

  test('what is left out is drawn and fitted anew, what is frozen stays', async () => {
    const spec = `initial_weights: {spec: base.yaml, only: [hidden]}
dataset: {name: spirals, samples: 90}
freeze: hidden
epochs: 3
`;
    await within(spec, async (folder) => {
      const { stderr } = await dlx(folder, ['train', 'a.yaml']);
      expect(stderr).toContain('takes 2 of 7 weights');
      expect(stderr).toContain(
        'begins anew: normalization/mean, normalization/variance, normalization/count, output/kernel, output/bias\n',
      );
      const [from, to] = [bases(folder)[0] ?? '', trained(folder)].map(weightsOf);
      const equal = Object.keys(to ?? {}).filter((key) => to?.[key] === from?.[key]);
      // What Keras counts there is 0, whatever the data.
      expect(equal).toEqual(['normalization/count', 'hidden/kernel', 'hidden/bias']);
    });
  });
});

describe('what is wrong with them', () => {
  test.each([
    [
      'initial_weights: {spec: base.yaml}\nmodel:\n  hidden: {units: 7}\n',
      'a.yaml:2:25 the weights of',
      'do not fit the model: hidden/kernel is [2, 7] here and [2, 6] in the source; hidden/bias is [7] here and [6] in the source; output/kernel is [7, 3] here and [6, 3] in the source',
    ],
    ['initial_weights: {run: nothing}\n', 'a.yaml:2:24 no run "nothing" among the 2 in', 'base'],
    ['initial_weights: {run: ./runs}\n', 'a.yaml:2:24', 'means several runs, and one is wanted'],
    ['initial_weights: {file: no.safetensors}\n', 'a.yaml:2:25', 'no.safetensors is missing'],
    ['initial_weights: {file: base.yaml}\n', 'a.yaml:2:25', 'base.yaml'],
    [
      'initial_weights: {spec: a.yaml}\n',
      'begins with its own best run: name another one',
      'a.yaml:2:25',
    ],
    [
      'initial_weights: {spec: other.yaml}\n',
      'there is no finished run of',
      'other.yaml in "runs": train it first',
    ],
    [
      `initial_weights: {spec: base.yaml, sha256: ${'a'.repeat(64)}}\n`,
      'are not those that sha256 names (aaaaaaaaaaaa)',
      'the source has changed',
    ],
  ])('%j', async (spec, ...told) => {
    await within(spec, async (folder) => {
      writeFileSync(join(folder, 'other.yaml'), `extends: base.yaml\nepochs: 7\n`);
      const { code, stderr } = await dlx(folder, ['validate', 'a.yaml']);
      expect(code).toBe(2);
      for (const text of told) expect(stderr).toContain(text);
      expect(await dlx(folder, ['train', 'a.yaml'])).toMatchObject({ code, stderr });
      expect(runsIn(folder)).toHaveLength(2);
    });
  });
});

describe('without the source', () => {
  const spec = 'initial_weights: {spec: base.yaml}\nepochs: 3\n';

  test('a run has more epochs, as one of so many; to train it from the start it is needed', async () => {
    await within(spec, async (folder) => {
      await dlx(folder, ['train', 'a.yaml', '--name', 'whole', '--quiet']);
      const whole = runsIn(folder).find((run) => basename(run).startsWith('whole-')) ?? '';
      await dlx(folder, ['train', 'a.yaml', '-S', 'epochs=2', '--quiet']);
      const parent = trained(folder);
      for (const run of bases(folder)) rmSync(run, { recursive: true });
      const { stdout } = await dlx(folder, ['resume', parent, '--epochs', '3', '--quiet']);
      const child = join(folder, stdout.trim());
      expect(bits(child)).toEqual(bits(whole));
      expect(recordOf(child).initial_weights).toEqual(recordOf(parent).initial_weights);
      expect(recordOf(child).parent).toBe(recordOf(parent).id);
      expect(await dlx(folder, ['verify', parent])).toMatchObject({
        code: 2,
        stderr: expect.stringMatching(/spec\.yaml:\d+:\d+ no run ".*\/base-/),
      });
    });
  });
});

test('a run that begins with a sealed one is sealed, too', async () => {
  await inFolder(async (folder) => {
    writeFileSync(join(folder, 'base.yaml'), base);
    await dlx(folder, ['train', 'base.yaml', '--sealed', '--quiet']);
    const sealed = onlyRun(folder);
    const words = ['-S', `initial_weights.run=${sealed}`, '--name', 'a'];
    const { stderr } = await dlx(folder, ['train', 'base.yaml', ...words]);
    expect(stderr).toContain('its test set is sealed, as that of');
    expect(recordOf(trained(folder))).toMatchObject({
      sealed: { opened: null },
      scores: { test: null },
    });
  });
});
