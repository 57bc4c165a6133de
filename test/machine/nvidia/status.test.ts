// The whole way from a stand-in on the PATH to sentence, cure and exit code.
import { describe, expect, test } from '@jest/globals';
import { readGpuStatus } from '../../../src/machine/nvidia/status.js';
import { reportGpuStatus } from '../../../src/render/text/gpu-status.js';
import type { TensorFlowView } from '../../../src/machine/tensorflow/view.js';
import {
  cardFiles,
  driverFile,
  h100Card,
  heading,
  makeFolder,
  onGpu,
  prints,
  writeRoot,
  writeStandIn,
  type StandIn,
} from './stand-in.js';

const onCpu: TensorFlowView = {
  available: true,
  version: '2.21.0',
  device_names: ['/device:CPU:0'],
  built_for_cuda: false,
  cuda_version: null,
  cudnn_version: null,
  uses_gpu: false,
};
const blind: TensorFlowView = {
  ...onCpu,
  built_for_cuda: true,
  cuda_version: '12.5',
  cudnn_version: '9.3',
};

const h100 = 'GPU-5d5ba0d6-d33d-2b2c-524d-9e3d8d2b8a77';
const oneCard: StandIn = {
  devices: `0, ${h100}, NVIDIA H100 80GB HBM3, 580.159.04, 81559, 1034, 80048, 17, 41, 9.0, Disabled, 00000000:3B:00.0`,
  processes: `${h100}, 4711, /usr/bin/python3, 1020`,
  heading: heading('580.159.04', '13.0'),
};
const fault = (text: string, code: number): StandIn => ({ otherwise: prints(text, code) });

type Machine = {
  readonly standIn?: StandIn;
  readonly tensorflow?: TensorFlowView;
  readonly environment?: NodeJS.ProcessEnv;
  readonly files?: Readonly<Record<string, string>>;
};

async function verdict({
  standIn,
  tensorflow = onCpu,
  environment = {},
  files = {},
}: Machine): Promise<readonly unknown[]> {
  const found =
    standIn === undefined
      ? { PATH: makeFolder(), ...environment }
      : writeStandIn(standIn, environment);
  const status = await readGpuStatus({
    askTensorFlow: async () => tensorflow,
    environment: found,
    root: writeRoot(files),
  });
  return [
    reportGpuStatus(status).exitCode,
    status.problem?.kind,
    status.problem?.sentence,
    status.problem?.cure,
  ];
}

const ubuntu = {
  'etc/os-release': 'NAME="Ubuntu"\nVERSION_ID="24.04"\nID=ubuntu\nID_LIKE=debian\n',
};
const debian = { 'etc/os-release': 'NAME="Debian GNU/Linux"\nID=debian\n' };
const container = { '.dockerenv': '' };
const log = '  # why: sudo dmesg | grep -e NVRM -e Xid';
const notLoaded =
  "NVIDIA-SMI has failed because it couldn't communicate with the NVIDIA driver. Make sure that the latest NVIDIA driver is installed and running.\n";
const mismatch =
  'Failed to initialize NVML: Driver/library version mismatch\nNVML library version: 580.178';
const unreachable =
  'nvidia-smi cannot reach the NVIDIA driver: it is not installed for the running kernel, or not loaded.';
const forbidden = 'This user may not open the NVIDIA devices (/dev/nvidia*).';

