// An item of a model taken apart, and names as Keras gives them.
import { describe, expect, test } from '@jest/globals';
import { layerItem, layerNames, snakeCase, type Naming } from '../../src/document/layer-item.js';
import { startReading } from '../../src/document/reading.js';
import { language } from '../spec/language.js';
import { parsed } from './parsed.js';

const item = (text: string) => layerItem(parsed(text), startReading(language));

describe('an item', () => {
  test('is a name, or a mapping with a layer and what stands beside it', () => {
    expect(item('Flatten')).toMatchObject({ key: 'Flatten', layer: 'Flatten', repeat: 1 });
    const found = item('{name: hidden, Dense: {units: 3}, repeat: 2, inputs: [a]}');
    expect(found).toMatchObject({ key: 'Dense', isBlock: false, name: 'hidden', repeat: 2 });
    expect([...(found?.beside.keys() ?? [])].sort()).toEqual(['inputs', 'name', 'repeat']);
    expect(found?.others.size).toBe(0);
  });

  test('has what is neither in a place of its own: a slip of the indentation', () => {
    const found = item('{Dense: , units: 3}');
    expect([...(found?.others.keys() ?? [])]).toEqual(['units']);
  });

  test('has the layer that is known, or the first key', () => {
    expect(item('{units: 3, Dense: }')?.key).toBe('Dense');
    expect(item('{Dence: 3, units: 4}')).toMatchObject({ key: 'Dence', entry: undefined });
  });

  test('may be a block; a list, a number or nothing but a name is none', () => {
    expect(item('block: [Flatten]')).toMatchObject({ isBlock: true, key: 'block' });
    expect([item('[Flatten]'), item('7'), item('{name: a}')]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  test.each([
    ['0', 1],
    ['-3', 1],
    ['2.7', 2],
    ['many', 1],
    ['1000000', 1000],
  ])('repeated %s times counts as %i', (written, count) => {
    expect(item(`{Flatten: , repeat: ${written}}`)?.repeat).toBe(count);
  });
});

describe('names', () => {
  const named = (layer: string, name?: string, repeat = 1): Naming => ({ layer, name, repeat });

  test('are counted by class, as Keras does', () => {
    expect(layerNames([named('Dense'), named('Conv2D'), named('Dense', undefined, 2)])).toEqual([
      ['dense'],
      ['conv2d'],
      ['dense_1', 'dense_2'],
    ]);
  });

  test('leave out those that are written, copies included', () => {
    expect(
      layerNames([
        named('Dense'),
        named('Flatten', 'dense'),
        named('Dense', 'dense_1', 2),
        named('Dense'),
      ]),
    ).toEqual([['dense_2'], ['dense'], ['dense_1', 'dense_1_1'], ['dense_3']]);
  });

  // As keras.src.utils.naming.to_snake_case has them.
  test.each([
    ['Dense', 'dense'],
    ['Conv2D', 'conv2d'],
    ['MaxPooling2D', 'max_pooling2d'],
    ['GlobalAveragePooling1D', 'global_average_pooling1d'],
    ['ReLU', 're_lu'],
    ['LeakyReLU', 'leaky_re_lu'],
    ['LSTM', 'lstm'],
    ['BatchNormalization', 'batch_normalization'],
    ['UpSampling2D', 'up_sampling2d'],
  ])('%s is %s', (layer, name) => {
    expect(snakeCase(layer)).toBe(name);
  });
});
