// `npm run clothes`: the pictures of experiments/clothes.yaml. Fashion-MNIST, fetched and checked as the
// data set itself is, written as PNG files: a folder for each class, in `train` and in `test`; and beside the
// folder the tables of experiments/clothes-table.yaml, a row for each of those files.
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { fetchPinnedSet } from '../src/dataset/fetched/fetch.js';
import type { IdxArray } from '../src/dataset/images/idx.js';
import { fashionMnistFiles } from '../src/dataset/images/known-images.js';
import { exactly } from '../src/ground/known.js';

/** The folders of the classes, in the order of the classes' numbers. */
export const clothesClasses: readonly string[] = [
  '0 T-shirt or top',
  '1 trouser',
  '2 pullover',
  '3 dress',
  '4 coat',
  '5 sandal',
  '6 shirt',
  '7 sneaker',
  '8 bag',
  '9 ankle boot',
];

/** Images, and the number of each one's class. */
export type Labelled = { readonly images: IdxArray; readonly labels: IdxArray };

/**
 * Writes the first images of each part, `most` at most, into a folder that is there whole or not at
 * all. Each is called by its number in the part.
 */
export async function writeClothes(
  folder: string,
  parts: Readonly<Record<'train' | 'test', Labelled>>,
  most: number,
): Promise<void> {
  const work = `${folder}.part`;
  rmSync(work, { recursive: true, force: true });
  for (const [part, labelled] of Object.entries(parts)) {
    for (const name of clothesClasses) mkdirSync(join(work, part, name), { recursive: true });
    await writePart(join(work, part), labelled, most);
    writeFileSync(`${folder}-${part}.csv`, tableOf(join(basename(folder), part), labelled, most));
  }
  renameSync(work, folder);
}

// A row a picture: its path, the mean of its pixels, and its class.
function tableOf(folder: string, { images, labels }: Labelled, most: number): string {
  const [count = 0, height = 0, width = 0] = images.shape;
  const size = height * width;
  const rows = Array.from({ length: Math.min(count, most) }, (_, row) => {
    const pixels = images.data.subarray(row * size, (row + 1) * size);
    const ink = pixels.reduce((sum, one) => sum + one, 0) / size;
    return [join(folder, placeOf(row, labels)), ink.toFixed(1), classOf(row, labels)].join(',');
  });
  return ['picture,ink,kind', ...rows, ''].join('\n');
}

function classOf(row: number, labels: IdxArray): string {
  return clothesClasses[labels.data[row] ?? 0] ?? '';
}

function placeOf(row: number, labels: IdxArray): string {
  return join(classOf(row, labels), `${String(row).padStart(5, '0')}.png`);
}

const together = 64;

async function writePart(
  folder: string,
  { images, labels }: Labelled,
  most: number,
): Promise<void> {
  const [count = 0, height = 0, width = 0] = images.shape;
  const write = async (row: number): Promise<void> => {
    const pixels = images.data.subarray(row * height * width, (row + 1) * height * width);
    await sharp(pixels, { raw: { width, height, channels: 1 } })
      .png()
      .toFile(join(folder, placeOf(row, labels)));
  };
  for (let start = 0; start < Math.min(count, most); start += together) {
    const some = Math.min(together, count - start, most - start);
    await Promise.all(Array.from({ length: some }, (_, i) => write(start + i)));
  }
}

async function main(words: readonly string[]): Promise<void> {
  const folder = fileURLToPath(new URL('../../experiments/clothes', import.meta.url));
  if (existsSync(folder)) {
    process.stdout.write(`${folder} is there: remove it to have it written anew\n`);
    return;
  }
  const say = (message: string): void => void process.stderr.write(`${message}\n`);
  const files = await fetchPinnedSet(fashionMnistFiles, (message, fraction) => {
    if (fraction === undefined) say(message);
  });
  const [images, labels, testImages, testLabels] = exactly(files, 4);
  const most = Number(words[0] ?? Infinity);
  say(`writing ${folder}`);
  await writeClothes(
    folder,
    { train: { images, labels }, test: { images: testImages, labels: testLabels } },
    most,
  );
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main(process.argv.slice(2));
