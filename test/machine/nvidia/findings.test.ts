// What is wrong with a GPU, and the command that mends it on this machine.
import { describe, expect, test } from '@jest/globals';
import { adviceFor } from '../../../src/machine/nvidia/findings.js';
import type { HostTraces } from '../../../src/machine/nvidia/host.js';

const bare: HostTraces = {
  cards: [],
  driver_version: null,
  device_files: [],
  container: false,
  distribution: null,
};
const card = { ...bare, cards: ['0000:3b:00.0'] };
const on = (distribution: string): HostTraces => ({ ...card, distribution });
const container = { ...card, container: true };

describe('no nvidia-smi', () => {
  const advice = (host: HostTraces) => adviceFor({ kind: 'not_installed' }, host);

  test('on a machine without a card: train on the CPU', () => {
    expect(advice(bare)).toEqual({
      sentence:
        'This machine has no NVIDIA GPU: there is no nvidia-smi, and no NVIDIA card on the PCI bus.',
      cure: 'dlx train SPEC --device cpu',
    });
  });

  test('with a card: its driver, as the distribution has it', () => {
    expect(advice(card).sentence).toContain('An NVIDIA card is there (on PCI 0000:3b:00.0)');
    expect(['ubuntu', 'debian', 'fedora', 'arch'].map((name) => advice(on(name)).cure)).toEqual([
      'sudo ubuntu-drivers install && sudo reboot',
      'sudo apt install nvidia-driver && sudo reboot',
      'sudo dnf install akmod-nvidia && sudo reboot',
      'xdg-open https://www.nvidia.com/drivers  # install the driver, then reboot',
    ]);
    expect(advice({ ...bare, device_files: ['nvidia0', 'nvidia1'] }).sentence).toContain(
      '(/dev/nvidia0, /dev/nvidia1)',
    );
  });

  test('with a driver: the program alone, of its version', () => {
    const driver = { ...on('ubuntu'), driver_version: '535.54.03' };
    expect(advice(driver)).toEqual({
      sentence: 'The NVIDIA driver 535.54.03 runs, but nvidia-smi is not on the PATH.',
      cure: 'sudo apt install nvidia-utils-535',
    });
  });

  test('in a container: start it with the GPU', () => {
    expect(advice(container).cure).toBe('docker run --gpus all IMAGE');
    // One on a machine without a card is told so.
    expect(advice({ ...bare, container: true }).sentence).toContain('has no NVIDIA GPU');
  });
});

test.each([
  ['driver_not_loaded', 'sudo modprobe nvidia  # on the host, then start the container again'],
  ['library_missing', 'sudo ldconfig  # if that is not enough: docker run --gpus all IMAGE'],
  ['no_permission', 'docker run --gpus all --security-opt=label=disable IMAGE'],
] as const)('%s in a container is mended outside of it', (kind, cure) => {
  expect(adviceFor({ kind }, container).cure).toBe(cure);
  expect(adviceFor({ kind }, card).cure).not.toContain('docker');
});

test('versions that differ are both named, where they are known', () => {
  const advice = (library_version: string | null, driver_version: string | null) =>
    adviceFor({ kind: 'version_mismatch', library_version }, { ...card, driver_version });
  expect(advice('580.1', '535.2').sentence).toMatch(
    /^The NVIDIA driver in the kernel \(535\.2\) and its library \(580\.1\) have/,
  );
  expect(advice(null, null).sentence).toMatch(
    /^The NVIDIA driver in the kernel and its library have/,
  );
});

test('hidden by a variable: Slurm has the word in a job of its own', () => {
  const advice = (names_none: boolean, slurm: boolean) =>
    adviceFor({ kind: 'hidden', visible_devices: '-1', names_none, slurm }, card);
  expect(advice(false, false)).toEqual({
    sentence: 'CUDA_VISIBLE_DEVICES="-1" hides all GPUs.',
    cure: 'unset CUDA_VISIBLE_DEVICES',
  });
  expect(advice(true, true)).toEqual({
    sentence: 'CUDA_VISIBLE_DEVICES="-1" names no working GPU of this machine, so all are hidden.',
    cure: 'srun --gpus=1 dlx gpu-status',
  });
});

test('no device: none is plugged in, or one does not start', () => {
  expect(adviceFor({ kind: 'no_devices' }, bare).cure).toContain('lspci');
  expect(adviceFor({ kind: 'no_devices' }, card)).toMatchObject({
    sentence: 'The NVIDIA driver runs but could not start the card on PCI 0000:3b:00.0.',
    cure: expect.stringContaining('dmesg'),
  });
});

describe('TensorFlow', () => {
  test('says in one line why it sees no GPU', () => {
    const advice = (error: string | null) =>
      adviceFor({ kind: 'tensorflow_sees_no_gpu', error }, card);
    expect(advice('CUDA_ERROR_UNKNOWN: unknown error.\nmore')).toEqual({
      sentence:
        "The GPU and its driver work, but TensorFlow's CUDA build sees no GPU: CUDA_ERROR_UNKNOWN: unknown error.",
      cure: 'sudo rmmod nvidia_uvm && sudo modprobe nvidia_uvm  # if that fails: sudo reboot',
    });
    expect(advice(null).sentence).toContain('not on LD_LIBRARY_PATH');
  });

  test('lacks a library of the driver', () => {
    const advice = (host: HostTraces) =>
      adviceFor({ kind: 'cuda_library_missing', driver_version: '580.95' }, host).cure;
    expect(advice(on('ubuntu'))).toBe('sudo apt install libnvidia-compute-580');
    expect(advice(on('debian'))).toBe('sudo apt install libcuda1');
    expect(advice(container)).toContain('NVIDIA_DRIVER_CAPABILITIES=compute,utility');
  });
});
