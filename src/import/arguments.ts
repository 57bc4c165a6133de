// Arguments of Keras as a spec writes them: a config comes in, the arguments that are not dlx'
// default come out, and what dlx cannot express is told with the argument's name.
import { checkJson } from '../words/json.js';
import { defaultOf } from '../words/check.js';
import type { ArgumentKinds, Kind } from '../words/kinds.js';
import { type Entry, findEntry } from '../words/tagged.js';
import { unknownName } from '../words/unknown.js';
import { canonicalJson } from '../spec/minimal.js';
import { cutText } from '../text/cut.js';
import { functionIn, objectIn, plainIn } from './objects.js';

/** Is told what dlx cannot express; the sentence begins with the argument. */
export type Tell = (message: string) => void;

type Values = Readonly<Record<string, unknown>>;

/** What every object of Keras has, of which dlx knows otherwise or has no need. */
const always: ReadonlySet<string> = new Set([
  'name',
  'dtype',
  'trainable',
  'autocast',
  // All random numbers follow the seed of the spec.
  'seed',
  // They change no number.
  'unroll',
  'use_cudnn',
  'flash_attention',
  'implementation',
  'synchronized',
  'lora_alpha',
]);

/** What changes nothing with one of these values. */
const harmless: Readonly<Record<string, readonly unknown[]>> = {
  data_format: ['channels_last'],
  return_state: [false],
  stateful: [false],
  sparse: [false],
  renorm: [false],
  rms_scaling: [false],
  from_sorted_ids: [false],
  renorm_momentum: [0.99],
  use_gate: [false],
  attention_axes: [[1], [-2]],
  reduction: ['sum_over_batch_size', 'auto'],
  axis: [-1],
  from_logits: [false],
  jit_compile: [true, false, 'auto'],
};

function isHarmless(key: string, value: unknown): boolean {
  return (
    always.has(key) ||
    value === null ||
    (harmless[key] ?? []).some((one) => canonicalJson(one) === canonicalJson(value))
  );
}

/** The arguments of a config that differ from the defaults, as a spec writes them. */
export function writtenArguments(kinds: ArgumentKinds, config: Values, tell: Tell): Values {
  const written: Record<string, unknown> = {};
  for (const [key, given] of Object.entries(config)) {
    const kind = Object.hasOwn(kinds, key) ? kinds[key] : undefined;
    if (!kind) {
      if (!isHarmless(key, plainIn(given))) {
        tell(`${cutText(key, 60)}: ${shown(given)}, an argument that dlx does not have`);
      }
      continue;
    }
    if (key === 'data_format' && given === 'channels_last') continue;
    const value = writtenValue(kind, given, (message) => tell(`${key}: ${message}`));
    if (value === undefined) continue;
    const checked = checkJson(kind, value);
    if (!('value' in checked)) tell(`${key}: ${shown(given)}, which dlx does not take`);
    else if (kind.isRequired || canonicalJson(checked.value) !== canonicalJson(defaultOf(kind))) {
      written[key] = value;
    }
  }
  return written;
}

function writtenValue(kind: Kind, value: unknown, tell: Tell): unknown {
  const { form } = kind;
  switch (form.form) {
    case 'tagged':
      // Keras takes no activation for the linear one.
      if (value === null) return form.noun === 'activation' ? 'linear' : null;
      return writtenNamed(form.noun, form.table, value, tell);
    case 'layer':
      return value === null ? null : writtenNested(form.table, value, tell);
    case 'either': {
      const named = form.options.find((option) => option.form.form === 'tagged');
      return named && objectIn(value) ? writtenValue(named, value, tell) : plainIn(value);
    }
    case 'sizes': {
      // One number stands for equal ones.
      const sizes = plainIn(value);
      return Array.isArray(sizes) && new Set(sizes).size === 1 ? sizes[0] : sizes;
    }
    case 'integer': {
      // The shape of one axis is its size.
      const plain = plainIn(value);
      return Array.isArray(plain) && plain.length === 1 ? plain[0] : plain;
    }
    default:
      return plainIn(value);
  }
}

/** Layers of Keras that stand for activations with arguments. */
const activationLayers: Readonly<Record<string, string>> = {
  ReLU: 'relu',
  LeakyReLU: 'leaky_relu',
  ELU: 'elu',
  Softmax: 'softmax',
};

/** A named thing as a spec writes it: its bare name, or a mapping with arguments. */
export function writtenNamed(
  noun: string,
  table: readonly Entry[],
  value: unknown,
  tell: Tell,
): unknown {
  const name = functionIn(value);
  if (name !== undefined) {
    const entry = findEntry(table, name);
    if (!entry) tell(unknownName(noun, cutText(name, 60), table));
    return entry?.name;
  }
  const object = objectIn(value);
  if (!object) {
    tell(`${shown(value)}, which is no ${noun}`);
    return undefined;
  }
  const { className, config, foreign } = object;
  if (foreign !== null) {
    tell(
      `${cutText(className, 60)} of ${cutText(foreign, 60)} is code of its own, which is not run`,
    );
    return undefined;
  }
  const entry = findEntry(
    table,
    noun === 'activation' ? (activationLayers[className] ?? className) : className,
  );
  if (!entry) {
    tell(unknownName(noun, cutText(className, 60), table));
    return undefined;
  }
  const args = writtenArguments(entry.arguments, config, tell);
  return Object.keys(args).length === 0 ? entry.name : { name: entry.name, ...args };
}

// As a layer in a layer is written: its bare name, or one key with its arguments.
function writtenNested(table: readonly Entry[], value: unknown, tell: Tell): unknown {
  const object = objectIn(value);
  const entry = object && object.foreign === null ? findEntry(table, object.className) : undefined;
  if (!object || !entry) {
    tell(object ? unknownName('layer', cutText(object.className, 60), table) : 'no layer');
    return undefined;
  }
  const args = writtenArguments(entry.arguments, object.config, (message) =>
    tell(`${entry.name}: ${message}`),
  );
  return Object.keys(args).length === 0 ? entry.name : { [entry.name]: args };
}

/** A value of a file in a sentence. */
export function shown(value: unknown): string {
  return cutText(JSON.stringify(value) ?? 'nothing', 60);
}