describe('what keeps nvidia-smi from telling', () => {
  test.each<[string, Machine, string, string, string]>([
    [
      'none installed, no card',
      {},
      'not_installed',
      'This machine has no NVIDIA GPU: there is no nvidia-smi, and no NVIDIA card on the PCI bus.',
      'dlx train SPEC --device cpu',
    ],
    [
      'none installed though a card is there',
      { files: { ...cardFiles, ...ubuntu } },
      'not_installed',
      'An NVIDIA card is there (on PCI 0000:3b:00.0), but its driver is not installed: there is no nvidia-smi.',
      'sudo ubuntu-drivers install && sudo reboot',
    ],
    [
      'none installed though device files are there',
      { files: { 'dev/nvidia0': '', 'dev/nvidiactl': '', ...debian } },
      'not_installed',
      'An NVIDIA card is there (/dev/nvidia0), but its driver is not installed: there is no nvidia-smi.',
      'sudo apt install nvidia-driver && sudo reboot',
    ],
    [
      'none installed though the driver runs',
      { files: { ...cardFiles, ...driverFile, ...ubuntu } },
      'not_installed',
      'The NVIDIA driver 580.173.02 runs, but nvidia-smi is not on the PATH.',
      'sudo apt install nvidia-utils-580',
    ],
    [
      'a container without the card',
      { files: { ...cardFiles, ...container } },
      'not_installed',
      'The machine has an NVIDIA card, but this container was started without it: there is no nvidia-smi.',
      'docker run --gpus all IMAGE',
    ],
    [
      'driver not loaded',
      { standIn: fault(notLoaded, 9), files: debian },
      'driver_not_loaded',
      unreachable,
      'sudo modprobe nvidia  # if that fails: sudo apt install nvidia-driver && sudo reboot',
    ],
    [
      'driver not loaded, in a container',
      { standIn: fault(notLoaded, 9), files: container },
      'driver_not_loaded',
      unreachable,
      'sudo modprobe nvidia  # on the host, then start the container again',
    ],
    [
      'driver and library of different versions',
      { standIn: fault(mismatch, 18), files: driverFile },
      'version_mismatch',
      'The NVIDIA driver in the kernel (580.173.02) and its library (580.178) have different versions, as after an update without a restart.',
      'sudo reboot',
    ],
    [
      'the same from an older one, which names no version',
      { standIn: fault('Failed to initialize NVML: Driver/library version mismatch', 18) },
      'version_mismatch',
      'The NVIDIA driver in the kernel and its library have different versions, as after an update without a restart.',
      'sudo reboot',
    ],
    [
      'no device found',
      { standIn: fault('No devices were found', 6) },
      'no_devices',
      'The NVIDIA driver runs but finds no device.',
      'lspci -d 10de:  # lists the cards that are plugged in',
    ],
    [
      'no device found though a card is there',
      { standIn: fault('No devices were found', 6), files: cardFiles },
      'no_devices',
      'The NVIDIA driver runs but could not start the card on PCI 0000:3b:00.0.',
      'sudo dmesg | grep NVRM  # says why; often a reboot or a newer driver mends it',
    ],
    [
      'lost',
      {
        standIn: fault(
          'Unable to determine the device handle for GPU 0000:3B:00.0: GPU is lost.  Reboot the system to recover this GPU',
          15,
        ),
      },
      'lost',
      'The GPU 0000:3B:00.0 is lost: the driver cannot reach it any more.',
      `sudo reboot${log}`,
    ],
    [
      'lost, as newer ones say it',
      {
        standIn: fault(
          'Unable to determine the device handle for GPU0: 0000:3B:00.0: Unknown Error\nNo devices were found',
          6,
        ),
      },
      'lost',
      'The GPU 0000:3B:00.0 is lost: the driver cannot reach it any more.',
      `sudo reboot${log}`,
    ],
    [
      'insufficient permissions',
      { standIn: fault('Failed to initialize NVML: Insufficient Permissions', 4) },
      'no_permission',
      forbidden,
      'sudo usermod -aG "$(stat -c %G /dev/nvidia0)" "$USER"  # then log in again',
    ],
    [
      'insufficient permissions in a container',
      {
        standIn: fault('Failed to initialize NVML: Insufficient Permissions', 4),
        files: container,
      },
      'no_permission',
      forbidden,
      'docker run --gpus all --security-opt=label=disable IMAGE',
    ],
    [
      'unknown error in a container',
      { standIn: fault('Failed to initialize NVML: Unknown Error', 255), files: container },
      'unknown_error',
      "NVIDIA's library does not start in this container (Unknown Error): it has lost its access to the devices.",
      'docker restart CONTAINER',
    ],
    [
      'blocked by Windows',
      {
        standIn: fault('Failed to initialize NVML: GPU access blocked by the operating system', 17),
      },
      'blocked',
      'Windows does not let this Linux use the GPU.',
      'wsl.exe --update && wsl.exe --shutdown',
    ],
    [
      'no NVML',
      {
        standIn: fault(
          "NVIDIA-SMI couldn't find libnvidia-ml.so library in your system. Please make sure that the NVIDIA Display Driver is properly installed and present in your system.\nPlease also try adding directory that contains libnvidia-ml.so to your system PATH.",
          12,
        ),
        files: ubuntu,
      },
      'library_missing',
      "nvidia-smi does not find the driver's own library, libnvidia-ml.so.1.",
      'sudo ldconfig  # if that is not enough: sudo ubuntu-drivers install && sudo reboot',
    ],
    [
      'garbage',
      { standIn: fault('hello, world\nmore', 0) },
      'garbage',
      'nvidia-smi printed what dlx cannot read: "hello, world".',
      "command -v nvidia-smi && nvidia-smi  # is it NVIDIA's own?",
    ],
    [
      'nothing',
      { standIn: { otherwise: 'exit 0' } },
      'garbage',
      'nvidia-smi ended without telling of any device.',
      "command -v nvidia-smi && nvidia-smi  # is it NVIDIA's own?",
    ],
  ])('%s', async (_, machine, kind, sentence, cure) => {
    expect(await verdict(machine)).toEqual([1, kind, sentence, cure]);
  });

  test('a hanging one', async () => {
    const environment = writeStandIn({
      otherwise: 'trap "" TERM INT HUP\nwhile :; do sleep 1; done',
    });
    let asked = false;
    const askTensorFlow = async (): Promise<TensorFlowView> => ((asked = true), onGpu);
    const status = await readGpuStatus({
      askTensorFlow,
      timeoutMs: 500,
      environment,
      root: writeRoot(),
    });
    expect(reportGpuStatus(status)).toMatchObject({
      exitCode: 1,
      text: `TensorFlow  not asked\n\nnvidia-smi did not answer within 0.5 s: the driver or a card hangs.\nWhat to do: sudo reboot${log}`,
    });
    expect(asked).toBe(false);
  });
});

