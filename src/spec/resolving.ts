// What every part of resolving a spec is given.
import type { MappingNode } from '../document/node.js';
import type { Source } from '../document/problems.js';
import type { Reading } from '../document/reading.js';

/** What resolving works with: the merged spec, and the file it was read from. */
export type Resolving = Reading & {
  readonly root: MappingNode;
  readonly source: Source;
};
