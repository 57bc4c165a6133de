// Pictures decoded into the cache: the process killed at every call with which packs are written, each
// of these calls failing, packs that rot, disks that are full or read-only, two processes at once. The
// pixels are those of decoding without a cache, whatever lies in it, and nothing is said that is not so.
import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { flat, writeTree } from '../dataset/pictures/made.js';
import { inFolder, root } from '../folders.js';
import { onLinux } from '../on-linux.js';
import { isWhole } from '../whole.js';
import { counted } from './counts.js';
import { decodingOf, type Decoding } from './decoding.js';
import { callsOf, failingAt, killedAt, type Call } from './strace.js';

const script = join(root, 'dist/test/faults/decoding.js');
const words = ['p', 'packs'];

/** Forty pictures, one of which is none: a pack. */
const prepared = <T>(work: (folder: string) => Promise<T>): Promise<T> =>
  inFolder((folder) => {
    const tree = Object.fromEntries(
      Array.from({ length: 40 }, (_, i) => [
        `p/${String(i).padStart(4, '0')}.png`,
        i === 7 ? 'no picture' : flat(3, 2, [i % 256, i >> 8, 9]),
      ]),
    );
    writeTree(folder, tree);
    return work(folder);
  });

const decoded = (folder: string): Promise<Decoding> =>
  decodingOf(join(folder, 'p'), join(folder, 'packs'));

/** What nothing happened to. */
const known = prepared(async (folder) => {
  const calls = await callsOf(folder, words, script);
  const { sum, corrupt } = await decoded(folder);
  return { calls, sum, corrupt, packs: readdirSync(join(folder, 'packs')).length };
});

function sampled(calls: readonly Call[]): readonly Call[] {
  const every = isWhole ? 1 : calls.length;
  return calls.filter((_, i) => i % every === Math.floor(every / 2));
}

/** Whether decoding again gives the same pixels, and leaves whole packs alone. */
async function isWell(folder: string): Promise<boolean> {
  const { sum, corrupt } = await known;
  const again = await decoded(folder);
  const next = await decoded(folder);
  return (
    [again, next].every(
      (one) => one.sum === sum && JSON.stringify(one.corrupt) === JSON.stringify(corrupt),
    ) && next.told.length === 0
  );
}

onLinux('packs of pictures', () => {
  test('may be the last that a killed process wrote', async () => {
    const { calls } = await known;
    const names = new Set(calls.map(({ call }) => call));
    expect([...names]).toEqual(expect.arrayContaining(['fsync', 'rename']));
    let wrong = 0;
    for (const call of sampled(calls)) {
      await prepared(async (folder) => {
        const { code } = await killedAt(folder, words, call, script);
        if (code === 0 || !(await isWell(folder))) wrong += 1;
      });
    }
    counted('kills as pictures are decoded', sampled(calls).length, { wrong });
    expect(wrong).toBe(0);
  });

  test.each(isWhole ? ['ENOSPC', 'EDQUOT', 'EIO'] : ['EDQUOT'])(
    'may find %s: the pictures are there all the same, and that they are not kept is said once',
    async (error) => {
      const { calls, sum } = await known;
      let wrong = 0;
      for (const call of sampled(calls)) {
        await prepared(async (folder) => {
          const { code, stdout, stderr } = await failingAt(folder, words, call, error, script);
          expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
          const said = JSON.parse(stdout) as Decoding;
          const parts = readdirSync(join(folder, 'packs')).filter((name) => name.endsWith('.part'));
          const isSaid =
            said.told.length === 1 &&
            said.told[0]?.startsWith('decoded pictures are not kept for the next time: ') ===
              true &&
            said.told[0].includes(error);
          const isDone = said.sum === sum && parts.length === 0 && isSaid;
          if (!isDone || !(await isWell(folder))) wrong += 1;
        });
      }
      counted('errors as pictures are decoded', sampled(calls).length, { wrong });
      expect(wrong).toBe(0);
    },
  );

  test('may be made by two processes at once', async () => {
    const { sum, packs } = await known;
    await prepared(async (folder) => {
      const one = (): Promise<string> =>
        new Promise((resolve) => {
          let said = '';
          const child = spawn(process.execPath, [script, ...words], { cwd: folder });
          child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
          child.on('close', () => resolve(said));
        });
      const said = await Promise.all(Array.from({ length: isWhole ? 8 : 2 }, one));
      expect(said.map((text) => (JSON.parse(text) as Decoding).sum)).toEqual(said.map(() => sum));
      expect(readdirSync(join(folder, 'packs')).length).toBe(packs);
      expect(await isWell(folder)).toBe(true);
    });
  });
});

