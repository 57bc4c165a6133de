import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import {
  fetchPinnedSet,
  placesOf,
  type PinnedSet,
  type Places,
} from '../../../src/dataset/fetched/fetch.js';
import { fashionMnistFiles, mnistFiles } from '../../../src/dataset/images/known-images.js';
import { idxBytes, refusal, temporaryFolder, writeIn } from '../fixtures.js';

const contents = new Map([
  ['images.gz', idxBytes([3, 2, 2], [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12])],
  ['labels.gz', idxBytes([3], [0, 1, 2])],
]);
const set: PinnedSet = {
  name: 'toy',
  folder: 'toy-set',
  debianPackage: 'dataset-toy',
  mirrors: [],
  files: [...contents].map(([name, bytes]) => ({
    name,
    bytes: bytes.length,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    gzipBytes: gzipSync(bytes).length,
  })),
};

// The right size, the wrong bytes.
function spoilt(bytes: Uint8Array): Buffer {
  const copy = Buffer.from(bytes);
  copy[copy.length - 1] = 7;
  return copy;
}

// One server that is good, slow, cut, wrong or absent, by the first part of the path.
const behaviours: Record<
  string,
  (response: ServerResponse, file: Buffer, request: IncomingMessage) => void
> = {
  good: (response, file) => response.end(file),
  encoded: (response, file) => response.setHeader('content-encoding', 'gzip').end(file),
  plain: (response, file) => response.end(gunzipSync(file)),
  moved: (response, _file, { url = '' }) =>
    response.writeHead(302, { location: url.replace('/moved/', '/good/') }).end(),
  stalled: (response, file) =>
    response.setHeader('content-length', file.length).write(file.subarray(0, 10)),
  mute: () => undefined,
  cut: (response, file) =>
    response
      .setHeader('content-length', file.length)
      .write(file.subarray(0, 10), () => response.destroy()),
  short: (response, file) => response.end(file.subarray(0, 10)),
  wrong: (response, file) => response.end(gzipSync(spoilt(gunzipSync(file)))),
  garbage: (response, file) => response.end(Buffer.alloc(file.length, 'x')),
  endless: (response) => response.end(Buffer.alloc(100_000)),
  absent: (response) => response.writeHead(404).end('no such file'),
  broken: (response) => response.writeHead(500).end(),
};

const folder = temporaryFolder();
const asked: string[] = [];
let server: Server;
let address: string;

