// The experiment on pictures in files, on some of its pictures: the pixels, and so every score, are those
// of the same images in IDX files.
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { exactly } from '../../src/ground/known.js';
import { fetchPinnedSet } from '../../src/dataset/fetched/fetch.js';
import { fashionMnistFiles } from '../../src/dataset/images/known-images.js';
import { clothesClasses, writeClothes, type Labelled } from '../../tools/clothes.js';
import { dlx } from '../cli/warm.js';
import { idxBytes } from '../dataset/fixtures.js';
import { bits } from '../faults/runs.js';
import { inFolder, root, runsIn } from '../folders.js';

const most = 200;

/** The first images in the order of their folders: class by class. */
function byClass({ images, labels }: Labelled): {
  readonly images: Buffer;
  readonly labels: Buffer;
} {
  const rows = Array.from({ length: most }, (_, row) => row).sort(
    (a, b) => (labels.data[a] ?? 0) - (labels.data[b] ?? 0) || a - b,
  );
  const pixels = rows.flatMap((row) => [...images.data.subarray(row * 784, (row + 1) * 784)]);
  return {
    images: Buffer.from(idxBytes([most, 28, 28], pixels)),
    labels: Buffer.from(
      idxBytes(
        [most],
        rows.map((row) => labels.data[row] ?? 0),
      ),
    ),
  };
}

test('trains on files as on the same images by IDX, and predicts files', async () => {
  const files = await fetchPinnedSet(fashionMnistFiles, () => undefined);
  const [images, labels, testImages, testLabels] = exactly(files, 4);
  const parts = {
    train: { images, labels },
    test: { images: testImages, labels: testLabels },
  };
  await inFolder(async (folder) => {
    await writeClothes(join(folder, 'clothes'), parts, most);
    copyFileSync(join(root, 'experiments/clothes.yaml'), join(folder, 'clothes.yaml'));
    const arrays = Object.entries(parts).flatMap(([part, labelled]) => {
      const { images: pixels, labels: classes } = byClass(labelled);
      writeFileSync(join(folder, `${part}-images`), pixels);
      writeFileSync(join(folder, `${part}-labels`), classes);
      return [`${part}_images: ${part}-images`, `${part}_labels: ${part}-labels`];
    });
    const spec = readFileSync(join(folder, 'clothes.yaml'), 'utf8');
    const other = spec.replace(/^dataset: .*$/m, `dataset: {name: idx, ${arrays.join(', ')}}`);
    expect(other).not.toBe(spec);
    writeFileSync(join(folder, 'idx.yaml'), other);
    for (const file of ['clothes.yaml', 'idx.yaml']) {
      const trained = await dlx(folder, ['train', file, '-S', 'epochs=2', '--device', 'cpu']);
      expect([file, trained.code, trained.stderr]).toEqual([file, 0, expect.any(String)]);
    }
    const [byFiles = '', byIdx = ''] = [...runsIn(folder)].sort();
    expect(bits(byFiles)).toEqual(bits(byIdx));
    const table = 'clothes-table.yaml';
    copyFileSync(join(root, 'experiments', table), join(folder, table));
    const tabled = await dlx(folder, ['train', table, '-S', 'epochs=1', '--quiet']);
    expect(tabled).toMatchObject({ code: 0 });
    const { code, stdout } = await dlx(folder, ['predict', byFiles, 'clothes/test/8 bag']);
    expect(code).toBe(0);
    const [, ...lines] = stdout.trim().split('\n');
    // So many of the first 200 labels are 8.
    expect(lines).toHaveLength(testLabels.data.subarray(0, most).filter((one) => one === 8).length);
    const named = lines.map((line) => clothesClasses.find((name) => line.includes(`,${name}`)));
    expect(named.every((name) => name !== undefined)).toBe(true);
  });
});
