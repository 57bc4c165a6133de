// Every kind of data in every format: a run is trained on it and exported as it is typed, and what is
// exported takes the inputs that data.json names, of their shapes and kinds, and gives what `dlx predict`
// gives: what training kept in predictions/test.npy. In the whole form the programs of the formats, all
// models in one Python. In the whole form of the tests alone.
import { cpSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { loadDataset } from '../../src/dataset/datasets.js';
import type { Units } from '../../src/dataset/facts.js';
import { ownValues, standardValue } from '../../src/dataset/units.js';
import { language } from '../../src/experiment/language.js';
import { dataContext } from '../../src/experiment/plan.js';
import type { ExportFiles } from '../../src/export/format.js';
import { present } from '../../src/ground/known.js';
import { encodeNpy, readNpy } from '../../src/run/format/npy.js';
import { readSpec } from '../../src/spec/read.js';
import { dlx } from '../cli/warm.js';
import { writeTree } from '../dataset/pictures/made.js';
import { onlyRun } from '../faults/runs.js';
import { dataKinds, type DataKind } from '../faults/kinds.js';
import { inFolder } from '../folders.js';
import { isWhole } from '../whole.js';
import { distanceOf, type Values } from './models.js';
import { hasModule, said } from './readers.js';
import { predictedInNode } from './tfjs-reader.js';

// A streamed table gives the model that one in memory gives.
const kinds = dataKinds.filter(({ name }) => !name.includes('streamed'));
const modules = {
  onnx: 'onnxruntime',
  keras: 'keras',
  savedmodel: 'tensorflow',
  pytorch: 'torch',
} as const;
const readable = isWhole
  ? Object.entries(modules).flatMap(([format, module]) => (hasModule(module) ? [format] : []))
  : [];

type Trained = {
  readonly inputs: Readonly<Record<string, Values>>;
  readonly wanted: Values;
  /** By format. */
  readonly places: ReadonlyMap<string, string>;
  readonly units: Units;
};

/** Trains one, and exports it in these formats. */
async function trained(
  folder: string,
  kind: DataKind,
  formats: readonly string[],
): Promise<Trained> {
  writeTree(folder, { ...kind.files, 'a.yaml': JSON.stringify({ ...kind.spec, epochs: 1 }) });
  expect(await dlx(folder, ['train', 'a.yaml', '--quiet'])).toMatchObject({ code: 0 });
  const run = onlyRun(folder);
  const places = new Map<string, string>();
  for (const format of formats) {
    const place = join(folder, format);
    const ended = await dlx(folder, ['export', run, '--to', format, '--output', place]);
    expect(ended).toMatchObject({ code: 0, stderr: '' });
    places.set(format, place);
  }
  const read = readSpec(join(folder, 'a.yaml'), { language });
  const { test: part } = await loadDataset(
    read.spec.dataset,
    dataContext(read, () => undefined),
  );
  const rows = Int32Array.from(present(readNpy(join(run, 'rows/test.npy')), 'rows').values);
  const inputs = part.source.gather(rows).inputs.map(({ name, shape, divideBy, values }) => {
    const own =
      values instanceof Int32Array ? values : Float32Array.from(values, (v) => v / divideBy);
    return [name, { shape: [rows.length, ...shape], values: own }] as const;
  });
  const about = JSON.parse(readFileSync(join(run, 'data.json'), 'utf8')) as {
    readonly inputs: readonly { readonly name: string; readonly shape: readonly number[] }[];
    readonly targets: readonly [{ readonly scale?: Units }];
  };
  // What is documented is what is fed.
  expect(about.inputs.map(({ name, shape }) => [name, shape])).toEqual(
    inputs.map(([name, { shape }]) => [name, shape.slice(1)]),
  );
  return {
    inputs: Object.fromEntries(inputs),
    wanted: present(readNpy(join(run, 'predictions/test.npy')), 'predictions'),
    places,
    units: about.targets[0].scale ?? null,
  };
}

function filesIn(folder: string): ExportFiles {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return new Map(
    names
      .filter((name) => statSync(join(folder, name)).isFile())
      .map((name) => [name, readFileSync(join(folder, name))]),
  );
}

(isWhole ? test : test.skip).each(kinds.map((kind) => [kind.name, kind] as const))(
  'TensorFlow.js: %s',
  async (_, kind) => {
    await inFolder(async (folder) => {
      const { inputs, wanted, places, units } = await trained(folder, kind, ['tfjs']);
      const got = await predictedInNode(filesIn(places.get('tfjs') ?? ''), inputs);
      const width = got.shape.at(-1) ?? 1;
      const values = ownValues(Float32Array.from(got.values), units, width);
      expect(distanceOf(values, Float32Array.from(wanted.values))).toBeLessThan(1e-5);
    });
  },
);

(readable.length > 0 ? test : test.skip)(
  `${readable.join(', ')} (where Python has its reader)`,
  async () => {
    await inFolder(async (all) => {
      const read = join(all, 'read');
      mkdirSync(read);
      for (const [i, kind] of kinds.entries()) {
        const folder = join(all, `kind-${i}`);
        mkdirSync(folder);
        const { inputs, wanted, places, units } = await trained(folder, kind, readable);
        const width = wanted.shape.at(-1) ?? 1;
        // The models give what the loss is in.
        const own = Float32Array.from(wanted.values, (value, at) =>
          standardValue(value, units, at % width),
        );
        for (const [format, place] of places) {
          const to = join(read, `${kind.name.replaceAll(/\W/g, '-')}.${format}`);
          cpSync(place, to, { recursive: true });
          writeFileSync(join(to, 'y.npy'), encodeNpy({ shape: wanted.shape, values: own }));
          for (const [at, one] of Object.values(inputs).entries()) {
            writeFileSync(join(to, `x-${at}.npy`), encodeNpy(one));
          }
        }
      }
      const distances = said<Record<string, number>>('read_inputs.py', read);
      expect(Object.keys(distances)).toHaveLength(kinds.length * readable.length);
      for (const [name, far] of Object.entries(distances)) {
        expect([name, far < 1e-5]).toEqual([name, true]);
      }
    });
  },
);
