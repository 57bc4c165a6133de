// How the GPU status is shown: the status in, a text or a JSON document and the exit code out.
// Pure.
import { exitCodes } from '../../ground/errors.js';
import type {
  GpuProcess,
  MigDevice,
  NvidiaDevice,
} from '../../machine/nvidia/nvidia-smi-output.js';
import type { GpuStatus } from '../../machine/nvidia/status.js';
import type { TensorFlowView } from '../../machine/tensorflow/view.js';
import { alignedLines } from './align.js';

/**
 * What `dlx gpu-status` prints to stdout and answers to the shell: 0 for a usable GPU, 1 for none.
 */
export type GpuStatusReport = {
  readonly exitCode: number;
  readonly text: string;
  /** What a program reads. */
  readonly document: object;
};

/** The status as text for people, as a document for programs, and as an exit code. */
export function reportGpuStatus(status: GpuStatus): GpuStatusReport {
  return {
    exitCode: status.usable ? exitCodes.done : exitCodes.failed,
    text: renderGpuStatus(status),
    document: { ...status, tensorflow: tensorflowDocument(status.tensorflow) },
  };
}

function tensorflowDocument(view: TensorFlowView | null): unknown {
  if (view === null) return null;
  return { ...view, error: view.error ?? null };
}

/**
 * The devices, the driver, TensorFlow and what is wrong, as lines of text without colours and
 * without a last newline.
 */
export function renderGpuStatus(status: GpuStatus): string {
  const blocks = [deviceLines(status), factLines(status), verdictLines(status)];
  return blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n');
}

function deviceLines({ devices, lost }: GpuStatus): readonly string[] {
  const unlisted = lost.filter(
    (gpu) => !devices.some(({ pci_bus_id }) => pci_bus_id?.toLowerCase() === gpu.toLowerCase()),
  );
  if (devices.length + unlisted.length === 0) return [];
  const rows = [
    ['GPU', 'Name', 'Memory', 'Load', 'Temperature'],
    ...devices.map(deviceCells),
    ...unlisted.map((gpu) => ['?', `${gpu} (lost)`, '-', '-', '-']),
  ];
  const [heading = '', ...lines] = alignedLines(rows);
  return [heading, ...lines.flatMap((line, row) => [line, ...detailLines(devices[row])])];
}

function deviceCells(device: NvidiaDevice): readonly string[] {
  const state = { ok: '', lost: ' (lost)', needs_reset: ' (needs a reset)' }[device.state];
  const memory =
    device.memory_total_mib === null
      ? '-'
      : `${device.memory_used_mib ?? '?'} / ${device.memory_total_mib} MiB`;
  return [
    String(device.index),
    `${device.name}${state}`,
    memory,
    unit(device.utilization_percent, '%'),
    unit(device.temperature_celsius, '°C'),
  ];
}

function unit(value: number | null, name: string): string {
  return value === null ? '-' : `${value} ${name}`;
}

function detailLines(device: NvidiaDevice | undefined): readonly string[] {
  if (device === undefined) return [];
  return [...device.mig_devices.map(migLine), ...device.processes.map(processLine)].map(
    (line) => `     ${line}`,
  );
}

function migLine({ profile, index, uuid }: MigDevice): string {
  return `MIG device ${index}: ${profile} (${uuid})`;
}

function processLine({ pid, name, memory_mib }: GpuProcess): string {
  return `process ${pid}: ${name ?? 'unknown'}${memory_mib === null ? '' : `, ${memory_mib} MiB`}`;
}

function factLines(status: GpuStatus): readonly string[] {
  const cuda = status.cuda_version === null ? '' : `, supports CUDA up to ${status.cuda_version}`;
  return alignedLines([
    ...(status.driver_version === null ? [] : [['Driver', `${status.driver_version}${cuda}`]]),
    ...(status.visible_devices === null
      ? []
      : [['Allowed', `CUDA_VISIBLE_DEVICES=${JSON.stringify(status.visible_devices)}`]]),
    ['TensorFlow', tensorflowLine(status.tensorflow)],
  ]);
}

function tensorflowLine(view: TensorFlowView | null): string {
  if (view === null) return 'not asked';
  if (!view.available) return 'none';
  const { cuda_version: cuda, cudnn_version: cudnn } = view;
  const libraries = [
    cuda === null ? [] : [`CUDA ${cuda}`],
    cudnn === null ? [] : [`cuDNN ${cudnn}`],
  ]
    .flat()
    .join(', ');
  const build = view.built_for_cuda
    ? `CUDA build${libraries === '' ? '' : ` (${libraries})`}`
    : 'CPU build';
  const devices = view.device_names.length === 0 ? '' : `: ${view.device_names.join(', ')}`;
  return `${view.version ?? 'unknown version'}, ${build}, uses the ${view.uses_gpu ? 'GPU' : 'CPU'}${devices}`;
}

function verdictLines({ usable, problem }: GpuStatus): readonly string[] {
  if (problem !== null) return [problem.sentence, `What to do: ${problem.cure}`];
  return [usable ? 'TensorFlow uses the GPU.' : 'TensorFlow does not use the GPU.'];
}
