import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { chooseBuild, planSetup } from '../../../src/machine/tensorflow/plan.js';
import { standIn, withEnvironment } from './setup-stand-ins.js';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'dlx-plan-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('planning', () => {
  test.each([
    ['cpu', false, { download: 273_829_956, unpacked: 853_463_601, room: 1_127_293_557 }],
    ['cpu', true, { download: 0, unpacked: 853_463_601, room: 853_463_601 }],
    ['cuda', false, { download: 3_379_649_224, unpacked: 5_595_389_143, room: 6_311_927_638 }],
    ['cuda', true, { download: 2_807_208_857, unpacked: 5_595_389_143, room: 6_311_927_638 }],
  ] as const)('%s, wheel given: %s', (build, given, sizes) => {
    expect(planSetup(build, given)).toMatchObject(sizes);
  });

  test.each([
    ['a GPU', "console.log('GPU 0: NVIDIA A100-SXM4-40GB (UUID: GPU-5)')", 'cuda'],
    ['no device', "console.log('No devices found.')", 'cpu'],
    [
      'a driver that does not answer',
      "console.log('NVIDIA-SMI has failed'); process.exit(9)",
      'cpu',
    ],
  ])('auto with %s', (_, script, build) => {
    standIn(folder, 'nvidia-smi', script);
    return withEnvironment({ PATH: folder }, async () => {
      expect(await chooseBuild('auto')).toBe(build);
      expect(await chooseBuild('gpu')).toBe('cuda');
      expect(await chooseBuild('cpu')).toBe('cpu');
    });
  });
});
