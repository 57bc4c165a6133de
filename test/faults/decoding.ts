// A process that decodes pictures and does nothing else, to be killed and starved: a folder of
// pictures and a folder for their packs come in as words; the sum of their pixels, which are corrupt
// and what was told go out as JSON.
import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { decodePictures } from '../../src/dataset/pictures/decoded.js';
import { packsIn } from '../../src/dataset/pictures/packs.js';

/** What the process says. */
export type Decoding = {
  readonly sum: string;
  readonly corrupt: readonly (readonly [name: string, why: string])[];
  readonly told: readonly string[];
};

/** Decodes all pictures of a folder to 64 × 48, with packs in another one. */
export async function decodingOf(pictures: string, packs: string): Promise<Decoding> {
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
  const { values, corrupt } = await decodePictures(paths, asked, notify, packsIn(notify, packs));
  return {
    sum: createHash('sha256').update(values).digest('hex'),
    corrupt: corrupt.map(({ place, why }) => [names[place] ?? '', why]),
    told,
  };
}

if (process.argv[1] === import.meta.filename) {
  const [, , pictures = '', packs = ''] = process.argv;
  process.stdout.write(JSON.stringify(await decodingOf(pictures, packs)));
}
