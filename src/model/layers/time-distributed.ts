// TimeDistributed: a layer on every step of a sequence.
import type { Tensor } from '../../tensor/operations.js';
import { nestedLayer } from '../../words/nested.js';
import {
  defineLayer,
  renderShape,
  ShapeError,
  type LayerCall,
  type LayerEntry,
  type SampleShape,
} from '../layer.js';
import { innerCall, innerOf, penalise, shapeOf, type Inner } from './inner.js';

/** The layer around one of a table. */
export function timeDistributed(table: readonly LayerEntry[]): LayerEntry {
  return defineLayer({
    name: 'TimeDistributed',
    summary: 'A layer on every step of a sequence by itself, with the same weights.',
    arguments: { layer: nestedLayer(table) },
    outputShape: ({ layer }, inputs) => {
      const [steps, step] = stepShape(inputs);
      const inner = innerOf(table, layer);
      return [steps, ...shapeOf(inner, () => inner.entry.outputShape(inner.args, [step]))];
    },
    weights: ({ layer }, inputs) => {
      const inner = innerOf(table, layer);
      const plans = shapeOf(
        inner,
        () => inner.entry.weights?.(inner.args, [stepShape(inputs)[1]]) ?? [],
      );
      if (plans.some(({ fitted }) => fitted)) {
        throw new ShapeError(
          `cannot hold ${layer.layer}, which is fitted to the data; give that its values, or put it in front`,
        );
      }
      return plans;
    },
    multiplyAdds: ({ layer }, inputs) => {
      const [steps, step] = stepShape(inputs);
      const inner = innerOf(table, layer);
      const each = inner.entry.multiplyAdds?.(inner.args, [step]);
      return each === undefined ? undefined : steps * each;
    },
    call: (call) => {
      const inner = innerOf(table, call.args.layer);
      const shape = call.x.shape.slice(2);
      const moves = (inner.entry.weights?.(inner.args, [shape]) ?? []).some(
        ({ trainable }) => !trainable,
      );
      const output = moves ? stepByStep(inner, call) : allSteps(inner, call);
      penalise(inner, call, output);
      return output;
    },
    outputMask: 'passes',
  });
}

function stepShape(inputs: readonly SampleShape[]): readonly [number, SampleShape] {
  const [[steps, ...step] = []] = inputs;
  if (steps === undefined || step.length === 0) {
    throw new ShapeError(
      `expects a sequence (steps × features or more), got ${renderShape(inputs[0] ?? [])}`,
    );
  }
  return [steps, step];
}

// A layer for which samples have nothing to do with each other takes every step as a sample.
function allSteps({ entry, args }: Inner, call: LayerCall<unknown>): Tensor {
  const { ops, x, mask } = call;
  const [batch = 0, steps = 0, ...step] = x.shape;
  const flat = ops.reshape(x, [batch * steps, ...step]);
  // What masks whole steps says nothing within one.
  const within =
    mask && mask.rank > 2 ? ops.reshape(mask, [batch * steps, ...mask.shape.slice(2)]) : null;
  const output = entry.call({
    ...innerCall(call, args, ''),
    inputs: [flat],
    x: flat,
    mask: within,
    masks: [within],
  });
  return ops.reshape(output, [batch, steps, ...output.shape.slice(1)]);
}

// A layer that moves its weights, as BatchNormalization, sees one step after the other.
function stepByStep({ entry, args }: Inner, call: LayerCall<unknown>): Tensor {
  const { ops, x, mask } = call;
  const moved = new Map<string, Tensor>();
  const masks = mask && ops.stepsOf(mask);
  const outputs = ops.stepsOf(x).map((step, i) => {
    const counts = masks?.[i] ?? null;
    const own = {
      weight: (name: string) => moved.get(name) ?? call.weight(name),
      assign: (name: string, value: Tensor) => void moved.set(name, value),
    };
    return entry.call({
      ...innerCall(call, args, '', `${i}/`),
      ...own,
      inputs: [step],
      x: step,
      mask: counts,
      masks: [counts],
    });
  });
  for (const [name, value] of moved) call.assign(name, value);
  return ops.stack(outputs, 1);
}
