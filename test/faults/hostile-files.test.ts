// Files that are not what a spec says they are: others' secrets, pipes, devices, bombs. Nothing of
// them is shown, none is waited for, and no memory is taken because a few bytes say so.

import { execFileSync } from 'node:child_process';
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { crc32, deflateRawSync, gzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import { fc } from '../drawn.js';
import { parseCsv, readCsv, type CsvRequest } from '../../src/dataset/table/table.js';
import { readIdx, readIdxShape } from '../../src/dataset/images/idx.js';
import { failure, UserError } from '../../src/ground/errors.js';
import { dlx as dlxProcess, inFolder, onLinux } from '../cli/dlx.js';
import { dlx } from '../cli/warm.js';
import { csvRequest, idxBytes, temporaryFolder, writeIn } from '../dataset/fixtures.js';
import { counted } from './counts.js';
import { watched } from './watched.js';
import { isWhole } from '../whole.js';

const folder = temporaryFolder();

const secret = 'hunter2';

/** What lies about on a machine; each holds the secret. */
const secrets: Readonly<Record<string, string>> = {
  shadow: `root:$6$${secret}$:19000:0:99999:7:::\ndaemon:*:19000:0:99999:7:::\n`,
  id_rsa: `-----BEGIN OPENSSH PRIVATE KEY-----\n${secret}\n-----END OPENSSH PRIVATE KEY-----\n`,
  env: `SECRET_KEY=${secret}\nmodel=gpt\n`,
  netrc: `machine example.org login me password ${secret}\n`,
  'credentials.json': `{"model": "x", "password": "${secret}", "token": "${secret}"}\n`,
  'prometheus.yaml': `metrics:\n  path: /metrics\npassword: ${secret}\nremote: {token: ${secret}}\n`,
  'broken.yaml': `model: [${secret}\n  token: }${secret}\npassword: ${secret}\nuser: me\n`,
  'passwords.csv': `${secret},${secret}2\n${secret}3,${secret}4\n`,
  'notes.md': `# ${secret}\n\nname: me\n${secret}: yes\n`,
  'words.txt': `${secret}\n${secret}\n`,
};

const spec = (dataset: unknown): string =>
  JSON.stringify({
    dataset,
    model: ['Flatten', { Dense: { units: 2, activation: 'softmax' } }],
    loss: 'sparse_categorical_crossentropy',
  });

test('nothing of a file that is no spec and no table is shown', async () => {
  await inFolder(async (folder) => {
    mkdirSync(join(folder, 'home'));
    for (const [name, content] of Object.entries(secrets)) {
      writeFileSync(join(folder, 'home', name), content);
    }
    const paths = Object.keys(secrets).map((name) => join('home', name));
    const specs = paths.flatMap((path) => [
      `{"extends": ${JSON.stringify(path)}, "epochs": 1}`,
      ...[',', ':', ' ', '=', '"'].map((delimiter) =>
        spec({
          name: 'csv',
          file: path,
          target: 'label',
          ...(delimiter === '"' ? {} : { delimiter }),
        }),
      ),
      spec({ name: 'idx', train_images: path, train_labels: path, test_split: 0.2 }),
    ]);
    specs.forEach((text, i) => writeFileSync(join(folder, `${i}.yaml`), text));
    const answers = await Promise.all([
      dlx(folder, ['train', ...paths]),
      dlx(folder, ['show', ...paths]),
      dlx(folder, ['resume', 'home']),
      dlx(folder, ['compare', 'home', ...paths]),
      ...paths.slice(0, 3).map((path) => dlx(folder, ['setup', '--from', path])),
    ]);
    for (const [i] of specs.entries()) answers.push(await dlx(folder, ['validate', `${i}.yaml`]));
    const wrong = answers.filter(
      ({ code, stdout, stderr }) =>
        code === 0 ||
        stdout !== '' ||
        stderr === '' ||
        stderr.includes(secret) ||
        /\n\s+at /.test(stderr),
    );
    counted('hostile inputs', answers.length, { wrong: wrong.length });
    expect(wrong).toEqual([]);
    expect(existsSync(join(folder, 'runs'))).toBe(false);
  });
});

onLinux('what never ends', () => {
  test('is refused and not waited for', async () => {
    await inFolder(async (folder) => {
      execFileSync('mkfifo', [join(folder, 'pipe')]);
      symlinkSync('pipe', join(folder, 'link'));
      mkdirSync(join(folder, 'run'));
      execFileSync('mkfifo', [join(folder, 'run/run.json')]);
      const paths = [
        join(folder, 'pipe'),
        join(folder, 'link'),
        '/dev/zero',
        '/dev/tty',
        '/dev/full',
        '/proc/self/fd/0',
        folder,
      ];
      const specs = paths.flatMap((path) => [
        `{"extends": ${JSON.stringify(path)}}`,
        spec({ name: 'csv', file: path, target: 'y' }),
        spec({ name: 'idx', train_images: path, train_labels: path, test_split: 0.2 }),
      ]);
      specs.forEach((text, i) => writeFileSync(join(folder, `${i}.yaml`), text));
      const words = [
        ...specs.map((_, i) => ['validate', `${i}.yaml`]),
        ...paths.slice(0, 6).map((path) => ['train', path]),
        ['resume', 'run'],
        ['verify', 'run'],
        ['compare', 'pipe'],
      ];
      const wrong: string[] = [];
      for (const given of words) {
        // What is a process' own is asked of a process of its own.
        const isOwn = /\/dev\/tty|\/proc\/self/.test(
          specs[Number.parseInt(given[1] ?? '', 10)] ?? given[1] ?? '',
        );
        const { code, stdout, stderr } = await (isOwn ? dlxProcess : dlx)(folder, given);
        if (code === 0 || stdout !== '' || stderr === '' || /\n\s+at /.test(stderr)) {
          wrong.push(`${given.join(' ')}: ${code} ${stdout} ${stderr}`);
        }
      }
      counted('hostile inputs', words.length, { wrong: wrong.length });
      expect(wrong).toEqual([]);
    });
  });
});

/**
 * A gzip file of one member: a header, and then zeros, so many bytes in all. To sum them up takes
 * seconds; what is not to be read to its end needs no sum.
 */
function writeBomb(path: string, header: Uint8Array, size: number, isSummed = false): void {
  const chunk = Buffer.alloc(2 ** 24);
  const zeros = deflateRawSync(chunk, { finishFlush: 3 });
  const file = openSync(path, 'w');
  writeSync(file, Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3]));
  writeSync(file, deflateRawSync(header, { finishFlush: 3 }));
  let crc = isSummed ? crc32(header) : 0;
  let written = header.length;
  for (; written < size; written += chunk.length) {
    writeSync(file, zeros);
    if (isSummed) crc = crc32(chunk, crc);
  }
  // An empty last block, the sum and the length.
  const tail = Buffer.from([3, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
  tail.writeUInt32LE(crc >>> 0, 2);
  tail.writeUInt32LE(written % 2 ** 32, 6);
  writeSync(file, tail);
  closeSync(file);
}

/** So many images of one black pixel, as a hole. */
function writeImages(path: string, count: number): void {
  writeFileSync(path, idxBytes([count, 1, 1], []));
  truncateSync(path, 16 + count);
}

onLinux('a gzip file of labels, all that its header says,', () => {
  // writeBomb adds whole chunks of so many zeros.
  const chunk = 2 ** 24;

  test.each([
    ['for ten images, is refused by its header', 127 * chunk, 10, 1, `has 10 images, but`],
    ['for as many images, is read through and not held', 12 * chunk, 12 * chunk, 0, ''],
  ])('%s', async (_, labels, images, exitCode, said) => {
    await inFolder(async (folder) => {
      writeBomb(join(folder, 'labels'), idxBytes([labels], []), 8 + labels, exitCode === 0);
      writeImages(join(folder, 'images'), images);
      writeFileSync(
        join(folder, 'a.yaml'),
        spec({ name: 'idx', train_images: 'images', train_labels: 'labels', test_split: 0.2 }),
      );
      const { code, stderr, peak } = await watched(folder, ['validate', 'a.yaml']);
      expect({ code, said: stderr.includes(said) ? said : stderr }).toEqual({
        code: exitCode,
        said,
      });
      expect(peak).toBeLessThan(200);
      counted('hostile inputs', 1);
    });
  });
});

onLinux('a gzip bomb of 10 GB', () => {
  const labels = (...shape: readonly number[]): Buffer => idxBytes(shape, []);
  // All of them are read before there are too many.
  const many = isWhole ? 2_000_000_000 : 200_000_000;
  test.each([
    [
      'that says so',
      labels(10, 1000, 1000, 1000),
      'says it holds 10 × 1000 × 1000 × 1000 bytes, more than the 2147483648 that dlx reads',
    ],
    [
      `that says ${many / 1e9} GB`,
      labels(many),
      `is too long: its header says ${many} = ${many} values, but it holds more`,
    ],
    [
      'that says ten bytes',
      labels(10),
      'is too long: its header says 10 = 10 values, but it holds more',
    ],
  ])('%s is refused within 200 MB', async (_, header, said) => {
    await inFolder(async (folder) => {
      writeBomb(join(folder, 'bomb'), header, 10_000_000_000);
      writeImages(join(folder, 'images'), header.readUInt32BE(4));
      writeFileSync(
        join(folder, 'a.yaml'),
        spec({ name: 'idx', train_images: 'images', train_labels: 'bomb', test_split: 0.2 }),
      );
      const { code, stderr, peak } = await watched(folder, ['train', 'a.yaml']);
      expect({ code, said: stderr.includes(said) }).toEqual({ code: 1, said: true });
      expect(peak).toBeLessThan(200);
      expect(peak).toBeGreaterThan(30);
      counted('hostile inputs', 1);
    });
  });

  test('of images is refused before there is a run', async () => {
    await inFolder(async (folder) => {
      writeBomb(join(folder, 'bomb'), labels(10, 10, 10), 10_000_000_000);
      writeFileSync(join(folder, 'labels'), idxBytes([10], [0, 1, 0, 1, 0, 1, 0, 1, 0, 1]));
      writeFileSync(
        join(folder, 'a.yaml'),
        spec({ name: 'idx', train_images: 'bomb', train_labels: 'labels', test_split: 0.2 }),
      );
      const { code, stderr, peak } = await watched(folder, ['train', 'a.yaml']);
      expect({ code, said: stderr.includes('is too long') }).toEqual({ code: 1, said: true });
      expect(peak).toBeLessThan(200);
      counted('hostile inputs', 1);
    });
  });

  test('is no spec and no table', async () => {
    await inFolder(async (folder) => {
      writeBomb(join(folder, 'bomb'), labels(10), 10_000_000_000);
      writeFileSync(join(folder, 'a.yaml'), spec({ name: 'csv', file: 'bomb', target: 'y' }));
      for (const file of ['a.yaml', 'bomb']) {
        const { code, peak } = await watched(folder, ['train', file]);
        expect(code).toBeGreaterThan(0);
        expect(peak).toBeLessThan(200);
      }
      counted('hostile inputs', 2);
    });
  });
});

onLinux('a file with holes of many gigabytes', () => {
  test('is refused as a spec, as a table and as a run', async () => {
    await inFolder(async (folder) => {
      mkdirSync(join(folder, 'run'));
      for (const name of ['large.yaml', 'large.csv', 'run/run.json']) {
        writeFileSync(join(folder, name), 'dataset: spirals\n');
        truncateSync(join(folder, name), 50 * 2 ** 30);
      }
      writeFileSync(join(folder, 'a.yaml'), spec({ name: 'csv', file: 'large.csv', target: 'y' }));
      writeFileSync(join(folder, 'b.yaml'), '{"extends": "large.yaml"}');
      for (const words of [
        ['train', 'large.yaml'],
        ['train', 'a.yaml'],
        ['train', 'b.yaml'],
        ['resume', 'run'],
        ['verify', 'run'],
        ['compare', 'run', '--format', 'csv'],
      ]) {
        const { code, stderr, peak } = await watched(folder, words);
        expect({
          words,
          failed: words[0] === 'compare' || code !== 0,
          traced: /\n\s+at /.test(stderr),
          said: stderr !== '',
        }).toEqual({ words, failed: true, traced: false, said: true });
        expect(peak).toBeLessThan(200);
        counted('hostile inputs', 1);
      }
    });
  });
});

onLinux('a table of 1.9 GB', () => {
  test('is not begun where it is longer than 2 GB', async () => {
    const path = writeIn(folder, 'long.csv', 'x,y\n1,a\n');
    truncateSync(path, 3 * 2 ** 30);
    await expect(readCsv(path, csvRequest)).rejects.toThrow(
      failure(
        `${path} has 3221225472 bytes, more than the 2147483648 that dlx reads of a table into memory: use fewer rows`,
      ),
    );
  });

  test.each([
    ['that is one hole', '', 'line 1 holds a zero byte, which no text has'],
    ['with a hole behind its first rows', 'x,y\n1,a\n2,b\n', 'line 4 holds a zero byte'],
    ['with a quote that is never closed', 'x,y\n1,"a\n', 'line 3 holds a zero byte'],
    ['that is no text', 'x,y\n1,caf\xe9\n', 'is not UTF-8 text'],
  ])('%s is refused within 250 MB', async (_, start, said) => {
    await inFolder(async (folder) => {
      writeFileSync(join(folder, 'hole.csv'), start, 'latin1');
      truncateSync(join(folder, 'hole.csv'), 1900 * 2 ** 20);
      writeFileSync(join(folder, 'a.yaml'), spec({ name: 'csv', file: 'hole.csv', target: 'y' }));
      const { code, stderr, peak } = await watched(folder, ['validate', 'a.yaml']);
      expect({ code, said: stderr.includes(said) ? said : stderr }).toEqual({ code: 1, said });
      expect(peak).toBeLessThan(250);
      counted('hostile inputs', 1);
    });
  });
});

/** How a table is refused; undefined where it is read. Anything but a UserError falls through. */
async function refusalOf(
  bytes: Uint8Array,
  more: Partial<CsvRequest> = {},
): Promise<string | undefined> {
  // As large a piece as the reader takes.
  const pieces = Array.from({ length: Math.ceil(bytes.length / 2 ** 16) }, (_, i) =>
    bytes.subarray(i * 2 ** 16, (i + 1) * 2 ** 16),
  );
  try {
    await parseCsv(pieces, 't.csv', { ...csvRequest, ...more });
    return undefined;
  } catch (error) {
    if (error instanceof UserError) return error.message;
    throw error;
  }
}

describe('tables', () => {
  const wide = Array.from({ length: 200_000 }, (_, i) => `c${i}`).join(',');

  test.each([
    ['two hundred thousand columns', `${wide},y\n${'1,'.repeat(200_000)}a\n`, undefined],
    [
      'as many of one name',
      `${'x,'.repeat(200_000)}y\n`,
      't.csv has two columns named "x": rename one',
    ],
    [
      'a row of 20 MB',
      `x,y\n${'1'.repeat(20_000_000)},a\n`,
      't.csv has a row of more than 16 MB, up to line 2: a quote (") may never be closed',
    ],
    [
      'a quote that is never closed',
      `x,y\n"${'1,a\n'.repeat(5_000_000)}`,
      't.csv has a row of more than 1048576 delimiters, up to line 1064960: use fewer columns, or close the quote (") that was left open',
    ],
    [
      'a quote that is never closed, of few cells',
      `x,y\n"${'1;a\n'.repeat(5_000_000)}`,
      't.csv has a row of more than 16 MB, up to line 4194306: a quote (") may never be closed',
    ],
    [
      'a number of a megabyte',
      `x,y\n${'1'.repeat(1_000_000)},a\n`,
      `t.csv, line 2, column "x" is ${'1'.repeat(60)}…, more than a float32 holds: mend the cell`,
    ],
    ['prototypes for columns', '__proto__,constructor,y\n1,2,a\n', undefined],
    [
      'a header of two million names',
      `${'x,'.repeat(2_000_000)}y\n`,
      't.csv has a row of more than 1048576 delimiters, up to line 1: use fewer columns, or close the quote (") that was left open',
    ],
    [
      'a row of two million delimiters',
      `x,y\n${','.repeat(2_000_000)}`,
      't.csv, line 2 has 2000001 cells, but the header has 2: mend the line (a cell that holds the delimiter needs "quotes")',
    ],
    [
      'a row of 20 MB of spaces',
      `x,y\n1,a\n${' '.repeat(20_000_000)}`,
      't.csv has a row of more than 16 MB, up to line 3: a quote (") may never be closed',
    ],
    ['20 MB of empty lines', `x,y\n1,a\n2,b\n${'\n'.repeat(20_000_000)}3,a\n`, undefined],
  ])('%s', async (_, text, said) => {
    const found = await refusalOf(Buffer.from(text));
    counted('hostile inputs', 1);
    expect(found).toBe(said);
    expect(({} as Record<string, unknown>)['y']).toBeUndefined();
  });

  test('of any bytes are read or refused', async () => {
    const pieces = fc.constantFrom(
      'x',
      'y',
      ',',
      ';',
      '"',
      '""',
      '\n',
      '\r\n',
      '\r',
      ' ',
      '1',
      '-1e400',
      'nan',
      '\u202e',
      '\0',
      '=cmd()',
      '\ufeff',
      '__proto__',
    );
    const texts = fc.oneof(
      fc.uint8Array(),
      fc.string().map((text) => Buffer.from(text)),
      fc.array(pieces, { maxLength: 40 }).map((parts) => Buffer.from(parts.join(''))),
      fc.array(pieces, { maxLength: 40 }).map((parts) => Buffer.from(`x,y\n${parts.join('')}`)),
    );
    let inputs = 0;
    await fc.assert(
      fc.asyncProperty(
        texts,
        fc.constantFrom(',', ';', '\t', ' ', 'y', '\u202e'),
        async (bytes, delimiter) => {
          await refusalOf(bytes, { delimiter });
          inputs += 1;
        },
      ),
      { numRuns: isWhole ? 2000 : 150 },
    );
    counted('hostile inputs', inputs);
    expect(inputs).toBe(isWhole ? 2000 : 150);
  });
});

test('IDX files of any bytes, cut and changed, are read or refused', async () => {
  const shape = fc.array(fc.constantFrom(0, 1, 2, 3, 2 ** 16, 2 ** 31, 2 ** 32 - 1), {
    maxLength: 5,
  });
  let inputs = 0;
  await fc.assert(
    fc.asyncProperty(
      shape,
      fc.uint8Array({ maxLength: 60 }),
      fc.boolean(),
      fc.nat(80),
      fc.nat(255),
      async (sizes, data, zipped, at, byte) => {
        const plain = idxBytes(sizes, data);
        const bytes = Buffer.from(zipped ? gzipSync(plain) : plain);
        if (at < bytes.length) bytes[at] = byte;
        const path = writeIn(folder, 'any', bytes);
        for (const read of [() => readIdx(path), () => readIdxShape(path)]) {
          await read().catch((error: unknown) => expect(error).toBeInstanceOf(UserError));
          inputs += 1;
        }
      },
    ),
    { numRuns: isWhole ? 1000 : 100 },
  );
  counted('hostile inputs', inputs);
  expect(inputs).toBe(isWhole ? 2000 : 200);
});
