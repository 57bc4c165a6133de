// The experiments of this repository, for the tests of exports.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { KeptModel } from '../../src/inference/kept.js';
import { root } from '../folders.js';
import { experimentKept } from './models.js';

/** Every experiment, and its model with drawn weights. */
export function experiments(): readonly {
  readonly name: string;
  readonly kept: () => KeptModel;
}[] {
  const place = join(root, 'experiments');
  return readdirSync(place, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.yaml'))
    .sort()
    .map((name) => ({ name, kept: () => experimentKept(join(place, name)) }));
}
