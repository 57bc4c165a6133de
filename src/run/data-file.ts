// data.json in a run's folder: what its data was like, all that is needed to use its model without
// them.
import { join } from 'node:path';
import type { DataFacts } from '../dataset/facts.js';
import { parseFacts } from '../dataset/facts-reader.js';
import { failure } from '../ground/errors.js';
import { readFileUnless } from '../ground/reading.js';

// Facts of a table with hundreds of thousands of categories.
const largest = 2 ** 28;

/** The text of a data.json. */
export function encodeDataFile(facts: DataFacts): string {
  return `${JSON.stringify(facts, null, 2)}\n`;
}

/**
 * What a run's data was like. Throws a UserError where its data.json is missing, cannot be read or
 * holds something else.
 */
export function readDataFile(folder: string): DataFacts {
  const path = join(folder, 'data.json');
  const bytes = readFileUnless(path, 0, (_, size) => {
    if (size > largest) throw failure(`${path} has ${size} bytes, far more than dlx writes`);
  });
  if (!bytes) throw failure(`${path} is missing: it is not known what the run's data was like`);
  return parseFacts(bytes.toString(), path);
}
