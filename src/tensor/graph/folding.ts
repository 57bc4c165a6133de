// What of a recorded forward pass is computed from weights and constants alone, and so the same for
// every input: its values, where something else takes them.
import { itemAt, known } from '../../ground/known.js';
import type { Binding, Values } from '../tfjs.js';
import { handleOf, type Variable } from '../variables.js';
import type { ForwardConstant } from './forward-graph.js';
import type { RecordedOperation, ValueNumber } from './recording.js';

/** What was recorded: its operations, what of it is whole, and its last value. */
type Recorded = {
  readonly operations: readonly RecordedOperation[];
  readonly wholes: readonly RecordedOperation[];
  readonly output: { readonly id: ValueNumber };
};

/** Computes them, operation by operation. Reads of weights are not among them. */
export function foldedValues(
  binding: Binding,
  { operations, wholes, output }: Recorded,
  constants: ReadonlyMap<ValueNumber, ForwardConstant>,
  weights: ReadonlyMap<string, Variable>,
): ReadonlyMap<ValueNumber, Values> {
  const variables = [...weights.values()].map(handleOf);
  // Values by their numbers, as TensorFlow's handles of now.
  const handles = new Map<ValueNumber, number>(variables.map((handle) => [handle, handle]));
  const made: number[] = [];
  const keep = (id: ValueNumber, handle: number): void => {
    handles.set(id, handle);
    made.push(handle);
  };
  const isSame = (id: ValueNumber): boolean =>
    handles.has(id) || constants.get(id)?.kind === 'fixed';
  const [folded, taken] = [new Set<ValueNumber>(), new Set<ValueNumber>([output.id])];
  try {
    for (const operation of operations) {
      if (operation.inputs.every(isSame)) {
        for (const id of operation.inputs) {
          const constant = constants.get(id);
          if (handles.has(id) || constant?.kind !== 'fixed') continue;
          keep(id, binding.createTensor(constant.shape, constant.dtype, constant.values));
        }
        for (const [id, handle] of computed(binding, operation, handles)) {
          keep(id, handle);
          if (operation.name !== 'ReadVariableOp') folded.add(id);
        }
      } else {
        for (const id of operation.inputs) taken.add(id);
      }
    }
    for (const { inputs } of wholes) for (const id of inputs) taken.add(id);
    return new Map(
      [...folded]
        .filter((id) => taken.has(id))
        .map((id) => [id, binding.tensorDataSync(known(handles, id))]),
    );
  } finally {
    for (const handle of made) binding.deleteTensor(handle);
  }
}

function computed(
  binding: Binding,
  { name, attributes, inputs, outputs }: RecordedOperation,
  handles: ReadonlyMap<ValueNumber, number>,
): readonly (readonly [ValueNumber, number])[] {
  const given = inputs.map((id) => known(handles, id));
  const results = binding.executeOp(name, attributes, given, outputs.length);
  return outputs.map(({ id }, i) => [id, itemAt(results, i).id]);
}
