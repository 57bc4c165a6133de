// Arrays with what a model should have answered: files in, a source of inputs and targets out.
import { readArraySets } from '../dataset/arrays/new-arrays.js';
import { rowsIn, type DataArray } from '../dataset/arrays/numbers.js';
import { hashOf, meaningOf } from '../dataset/arrays/prepare.js';
import { arrayReader } from '../dataset/arrays/read.js';
import { residentSource, type Source } from '../dataset/source.js';
import { fileOfPlace, memberOfPlace } from '../document/paths.js';
import { failure, misuse } from '../ground/errors.js';
import { itemAt } from '../ground/known.js';
import type { KeptModel } from './kept.js';
import { targetsOf, type LabelledFiles } from './labelled-targets.js';
import { checkKnown, type Sealable } from './unread.js';

/**
 * Reads arrays by the names of the model's inputs, and their targets: those that `labels` names, or
 * the array of the target's name beside them. Throws a UserError that names the file and the row.
 */
export async function readLabelledArrays(
  kept: Pick<KeptModel, 'inputs' | 'target'> & Sealable,
  { data, labels }: LabelledFiles,
  tell: (note: string) => void = () => undefined,
): Promise<Source> {
  const { inputs, target } = kept;
  const reader = arrayReader();
  const arrays: DataArray[] = [];
  const read = async (place: string): Promise<DataArray> => {
    const array = await reader.read(place);
    arrays.push(array);
    return array;
  };
  const [set] = await readArraySets([data], inputs, { ...reader, read });
  const known = arrays.map((array) => ({ file: array.label, sha256: hashOf(array) }));
  checkKnown(kept, known, tell);
  const { count, inputs: values } = itemAt(set ? [set] : [], 0);
  const file = fileOfPlace(data);
  const names = memberOfPlace(data) === null ? await reader.names(file) : null;
  const place = labels ?? (names?.includes(target.name) ? `${file}:${target.name}` : null);
  if (place === null) {
    throw misuse(
      `${data} holds no array ${JSON.stringify(target.name)}: --labels FILE names the array of what the model should answer`,
    );
  }
  const wanted = await reader.read(place);
  if (rowsIn(wanted) !== count) {
    throw failure(`${wanted.label} has ${rowsIn(wanted)} rows, but ${data} has ${count}`);
  }
  const cells = meaningOf(wanted, target.name);
  return residentSource('new', {
    count,
    inputs: inputs.map(({ name, shape, divide_by }, i) => ({
      name,
      shape,
      divideBy: divide_by,
      values: itemAt(values, i),
    })),
    targets: [targetsOf(target, cells, (row) => `${wanted.label}, row ${row + 1}`)],
    weights: null,
  });
}
