// Stand-ins for nvidia-smi: what a real one prints, on which stream and with which exit code, as a
// script in a folder.
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { NvidiaDevice } from '../../../src/machine/nvidia/nvidia-smi-output.js';
import type { TensorFlowView } from '../../../src/machine/tensorflow/view.js';

/** What the stand-in answers to each question; a question that is not named gets `otherwise`. */
export type StandIn = {
  readonly devices?: string;
  readonly processes?: string;
  readonly heading?: string;
  readonly list?: string;
  /** Shell lines for everything else: print and exit. */
  readonly otherwise?: string;
};

// Spelled out, so that a change of the columns fails here.
const devicesQuestion =
  '--query-gpu=index,uuid,name,driver_version,memory.total,memory.used,memory.free,utilization.gpu,temperature.gpu,compute_cap,mig.mode.current,pci.bus_id --format=csv,noheader,nounits';
const processesQuestion =
  '--query-compute-apps=gpu_uuid,pid,process_name,used_memory --format=csv,noheader,nounits';

/** A fresh empty folder. */
export function makeFolder(): string {
  return mkdtempSync(join(tmpdir(), 'dlx-gpu-'));
}

/**
 * Writes an nvidia-smi into a fresh folder and returns an environment whose PATH finds it first.
 */
export function writeStandIn(standIn: StandIn, more: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
  const folder = makeFolder();
  const answers: readonly (readonly [string, string | undefined])[] = [
    [devicesQuestion, standIn.devices],
    [processesQuestion, standIn.processes],
    ['', standIn.heading],
    ['-L', standIn.list],
  ];
  const cases = answers.flatMap(([question, answer]) =>
    answer === undefined ? [] : [`"${question}") cat <<'END'`, answer, 'END', ';;'],
  );
  const script = [
    '#!/bin/sh',
    'case "$*" in',
    ...cases,
    '*)',
    standIn.otherwise ?? 'exit 2',
    ';;',
    'esac',
    '',
  ].join('\n');
  writeFileSync(join(folder, 'nvidia-smi'), script, { mode: 0o755 });
  return { PATH: `${folder}:/usr/bin:/bin`, ...more };
}

/** Shell lines that print a text to stdout, as nvidia-smi does with what is wrong, and exit. */
export function prints(text: string, code: number): string {
  return `cat <<'END'\n${text}\nEND\nexit ${code}`;
}

/** A fresh folder that stands for `/`, with files by path. */
export function writeRoot(files: Readonly<Record<string, string>> = {}): string {
  const root = makeFolder();
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  }
  return root;
}

/** The heading of plain nvidia-smi. */
export function heading(driver: string, cuda: string): string {
  return [
    'Mon Nov 23 21:40:12 2026       ',
    '+-----------------------------------------------------------------------------------------+',
    `| NVIDIA-SMI ${driver.padEnd(22)} Driver Version: ${driver.padEnd(14)} CUDA Version: ${cuda.padEnd(8)} |`,
    '|-----------------------------------------+------------------------+----------------------+',
  ].join('\n');
}

/** The files of a machine with a card on the PCI bus. */
export const cardFiles = {
  'sys/bus/pci/devices/0000:00:1f.0/vendor': '0x8086\n',
  'sys/bus/pci/devices/0000:00:1f.0/class': '0x060100\n',
  'sys/bus/pci/devices/0000:3b:00.0/vendor': '0x10de\n',
  'sys/bus/pci/devices/0000:3b:00.0/class': '0x030200\n',
  'sys/bus/pci/devices/0000:3b:00.1/vendor': '0x10de\n',
  'sys/bus/pci/devices/0000:3b:00.1/class': '0x040300\n',
} as const;

/** The file in which a running driver tells its version. */
export const driverFile = {
  'proc/driver/nvidia/version':
    'NVRM version: NVIDIA UNIX x86_64 Kernel Module  580.173.02  Tue Jun 23 08:38:17 UTC 2026\nGCC version:  gcc version 14.2.0 (Ubuntu 14.2.0-4ubuntu2~24.04.1)\n',
} as const;

/** What TensorFlow says where it uses a GPU. */
export const onGpu: TensorFlowView = {
  available: true,
  version: '2.21.0',
  device_names: ['/device:GPU:0'],
  built_for_cuda: true,
  cuda_version: '12.5',
  cudnn_version: '9.3',
  uses_gpu: true,
};

/** A card as it is read, with nobody on it. */
export const h100Card: NvidiaDevice = {
  index: 0,
  uuid: 'GPU-a',
  name: 'NVIDIA H100 80GB HBM3',
  state: 'ok',
  driver_version: '580.159.04',
  memory_total_mib: 81559,
  memory_used_mib: 1034,
  memory_free_mib: 80048,
  utilization_percent: 17,
  temperature_celsius: 41,
  compute_capability: '9.0',
  mig_enabled: false,
  mig_devices: [],
  pci_bus_id: '00000000:3B:00.0',
  processes: [],
};
