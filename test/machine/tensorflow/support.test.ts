import { describe, expect, test } from '@jest/globals';
import { nativeSupport } from '../../../src/machine/tensorflow/support.js';

describe('support', () => {
  const debian = { platform: 'linux', arch: 'x64', glibc: '2.36', avx: true };
  test.each([
    [{}, undefined],
    [{ glibc: '2.27', avx: null }, undefined],
    [
      { platform: 'darwin', arch: 'arm64', glibc: null },
      "dlx's native TensorFlow exists for Linux on x86-64 only, and this is darwin on arm64",
    ],
    [
      { arch: 'arm64' },
      "dlx's native TensorFlow exists for Linux on x86-64 only, and this is linux on arm64",
    ],
    [
      { glibc: null },
      'TensorFlow needs the GNU C library, and this system has another one (musl, as in Alpine Linux); a Debian or Ubuntu image works',
    ],
    [{ glibc: '2.9' }, 'TensorFlow needs the GNU C library 2.27 or later, and this system has 2.9'],
    [{ avx: false }, 'TensorFlow needs a processor with AVX instructions, which this one lacks'],
  ])('%j', (change, reason) => {
    expect(nativeSupport({ ...debian, ...change })).toEqual(
      reason === undefined ? { supported: true } : { supported: false, reason },
    );
  });
});
