import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { chooseBuild, planSetup } from '../../../src/machine/tensorflow/plan.js';
import { standIn, standInCard, withEnvironment } from './setup-stand-ins.js';

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
    ['a GPU', () => standInCard(folder), 'cuda'],
    [
      'no device',
      () => standIn(folder, 'nvidia-smi', "console.log('No devices were found')"),
      'cpu',
    ],
    [
      'a driver that does not answer',
      () => standIn(folder, 'nvidia-smi', "console.log('NVIDIA-SMI has failed'); process.exit(9)"),
      'cpu',
    ],
    ['no nvidia-smi', () => undefined, 'cpu'],
  ])('auto with %s', (_, prepare, build) => {
    prepare();
    return withEnvironment({ PATH: folder }, async () => {
      expect(await chooseBuild('auto')).toBe(build);
      expect(await chooseBuild('gpu')).toBe('cuda');
      expect(await chooseBuild('cpu')).toBe('cpu');
    });
  });
});
