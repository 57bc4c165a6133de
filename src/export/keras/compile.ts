// How a .keras file is compiled: a run's optimizer, loss and metrics come in, Keras' come out, and
// what of a training Keras keeps elsewhere or does otherwise.
import { losses, lossEntry } from '../../training/losses/losses.js';
import { metrics, seesProbabilities } from '../../training/metrics/metrics.js';
import type { RunLength } from '../../training/schedules/schedules.js';
import { metricName, type Spec } from '../../spec/spec.js';
import type { Config } from './config.js';
import { configOf, entryNamed, kerasClass, kerasObject, type Refuse } from './objects.js';
import { kerasOptimizer, type OptimizerState } from './optimizer.js';

/** What a model is trained with in Keras. */
export type KerasCompile = {
  readonly config: Config;
  readonly state: OptimizerState;
  /** What Keras does otherwise, or is to be told again, a sentence each. */
  readonly notes: readonly string[];
};

/** Keras' optimizer, loss and metrics for those of a spec. */
export function kerasCompile(spec: Spec, length: RunLength, refuse: Refuse): KerasCompile {
  const optimizer = kerasOptimizer(spec.optimizer, length, refuse);
  const measured = spec.metrics.map((metric) => metricObject(metric, refuse));
  return {
    config: {
      optimizer: optimizer.object,
      loss: lossObject(spec, refuse),
      loss_weights: null,
      metrics: measured.flatMap((object) => (object === null ? [] : [object])),
      weighted_metrics: null,
      run_eagerly: false,
      steps_per_execution: 1,
      jit_compile: 'auto',
    },
    state: optimizer.state,
    notes: [...optimizer.notes, ...targetNotes(spec), ...metricNotes(spec), ...fitNotes(spec)],
  };
}

function lossObject({ loss }: Spec, refuse: Refuse): Config {
  const className = kerasClass('loss', loss.name);
  if (className === undefined) refuse(`has the loss ${loss.name}, which Keras does not have`);
  return kerasObject('loss', className ?? loss.name, {
    name: loss.name,
    ...configOf(entryNamed(losses, loss.name).arguments, loss.arguments, refuse),
  });
}

// Only `accuracy` is chosen by Keras itself, as by dlx, by the loss.
function metricObject(metric: Spec['metrics'][number], refuse: Refuse): Config {
  const { name, arguments: args, label } = metric;
  if (name === 'accuracy' && label === undefined) return name;
  const className = kerasClass('metric', name);
  if (className === undefined || name === 'accuracy') return null;
  return kerasObject('metric', className, {
    name: metricName(metric),
    ...configOf(entryNamed(metrics, name).arguments, args, refuse),
  });
}

function targetNotes({ loss }: Spec): readonly string[] {
  return lossEntry(loss).targets === 'probabilities'
    ? [
        `${loss.name} wants rows of probabilities as targets in Keras: make them of class numbers with keras.utils.to_categorical`,
      ]
    : [];
}

function metricNotes(spec: Spec): readonly string[] {
  return spec.metrics.flatMap((metric) => {
    const name = metricName(metric);
    if (metric.name === 'accuracy' && metric.label !== undefined) {
      return [`the metric ${name} is left out: Keras calls its accuracy by that name alone`];
    }
    if (kerasClass('metric', metric.name) === undefined && metric.name !== 'accuracy') {
      return [`the metric ${name} is left out: Keras does not have it`];
    }
    return seesProbabilities(metric, spec.loss)
      ? [`the metric ${name} sees probabilities in dlx and logits in Keras`]
      : [];
  });
}

// What Keras is told where it trains, and not in the model.
function fitNotes(spec: Spec): readonly string[] {
  const told = [
    ...(spec.class_weight === null ? [] : ['class_weight']),
    ...(spec.early_stopping === null ? [] : ['early_stopping (EarlyStopping)']),
    ...(spec.reduce_lr_on_plateau === null ? [] : ['reduce_lr_on_plateau (ReduceLROnPlateau)']),
  ];
  return [
    `batch_size ${spec.batch_size}${told.length > 0 ? `, ${told.join(', ')}` : ''}: to be told model.fit again`,
  ];
}
