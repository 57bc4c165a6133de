// What every part of resolving a spec is given.
import type { MappingNode } from '../document/node.js';
import type { Source } from '../document/problems.js';
import type { Problems } from './check.js';
import type { Language } from './spec.js';

/**
 * What resolving works with: the merged spec, the file it was read from, and where to tell what is
 * wrong.
 */
export type Resolving = {
  readonly root: MappingNode;
  readonly source: Source;
  readonly language: Language;
  readonly problems: Problems;
};