const noCuda: TensorFlowView = {
  ...blind,
  error: "the NVIDIA driver's library libcuda.so.1 cannot be loaded",
};
const withoutCuda =
  "The GPU and its driver work, but the driver's CUDA library, libcuda.so.1, cannot be loaded.";
const oldCard: StandIn = { devices: oneCard.devices?.replace('580.159.04', '470.256.02') ?? '' };
const kepler: StandIn = {
  devices: `0, ${h100}, Tesla K80, 535.161.08, 11441, 0, 11441, 0, 30, 3.7, [N/A], 00000000:05:00.0`,
};
const needsReset: StandIn = {
  devices: `0, ${h100}, NVIDIA RTX PRO 6000, 580.82.07, 97887, 0, 97247, [GPU requires reset], [GPU requires reset], 12.0, Disabled, 00000000:3B:00.0`,
};
const lostRow: StandIn = {
  devices: `0, ${h100}, NVIDIA L4, 550.90.07, [GPU is lost], [GPU is lost], [GPU is lost], [GPU is lost], [GPU is lost], 8.9, [N/A], 00000000:3B:00.0`,
};
const emptyMig: StandIn = {
  devices: `0, ${h100}, NVIDIA A100-SXM4-80GB, 535.161.08, 81920, 0, 81051, [N/A], 31, 8.0, Enabled, 00000000:18:00.0`,
  list: `GPU 0: NVIDIA A100-SXM4-80GB (UUID: ${h100})`,
};

