// Pictures that tests make: PNG by its definition, and folders of them.
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { crc32, deflateSync } from 'node:zlib';

/** A folder of its own, which goes with the suite's temporary folder. */
export function madeFolder(): string {
  return mkdtempSync(join(tmpdir(), 'dlx-test-'));
}

function chunk(kind: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(kind, 'latin1'), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}

/** A PNG of red, green and blue; without pixels, one that its header lies about. */
export function png(height: number, width: number, pixels: Uint8Array | null): Buffer {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 2, 0, 0, 0], 8);
  const lines = Array.from({ length: pixels ? height : 0 }, (_, y) =>
    Buffer.concat([
      Buffer.of(0),
      pixels?.subarray(y * width * 3, (y + 1) * width * 3) ?? Buffer.of(),
    ]),
  );
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(Buffer.concat(lines))),
    chunk('IEND', Buffer.of()),
  ]);
}

/** A PNG of one colour. */
export function flat(
  height: number,
  width: number,
  colour: readonly [number, number, number],
): Buffer {
  return png(
    height,
    width,
    Uint8Array.from({ length: 3 * height * width }, (_, i) => colour[i % 3] ?? 0),
  );
}

/** Writes files, and the folders above them. */
export function writeTree(
  folder: string,
  tree: Readonly<Record<string, string | Uint8Array>>,
): void {
  for (const [name, content] of Object.entries(tree)) {
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
  }
}

/** Two classes of `each` pictures of 4 × 6, every one another, as a tree below `above`. */
export function twoClasses(each: number, above = ''): Readonly<Record<string, Uint8Array>> {
  return Object.fromEntries(
    ['light', 'dark'].flatMap((name, which) =>
      Array.from({ length: each }, (_, i): [string, Uint8Array] => [
        join(above, name, `${name}-${String(i).padStart(3, '0')}.png`),
        flat(4, 6, [which === 0 ? 200 : 20, i, above.length]),
      ]),
    ),
  );
}
