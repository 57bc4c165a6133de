// The experiments of this repository whose data is there: that of clothes.yaml and of clothes-table.yaml is
// written by `npm run clothes`, and is not in git.
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './folders.js';

const place = join(root, 'experiments');

/** Their files, below `experiments`, sorted. */
export function experimentFiles(): readonly string[] {
  return readdirSync(place, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.yaml'))
    .filter((name) => !name.startsWith('clothes') || existsSync(join(place, 'clothes')))
    .sort();
}
