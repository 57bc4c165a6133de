// Layers that stand among another layer's arguments: every way to write them, what is refused and
// where, and what they are in hashes, in resolved.yaml and in the JSON Schema.
import { describe, expect, test } from '@jest/globals';
import { language } from '../../src/experiment/language.js';
import { planNetwork } from '../../src/model/network.js';
import { jsonSchema } from '../../src/words/json-schema.js';
import { readSpecText, type ReadSpec } from '../../src/spec/read.js';
import { renderYaml, resolvedForm } from '../../src/spec/write.js';
import { complaintOf } from '../spec/language.js';

const read = (layer: string, set: readonly string[] = []): ReadSpec =>
  readSpecText(`dataset: spirals\nmodel:\n  - ${layer}\nloss: mse\n`, 'a.yaml', { language, set });
const minimalOf = (layer: string, set: readonly string[] = []): unknown =>
  (read(layer, set).minimal['model'] as readonly unknown[])[0];
const lines = (text: string): readonly string[] => text.split('\n').slice(0, 1);
const refusal = (layer: string): readonly string[] => lines(complaintOf(() => read(layer)));

describe('written', () => {
  test.each([
    [
      'Bidirectional: {layer: {LSTM: {units: 8}}}',
      { layer: 'Bidirectional', arguments: { layer: { layer: 'LSTM', arguments: { units: 8 } } } },
    ],
    [
      'Bidirectional: {LSTM: {units: 8}}',
      { layer: 'Bidirectional', arguments: { layer: { layer: 'LSTM', arguments: { units: 8 } } } },
    ],
    [
      'Bidirectional: {LSTM: 8}',
      { layer: 'Bidirectional', arguments: { layer: { layer: 'LSTM', arguments: { units: 8 } } } },
    ],
    [
      'Bidirectional: {layer: {GRU: 8}, merge_mode: sum}',
      {
        layer: 'Bidirectional',
        arguments: { layer: { layer: 'GRU', arguments: { units: 8 } }, merge_mode: 'sum' },
      },
    ],
    [
      'TimeDistributed: {Dense: {units: 3, activation: relu}}',
      {
        layer: 'TimeDistributed',
        arguments: { layer: { layer: 'Dense', arguments: { units: 3, activation: 'relu' } } },
      },
    ],
    [
      'TimeDistributed: Flatten',
      { layer: 'TimeDistributed', arguments: { layer: { layer: 'Flatten' } } },
    ],
    [
      'TimeDistributed: {layer: Flatten}',
      { layer: 'TimeDistributed', arguments: { layer: { layer: 'Flatten' } } },
    ],
    [
      'TimeDistributed: {Bidirectional: {LSTM: 2}}',
      {
        layer: 'TimeDistributed',
        arguments: {
          layer: {
            layer: 'Bidirectional',
            arguments: { layer: { layer: 'LSTM', arguments: { units: 2 } } },
          },
        },
      },
    ],
  ])('%s', (layer, expected) => {
    expect(minimalOf(layer)).toEqual(expected);
    const again = readSpecText(renderYaml(resolvedForm(read(layer).spec)), 'resolved.yaml', {
      language,
    });
    expect(again.minimal).toEqual(read(layer).minimal);
  });

  test('and changed by --set, where another layer takes the place of the old one', () => {
    const set = (option: string): unknown =>
      minimalOf('Bidirectional: {LSTM: 8}', [`model.bidirectional.${option}`]);
    const inner = (layer: unknown): unknown => ({ layer: 'Bidirectional', arguments: { layer } });
    expect(set('layer.LSTM.units=3')).toEqual(inner({ layer: 'LSTM', arguments: { units: 3 } }));
    expect(set('layer={GRU: {units: 4, reset_after: false}}')).toEqual(
      inner({ layer: 'GRU', arguments: { units: 4, reset_after: false } }),
    );
  });
});

