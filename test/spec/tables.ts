// The tables of the language by what their entries are called in messages.
import { language } from '../../src/experiment/language.js';
import { activations } from '../../src/model/activations.js';
import { constraints } from '../../src/model/constraints.js';
import { initializers } from '../../src/model/initializers.js';
import { regularizers } from '../../src/model/regularizers.js';
import type { Entry } from '../../src/words/tagged.js';
import { schedules } from '../../src/training/schedules/schedules.js';

/** The table of this kind. */
export function tableOf(noun: string): readonly Entry[] {
  const tables: Readonly<Record<string, readonly Entry[]>> = {
    layer: language.layers,
    loss: language.losses,
    metric: language.metrics,
    optimizer: language.optimizers,
    'data set': language.datasets,
    activation: activations,
    initializer: initializers,
    regularizer: regularizers,
    constraint: constraints,
    schedule: schedules,
  };
  const table = tables[noun];
  if (!table) throw new Error(`no table of ${noun}`);
  return table;
}

/** What Keras names, too, with arguments of its own: all but data sets and schedules. */
export const kerasNouns = [
  'layer',
  'activation',
  'initializer',
  'regularizer',
  'constraint',
  'loss',
  'metric',
  'optimizer',
] as const;
