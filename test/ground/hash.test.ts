// SHA-256 against the examples of its standard (FIPS 180-4, "SHA256.pdf" of NIST), and against
// GNU's sha256sum.
import { expect, test } from '@jest/globals';
import { sha256 } from '../../src/ground/hash.js';

test.each([
  ['', 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'],
  ['abc', 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
  [
    'abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq',
    '248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1',
  ],
])('%j', (text, expected) => {
  expect(sha256(text)).toBe(expected);
  expect(sha256(Buffer.from(text))).toBe(expected);
  expect(sha256(text.slice(0, 2), Buffer.from(text.slice(2)))).toBe(expected);
});

test('more bytes than Node hashes at a time', () => {
  // head -c 2147483649 /dev/zero | sha256sum
  expect(sha256(new Uint8Array(2 ** 31 + 1))).toBe(
    'b8030a8ab89280935633d8d991da3d9907c0f12e8b6fc3bfc515f4d440872b6e',
  );
});
