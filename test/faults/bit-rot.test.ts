// A byte that flips, a file that is cut off, emptied, or comes from another run: found and named,
// in every file of a run folder; and the state before the damaged one is gone on from.
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { execFileSync, spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { verifyCommand } from '../../src/commands/verify.js';
import { randomWords } from '../../src/ground/random.js';
import { listedFiles, outputKinds } from '../../src/run/layout.js';
import { encodeRecord } from '../../src/run/record-file.js';
import { readState } from '../../src/run/state.js';
import { root, runsIn } from '../folders.js';
import { dlx } from '../cli/warm.js';
import { counted } from './counts.js';
import { bits, recordOf } from './runs.js';
import { isWhole } from '../whole.js';

const words = [
  'train',
  join(root, 'experiments/spirals.yaml'),
  '-S',
  'epochs=2',
  '-S',
  'batch_size=8',
  '--quiet',
];
const names = ['run.json', ...listedFiles];
let place = '';
let run = '';
let another = '';
beforeAll(async () => {
  place = mkdtempSync(join(tmpdir(), 'dlx-test-'));
  await dlx(place, [...words, '--name', 'run']);
  await dlx(place, [...words, '--name', 'another', '--seed', '7']);
  [another = '', run = ''] = [...runsIn(place)].sort();
});
afterAll(() => rmSync(place, { recursive: true, force: true }));

/** What `dlx verify --files` says of the run; 'nothing' where it finds nothing. */
async function said(): Promise<string> {
  try {
    await verifyCommand({ run, runs: place, files: true, json: false });
    return 'nothing';
  } catch (error) {
    return (error as Error).message;
  }
}

/** Damages a file, asks what is found, and puts it back. */
async function isNamed(
  name: string,
  damage: (path: string, bytes: Buffer) => void,
): Promise<boolean> {
  const path = join(run, name);
  const bytes = readFileSync(path);
  damage(path, bytes);
  const found = await said();
  writeFileSync(path, bytes);
  return found.includes(name) && !found.includes('\n');
}

function places(size: number): readonly number[] {
  const all = isWhole ? Math.min(size, 400) : 12;
  const drawn = [...randomWords({ seed: size, stream: 1 }, all)].map((word) => word % size);
  return size <= all
    ? Array.from({ length: size }, (_, i) => i)
    : [...new Set([0, 1, 7, 8, 9, size - 1, ...drawn])];
}

test('a run that is whole is found whole', async () => {
  expect(names.filter((name) => !existsSync(join(run, name)))).toEqual([]);
  expect(await said()).toBe('nothing');
});

describe('named when damaged', () => {
  test.each(names)('%s', async (name) => {
    const size = readFileSync(join(run, name)).length;
    const unnamed: string[] = [];
    let count = 0;
    const attempt = async (
      what: string,
      damage: (path: string, bytes: Buffer) => void,
    ): Promise<void> => {
      count += 1;
      if (!(await isNamed(name, damage))) unnamed.push(what);
    };
    for (const at of places(size)) {
      await attempt(`byte ${at} flipped`, (path, bytes) =>
        writeFileSync(
          path,
          Buffer.concat([
            bytes.subarray(0, at),
            Buffer.of((bytes[at] ?? 0) ^ (1 << (at % 8))),
            bytes.subarray(at + 1),
          ]),
        ),
      );
    }
    for (let cut = 0; cut < size; cut += 4096) {
      await attempt(`cut to ${cut}`, (path) => truncateSync(path, cut));
    }
    await attempt('a byte more', (path, bytes) =>
      writeFileSync(path, Buffer.concat([bytes, Buffer.of(10)])),
    );
    await attempt('missing', (path) => rmSync(path));
    // Of the same data, some are the same in both.
    const others = readFileSync(join(another, name));
    if (name !== 'run.json' && !others.equals(readFileSync(join(run, name)))) {
      await attempt("another run's", (path) => cpSync(join(another, name), path));
    }
    counted('damaged files', count, { wrong: unnamed.length });
    expect(unnamed).toEqual([]);
  });
});

describe('a run that was not finished', () => {
  const interrupted = (): string => {
    const copy = join(place, `copy-${basename(run)}`);
    rmSync(copy, { recursive: true, force: true });
    cpSync(run, copy, { recursive: true });
    return copy;
  };

  test('goes on from the state before where the newest is damaged, and says so', async () => {
    const copy = unfinished(interrupted());
    const bytes = readFileSync(join(copy, 'last.safetensors'));
    writeFileSync(join(copy, 'last.safetensors'), bytes.fill(0, 5000, 5001));
    const { code, stderr } = await dlx(place, ['resume', copy, '--quiet']);
    expect({ code, stderr }).toEqual({
      code: 0,
      stderr: `warning: ${copy}/last.safetensors is damaged: its contents do not have the SHA-256 that it was written with; going on from the state before it\n`,
    });
    expect(bits(copy)).toEqual(bits(run));
  });

  test('is refused where both states are damaged, or epochs.jsonl is', async () => {
    const copy = unfinished(interrupted());
    for (const name of ['last.safetensors', 'last.1.safetensors']) {
      truncateSync(join(copy, name), 4096);
    }
    const both = await dlx(place, ['resume', copy, '--quiet']);
    expect(both.code).toBe(1);
    expect(both.stderr).toMatch(
      /last\.safetensors .*; .*last\.1\.safetensors .*; there is no earlier state to go on from: train again with `dlx train .*spec\.yaml`\n$/,
    );
    expect(both.stderr.trim().split('\n')).toHaveLength(1);
    cpSync(join(run, 'last.safetensors'), join(copy, 'last.safetensors'));
    truncateSync(join(copy, 'epochs.jsonl'), 30);
    expect(await dlx(place, ['resume', copy, '--quiet'])).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(
        /epochs\.jsonl is damaged: its first \d+ bytes are not those that were committed\n$/,
      ),
    });
  });

  // Copies of checkpoints were once taken for temporary ones, and deleted: google/orbax#394.
  const copies: Readonly<Record<string, (from: string, to: string) => unknown>> = {
    'cp -r': (from, to) => execFileSync('cp', ['-r', from, to]),
    // Without times.
    'rsync -r': (from, to) => execFileSync('rsync', ['-r', `${from}/`, to]),
    tar: (from, to) => {
      execFileSync('tar', ['-cf', `${to}.tar`, '-C', from, '.']);
      execFileSync('mkdir', [to]);
      execFileSync('tar', ['-xf', `${to}.tar`, '-m', '-C', to]);
    },
    'a new name': renameSync,
  };
  const isThere = (name: string): boolean =>
    !name.startsWith('rsync') || spawnSync('rsync', ['--version']).status === 0;

  test.each(Object.entries(copies).filter(([name]) => isThere(name)))(
    'stays one after %s',
    async (name, copy) => {
      const moved = join(place, `moved-${name.replaceAll(' ', '-')}`);
      copy(unfinished(interrupted()), moved);
      expect(readState(moved, recordOf(moved).id)).toMatchObject({
        damaged: [],
        state: { position: { epoch: 3 } },
      });
      expect(await dlx(place, ['resume', moved, '--quiet'])).toMatchObject({ code: 0, stderr: '' });
      expect(bits(moved)).toEqual(bits(run));
    },
  );
});

