// Reads a table as training does, and says the seconds.
import { readCsv } from '../../src/dataset/table/table.js';

const [file = ''] = process.argv.slice(2);
const begun = performance.now();
const { count, columns } = await readCsv(file, {
  delimiter: ',',
  encoding: 'utf-8',
  target: null,
  columns: null,
  cellsOf: () => ({ as: 'open', written: null, missing: new Set() }),
});
// Each in one array, as they are worked on.
if (columns.some(({ numbers }) => numbers.length !== count) || count === 0) {
  throw new Error('there are no rows');
}
process.stdout.write(`${(performance.now() - begun) / 1000}\n`);
