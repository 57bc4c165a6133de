// The experiments of this repository, for the tests of exports.
import { join } from 'node:path';
import type { KeptModel } from '../../src/inference/kept.js';
import { root } from '../folders.js';
import { experimentKept, plainExperiments } from './models.js';

/** Every experiment on data of its own, and its model with drawn weights. */
export function experiments(): readonly {
  readonly name: string;
  readonly kept: () => KeptModel;
}[] {
  const place = join(root, 'experiments');
  return plainExperiments().map((name) => ({
    name,
    kept: () => experimentKept(join(place, name)),
  }));
}
