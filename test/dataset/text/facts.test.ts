// What was learned goes through a file and comes back as it was.
import { expect, test } from '@jest/globals';
import { textColumn } from '../../../src/dataset/text/facts.js';
import { checkJson } from '../../../src/words/json.js';
import { parseJson } from '../../../src/ground/json.js';
import { fitted, textCases } from './keras.js';

test('by JSON', () => {
  for (const [, one] of textCases.slice(0, 20)) {
    const column = fitted(one.texts, one.arguments);
    expect(checkJson(textColumn, parseJson(JSON.stringify(column)))).toEqual({ value: column });
  }
});