describe('what keeps TensorFlow from the card', () => {
  test.each<[string, Machine, string, string, string]>([
    [
      'the CPU build',
      { standIn: oneCard },
      'tensorflow_cpu_build',
      "The GPU and its driver work, but dlx has TensorFlow's CPU build.",
      'dlx setup --device gpu',
    ],
    [
      'no TensorFlow',
      { standIn: oneCard, tensorflow: { ...onCpu, available: false } },
      'tensorflow_missing',
      'The GPU and its driver work, but dlx has no TensorFlow yet.',
      'dlx setup --device gpu',
    ],
    [
      'a TensorFlow that does not load',
      {
        standIn: oneCard,
        tensorflow: {
          ...onCpu,
          available: false,
          error: 'libtensorflow_framework.so.2: cannot open shared object file.\n  at Module._load',
        },
      },
      'tensorflow_broken',
      'The GPU and its driver work, but TensorFlow does not: libtensorflow_framework.so.2: cannot open shared object file.',
      'dlx setup --device gpu',
    ],
    [
      'a CUDA build that sees none',
      { standIn: oneCard, tensorflow: blind },
      'tensorflow_sees_no_gpu',
      "The GPU and its driver work, but TensorFlow's CUDA build sees no GPU: its CUDA libraries are not on LD_LIBRARY_PATH or do not load.",
      'dlx setup --device gpu  # if that is not enough: sudo dmesg | grep -e NVRM -e Xid',
    ],
    [
      'a CUDA build that says why',
      { standIn: oneCard, tensorflow: { ...blind, error: 'Cannot dlopen some GPU libraries.' } },
      'tensorflow_sees_no_gpu',
      "The GPU and its driver work, but TensorFlow's CUDA build sees no GPU: Cannot dlopen some GPU libraries.",
      'dlx setup --device gpu  # if that is not enough: sudo dmesg | grep -e NVRM -e Xid',
    ],
    [
      'CUDA that does not start',
      {
        standIn: oneCard,
        tensorflow: { ...blind, error: 'failed call to cuInit: CUDA_ERROR_UNKNOWN: unknown error' },
      },
      'tensorflow_sees_no_gpu',
      "The GPU and its driver work, but TensorFlow's CUDA build sees no GPU: failed call to cuInit: CUDA_ERROR_UNKNOWN: unknown error.",
      'sudo rmmod nvidia_uvm && sudo modprobe nvidia_uvm  # if that fails: sudo reboot',
    ],
    [
      'no libcuda',
      { standIn: oneCard, tensorflow: noCuda, files: ubuntu },
      'cuda_library_missing',
      withoutCuda,
      'sudo apt install libnvidia-compute-580',
    ],
    [
      'no libcuda in a container',
      { standIn: oneCard, tensorflow: noCuda, files: { ...ubuntu, ...container } },
      'cuda_library_missing',
      withoutCuda,
      'docker run --gpus all -e NVIDIA_DRIVER_CAPABILITIES=compute,utility IMAGE',
    ],
    [
      'a driver before CUDA 12',
      { standIn: oldCard, tensorflow: blind, files: debian },
      'driver_too_old',
      "The NVIDIA driver 470.256.02 is too old: TensorFlow's CUDA build needs 525.60.13 or newer.",
      'sudo apt install nvidia-driver && sudo reboot',
    ],
    [
      'a card before Pascal',
      { standIn: kepler, tensorflow: blind },
      'gpu_too_old',
      "The Tesla K80 has compute capability 3.7; TensorFlow's CUDA build needs 6.0 or newer.",
      'dlx train SPEC --device cpu',
    ],
    [
      'all hidden',
      { standIn: oneCard, tensorflow: blind, environment: { CUDA_VISIBLE_DEVICES: '' } },
      'hidden',
      'CUDA_VISIBLE_DEVICES="" hides all GPUs.',
      'unset CUDA_VISIBLE_DEVICES',
    ],
    [
      'all hidden by -1',
      { standIn: oneCard, tensorflow: blind, environment: { CUDA_VISIBLE_DEVICES: '-1' } },
      'hidden',
      'CUDA_VISIBLE_DEVICES="-1" hides all GPUs.',
      'unset CUDA_VISIBLE_DEVICES',
    ],
    [
      'a card that does not exist',
      { standIn: oneCard, tensorflow: blind, environment: { CUDA_VISIBLE_DEVICES: '7' } },
      'hidden',
      'CUDA_VISIBLE_DEVICES="7" names no working GPU of this machine, so all are hidden.',
      'unset CUDA_VISIBLE_DEVICES',
    ],
    [
      'a Slurm job without one',
      {
        standIn: oneCard,
        tensorflow: blind,
        environment: { CUDA_VISIBLE_DEVICES: 'NoDevFiles', SLURM_JOB_ID: '12' },
      },
      'hidden',
      'CUDA_VISIBLE_DEVICES="NoDevFiles" hides all GPUs.',
      'srun --gpus=1 dlx gpu-status',
    ],
    [
      'a card that needs a reset',
      { standIn: needsReset, tensorflow: blind },
      'needs_reset',
      'GPU 0 stopped after a fault and needs a reset.',
      'sudo nvidia-smi --gpu-reset -i 0  # if that fails: sudo reboot',
    ],
    [
      'a lost card that is still listed',
      { standIn: lostRow, tensorflow: blind },
      'lost',
      'The GPU 00000000:3B:00.0 is lost: the driver cannot reach it any more.',
      `sudo reboot${log}`,
    ],
    [
      'MIG mode without a MIG device',
      { standIn: emptyMig, tensorflow: blind },
      'mig_empty',
      'GPU 0 is in MIG mode but has no MIG device, so nothing can compute on it.',
      'sudo nvidia-smi -i 0 -mig 0  # or make MIG devices: sudo nvidia-smi mig -i 0 -lgip',
    ],
  ])('%s', async (_, machine, kind, sentence, cure) => {
    expect(await verdict(machine)).toEqual([1, kind, sentence, cure]);
  });

  test('an asker that fails is a TensorFlow that does not load', async () => {
    const environment = writeStandIn(oneCard);
    const status = await readGpuStatus({
      askTensorFlow: () => Promise.reject(new Error('the child ended with SIGSEGV')),
      environment,
      root: writeRoot(),
    });
    expect(status.problem?.sentence).toBe(
      'The GPU and its driver work, but TensorFlow does not: the child ended with SIGSEGV.',
    );
  });
});

