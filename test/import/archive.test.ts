// Files that are no .keras file, or one that is made to harm: one sentence, and nothing is unpacked.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { zipSync } from 'fflate';
import { readKerasArchive } from '../../src/import/archive.js';
import { inFolder } from '../folders.js';

const text = (content: unknown): Uint8Array => Buffer.from(JSON.stringify(content));
const metadata = text({ keras_version: '3.15.1' });
const whole = { 'metadata.json': metadata, 'config.json': text({}), 'model.weights.h5': text('x') };

const refused = async (bytes: Uint8Array, message: RegExp): Promise<void> => {
  await inFolder(async (folder) => {
    const path = join(folder, 'm.keras');
    writeFileSync(path, bytes);
    const error = await readKerasArchive(path).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ name: 'UserError', exitCode: 1 });
    expect(String(error).split('\n')).toHaveLength(1);
    expect(String(error)).toMatch(message);
  });
};

test('three parts', async () => {
  await inFolder(async (folder) => {
    const path = join(folder, 'm.keras');
    writeFileSync(path, zipSync({ ...whole, 'other.txt': text('y') }));
    expect(await readKerasArchive(path)).toEqual({
      version: '3.15.1',
      config: {},
      weights: Buffer.from('"x"'),
    });
  });
});

test.each<[string, Uint8Array, RegExp]>([
  ['no zip', Buffer.from('hello'), /m\.keras is no \.keras file: /],
  ['an empty file', new Uint8Array(), /m\.keras is no \.keras file: /],
  ['half a zip', zipSync(whole, { level: 0 }).subarray(0, 200), /is no \.keras file: /],
  ['a part too few', zipSync({ 'metadata.json': metadata }), /it has no config\.json/],
  [
    'another Keras',
    zipSync({ ...whole, 'metadata.json': text({ keras_version: '2.15.0' }) }),
    /was written by Keras 2\.15\.0; open it with Keras 3 and save it again/,
  ],
  [
    'lists in lists in lists',
    zipSync({ ...whole, 'config.json': Buffer.from(`{"a": "]]\\"", "b": ${'['.repeat(1e6)}`) }),
    /its config\.json is nested more than 256 deep/,
  ],
  [
    'no JSON',
    zipSync({ ...whole, 'config.json': Buffer.from('{') }),
    /its config\.json is no JSON/,
  ],
])('%s', (_, bytes, message) => refused(bytes, message));

test('a part that unpacks into far more than it could hold', async () => {
  await refused(
    zipSync({ ...whole, 'model.weights.h5': new Uint8Array(2 ** 26 + 1) }, { level: 1 }),
    /model\.weights\.h5 of the \.keras file would have 67108865 bytes/,
  );
  const claimed = sized(zipSync({ ...whole, 'config.json': new Uint8Array(5000) }), 2 ** 27);
  await refused(claimed, /config\.json of the \.keras file would have 134217728 bytes/);
});

test('a part that is larger than it says', async () => {
  const bytes = sized(zipSync({ ...whole, 'config.json': new Uint8Array(5000) }), 10);
  await refused(bytes, /m\.keras is no \.keras file: .*too many bytes/);
});

// Both headers of the config, of 5000 bytes, say another size.
function sized(zip: Uint8Array, size: number): Buffer {
  const bytes = Buffer.from(zip);
  for (let at = bytes.indexOf('config.json'); at >= 0; at = bytes.indexOf('config.json', at + 1)) {
    for (const back of [8, 22]) {
      if (bytes.readUInt32LE(at - back) === 5000) bytes.writeUInt32LE(size, at - back);
    }
  }
  return bytes;
}

test('nothing there', async () => {
  await expect(readKerasArchive('none.keras')).rejects.toMatchObject({ exitCode: 2 });
});

test('a byte that is another, which its sum tells, and a part that is there twice', async () => {
  const flipped = Buffer.from(zipSync(whole, { level: 0 }));
  const at = flipped.lastIndexOf('"x"');
  flipped[at + 1] = 0x79;
  await refused(flipped, /is no \.keras file: what is in model\.weights\.h5 has another sum$/);
  const twice = Buffer.from(zipSync({ ...whole, 'model.weights.h6': text('y') }, { level: 0 }));
  for (let place = twice.indexOf('.h6'); place >= 0; place = twice.indexOf('.h6')) {
    twice[place + 2] = 0x35;
  }
  await refused(twice, /m\.keras has two parts that are called model\.weights\.h5: save it again$/);
});
