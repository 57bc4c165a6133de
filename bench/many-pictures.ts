// 200,000 small pictures: `node dist/bench/many-pictures.js FOLDER [COUNT [NAME…]]` makes them, PNG and JPEG of
// 64 × 64, and trains a small CNN on them with `dlx train`, streamed, and on three quarters of them in memory, too; tells the seconds to
// the first step, those of an epoch, and the memory of the command with its processes. The folder takes
// 5 GB, and is the caller's to remove.
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import sharp from 'sharp';
import { cacheFolder } from '../src/ground/cache.js';
import { randomUniform, streamOf } from '../src/ground/random.js';
import { runProgram } from './process-tree.js';
import { repository } from './works.js';

const [folder = '', count = '200000', ...only] = process.argv.slice(2);
const [classes, side, different] = [10, 64, 1000] as const;

type Picture = { readonly bytes: Buffer; readonly isPng: boolean };

// Patches of 4 × 4 in a tone of the class.
async function picture(i: number): Promise<Picture> {
  const small = side / 4;
  const values = randomUniform(
    { seed: 1, stream: streamOf('bench/many-pictures'), step: i },
    small * small * 3,
  );
  const pixels = Uint8Array.from(
    values,
    (value, at) => 160 * value + (at % 3 === 0 ? 9 : 3) * (i % classes),
  );
  const drawn = sharp(pixels, { raw: { width: small, height: small, channels: 3 } }).resize(
    side,
    side,
  );
  const isPng = i % (2 * classes) < classes;
  return { bytes: await (isPng ? drawn.png() : drawn.jpeg({ quality: 90 })).toBuffer(), isPng };
}

// No two files are the same: each has a comment of its own.
function withComment({ bytes, isPng }: Picture, comment: string): Buffer {
  const text = Buffer.from(isPng ? `tEXtComment\0${comment}` : comment);
  const length = Buffer.alloc(isPng ? 4 : 2);
  if (isPng) length.writeUInt32BE(text.length - 4);
  else length.writeUInt16BE(text.length + 2);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(text));
  // Behind the header of 33 bytes, or the marker of two.
  const chunk = isPng
    ? Buffer.concat([length, text, sum])
    : Buffer.concat([Buffer.of(0xff, 0xfe), length, text]);
  const at = isPng ? 33 : 2;
  return Buffer.concat([bytes.subarray(0, at), chunk, bytes.subarray(at)]);
}

async function writePictures(place: string): Promise<void> {
  const drawn: Picture[] = [];
  for (let i = 0; i < different; i += 1) drawn.push(await picture(i));
  for (let i = 0; i < Number(count); i += 1) {
    const one = drawn[i % different];
    if (!one) continue;
    const within = join(place, String(i % classes));
    if (i < classes) mkdirSync(within, { recursive: true });
    const name = `${String(i).padStart(6, '0')}.${one.isPng ? 'png' : 'jpg'}`;
    writeFileSync(join(within, name), withComment(one, String(i)));
  }
}

// Three quarters of them fit into memory.
function writeTable(place: string): void {
  const rows = readdirSync(place).flatMap((name) => {
    const files = readdirSync(join(place, name)).sort();
    return files.slice(0, Math.floor(files.length * 0.75)).map((file) => `${name}/${file},${name}`);
  });
  writeFileSync(join(folder, 'some.csv'), `path,kind\n${rows.join('\n')}\n`);
}

const specOf = (data: string): string => `
dataset: {name: image_folder, folder: pictures, size: [${side}, ${side}], test_split: 0.1${data}}
model:
  - Conv2D: {filters: 8, kernel_size: 3, strides: 2, activation: relu, padding: same}
  - MaxPooling2D: 2
  - GlobalAveragePooling2D
  - Dense: {units: ${classes}, activation: softmax}
loss: sparse_categorical_crossentropy
metrics: [accuracy]
batch_size: 128
epochs: 2
`;

type Record = { readonly seconds: { readonly to_first_step: number } };
type Epoch = { readonly seconds: { readonly total: number } };

async function measure(name: string, data: string): Promise<void> {
  const place = join(folder, name);
  mkdirSync(place, { recursive: true });
  writeFileSync(join(folder, `${name}.yaml`), specOf(data));
  const { seconds, peakMemory, code, stderr } = await runProgram(
    process.execPath,
    [join(repository, 'bin/dlx.js'), 'train', `${name}.yaml`, '--quiet', '--runs', place],
    { folder, environment: { ...process.env, DLX_CACHE: join(folder, 'cache') } },
  );
  if (code !== 0) throw new Error(stderr);
  const [run = ''] = readdirSync(place).sort().slice(-1);
  const record = JSON.parse(readFileSync(join(place, run, 'run.json'), 'utf8')) as Record;
  const lines = readFileSync(join(place, run, 'epochs.jsonl'), 'utf8')
    .trim()
    .split('\n');
  const epochs = lines.map((line) => (JSON.parse(line) as Epoch).seconds.total.toFixed(1));
  process.stdout.write(
    `${name}: first step after ${record.seconds.to_first_step.toFixed(1)} s, epochs of ${epochs.join(' and ')} s, all in ${seconds.toFixed(1)} s, ${((peakMemory ?? 0) / 2 ** 20).toFixed(0)} MiB\n`,
  );
}

const pictures = join(folder, 'pictures');
if (!existsSync(pictures)) await writePictures(pictures);
writeTable(pictures);
// TensorFlow is there, and nothing else.
mkdirSync(join(folder, 'cache'), { recursive: true });
if (!existsSync(join(folder, 'cache/runtime'))) {
  symlinkSync(cacheFolder('runtime'), join(folder, 'cache/runtime'));
}
const some = ', file: some.csv, picture: path, target: kind';
for (const [name, data] of [
  // 200,000 are more than 2 GiB, and streamed by themselves.
  ['decoded-now', ''],
  ['decoded-before', ''],
  ['some-streamed', `${some}, stream: true`],
  ['some-in-memory', `${some}, stream: false`],
] as const) {
  if (only.length === 0 || only.includes(name)) await measure(name, data);
}
