// Operations along axes: sums, means, softmax, and what is found among the values of a row.
import { plainLayout, withoutAxes } from '../layout.js';
import { dataTypes, int, ints, type Attributes } from '../model.js';
import type { Call, Translation, Translations } from '../translation.js';
import { shapeOf } from '../values.js';

// A reduction over the axes that the second input says, where the first one's lie.
function reduced(call: Call, write: (x: string, axes: readonly number[]) => string) {
  const layout = call.layout();
  const axes = call.numbers(1).map((axis) => (axis < 0 ? axis + layout.length : axis));
  const places = axes.map((axis) => layout.indexOf(axis)).sort((a, b) => a - b);
  const name = write(call.name(0, layout), places);
  return [call.result(name, call.isSet('keep_dims') ? layout : withoutAxes(layout, axes))];
}

const keeping = (call: Call): Attributes => ({ keepdims: int(call.isSet('keep_dims') ? 1 : 0) });

function reduction(operation: string): Translation {
  return (call) =>
    reduced(call, (x, axes) =>
      call.writer.one(operation, [x], { axes: ints(axes), ...keeping(call) }),
    );
}

const sum: Translation = (call) =>
  reduced(call, (x, axes) =>
    call.writer.one('ReduceSum', [x, call.writer.numbers(axes)], keeping(call)),
  );

// ONNX has none of bool.
function ofBooleans(operation: string): Translation {
  return (call) =>
    reduced(call, (x, axes) => {
      const { writer } = call;
      const whole = writer.one('Cast', [x], { to: int(dataTypes.int32) });
      const found = writer.one(operation, [whole], { axes: ints(axes), ...keeping(call) });
      return writer.one('Cast', [found], { to: int(dataTypes.bool) });
    });
}

function alongLast(operation: string): Translation {
  return (call) => {
    const layout = call.layout();
    const axis = int(layout.indexOf(layout.length - 1));
    return call.gives(operation, [call.name(0, layout)], { axis }, layout);
  };
}

const cumsum: Translation = (call) => {
  const layout = call.layout();
  const axis = layout.indexOf(call.axis(1, layout.length));
  const attributes = {
    exclusive: int(call.isSet('exclusive') ? 1 : 0),
    reverse: int(call.isSet('reverse') ? 1 : 0),
  };
  return call.gives('CumSum', [call.name(0, layout), call.writer.number(axis)], attributes, layout);
};

// Of equal values both take the first one first.
const topK: Translation = (call) => {
  const { writer } = call;
  const layout = call.layout();
  const [values = '', places = ''] = writer.emit(
    'TopK',
    [call.name(0, layout), writer.numbers([call.number(1)])],
    {
      axis: int(layout.indexOf(layout.length - 1)),
      largest: int(1),
      sorted: int(call.isSet('sorted') ? 1 : 0),
    },
    { count: 2 },
  );
  const whole = writer.one('Cast', [places], { to: int(dataTypes.int32) });
  return [call.result(values, layout), call.result(whole, layout, 1)];
};

// Numbers against each of the classes: onnxruntime has OneHot for few types.
const oneHot: Translation = (call) => {
  const { writer } = call;
  const rank = shapeOf(call.input(0)).length;
  const [depth, on, off] = [call.number(1), call.number(2), call.number(3)];
  if (call.numberAttribute('axis') !== -1 || on !== 1 || off !== 0) {
    throw new Error('a OneHot of another kind than dlx records');
  }
  const classes = writer.constant(
    'int32',
    [depth],
    Int32Array.from({ length: depth }, (_, i) => i),
  );
  const column = writer.one('Unsqueeze', [call.name(0), writer.numbers([rank])]);
  const hits = writer.one('Equal', [column, classes]);
  return call.gives('Cast', [hits], { to: int(dataTypes.int32) }, plainLayout(rank + 1));
};

const argMax: Translation = (call) => {
  const layout = call.layout();
  const axis = call.axis(1, layout.length);
  const found = call.writer.one('ArgMax', [call.name(0, layout)], {
    axis: int(layout.indexOf(axis)),
    keepdims: int(0),
  });
  const { dtype } = call.output();
  const to = int(dtype === 3 ? dataTypes.int32 : dataTypes.int64);
  return call.gives('Cast', [found], { to }, withoutAxes(layout, [axis]));
};

/** By the names of TensorFlow's operations. */
export const reducing: Translations = {
  Any: ofBooleans('ReduceMax'),
  All: ofBooleans('ReduceMin'),
  ArgMax: argMax,
  Cumsum: cumsum,
  LogSoftmax: alongLast('LogSoftmax'),
  Max: reduction('ReduceMax'),
  Mean: reduction('ReduceMean'),
  Min: reduction('ReduceMin'),
  OneHot: oneHot,
  Prod: reduction('ReduceProd'),
  Softmax: alongLast('Softmax'),
  Sum: sum,
  TopKV2: topK,
};
