// The Python file as a whole: what it says of itself, and that no text of a spec becomes code.
import { expect, test } from '@jest/globals';
import { pythonProgram } from '../../../src/export/pytorch/program.js';
import { translatedNetwork } from '../../../src/export/pytorch/translated.js';
import { keptWith } from './translate.js';

test('what it takes and gives, and an example of the right shape', () => {
  const made = keptWith(['Flatten', { Dense: 2 }], [4, 5, 1]);
  const kept = { ...made, inputs: made.inputs.map((input) => ({ ...input, divide_by: 255 })) };
  const text = pythonProgram(kept, translatedNetwork(kept));
  expect(text).toContain(
    'It takes [batch, 4, 5, 1] (height × width × channels, values divided by 255)',
  );
  expect(text).toContain('and gives [batch, 2]');
  expect(text).toContain('x = torch.zeros(1, 4, 5, 1)');
  expect(text).toContain('        return x\n');
});

test('names of the data stand nowhere in it', () => {
  const made = keptWith([{ Dense: 2 }], [3]);
  const hostile = '"""\nimport os; os.system("x")\n"""';
  const kept = {
    ...made,
    folder: hostile,
    inputs: made.inputs.map((input) => ({ ...input, name: hostile })),
    target: { ...made.target, name: hostile },
  };
  expect(pythonProgram(kept, translatedNetwork(kept))).not.toContain('os.system');
});
