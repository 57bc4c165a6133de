// Words of Keras that dlx does not have: in goes a word that a table did not know, out comes a
// sentence that says so, with the nearest thing that dlx has. What a table has is asked at run
// time, so this never contradicts it.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { plainWord } from '../text/suggest.js';
import { fields, mappingOf, text, anyText } from './arguments.js';
import { checkPlain } from './check.js';
import type { CheckedOf } from './kinds.js';

type Names = Readonly<Record<string, string>>;

/**
 * What test/fixtures/make_keras_names.py writes from Keras itself: for each kind of thing, the names
 * that Keras has with the arguments of each; names that stand for something with another name; and
 * what every layer takes beside its own arguments.
 */
const dataKind = fields({
  version: text(),
  names: mappingOf(mappingOf(anyText())),
  synonyms: mappingOf(mappingOf(text())),
  layer_arguments: text(),
});

let known: CheckedOf<typeof dataKind> | undefined;

/** What Keras has by name, read when it is first asked for. */
export function kerasData(): CheckedOf<typeof dataKind> {
  known ??= checkPlain(
    dataKind,
    JSON.parse(readFileSync(join(import.meta.dirname, 'keras-names.json'), 'utf8')),
  );
  return known;
}

function namesOf(noun: string): Names {
  const { names } = kerasData();
  // A "learning rate schedule" is a schedule.
  return names[noun] ?? names[noun.split(' ').at(-1) ?? ''] ?? {};
}

/** Every name by which Keras knows what it also calls `name`, as MaxPool2D beside MaxPooling2D. */
export function kerasSpellings(noun: string, name: string): readonly string[] {
  const synonyms = kerasData().synonyms[noun] ?? {};
  return Object.keys(namesOf(noun)).filter(
    (other) => plainWord(synonyms[other] ?? other) === plainWord(name),
  );
}

/**
 * `Keras has ConvLSTM2D, dlx does not; the nearest is LSTM`, or undefined where Keras has no such
 * name or dlx has it too.
 */
export function onlyInKeras(
  noun: string,
  word: string,
  spellings: readonly string[],
): string | undefined {
  const plain = plainWord(word);
  if (spellings.some((spelling) => plainWord(spelling) === plain)) return undefined;
  const names = Object.keys(namesOf(noun));
  const found =
    names.find((name) => name === word) ?? names.find((name) => plainWord(name) === plain);
  if (found === undefined) return undefined;
  const reason = reasons[found];
  if (reason !== undefined) return `Keras has ${found}, dlx does not: ${reason}`;
  const near = (nearest[found] ?? otherRanks(found)).filter((name) => spellings.includes(name));
  return `Keras has ${found}, dlx does not${near.length === 0 ? '' : `; the nearest is ${near.join(' or ')}`}`;
}

/**
 * `Keras has the argument seed of Dropout, dlx does not: …`, or undefined where Keras has no such
 * argument.
 */
export function argumentOnlyInKeras(
  noun: string,
  spellings: readonly string[],
  key: string,
): string | undefined {
  const names = namesOf(noun);
  const own = spellings.flatMap((spelling) =>
    Object.hasOwn(names, spelling) ? (names[spelling] ?? '').split(' ') : [],
  );
  if (
    own.length === 0 ||
    ![...own, ...(noun === 'layer' ? kerasData().layer_arguments.split(' ') : [])].includes(key)
  ) {
    return undefined;
  }
  const reason = argumentReasons[key];
  return `Keras has the argument ${key} of ${spellings[0]}, dlx does not${reason === undefined ? '' : `: ${reason}`}`;
}

function otherRanks(name: string): readonly string[] {
  const [, stem, rest] = /^(.*)[123]D(.*)$/.exec(name) ?? [];
  return stem === undefined ? [] : ['2D', '1D'].map((rank) => `${stem}${rank}${rest}`);
}

// What one would otherwise write in a spec.
const reasons: Readonly<Record<string, string>> = {
  Input: 'the data set says what goes in; leave it out',
  InputLayer: 'the data set says what goes in; leave it out',
  Lambda: 'a spec holds no code',
  TextVectorization:
    'the data set does it, with a column of the type text ({type: text, max_tokens: 20000})',
};

const nearest: Readonly<Record<string, readonly string[]>> = {
  AdditiveAttention: ['MultiHeadAttention'],
  AlphaDropout: ['Dropout'],
  Attention: ['MultiHeadAttention'],
  ConvLSTM1D: ['LSTM'],
  ConvLSTM2D: ['LSTM'],
  ConvLSTM3D: ['LSTM'],
  EinsumDense: ['Dense'],
  GRUCell: ['GRU'],
  GroupQueryAttention: ['MultiHeadAttention'],
  LSTMCell: ['LSTM'],
  Masking: ['Embedding'],
  RMSNormalization: ['LayerNormalization'],
  RNN: ['SimpleRNN', 'LSTM', 'GRU'],
  SimpleRNNCell: ['SimpleRNN'],
  AdaptiveAveragePooling1D: ['GlobalAveragePooling1D'],
  AdaptiveAveragePooling2D: ['GlobalAveragePooling2D'],
  AdaptiveMaxPooling1D: ['GlobalMaxPooling1D'],
  AdaptiveMaxPooling2D: ['GlobalMaxPooling2D'],
  Resizing: ['UpSampling2D'],
  ReversibleEmbedding: ['Embedding'],
};

const argumentReasons: Readonly<Record<string, string>> = {
  batch_shape: 'the data set says what goes in',
  batch_size: 'the spec says it once, for training',
  data_format: 'channels always come last',
  dtype: 'it computes in float32',
  input_shape: 'the data set says what goes in',
  reduction: 'a loss is the mean over the samples',
  return_state: 'a layer has one output',
  seed: 'all random numbers follow the seed of the spec',
  stateful: 'each batch begins with a state of zeros',
  unroll: 'it changes no number',
  use_cudnn: 'it changes no number',
};
