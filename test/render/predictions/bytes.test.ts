// Text gathered as bytes.
import { expect, test } from '@jest/globals';
import { TextBytes } from '../../../src/render/predictions/bytes.js';

test('all that was given stands there in order, however much it is', () => {
  const out = new TextBytes();
  let wanted = '';
  for (let i = 0; i < 20_000; i += 1) {
    out.text('é,');
    out.float32(i / 4);
    out.byte(10);
    out.bytes(Buffer.from('x'));
    wanted += `é,${i / 4}\nx`;
  }
  expect(out.take().toString()).toBe(wanted);
  expect(out.take()).toHaveLength(0);
});
