// Recurrent layers that ONNX has as one operation: those without masks and with the activations that
// Keras gives them.
import { itemAt } from '../../../ground/known.js';
import type { Values } from '../../../tensor/tfjs.js';
import type { Layout } from '../layout.js';
import { int, text, texts } from '../model.js';
import type { Call, Translation, Translations } from '../translation.js';
import type { Fixed } from '../values.js';

// Steps come first there.
const stepsFirst: Layout = [1, 0, 2];

/** The order of gates in ONNX, by their places in Keras' order. */
const gateOrders = {
  SimpleRNN: [0],
  // Input, forget, candidate, output here; input, output, forget, candidate there.
  LSTM: [0, 3, 1, 2],
  // Update, reset, candidate.
  GRU: [0, 1, 2],
} as const;

/**
 * Rows of a kernel [rows, gates · units], whose columns are gates, as ONNX has them: [gates · units,
 * rows], in its order of gates.
 */
export function gateRows(
  values: Values,
  [rows, width]: readonly [number, number],
  order: readonly number[],
): Float32Array {
  const units = width / order.length;
  const turned = new Float32Array(rows * width);
  order.forEach((gate, to) => {
    for (let unit = 0; unit < units; unit += 1) {
      for (let row = 0; row < rows; row += 1) {
        turned[(to * units + unit) * rows + row] = values[row * width + gate * units + unit] ?? 0;
      }
    }
  });
  return turned;
}

function fixedInput(call: Call, place: number): Fixed {
  const value = call.input(place);
  if (value.kind !== 'fixed') throw new Error(`${call.operation.name} of computed weights`);
  return value;
}

// Kernel, recurrent kernel and bias as ONNX has them: one direction, its biases those of the input
// and then those of the state, of which only a GRU whose reset gate comes later has some.
function weightNames(call: Call, order: readonly number[]): readonly string[] {
  const { writer } = call;
  const [kernel, recurrent] = [fixedInput(call, 1), fixedInput(call, 2)];
  const turned = ({ shape, values, name }: Fixed): string => {
    const [rows = 0, width = 0] = shape;
    const rowsOfGates = gateRows(values, [rows, width], order);
    return writer.constant('float', [1, width, rows], rowsOfGates, `${name}/transposed`);
  };
  const names = [turned(kernel), turned(recurrent)];
  if (call.inputs.length < 4) return names;
  const { values, shape, name } = fixedInput(call, 3);
  const width = itemAt(shape, -1);
  const both = new Float32Array(2 * width);
  for (let at = 0; at < values.length; at += width) {
    both.set(gateRows(values.slice(at, at + width), [1, width], order), at);
  }
  return [...names, writer.constant('float', [1, 2 * width], both, `${name}/both`)];
}

function layer(operation: string, order: readonly number[]): Translation {
  return (call) => {
    const { writer } = call;
    const [isBackwards, isSequence] = [call.isSet('go_backwards'), call.isSet('return_sequences')];
    const { shape } = call.output();
    const attributes = {
      hidden_size: int(Number(itemAt(shape, -1))),
      direction: text(isBackwards ? 'reverse' : 'forward'),
      ...(operation === 'GRU'
        ? { linear_before_reset: int(call.isSet('reset_after') ? 1 : 0) }
        : {}),
      ...(operation === 'RNN' ? { activations: texts([activationName(call)]) } : {}),
    };
    const [states = '', last = ''] = writer.emit(
      operation,
      [call.name(0, stepsFirst), ...weightNames(call, order)],
      attributes,
      { count: 2 },
    );
    if (!isSequence) return call.gives('Squeeze', [last, writer.numbers([0])]);
    const squeezed = writer.one('Squeeze', [states, writer.numbers([1])]);
    // Keras gives them in the order in which it goes through them, ONNX in that of the steps.
    return isBackwards
      ? call.gives(
          'Slice',
          [squeezed, ...turnedAround.map((n) => writer.numbers([n]))],
          {},
          stepsFirst,
        )
      : [call.result(squeezed, stepsFirst)];
  };
}

// From the end, to the beginning, along the first axis, backwards.
const turnedAround = [-1, -Number.MAX_SAFE_INTEGER, 0, -1];

function activationName(call: Call): string {
  return call.textAttribute('activation') === 'sigmoid' ? 'Sigmoid' : 'Tanh';
}

/** By the names of what is recorded as something whole. */
export const recurrent: Translations = {
  GRU: layer('GRU', gateOrders.GRU),
  LSTM: layer('LSTM', gateOrders.LSTM),
  SimpleRNN: layer('RNN', gateOrders.SimpleRNN),
};
