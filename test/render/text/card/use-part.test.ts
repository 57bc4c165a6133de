// How a card says that its model is used.
import { expect, test } from '@jest/globals';
import { usePart } from '../../../../src/render/text/card/use-part.js';
import { carded } from './carded.js';

test('commands that can be copied, whatever the run is called', () => {
  expect(usePart(carded())).toContain(
    "```sh\ndlx predict 'a run' new.npy -o predictions.csv\ndlx export 'a run' --to onnx\n```",
  );
});
