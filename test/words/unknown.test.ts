// Words that a spec may not use lead to the one that was meant.
import { expect, test } from '@jest/globals';
import { meantArgument, unknownName, unknownWord } from '../../src/words/unknown.js';

const entry = (name: string, ...aliases: readonly string[]) => ({
  name,
  aliases,
  arguments: {},
  summary: '',
});
const optimizers = [entry('adam', 'Adam'), entry('sgd', 'SGD'), entry('rmsprop')];
const layers = [entry('Dense'), entry('ReLU'), entry('LSTM')];

test.each([
  // A slip.
  ['optimizer', 'adm', optimizers, 'unknown optimizer "adm"; did you mean "adam"?'],
  // Another library's word.
  ['layer', 'Linear', layers, 'unknown layer "Linear"; Keras calls it Dense'],
  // The same word in other letters, though another library has it too.
  ['layer', 'relu', layers, 'unknown layer "relu"; did you mean "ReLU"?'],
  // Keras' own.
  ['layer', 'ConvLSTM2D', layers, 'Keras has ConvLSTM2D, dlx does not; the nearest is LSTM'],
  // Nobody's, though its letters are near.
  ['optimizer', 'radam', optimizers, 'unknown optimizer "radam"; neither Keras nor dlx has it'],
  // Nothing like it: what there is, each once.
  [
    'optimizer',
    'conjugate',
    optimizers,
    'unknown optimizer "conjugate"; expected one of adam, sgd, rmsprop',
  ],
])('%s %s', (noun, name, table, message) => {
  expect(unknownName(noun, name, table)).toBe(message);
});

test('a name is shown as it was written', () => {
  expect(unknownName('optimizer', 'adm', optimizers, 'adm!')).toBe(
    'unknown optimizer adm!; did you mean "adam"?',
  );
});

test('arguments, too', () => {
  expect(meantArgument('lr', ['learning_rate', 'momentum'])).toBe('; Keras calls it learning_rate');
  expect(meantArgument('momentun', ['learning_rate', 'momentum'])).toBe(
    '; did you mean "momentum"?',
  );
  expect(meantArgument('lr', ['momentum'])).toBe('; expected one of momentum');
});

test('a word of whatever kind', () => {
  const kinds = [
    { noun: 'layer', table: layers },
    { noun: 'optimizer', table: optimizers },
  ];
  expect(unknownWord('Linear', kinds)).toBe(
    'a spec can name nothing "Linear"; Keras calls it Dense',
  );
  expect(unknownWord('rmsprp', kinds)).toBe(
    'a spec can name nothing "rmsprp"; did you mean "rmsprop"?',
  );
});
