// How a model of Keras was compiled, as keys of a spec: a compile_config comes in, optimizer, loss and
// metrics come out; what has no place in a spec is told, and left out.
import type { Language } from '../words/language.js';
import { findEntry } from '../words/tagged.js';
import { isMapping } from '../words/written.js';
import { writtenNamed, type Tell } from './arguments.js';
import { functionIn, objectIn } from './objects.js';

/** Keys of a spec. */
export type CompiledKeys = Readonly<Record<string, unknown>>;

/** The keys of a spec for a compile_config. */
export function compiledKeys(config: unknown, language: Language, tell: Tell): CompiledKeys {
  if (!isMapping(config)) return {};
  const optimizer = optimizerIn(config['optimizer'], language, tell);
  const loss = lossIn(config['loss'], language, tell);
  const metrics = metricsIn(config['metrics'], language, tell);
  for (const key of ['loss_weights', 'weighted_metrics']) {
    if (config[key] !== null && config[key] !== undefined) tell(`${key}: dlx has none`);
  }
  return {
    ...(optimizer === undefined ? {} : { optimizer }),
    ...(loss === undefined ? {} : { loss }),
    ...(metrics.length > 0 ? { metrics } : {}),
  };
}

function optimizerIn(value: unknown, { optimizers }: Language, tell: Tell): unknown {
  if (value === null || value === undefined) return undefined;
  const written = writtenNamed('optimizer', optimizers, value, (message) =>
    tell(`optimizer: ${message}`),
  );
  if (!isMapping(written)) return written;
  const { learning_rate: rate } = written;
  return typeof rate === 'number' ? { ...written, learning_rate: shortest(rate) } : written;
}

// Keras keeps a rate as a float32, and writes that with the digits of a float64.
function shortest(value: number): number {
  const [short] = Array.from({ length: 9 }, (_, i) => Number(value.toPrecision(i + 1))).filter(
    (one) => Math.fround(one) === value,
  );
  return short ?? value;
}

function lossIn(value: unknown, { losses }: Language, tell: Tell): unknown {
  const [only] = Array.isArray(value) && value.length === 1 ? value : [value];
  if (only === null || only === undefined) return undefined;
  return writtenNamed('loss', losses, only, (message) => tell(`loss: ${message}`));
}

function metricsIn(value: unknown, { metrics: table }: Language, tell: Tell): readonly unknown[] {
  const [inner] = Array.isArray(value) && value.length === 1 ? value : [];
  const listed = Array.isArray(inner) ? inner : value;
  if (listed === null || listed === undefined) return [];
  if (!Array.isArray(listed)) {
    tell('metrics: of several outputs');
    return [];
  }
  return listed.flatMap((metric: unknown) => {
    const written = writtenNamed('metric', table, metric, (message) => tell(`metrics: ${message}`));
    return written === undefined ? [] : [labelled(written, metric, table)];
  });
}

// A metric's own name in the log.
function labelled(written: unknown, metric: unknown, table: Language['metrics']): unknown {
  const label = functionIn(metric) === undefined ? objectIn(metric)?.config['name'] : undefined;
  const name = isMapping(written) ? written['name'] : written;
  const isOwn =
    typeof label === 'string' && label !== name && findEntry(table, label)?.name !== name;
  return isOwn ? { ...(isMapping(written) ? written : { name }), label } : written;
}