beforeAll(async () => {
  server = createServer((request, response) => {
    const [, behaviour = '', name = ''] = request.url?.split('/') ?? [];
    asked.push(request.url ?? '');
    behaviours[behaviour]?.(response, gzipSync(contents.get(name) ?? Buffer.alloc(0)), request);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

function places(mirrors: readonly string[], more: Partial<Places> = {}): Places {
  const cache = join(mkdtempSync(join(folder, 'cache-')), 'toy');
  // A busy machine may take its time; only those that never answer are given up soon.
  const patience = mirrors.some((name) => ['mute', 'stalled'].includes(name)) ? 300 : 60_000;
  return {
    cache,
    system: null,
    debian: null,
    mirrors: mirrors.map((name) => `${address}/${name}`),
    patience: { connect: patience, idle: patience },
    ...more,
  };
}

async function fetched(
  where: Places,
): Promise<{ values: number[][]; said: string[]; asked: string[] }> {
  const said: string[] = [];
  asked.length = 0;
  const arrays = await fetchPinnedSet(set, (message) => said.push(message), where);
  return { values: arrays.map(({ data }) => [...data]), said, asked: [...asked] };
}

const whole = [
  [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12],
  [0, 1, 2],
];
const all = 'images.gz, labels.gz';

describe('a mirror that works', () => {
  test.each(['good', 'plain', 'encoded', 'moved'])(
    '%s: the files are read and kept in the cache',
    async (mirror) => {
      const where = places([mirror]);
      expect((await fetched(where)).values).toEqual(whole);
      expect(readdirSync(where.cache).sort()).toEqual(['images.gz', 'labels.gz']);
      expect(readdirSync(join(where.cache, '..'))).toEqual(['toy']);
      expect(await fetched({ ...where, mirrors: [] })).toEqual({
        values: whole,
        said: [],
        asked: [],
      });
    },
  );

  test('progress ends at the whole', async () => {
    const where = places(['good']);
    const fractions: [string, number | undefined][] = [];
    await fetchPinnedSet(set, (message, fraction) => fractions.push([message, fraction]), where);
    expect(fractions).toEqual(
      ['images.gz', 'labels.gz'].flatMap((name) =>
        [0, 1].map((fraction) => [`downloading toy/${name} from ${address}/good`, fraction]),
      ),
    );
  });
});

describe('a mirror that does not', () => {
  const reasons: readonly [string, string][] = [
    ['stalled', 'no data for 0.3 s'],
    ['mute', 'no answer for 0.3 s'],
    ['cut', 'the connection was cut'],
    [
      'short',
      'images.gz is a cut or damaged gzip file (unexpected end of file): copy or download it again',
    ],
    ['wrong', 'images.gz: its contents have the SHA-256 WRONG, expected RIGHT'],
    [
      'garbage',
      'images.gz is not an IDX file: it does not begin with 00 00 08 and the number of dimensions',
    ],
    ['endless', 'more than the 65564 bytes expected'],
    ['absent', 'HTTP 404'],
    ['broken', 'HTTP 500'],
  ];
  test.each(reasons)('%s: says why, and nothing is kept', async (mirror, reason) => {
    const wrong = spoilt(contents.get('images.gz') ?? Buffer.alloc(0));
    const said = reason
      .replace('WRONG', createHash('sha256').update(wrong).digest('hex'))
      .replace('RIGHT', set.files[0]?.sha256 ?? '');
    const where = places([mirror]);
    expect(await refusal(fetched(where))).toEqual({
      message: `toy is not on this machine, and no source gave it (${address}/${mirror}: ${said}): install Debian's dataset-toy (apt-get install dataset-toy), or put ${all} into ${where.cache}`,
      exitCode: 1,
    });
    expect(existsSync(where.cache)).toBe(false);
    expect(readdirSync(join(where.cache, '..'))).toEqual([]);
  });

  test.each(reasons)('%s: the next one is asked', async (mirror) => {
    const where = places([mirror, 'good']);
    const { values, asked: urls } = await fetched(where);
    expect(values).toEqual(whole);
    expect(urls).toEqual([`/${mirror}/images.gz`, '/good/images.gz', '/good/labels.gz']);
  });

  test('refuses the connection: says so', async () => {
    const closed = createServer();
    await new Promise<void>((resolve) => closed.listen(0, '127.0.0.1', resolve));
    const { port } = closed.address() as AddressInfo;
    await new Promise((resolve) => closed.close(resolve));
    const where = { ...places([]), mirrors: [`http://127.0.0.1:${port}`] };
    expect((await refusal(fetched(where))).message).toContain(
      `(http://127.0.0.1:${port}: connect ECONNREFUSED 127.0.0.1:${port})`,
    );
  });

  test('with no source at all, the sentence still says what to do', async () => {
    const where = places([]);
    const { message } = await refusal(
      fetchPinnedSet({ ...set, debianPackage: null }, () => undefined, where),
    );
    expect(message).toBe(`toy is not on this machine: put ${all} into ${where.cache}`);
  });
});

describe('the cache and the system', () => {
  function filled(name: string): string {
    const place = mkdtempSync(join(folder, name));
    for (const [file, bytes] of contents) writeIn(place, file, gzipSync(bytes));
    return place;
  }

  test('a wrong file in the cache is passed over, and fetched again', async () => {
    const where = places(['good'], { cache: filled('spoilt-') });
    const path = writeIn(where.cache, 'labels.gz', gzipSync(idxBytes([3], [0, 1, 1])));
    const { values, said, asked: urls } = await fetched(where);
    expect([values, urls]).toEqual([whole, ['/good/labels.gz']]);
    expect(said[0]).toBe(
      `passing over ${path}: its contents have the SHA-256 ${createHash('sha256')
        .update(idxBytes([3], [0, 1, 1]))
        .digest('hex')}, expected ${set.files[1]?.sha256}`,
    );
    expect(gunzipSync(readFileSync(path))).toEqual(contents.get('labels.gz'));
  });

  test('the system is asked before the network, its files may be unpacked, and the cache stays as it is', async () => {
    const system = mkdtempSync(join(folder, 'system-'));
    writeIn(system, 'images', contents.get('images.gz') ?? '');
    writeIn(system, 'labels.gz', gzipSync(contents.get('labels.gz') ?? ''));
    const where = places(['good'], { system });
    expect(await fetched(where)).toEqual({ values: whole, said: [], asked: [] });
    expect(existsSync(where.cache)).toBe(false);
  });

  test('what takes time to unpack is kept unpacked, and read from there as long as it is whole', async () => {
    const cache = mkdtempSync(join(folder, 'large-'));
    const content = idxBytes(
      [1_000_000],
      Uint8Array.from({ length: 1_000_000 }, (_, i) => i % 251),
    );
    const sha256 = createHash('sha256').update(content).digest('hex');
    const large: PinnedSet = {
      ...set,
      files: [{ name: 'large.gz', bytes: content.length, sha256, gzipBytes: 1 }],
    };
    const packed = writeIn(cache, 'large.gz', gzipSync(content));
    const said: string[] = [];
    const read = async (): Promise<Buffer> => {
      const [array] = await fetchPinnedSet(
        large,
        (message) => said.push(message),
        places([], { cache }),
      );
      return Buffer.from(array?.data ?? []);
    };
    const values = content.subarray(8);
    expect((await read()).equals(values)).toBe(true);
    expect(readFileSync(join(cache, 'large')).equals(content)).toBe(true);
    expect(readdirSync(cache).sort()).toEqual(['large', 'large.gz']);
    // The packed one is not read any longer.
    writeIn(cache, 'large.gz', 'x');
    expect((await read()).equals(values)).toBe(true);
    expect(said).toEqual([]);
    // A damaged one is passed over, and made anew.
    writeFileSync(packed, gzipSync(content));
    writeIn(cache, 'large', spoilt(content));
    expect((await read()).equals(values)).toBe(true);
    expect(said).toEqual([
      expect.stringContaining(`passing over ${join(cache, 'large')}: its contents`),
    ]);
    expect(readFileSync(join(cache, 'large')).equals(content)).toBe(true);
    writeIn(cache, 'large', content.subarray(0, 500_000));
    expect((await read()).equals(values)).toBe(true);
    expect(readFileSync(join(cache, 'large')).equals(content)).toBe(true);
  });

  test('a cache that cannot be written does not matter', async () => {
    // A file where the folder should be: nobody, root included, can make it.
    const where = places(['good'], {
      cache: join(writeIn(folder, 'a-file', 'x'), 'datasets', 'toy'),
    });
    const { values, said } = await fetched(where);
    expect(values).toEqual(whole);
    expect(
      said.filter((line) => line.startsWith('cannot keep labels.gz for the next time: ')),
    ).toHaveLength(1);
    const system = filled('read-only-');
    chmodSync(system, 0o555);
    expect((await fetched({ ...where, system })).asked).toEqual([]);
  });

  test("a killed fetch's folder is cleared away a day later", async () => {
    const where = places(['good']);
    const [old, young] = ['toy.incoming-abc123', 'toy.incoming-def456'].map((name) =>
      join(where.cache, '..', name),
    ) as [string, string];
    mkdirSync(old);
    mkdirSync(young);
    utimesSync(old, new Date(0), new Date(0));
    await fetched(where);
    expect([existsSync(old), existsSync(young)]).toEqual([false, true]);
  });
});

describe("Debian's package", () => {
  // Stand-ins for apt-get and dpkg that do what the real ones do with a package of two files.
  function tools(
    aptGet: string,
    dpkg: string,
  ): { environment: NodeJS.ProcessEnv; patience: number } {
    const bin = mkdtempSync(join(folder, 'bin-'));
    for (const [name, script] of [
      ['apt-get', aptGet],
      ['dpkg', dpkg],
    ] as const) {
      if (script) chmodSync(writeIn(bin, name, `#!/bin/sh\n${script}\n`), 0o755);
    }
    for (const tool of ['sh', 'mkdir', 'cp', 'sleep']) {
      symlinkSync(join('/bin', tool), join(bin, tool));
    }
    return { environment: { PATH: bin }, patience: 1000 };
  }
  const download = 'echo fake > dataset-toy_1_all.deb; [ "$7 $8" = "download dataset-toy" ]';
  function unpack(): string {
    const place = mkdtempSync(join(folder, 'deb-'));
    for (const [file, bytes] of contents) writeIn(place, file, gzipSync(bytes));
    return `[ "$1 $2" = "-x dataset-toy_1_all.deb" ] && mkdir -p "$3/usr/share/datasets/toy-set" && cp ${place}/* "$3/usr/share/datasets/toy-set"`;
  }

  test('is downloaded, unpacked and kept before any mirror is asked', async () => {
    const where = places(['good'], { debian: tools(download, unpack()) });
    expect(await fetched(where)).toEqual({
      values: whole,
      said: ["fetching Debian's dataset-toy with apt-get"],
      asked: [],
    });
    expect(readdirSync(where.cache).sort()).toEqual(['images.gz', 'labels.gz']);
    expect(readdirSync(join(where.cache, '..'))).toEqual(['toy']);
  });

  test.each([
    ['no apt-get', '', '', 'apt-get is not installed'],
    ['no dpkg', download, '', 'dpkg is not installed'],
    [
      'apt-get fails',
      'echo "E: Unable to locate package dataset-toy" >&2; exit 100',
      '',
      'apt-get failed: Unable to locate package dataset-toy',
    ],
    ['apt-get fails silently', 'exit 1', '', 'apt-get failed: it said nothing'],
    ['apt-get hangs', 'sleep 5', '', 'apt-get took longer than 1 s'],
    ['apt-get leaves nothing', 'exit 0', '', 'apt-get left no package'],
    [
      'dpkg fails',
      download,
      'echo "dpkg-deb: error: not a Debian format archive" >&2; exit 2',
      'dpkg failed: dpkg-deb: error: not a Debian format archive',
    ],
    [
      'the package holds something else',
      download,
      'exit 0',
      'dataset-toy does not hold the files expected',
    ],
  ])('%s: says so, and asks the mirrors', async (_name, aptGet, dpkg, reason) => {
    const where = places(['good'], { debian: tools(aptGet, dpkg) });
    const { values, said } = await fetched(where);
    expect(values).toEqual(whole);
    expect(said[1]).toBe(`Debian: ${reason}`);
  });
});

describe('the real places', () => {
  test('mirrors of DLX_DATASET_MIRROR come first, each as a folder of sets and as the set itself', () => {
    const { mirrors, system } = placesOf(mnistFiles, {
      DLX_DATASET_MIRROR: 'http://lan/data/, https://other',
    });
    expect(system).toBe('/usr/share/datasets/mnist');
    expect(mirrors).toEqual([
      'http://lan/data/mnist',
      'http://lan/data',
      'https://other/mnist',
      'https://other',
      'https://storage.googleapis.com/cvdf-datasets/mnist',
      'https://ossci-datasets.s3.amazonaws.com/mnist',
    ]);
  });

  test('the cache is under DLX_CACHE', () => {
    const before = process.env['DLX_CACHE'];
    process.env['DLX_CACHE'] = '/somewhere';
    try {
      expect(placesOf(fashionMnistFiles, {}).cache).toBe('/somewhere/datasets/fashion_mnist');
    } finally {
      if (before === undefined) delete process.env['DLX_CACHE'];
      else process.env['DLX_CACHE'] = before;
    }
  });
});
