// A thread that answers bytes with the same bytes and their sum; it dies of 255.
import { answerEach } from '../../src/ground/threads.js';

answerEach(async (bytes: Uint8Array) => {
  if (bytes.length === 0) throw new Error('the sum of nothing');
  if (bytes[0] === 255) process.exit(3);
  const sum = bytes.reduce((total, byte) => total + byte, 0);
  const answer = Uint8Array.of(...bytes, sum);
  return { answer, handed: [answer.buffer] };
});
