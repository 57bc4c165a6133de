import { expect, test } from '@jest/globals';
import { unavailableTensorFlow } from '../../../src/machine/tensorflow/view.js';
import { renderDoctor } from '../../../src/render/text/doctor.js';
import type { DoctorReport } from '../../../src/machine/doctor.js';

const report: DoctorReport = {
  node: '22.11.0',
  platform: { platform: 'linux', arch: 'x64', glibc: '2.36', avx: true },
  prebuilt_addon: true,
  compiler: { found: null, missing: { what: 'none', cure: '' } },
  pip: { found: '25.0', missing: null },
  nvidia_gpu: false,
  runtime: null,
  tensorflow: unavailableTensorFlow('it is not installed'),
  fallback: { wasm: true, cpu: true },
  cache: { folder: '/cache', free_bytes: null },
  ready: false,
  checks: [
    { name: 'Node', state: 'ok', text: '22.11.0', cure: null },
    { name: 'TensorFlow', state: 'missing', text: '2.21.0 is not installed', cure: 'dlx setup' },
    { name: 'GPU', state: 'note', text: 'none', cure: null },
  ],
};

test('a line for each check, its cure below, and what it comes to', () => {
  expect(renderDoctor(report)).toBe(`\
ok       Node        22.11.0
missing  TensorFlow  2.21.0 is not installed
                     → dlx setup
note     GPU         none

Training does not work on native TensorFlow yet; it would run on the much slower fallback.
`);
  expect(renderDoctor({ ...report, fallback: { wasm: false, cpu: false } })).toMatch(
    /; no fallback is there either\.\n$/,
  );
  const tensorflow = { ...report.tensorflow, uses_gpu: true, device_names: ['NVIDIA L4'] };
  expect(renderDoctor({ ...report, ready: true, tensorflow })).toMatch(
    /\nTraining works natively, on the GPU \(NVIDIA L4\)\.\n$/,
  );
});
