import { expect, test } from '@jest/globals';
import type { NvidiaDevice } from '../../../src/machine/nvidia/nvidia-smi-output.js';
import { renderGpuStatus } from '../../../src/render/text/gpu-status.js';
import type { GpuStatus } from '../../../src/machine/nvidia/status.js';
import { h100Card, onGpu } from '../../machine/nvidia/stand-in.js';

const device: NvidiaDevice = {
  ...h100Card,
  processes: [
    { gpu_uuid: 'GPU-a', pid: 4711, name: '/usr/bin/python3', memory_mib: 1020 },
    { gpu_uuid: 'GPU-a', pid: 12, name: null, memory_mib: null },
  ],
};
const fine: GpuStatus = {
  usable: true,
  problem: null,
  driver_version: '580.159.04',
  cuda_version: '13.0',
  devices: [device],
  lost: [],
  visible_devices: null,
  tensorflow: onGpu,
};

test('one card, all fine', () => {
  expect(renderGpuStatus(fine)).toBe(
    [
      'GPU  Name                   Memory            Load  Temperature',
      '0    NVIDIA H100 80GB HBM3  1034 / 81559 MiB  17 %  41 °C',
      '     process 4711: /usr/bin/python3, 1020 MiB',
      '     process 12: unknown',
      '',
      'Driver      580.159.04, supports CUDA up to 13.0',
      'TensorFlow  2.21.0, CUDA build (CUDA 12.5, cuDNN 9.3), uses the GPU: /device:GPU:0',
      '',
      'TensorFlow uses the GPU.',
    ].join('\n'),
  );
});

test('slices, cards that tell little, a lost one, and what is wrong', () => {
  const sliced: NvidiaDevice = {
    ...device,
    mig_enabled: true,
    utilization_percent: null,
    processes: [],
    mig_devices: [{ profile: '1g.10gb', index: 0, uuid: 'MIG-b' }],
  };
  const silent: NvidiaDevice = {
    ...device,
    index: 1,
    name: 'Tesla T4',
    state: 'needs_reset',
    pci_bus_id: '00000000:5E:00.0',
    memory_total_mib: null,
    memory_used_mib: null,
    utilization_percent: null,
    temperature_celsius: null,
    processes: [],
  };
  const status: GpuStatus = {
    ...fine,
    usable: false,
    devices: [sliced, silent],
    lost: ['0000:AF:00.0'],
    cuda_version: null,
    visible_devices: '0',
    problem: {
      kind: 'tensorflow_cpu_build',
      sentence: 'A sentence.',
      cure: 'dlx setup --device gpu',
    },
    tensorflow: { ...onGpu, built_for_cuda: false, uses_gpu: false, device_names: [] },
  };
  expect(renderGpuStatus(status)).toBe(
    [
      'GPU  Name                      Memory            Load  Temperature',
      '0    NVIDIA H100 80GB HBM3     1034 / 81559 MiB  -     41 °C',
      '     MIG device 0: 1g.10gb (MIG-b)',
      '1    Tesla T4 (needs a reset)  -                 -     -',
      '?    0000:AF:00.0 (lost)       -                 -     -',
      '',
      'Driver      580.159.04',
      'Allowed     CUDA_VISIBLE_DEVICES="0"',
      'TensorFlow  2.21.0, CPU build, uses the CPU',
      '',
      'A sentence.',
      'What to do: dlx setup --device gpu',
    ].join('\n'),
  );
});

test('nothing there', () => {
  const status: GpuStatus = {
    ...fine,
    usable: false,
    devices: [],
    driver_version: null,
    cuda_version: null,
    tensorflow: { ...onGpu, available: false },
  };
  expect(
    renderGpuStatus({
      ...status,
      problem: { kind: 'not_installed', sentence: 'No GPU.', cure: 'dlx train SPEC --device cpu' },
    }),
  ).toBe('TensorFlow  none\n\nNo GPU.\nWhat to do: dlx train SPEC --device cpu');
});