test('a run that was cut off has its files checked, too', async () => {
  const copy = join(place, 'cut-off');
  cpSync(run, copy, { recursive: true });
  unfinished(copy);
  const written = ['best.safetensors', 'last.safetensors', 'last.1.safetensors', 'epochs.jsonl'];
  const checked = await verifyCommand({ run: copy, runs: place, files: true, json: false });
  expect(checked.output).toBe(`${copy}: 8 files have the SHA-256 that they were written with`);
  const unnamed: string[] = [];
  let count = 0;
  for (const name of written) {
    const path = join(copy, name);
    const bytes = readFileSync(path);
    const damaged = [
      ...places(bytes.length).map((at) =>
        Buffer.concat([
          bytes.subarray(0, at),
          Buffer.of((bytes[at] ?? 0) ^ 16),
          bytes.subarray(at + 1),
        ]),
      ),
      bytes.subarray(0, bytes.length - 1),
      readFileSync(join(another, name)),
    ];
    for (const [i, content] of damaged.entries()) {
      writeFileSync(path, content);
      count += 1;
      const found = await verifyCommand({ run: copy, runs: place, files: true, json: false }).then(
        () => '',
        (error: unknown) => (error as Error).message,
      );
      if (!found.includes(`${copy}/${name} `)) unnamed.push(`${name} ${i}: ${found}`);
    }
    writeFileSync(path, bytes);
  }
  counted('damaged files', count, { wrong: unnamed.length });
  expect(unnamed).toEqual([]);
});

test('a parent that is damaged has no child', async () => {
  for (const name of ['last.safetensors', 'best.safetensors', 'epochs.jsonl']) {
    const copy = join(place, `parent-${name}`);
    cpSync(run, copy, { recursive: true });
    const bytes = readFileSync(join(copy, name));
    writeFileSync(
      join(copy, name),
      Buffer.concat([
        bytes.subarray(0, -9),
        Buffer.of((bytes.at(-9) ?? 0) ^ 1),
        bytes.subarray(-8),
      ]),
    );
    expect(
      await dlx(place, ['resume', copy, '--epochs', '4', '--runs', 'children', '--quiet']),
    ).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringMatching(
        new RegExp(
          `: ${copy}/${name.replace('.', '\\.')} is damaged: its contents do not have the SHA-256 that run\\.json names\n$`,
        ),
      ),
    });
  }
  expect(existsSync(join(place, 'children'))).toBe(false);
});

/** As a kill right before the end leaves it: all epochs done, nothing finished. */
function unfinished(folder: string): string {
  for (const kind of outputKinds) rmSync(join(folder, kind), { recursive: true });
  const { files, ...record } = recordOf(folder);
  const fixed = Object.fromEntries(
    Object.entries(files).filter(([name]) => /^(?:spec|resolved)\.yaml$|^data\.json$/.test(name)),
  );
  writeFileSync(
    join(folder, 'run.json'),
    encodeRecord({
      ...record,
      files: fixed,
      state: 'running',
      finished: null,
      test_reads: 0,
      scores: { ...record.scores, test: null },
      advice: [],
    }),
  );
  return folder;
}
