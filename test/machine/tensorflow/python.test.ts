import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { fetchWheel, findPip, parseBuildInfo } from '../../../src/machine/tensorflow/python.js';
import { messageOfFailure, withEnvironment, zip } from './setup-stand-ins.js';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'dlx-python-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

// The real pip, from a folder: no network.
test('pip fetches a wheel by its hash and refuses an altered one', async () => {
  const index = join(folder, 'index');
  mkdirSync(index);
  const metadata = 'Metadata-Version: 2.1\nName: tiny\nVersion: 1.0\n';
  const wheel = zip({
    'tiny.py': '',
    'tiny-1.0.dist-info/METADATA': metadata,
    'tiny-1.0.dist-info/WHEEL': 'Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n',
    'tiny-1.0.dist-info/RECORD': '',
  });
  writeFileSync(join(index, 'tiny-1.0-py3-none-any.whl'), wheel);
  const sha256 = createHash('sha256').update(wheel).digest('hex');
  const tiny = { name: 'tiny', version: '1.0', sha256, download: wheel.length, unpacked: 0 };
  await withEnvironment(
    { PIP_NO_INDEX: '1', PIP_FIND_LINKS: index, PIP_CONFIG_FILE: '/dev/null' },
    async () => {
      const { pip } = await findPip();
      const path = await fetchWheel(pip!, tiny, join(folder, 'good'), () => {});
      expect(readFileSync(path)).toEqual(wheel);
      const call = [pip!.command, ...pip!.args].join(' ');
      const rest = `; check the network and \`${call} config list\`, or fetch the wheel elsewhere and run \`dlx setup --from FILE\``;
      expect(
        await messageOfFailure(
          fetchWheel(pip!, { ...tiny, sha256: '0'.repeat(64) }, join(folder, 'bad'), () => {}),
        ),
      ).toMatch(
        /^1: cannot download tiny 1\.0: pip said: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE\./,
      );
      expect(
        await messageOfFailure(
          fetchWheel(pip!, { ...tiny, version: '2.0' }, join(folder, 'none'), () => {}),
        ),
      ).toBe(
        `1: cannot download tiny 2.0: pip said: Could not find a version that satisfies the requirement tiny==2.0 (from versions: 1.0)${rest}`,
      );
    },
  );
});

test("TensorFlow's build, as it says itself", () => {
  expect(
    parseBuildInfo(
      "build_info = collections.OrderedDict([('cpu_compiler', 'clang'), ('cuda_compute_capabilities', ['sm_60', 'compute_90']), ('cuda_version', '12.5.1'), ('cudnn_version', '9'), ('is_cuda_build', True), ('is_rocm_build', False)])",
    ),
  ).toEqual({ version: '12.5.1', cudnn: '9' });
  expect(
    parseBuildInfo(
      "build_info = collections.OrderedDict([('is_cuda_build', False), ('is_rocm_build', False), ('is_tensorrt_build', False)])",
    ),
  ).toBeNull();
});