// Pictures that are streamed have no other place than their packs.
(isWhole ? onLinux : describe.skip)('packs that pictures are streamed from', () => {
  const storing = [...words, 'stored'];
  const place = (folder: string): Promise<Decoding> =>
    decodingOf(join(folder, 'p'), join(folder, 'packs'), true);
  const first = isWhole
    ? prepared(async (folder) => ({
        calls: await callsOf(folder, storing, script),
        sum: (await place(folder)).sum,
      }))
    : null;

  test('may be the last that a killed process wrote', async () => {
    const { calls = [], sum = '' } = (await first) ?? {};
    expect(calls.length).toBeGreaterThan(3);
    let wrong = 0;
    for (const call of calls) {
      await prepared(async (folder) => {
        const { code } = await killedAt(folder, storing, call, script);
        if (code === 0 || (await place(folder)).sum !== sum) wrong += 1;
      });
    }
    counted('kills as pictures are decoded', calls.length, { wrong });
    expect(wrong).toBe(0);
  });

  test.each(['ENOSPC', 'EDQUOT', 'EIO'])(
    'may find %s: one sentence says so, and they are there once there is room',
    async (error) => {
      const { calls = [], sum = '' } = (await first) ?? {};
      const wrong: string[] = [];
      for (const call of calls) {
        await prepared(async (folder) => {
          const ended = await failingAt(folder, storing, call, error, script);
          const isSaid =
            /^(?:the pictures are streamed from the cache, and cannot be kept there|cannot make the folder)[^\n]*\n$/.test(
              ended.stderr,
            ) && ended.stderr.includes(error);
          if (ended.code !== 1 || !isSaid) {
            wrong.push(`${call.about}: ${ended.code} ${ended.stderr}`);
          }
          if ((await place(folder)).sum !== sum) wrong.push(`${call.about}: other pixels`);
        });
      }
      counted('errors as pictures are decoded', calls.length, { wrong: wrong.length });
      expect(wrong).toEqual([]);
    },
  );
});

test('a flipped byte, a cut or a foreign pack gives no other pixels', async () => {
  const { sum } = await known;
  await prepared(async (folder) => {
    await decoded(folder);
    const place = join(folder, 'packs');
    const [name = ''] = readdirSync(place);
    const whole = readFileSync(join(place, name));
    const every = Math.ceil(whole.length / (isWhole ? 40 : 4));
    const damages = [
      ...Array.from({ length: Math.floor(whole.length / every) }, (_, i) => {
        const bytes = Buffer.from(whole);
        bytes[i * every] = (bytes[i * every] ?? 0) ^ (1 << (i % 8));
        return bytes;
      }),
      ...[0, 1, 64, 71, 72, whole.length - 1].map((size) => whole.subarray(0, size)),
      Buffer.concat([whole, Buffer.of(0)]),
    ];
    let wrong = 0;
    for (const bytes of damages) {
      writeFileSync(join(place, name), bytes);
      if ((await decoded(folder)).sum !== sum) wrong += 1;
      if (!readFileSync(join(place, name)).equals(whole)) wrong += 1;
    }
    counted('damaged packs', damages.length, { wrong });
    expect(wrong).toBe(0);
  });
});

const mount = (options: string, folder: string): boolean =>
  spawnSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', folder]).status === 0;

// Only root may mount, and not in every container.
const canMount = await inFolder(async (folder) => {
  const could = mount('size=4k', folder);
  if (could) spawnSync('umount', [folder]);
  return could;
});

(canMount ? describe : describe.skip)('a cache folder of its own disk', () => {
  test.each([
    ['full', 'size=64k', 'ENOSPC'],
    ['read-only', 'ro', 'EROFS'],
  ])('that is %s', async (_, options, error) => {
    const { sum } = await known;
    await prepared(async (folder) => {
      const packs = join(folder, 'packs');
      mkdirSync(packs);
      if (!mount(options, packs)) throw new Error('cannot mount');
      try {
        const said = await decoded(folder);
        expect(said.sum).toBe(sum);
        expect(said.told).toEqual([
          expect.stringMatching(
            new RegExp(`^decoded pictures are not kept for the next .*${error}`),
          ),
        ]);
        expect(readdirSync(packs).filter((name) => name.endsWith('.part'))).toEqual([]);
        counted('full disks', 1);
      } finally {
        spawnSync('umount', ['-l', packs]);
      }
    });
  });
});
