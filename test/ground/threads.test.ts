// Threads answer what they are asked, in any order, and say what went wrong.
import { expect, test } from '@jest/globals';
import { boundsAddresses, openThreads } from '../../src/ground/threads.js';

const module = new URL('./answering.js', import.meta.url);

test('each question has its answer, and what is handed over is moved', async () => {
  const threads = openThreads<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>(module, 2);
  const questions = Array.from({ length: 20 }, (_, i) => Uint8Array.of(i, 100));
  const asked = questions.map((bytes) => threads.ask(bytes, [bytes.buffer]));
  expect((await Promise.all(asked)).map((bytes) => [...bytes])).toEqual(
    Array.from({ length: 20 }, (_, i) => [i, 100, i + 100]),
  );
  expect(questions.map(({ length }) => length)).toEqual(questions.map(() => 0));
  await threads.close();
});

test('what a thread throws is thrown, and the next question is answered', async () => {
  const threads = openThreads<Uint8Array, Uint8Array>(module, 1);
  await expect(threads.ask(new Uint8Array(), [])).rejects.toThrow('of nothing');
  expect([...(await threads.ask(Uint8Array.of(1, 2), []))]).toEqual([1, 2, 3]);
  await threads.close();
});

test('a thread that dies fails what was asked, and what is asked then', async () => {
  const threads = openThreads<Uint8Array, Uint8Array>(module, 1);
  const asked = [Uint8Array.of(255), Uint8Array.of(1)].map((bytes) => threads.ask(bytes, []));
  const results = await Promise.allSettled(asked);
  expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  await expect(threads.ask(Uint8Array.of(1), [])).rejects.toThrow('ended with 3');
  await threads.close();
});

test.each([
  ['Max address space         1536000000           unlimited            bytes', true],
  ['Max address space         unlimited            unlimited            bytes', false],
  ['', false],
])('limits of %j', (line, isBound) => {
  expect(boundsAddresses(`Max file locks 1 1 locks\n${line}\n`)).toBe(isBound);
});
