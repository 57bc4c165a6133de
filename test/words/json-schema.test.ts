import { expect, test } from '@jest/globals';
import { jsonSchema } from '../../src/words/json-schema.js';
import { language } from '../spec/language.js';

const schema = jsonSchema(language) as { [key: string]: never };
const at = (...path: (string | number)[]): unknown =>
  path.reduce<unknown>((part, key) => (part as Record<string | number, unknown>)[key], schema);

test('says which keys there are and which must be written', () => {
  expect(Object.keys(schema['properties'] ?? {}).sort()).toEqual(
    [
      'extends',
      'name',
      'tags',
      'notes',
      'dataset',
      'model',
      'initial_weights',
      'freeze',
      'optimizer',
      'loss',
      'metrics',
      'class_weight',
      'batch_size',
      'epochs',
      'seed',
      'seeds',
      'cross_validation',
      'monitor',
      'mode',
      'early_stopping',
      'reduce_lr_on_plateau',
      'checkpoint',
      'budget',
      'tensorboard',
    ].sort(),
  );
  expect([at('additionalProperties'), at('if'), at('else', 'required')]).toEqual([
    false,
    { required: ['extends'] },
    ['dataset', 'model', 'loss'],
  ]);
  expect(at('properties', 'epochs')).toEqual({
    type: 'integer',
    minimum: 1,
    maximum: Number.MAX_SAFE_INTEGER,
    default: 1,
  });
});

test('a layer is its name, its first argument or all of them', () => {
  expect(at('$defs', 'layer', 'anyOf', 0, 'enum')).toEqual([
    'Flatten',
    'BatchNormalization',
    'MaxPooling2D',
    'Add',
  ]);
  expect(at('$defs', 'layer', 'anyOf', 1, 'properties', 'Dropout')).toEqual({
    description: 'Dropout.',
    anyOf: [
      {
        type: 'object',
        properties: { rate: { type: 'number', minimum: 0, exclusiveMaximum: 1 } },
        required: ['rate'],
        additionalProperties: false,
      },
      { type: 'number', minimum: 0, exclusiveMaximum: 1, not: { type: 'object' } },
    ],
  });
});

test('what is named by a word is a word or a mapping, the same wherever it stands', () => {
  expect(
    at(
      '$defs',
      'layer',
      'anyOf',
      1,
      'properties',
      'Dense',
      'anyOf',
      0,
      'properties',
      'kernel_initializer',
    ),
  ).toEqual({ $ref: '#/$defs/initializer' });
  expect(at('$defs', 'optimizer', 'anyOf', 3, 'properties', 'learning_rate')).toEqual({
    anyOf: [{ type: 'number', minimum: 0 }, { $ref: '#/$defs/learning_rate_schedule' }],
    default: 0.01,
  });
  expect(at('$defs', 'regularizer')).toEqual({
    anyOf: [
      { enum: ['l2', 'L2'] },
      {
        type: 'object',
        additionalProperties: false,
        description: 'l2.',
        properties: {
          name: { enum: ['l2', 'L2'] },
          l2: { type: 'number', minimum: 0, default: 0.01 },
        },
        required: ['name'],
      },
    ],
  });
});
