// The random specs that are kept, for Keras and dlx to agree on.
import { readFileSync } from 'node:fs';
import type { RandomData } from '../training/random-models.js';

/** A spec without its data set, and what its data is made from. */
export type RandomSpec = {
  readonly data: RandomData;
  readonly model: readonly (string | Readonly<Record<string, unknown>>)[];
  readonly loss: { readonly name: string };
};

/** All of them, as draw-specs.ts wrote them. */
export function randomSpecs(): readonly RandomSpec[] {
  return JSON.parse(
    readFileSync(new URL('../../../test/fixtures/random-specs.json', import.meta.url), 'utf8'),
  ) as RandomSpec[];
}
