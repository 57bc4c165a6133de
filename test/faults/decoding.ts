// A process that decodes pictures and does nothing else, to be killed and starved: a folder of
// pictures and a folder for their packs come in as words, and `stored` where they are to stay in these; the sum of their pixels, which are corrupt
// and what was told go out as JSON.
import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { decodePictures } from '../../src/dataset/pictures/decoded.js';
import { packsIn } from '../../src/dataset/pictures/packs.js';
import { storePictures } from '../../src/dataset/pictures/stored-pictures.js';
import { readStored } from '../../src/dataset/stored.js';
import { UserError } from '../../src/ground/errors.js';

/** What the process says. */
export type Decoding = {
  readonly sum: string;
  readonly corrupt: readonly (readonly [name: string, why: string])[];
  readonly told: readonly string[];
};

/** Decodes all pictures of a folder to 64 × 48, with packs in another one. */
export async function decodingOf(
  pictures: string,
  packs: string,
  isStored = false,
): Promise<Decoding> {
  const names = readdirSync(pictures).sort();
  const told: string[] = [];
  // What tells how far it is, is told with a number.
  const notify = (message: string, share?: number): void => {
    if (share === undefined && !message.startsWith('reading ')) told.push(message);
  };
  const asked = {
    height: 64,
    width: 48,
    channels: 3,
    fit: 'stretch',
    background: 'black',
  } as const;
  const paths = names.map((name) => join(pictures, name));
  const store = packsIn(notify, packs);
  const { values, corrupt } = isStored
    ? await stored(paths, asked, notify, store)
    : await decodePictures(paths, asked, notify, store);
  return {
    sum: createHash('sha256').update(values).digest('hex'),
    corrupt: corrupt.map(({ place, why }) => [names[place] ?? '', why]),
    told,
  };
}

// All that lies in packs, read as training reads it.
async function stored(
  ...asked: Parameters<typeof storePictures>
): Promise<Pick<Awaited<ReturnType<typeof decodePictures>>, 'values' | 'corrupt'>> {
  const { stored: rows, corrupt } = await storePictures(...asked);
  const count = rows.pieces.reduce((sum, piece) => sum + piece.rows, 0);
  const values = await readStored(
    rows,
    Int32Array.from({ length: count }, (_, row) => row),
  );
  if (!(values instanceof Uint8Array)) throw new Error('pictures are bytes');
  return { values, corrupt };
}

if (process.argv[1] === import.meta.filename) {
  const [, , pictures = '', packs = '', how] = process.argv;
  try {
    process.stdout.write(JSON.stringify(await decodingOf(pictures, packs, how === 'stored')));
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = error.exitCode;
  }
}
