import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import {
  isNvidiaEntry,
  isTensorflowEntry,
  unpackWheel,
} from '../../../src/machine/tensorflow/wheel.js';
import { messageOfFailure, zip } from './setup-stand-ins.js';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'dlx-wheel-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('wheels', () => {
  test('only what the runtime needs is taken', () => {
    const names = [
      'tensorflow/libtensorflow_cc.so.2',
      'tensorflow/include/tsl/platform/ctstring.h',
      'tensorflow/include/tensorflow/c/c_api.h',
      'tensorflow/python/platform/build_info.py',
      'tensorflow/include/tensorflow/cc/ops.h',
      'tensorflow/include/tensorflow/c/logging.h',
      'tensorflow/lite/x.so',
      'other/libtensorflow_cc.so.2',
    ];
    expect(names.filter(isTensorflowEntry)).toEqual(names.slice(0, 4));
    const nvidia = [
      'nvidia/cudnn/lib/libcudnn.so.9',
      'nvidia/cuda_nvrtc/lib/libnvrtc-builtins.so.12.9',
      'nvidia/cuda_nvcc/bin/ptxas',
      'nvidia/cuda_nvcc/nvvm/libdevice/libdevice.10.bc',
      'nvidia/cudnn/include/cudnn.h',
      'nvidia/cuda_runtime/lib/libcudart_static.a',
      'nvidia/cuda_cupti/lib/../../../x.so',
    ];
    expect(nvidia.filter(isNvidiaEntry)).toEqual(nvidia.slice(0, 4));
  });

  test('entries are unpacked as they are, with progress up to 1', async () => {
    writeFileSync(
      join(folder, 'a.whl'),
      zip({ 'one/a.txt': 'first', 'two/b.txt': 'second', 'three.txt': 'no' }),
    );
    const fractions: number[] = [];
    expect(
      await unpackWheel(
        join(folder, 'a.whl'),
        join(folder, 'out'),
        (name) => name.includes('/'),
        (fraction) => fractions.push(fraction),
      ),
    ).toEqual(['one/a.txt', 'two/b.txt']);
    expect(readdirSync(join(folder, 'out')).sort()).toEqual(['one', 'two']);
    expect(readFileSync(join(folder, 'out/two/b.txt'), 'utf8')).toBe('second');
    expect(fractions).toEqual([5 / 11, 1]);
  });

  test.each([
    ['../outside.txt', 'invalid relative path: ../outside.txt'],
    ['a/../../outside.txt', 'invalid relative path: a/../../outside.txt'],
    ['/outside.txt', 'absolute path: /outside.txt'],
    ['a\\outside.txt', 'invalid characters in fileName: a\\outside.txt'],
  ])('a name that leads out of the folder is refused: %s', async (name, reason) => {
    const path = join(folder, 'evil.whl');
    writeFileSync(path, zip({ [name]: 'evil' }));
    expect(
      await messageOfFailure(
        unpackWheel(
          path,
          join(folder, 'in/out'),
          () => true,
          () => {},
        ),
      ),
    ).toBe(`1: cannot unpack ${path} into ${join(folder, 'in/out')}: ${reason}`);
    expect(
      existsSync(join(folder, 'in/outside.txt')) || existsSync(join(folder, 'outside.txt')),
    ).toBe(false);
  });

  test('a file that is no zip file', async () => {
    const path = join(folder, 'page.whl');
    writeFileSync(path, '<html>log in to the network first</html>');
    expect(
      await messageOfFailure(
        unpackWheel(
          path,
          folder,
          () => true,
          () => {},
        ),
      ),
    ).toMatch(
      /^1: cannot unpack .*page\.whl into .*: End of central directory record signature not found/,
    );
  });
});
