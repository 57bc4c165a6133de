// Picks the GPU of a run: the cards and what CUDA_VISIBLE_DEVICES allows in, the one card or MIG
// device out. Pure.
import type { MigDevice, NvidiaDevice } from './nvidia-smi-output.js';

/** What CUDA sees as one device: a card, or one slice of a card in MIG mode. */
export type CudaDevice = { readonly device: NvidiaDevice; readonly mig: MigDevice | null };

/** `auto` and `gpu` take the free one first, `gpu:1` the second of those that are allowed. */
export type RequestedGpu = 'auto' | 'gpu' | `gpu:${number}`;

/** The GPU that a run is pinned to. */
export type GpuChoice = CudaDevice & {
  /** For CUDA_VISIBLE_DEVICES. */
  readonly visible_devices: string;
  /**
   * All that the run's process needs to see this GPU alone: without the order, CUDA counts the
   * fastest card first.
   */
  readonly environment: {
    readonly CUDA_DEVICE_ORDER: 'PCI_BUS_ID';
    readonly CUDA_VISIBLE_DEVICES: string;
  };
};

/**
 * The GPU for a run, or null when none is allowed, works, or has the number asked for.
 * `inheritedVisibleDevices` is CUDA_VISIBLE_DEVICES as the process got it, undefined when it is not
 * set: nothing outside it is ever chosen.
 */
export function chooseGpu(
  devices: readonly NvidiaDevice[],
  requested: RequestedGpu,
  inheritedVisibleDevices: string | undefined,
): GpuChoice | null {
  const allowed = visibleDevices(devices, inheritedVisibleDevices);
  const chosen =
    requested === 'auto' || requested === 'gpu'
      ? freest(allowed)
      : allowed[Number(requested.slice('gpu:'.length))];
  if (chosen === undefined) return null;
  const visible_devices = visibleName(chosen, devices);
  return {
    ...chosen,
    visible_devices,
    environment: { CUDA_DEVICE_ORDER: 'PCI_BUS_ID', CUDA_VISIBLE_DEVICES: visible_devices },
  };
}

/**
 * The working devices that CUDA sees under CUDA_VISIBLE_DEVICES, in the order of the PCI bus. Its
 * entries are numbers or beginnings of a UUID; as in CUDA, the first one that fits nothing ends the
 * list. Undefined allows all.
 */
export function visibleDevices(
  devices: readonly NvidiaDevice[],
  visible: string | undefined,
): readonly CudaDevice[] {
  const working = devices
    .filter(({ state }) => state === 'ok')
    .toSorted(byBus)
    .flatMap(cudaDevices);
  if (visible === undefined) return working;
  const named = new Set<CudaDevice>();
  for (const entry of visible.split(',').map((part) => part.trim())) {
    const fitting = working.filter((candidate) => names(entry, candidate));
    if (fitting.length === 0) break;
    for (const candidate of fitting) named.add(candidate);
  }
  return working.filter((candidate) => named.has(candidate));
}

function byBus(a: NvidiaDevice, b: NvidiaDevice): number {
  const [left, right] = [a.pci_bus_id?.toLowerCase(), b.pci_bus_id?.toLowerCase()];
  if (left === undefined || right === undefined || left === right) return a.index - b.index;
  return left < right ? -1 : 1;
}

// A card in MIG mode is nothing to CUDA but its slices.
function cudaDevices(device: NvidiaDevice): readonly CudaDevice[] {
  return device.mig_enabled
    ? device.mig_devices.map((mig) => ({ device, mig }))
    : [{ device, mig: null }];
}

function names(entry: string, { device, mig }: CudaDevice): boolean {
  if (/^\d+$/.test(entry)) return Number(entry) === device.index;
  if (/^GPU-./i.test(entry)) return startsWith(device.uuid, entry);
  return /^MIG-./i.test(entry) && startsWith(mig?.uuid ?? null, entry);
}

function startsWith(uuid: string | null, beginning: string): boolean {
  return uuid !== null && uuid.toLowerCase().startsWith(beginning.toLowerCase());
}

function freest(candidates: readonly CudaDevice[]): CudaDevice | undefined {
  const free = candidates.find(isFree);
  return (
    free ??
    candidates.toSorted(
      (a, b) => (b.device.memory_free_mib ?? 0) - (a.device.memory_free_mib ?? 0),
    )[0]
  );
}

// A desktop takes a little memory of its card; in a container the processes of others do not show,
// their memory does.
function isFree({ device, mig }: CudaDevice): boolean {
  if (mig !== null) return !device.processes.some(({ gpu_uuid }) => gpu_uuid === mig.uuid);
  const { memory_used_mib: used, memory_total_mib: total } = device;
  return device.processes.length === 0 && (used === null || total === null || used <= total / 10);
}

// CUDA passes over cards that are lost and counts slices, so its numbers are nvidia-smi's only
// where there are neither.
function visibleName({ device, mig }: CudaDevice, devices: readonly NvidiaDevice[]): string {
  if (mig !== null) return mig.uuid;
  const countsAlike = devices
    .toSorted(byBus)
    .every(
      ({ index, state, mig_enabled }, position) =>
        index === position && state === 'ok' && !mig_enabled,
    );
  return countsAlike || device.uuid === null ? String(device.index) : device.uuid;
}
