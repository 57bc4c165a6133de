import { describe, expect, test } from '@jest/globals';
import { parseDevices, whyNoGpu } from '../../../src/machine/tensorflow/probe.js';

describe('what TensorFlow says', () => {
  test('its devices', () => {
    const log =
      'I0000 00:00:1731000000.1 77 gpu_device.cc:2020] Created device /job:localhost/replica:0/task:0/device:GPU:0 with 78793 MB memory:  -> device: 0, name: NVIDIA H100 80GB HBM3, pci bus id: 0000:1b:00.0, compute capability: 9.0\n';
    expect(parseDevices(log)).toEqual(['NVIDIA H100 80GB HBM3 (compute capability 9.0)']);
    expect(parseDevices('')).toEqual([]);
  });

  test.each([
    [
      'E0000 00:00:1795470037.454795    9928 cuda_platform.cc:52] failed call to cuInit: INTERNAL: CUDA error: Failed call to cuInit: UNKNOWN ERROR (303)',
      "the NVIDIA driver's library libcuda.so.1 cannot be loaded",
    ],
    [
      '2026-01-01 10:00:00.000000: E external/local_xla/xla/stream_executor/cuda/cuda_driver.cc:152] failed call to cuInit: CUDA_ERROR_NO_DEVICE: no CUDA-capable device is detected',
      'failed call to cuInit: CUDA_ERROR_NO_DEVICE: no CUDA-capable device is detected',
    ],
    [
      'W0000 00:00:1731000000.1    77 gpu_device.cc:2341] Cannot dlopen some GPU libraries. Skipping registering GPU devices...',
      'Cannot dlopen some GPU libraries. Skipping registering GPU devices...',
    ],
    [
      'I0000 00:00:1795470037.127627    9928 port.cc:153] oneDNN custom operations are on.',
      'TensorFlow sees no GPU and does not say why',
    ],
  ])('why it uses no GPU', (log, reason) => {
    expect(whyNoGpu(`some other line\n${log}\n`)).toBe(reason);
  });
});