describe('a usable GPU', () => {
  test('one card, all fine', async () => {
    expect(await verdict({ standIn: oneCard, tensorflow: onGpu })).toEqual([
      0,
      undefined,
      undefined,
      undefined,
    ]);
  });

  test('no nvidia-smi, though TensorFlow computes on the card', async () => {
    expect(await verdict({ tensorflow: onGpu })).toEqual([0, undefined, undefined, undefined]);
  });

  test('one card lost, the other in use: said, and still usable', async () => {
    const devices = `Unable to determine the device handle for GPU1: 0000:34:00.0: Unknown Error\n${oneCard.devices}`;
    expect(await verdict({ standIn: { ...oneCard, devices }, tensorflow: onGpu })).toEqual([
      0,
      'lost',
      'The GPU 0000:34:00.0 is lost: the driver cannot reach it any more.',
      `sudo reboot${log}`,
    ]);
  });

  test('the document of --json', async () => {
    const environment = writeStandIn(oneCard, { CUDA_VISIBLE_DEVICES: '0' });
    const status = await readGpuStatus({
      askTensorFlow: async () => onGpu,
      environment,
      root: writeRoot(driverFile),
    });
    expect(reportGpuStatus(status).document).toEqual({
      usable: true,
      problem: null,
      driver_version: '580.159.04',
      cuda_version: '13.0',
      devices: [
        {
          ...h100Card,
          uuid: h100,
          processes: [{ gpu_uuid: h100, pid: 4711, name: '/usr/bin/python3', memory_mib: 1020 }],
        },
      ],
      lost: [],
      visible_devices: '0',
      tensorflow: { ...onGpu, error: null },
    });
  });
});
