// Operations value by value.
import { dataTypes, float, int, type Attributes } from '../model.js';
import { Call, type Translation, type Translations } from '../translation.js';
import { elementType, fixed, type Filled } from '../values.js';
import { spread } from './spread.js';

/** An operation of one tensor that ONNX has under this name. */
function same(operation: string, attributes: Attributes = {}): Translation {
  return (call) => call.gives(operation, [ownName(call)], attributes, call.layout());
}

/** An operation of several tensors, spread over each other, that ONNX has under this name. */
function together(operation: string): Translation {
  return (call) => {
    const { names, layout } = spread(call);
    return call.gives(operation, names, {}, layout);
  };
}

/** A function of one tensor in several operations. */
function composed(write: (call: Call, x: string) => string): Translation {
  return (call) => [call.result(write(call, ownName(call)), call.layout())];
}

// A tensor in the order in which it lies.
function ownName(call: Call): string {
  return call.name(0, call.layout());
}

const [plus, minus] = [together('Add'), together('Sub')];

function filledWith(value: number): Translation {
  return (call): readonly [Filled] => [{ kind: 'filled', value, ...call.output() }];
}

// Readers make what is added to a convolution part of it, but not what is subtracted.
const difference: Translation = (call) => {
  const [from, less] = [call.input(0), call.input(1)];
  if (less.kind !== 'fixed' || less.dtype !== 1 || from.kind === 'fixed') return minus(call);
  const name = less.name === undefined ? undefined : `${less.name}/negated`;
  const inputs = [from, fixed({ ...less, values: less.values.map((value) => -value), name })];
  return plus(new Call({ ...call, inputs }));
};

const notEqual: Translation = (call) => {
  const { names, layout } = spread(call);
  return call.gives('Not', [call.writer.one('Equal', names)], {}, layout);
};

// Where the condition has one axis only, TensorFlow's first form of it chooses rows.
const select: Translation = (call) => {
  const { names, layout } = spread(call);
  return call.gives('Where', names, {}, layout);
};

const cast: Translation = (call) => {
  const [from, to] = [call.numberAttribute('SrcT'), call.numberAttribute('DstT')];
  if (from === to) return [call.input(0)];
  return call.gives(
    'Cast',
    [ownName(call)],
    { to: int(dataTypes[elementType(to)]) },
    call.layout(),
  );
};

// Exact where e^x − 1 would lose the digits of a small x: tanh(x / 2) · (e^x + 1).
const expm1 = composed(({ writer }, x) =>
  writer.one('Mul', [
    writer.one('Tanh', [writer.one('Mul', [x, writer.float(0.5)])]),
    writer.one('Add', [writer.one('Exp', [x]), writer.float(1)]),
  ]),
);

// Klambauer et al., 2017; ONNX' own defaults are rounded otherwise.
const selu = { alpha: float(1.6732632423543772), gamma: float(1.0507009873554805) };

/** By the names of TensorFlow's operations. */
export const elementwise: Translations = {
  Abs: same('Abs'),
  Elu: same('Elu'),
  Erf: same('Erf'),
  Exp: same('Exp'),
  Log: same('Log'),
  LogicalNot: same('Not'),
  Neg: same('Neg'),
  Relu: same('Relu'),
  Selu: same('Selu', selu),
  Sigmoid: same('Sigmoid'),
  Sign: same('Sign'),
  Softplus: same('Softplus'),
  Softsign: same('Softsign'),
  Sqrt: same('Sqrt'),
  Tanh: same('Tanh'),

  Add: together('Add'),
  AddV2: together('Add'),
  Equal: together('Equal'),
  Greater: together('Greater'),
  GreaterEqual: together('GreaterOrEqual'),
  Less: together('Less'),
  LessEqual: together('LessOrEqual'),
  LogicalAnd: together('And'),
  LogicalOr: together('Or'),
  Maximum: together('Max'),
  Minimum: together('Min'),
  Mul: together('Mul'),
  Pow: together('Pow'),
  RealDiv: together('Div'),
  Sub: difference,
  NotEqual: notEqual,
  Select: select,
  SelectV2: select,

  Cast: cast,
  Expm1: expm1,
  LeakyRelu: (call) =>
    call.gives(
      'LeakyRelu',
      [ownName(call)],
      { alpha: float(call.numberAttribute('alpha')) },
      call.layout(),
    ),
  OnesLike: filledWith(1),
  ZerosLike: filledWith(0),
  Relu6: composed(({ writer }, x) => writer.one('Clip', [x, writer.float(0), writer.float(6)])),
  Rsqrt: composed(({ writer }, x) => writer.one('Reciprocal', [writer.one('Sqrt', [x])])),
  Square: composed(({ writer }, x) => writer.one('Mul', [x, x])),
};
