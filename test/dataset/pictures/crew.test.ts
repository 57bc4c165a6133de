// Whoever decodes, here or in threads: each picture at its place.
import { describe, expect, test } from '@jest/globals';
import { openCrew, threadsFor } from '../../../src/dataset/pictures/crew.js';
import { openDecoder } from '../../../src/dataset/pictures/decoder.js';
import type { Asked } from '../../../src/dataset/pictures/formats.js';
import { flat } from './made.js';

const asked: Asked = { height: 1, width: 2, channels: 3, fit: 'stretch', background: 'black' };
const bytesOf = (content: Uint8Array): Uint8Array<ArrayBuffer> => Uint8Array.from(content);

describe.each([0, 2])('%d threads', (threads) => {
  test('pixels, looks, what is corrupt, and how far it is', async () => {
    const crew = openCrew(await openDecoder(), asked, threads);
    const contents = Array.from({ length: 50 }, (_, i) =>
      bytesOf(i === 30 ? Buffer.from('text') : flat(1 + (i % 3), 2, [i, 7, 9])),
    );
    let done = 0;
    const { values, looks, corrupt } = await crew.decode(contents, () => (done += 1));
    await crew.close();
    const wanted = contents.flatMap((_, i) => (i === 30 ? Array(6).fill(0) : [i, 7, 9, i, 7, 9]));
    expect([...values]).toEqual(wanted);
    expect(looks).toEqual(
      contents.map((_, i) =>
        i === 30 ? null : { height: 1 + (i % 3), width: 2, isTransparent: false },
      ),
    );
    expect([[...corrupt], done]).toEqual([[[30, 'is a text file']], 50]);
  });
});

test('few pictures are not worth a thread, nor are many where cores are few', () => {
  expect([1, 2, 3, 4, 64].map((cores) => threadsFor(100_000, cores))).toEqual([0, 0, 2, 3, 4]);
  expect(threadsFor(100, 64)).toBe(0);
});