describe('refused', () => {
  test.each([
    [
      'Bidirectional',
      'a.yaml:3:5 Bidirectional needs layer: a layer (SimpleRNN, LSTM, GRU) with its arguments below it',
    ],
    [
      'Bidirectional: {Dense: 3}',
      'a.yaml:3:21 layer must be a layer (SimpleRNN, LSTM, GRU) with its arguments below it, got "Dense"',
    ],
    [
      'Bidirectional: {layer: {Dense: 3}}',
      'a.yaml:3:29 layer must be a layer (SimpleRNN, LSTM, GRU) with its arguments below it, got "Dense"',
    ],
    [
      'Bidirectional: {layer: {Lstm: 3}}',
      'a.yaml:3:29 layer must be a layer (SimpleRNN, LSTM, GRU) with its arguments below it, got "Lstm"; did you mean "LSTM"?',
    ],
    [
      'Bidirectional: {layer: 3}',
      'a.yaml:3:28 layer must be a layer (SimpleRNN, LSTM, GRU) with its arguments below it, got 3',
    ],
    [
      'Bidirectional: {layer: {LSTM: 3, units: 4}}',
      'a.yaml:3:28 layer must be a layer (SimpleRNN, LSTM, GRU) with its arguments below it, got {"LSTM":3,"units":4}',
    ],
    [
      'Bidirectional: {layer: {LSTM: {units: 0}}}',
      'a.yaml:3:43 units must be a whole number of at least 1, got 0',
    ],
    [
      'Bidirectional: {layer: {LSTM: {unit: 3}}}',
      'a.yaml:3:36 unknown argument "unit" of LSTM; did you mean "units"?',
    ],
    [
      'Bidirectional: {layer: {LSTM: {}}}',
      'a.yaml:3:29 LSTM needs units: a whole number of at least 1',
    ],
    [
      'Bidirectional: {LSTM: {units: 3, dropout: 1}}',
      'a.yaml:3:47 dropout must be a finite number of at least 0 and below 1, got 1',
    ],
    [
      'Bidirectional: {LSTM: {units: 3, return_state: true}}',
      'a.yaml:3:38 Keras has the argument return_state of LSTM, dlx does not: a layer has one output',
    ],
    [
      'Bidirectional: {LSTM: 8, merge_mode: sum}',
      'a.yaml:3:21 LSTM is a layer, not an argument of Bidirectional',
    ],
    [
      'Bidirectional: {layer: {LSTM: 8}, merge_mode: null}',
      'a.yaml:3:51 merge_mode must be one of concat, sum, mul, ave, got nothing',
    ],
    [
      'TimeDistributed: {Add: {}}',
      'a.yaml:3:23 layer must be a layer that takes one input, as {Dense: {units: 10}}, got "Add"',
    ],
    [
      'TimeDistributed: 3',
      'a.yaml:3:22 layer must be a layer that takes one input, as {Dense: {units: 10}}, got 3',
    ],
    [
      'TimeDistributed: {layer: {Dense: {units: 3, name: x}}}',
      'a.yaml:3:49 Keras has the argument name of Dense, dlx does not',
    ],
  ])('%s', (layer, expected) => expect(refusal(layer)).toEqual([expected]));

  test.each([
    [
      'Bidirectional: {LSTM: {units: 3, go_backwards: true}}',
      [4, 2],
      'Bidirectional (bidirectional) needs two layers of which one has go_backwards: true, got true for layer and true for backward_layer',
    ],
    [
      'Bidirectional: {layer: {LSTM: 3}, backward_layer: {LSTM: 3}}',
      [4, 2],
      'Bidirectional (bidirectional) needs two layers of which one has go_backwards: true, got false for layer and false for backward_layer',
    ],
    [
      'Bidirectional: {layer: {LSTM: 3}, backward_layer: {LSTM: {units: 3, go_backwards: true, return_sequences: true}}}',
      [4, 2],
      'Bidirectional (bidirectional) needs two layers of the same return_sequences, got false for layer and true for backward_layer',
    ],
    [
      'Bidirectional: {layer: {LSTM: 3}, backward_layer: {LSTM: {units: 4, go_backwards: true}}}',
      [4, 2],
      'Bidirectional (bidirectional) needs two layers of equally many units, got 3 and 4',
    ],
    [
      'Bidirectional: {LSTM: 3}',
      [4],
      'Bidirectional (bidirectional) holds a layer LSTM that expects sequences (steps × features), got (None, 4)',
    ],
    [
      'TimeDistributed: {Dense: 3}',
      [4],
      'TimeDistributed (time_distributed) expects a sequence (steps × features or more), got (None, 4)',
    ],
    [
      'TimeDistributed: {Conv2D: {filters: 2, kernel_size: 3}}',
      [4, 2],
      'TimeDistributed (time_distributed) holds a layer Conv2D that expects images (height × width × channels), got (None, 2)',
    ],
    [
      'TimeDistributed: Normalization',
      [4, 2],
      'TimeDistributed (time_distributed) cannot hold Normalization, which is fitted to the data; give that its values, or put it in front',
    ],
  ])('%s on %j', (layer, inputShape, expected) => {
    expect(() => planNetwork(read(layer).spec.model, [{ name: 'x', shape: inputShape }])).toThrow(
      expected,
    );
  });
});

test('weights and multiplications of layers inside', () => {
  const plan = (layer: string, shape: readonly number[]): unknown => {
    const [planned] = planNetwork(read(layer).spec.model, [{ name: 'x', shape }]).layers;
    return [planned?.weights.map(({ key }) => key), planned?.multiplyAdds];
  };
  const names = ['kernel', 'recurrent_kernel', 'bias'];
  // By hand: twice 4 steps of 3 · 3 · (2 + 3); 4 steps of 2 · 3; 5 steps of 4 steps of 4 · 3 · (2 +
  // 3).
  expect(plan('Bidirectional: {GRU: 3}', [4, 2])).toEqual([
    ['forward', 'backward'].flatMap((way) => names.map((name) => `bidirectional/${way}/${name}`)),
    360,
  ]);
  expect(plan('TimeDistributed: {Dense: 3}', [4, 2])).toEqual([
    ['time_distributed/kernel', 'time_distributed/bias'],
    24,
  ]);
  expect(plan('TimeDistributed: {LSTM: 3}', [5, 4, 2])).toEqual([
    names.map((name) => `time_distributed/${name}`),
    1200,
  ]);
});

test('the JSON Schema has the same ways to write them', () => {
  const schema = jsonSchema(language) as {
    $defs: Record<
      string,
      { anyOf: Record<string, Record<string, { anyOf: unknown[] }>>[]; properties?: object }
    >;
  };
  const { Bidirectional } = schema.$defs['layer']?.anyOf[1]?.['properties'] ?? {};
  const inner = { $ref: '#/$defs/nested_layer' };
  expect(Bidirectional?.anyOf.slice(1)).toEqual([inner]);
  expect(Bidirectional?.anyOf[0]).toMatchObject({
    properties: {
      layer: inner,
      backward_layer: { anyOf: [inner, { type: 'null' }], default: null },
    },
    required: ['layer'],
  });
  expect(Object.keys(schema.$defs['nested_layer']?.properties ?? {})).toEqual([
    'SimpleRNN',
    'LSTM',
    'GRU',
  ]);
});
