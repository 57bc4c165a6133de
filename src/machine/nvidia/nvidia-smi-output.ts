// Reads what nvidia-smi prints: its text and exit code in, devices or the fault they tell of out.
// Pure.

/** A slice of a card in MIG mode. */
export type MigDevice = {
  /** As NVIDIA names it: `1g.10gb`. */
  readonly profile: string;
  /** Its number within the card. */
  readonly index: number;
  /** `MIG-…`; what CUDA_VISIBLE_DEVICES takes. */
  readonly uuid: string;
};

/** A process that computes on a card. */
export type GpuProcess = {
  /** The card's UUID, or that of a slice of it. */
  readonly gpu_uuid: string;
  readonly pid: number;
  readonly name: string | null;
  readonly memory_mib: number | null;
};

/** One NVIDIA card. What it does not tell (`[N/A]`, `[Insufficient Permissions]`) is null. */
export type NvidiaDevice = {
  /** In the order of the PCI bus, from 0. */
  readonly index: number;
  /** `GPU-…` */
  readonly uuid: string | null;
  readonly name: string;
  readonly state: 'ok' | 'lost' | 'needs_reset';
  readonly driver_version: string | null;
  /** Memory in MiB. */
  readonly memory_total_mib: number | null;
  readonly memory_used_mib: number | null;
  readonly memory_free_mib: number | null;
  /** 0 to 100. */
  readonly utilization_percent: number | null;
  readonly temperature_celsius: number | null;
  /** As `9.0`. */
  readonly compute_capability: string | null;
  readonly mig_enabled: boolean | null;
  readonly mig_devices: readonly MigDevice[];
  /** As `00000000:3B:00.0`. */
  readonly pci_bus_id: string | null;
  readonly processes: readonly GpuProcess[];
};

/** Why nvidia-smi told nothing, with what it said. */
export type NvidiaSmiFault =
  | { readonly kind: 'not_installed' }
  | { readonly kind: 'cannot_start'; readonly message: string }
  | { readonly kind: 'timeout'; readonly timeout_ms: number }
  | { readonly kind: 'driver_not_loaded' }
  | { readonly kind: 'library_missing' }
  | { readonly kind: 'version_mismatch'; readonly library_version: string | null }
  | { readonly kind: 'no_devices' }
  | { readonly kind: 'lost'; readonly gpu: string }
  | { readonly kind: 'no_permission' }
  | { readonly kind: 'blocked' }
  | { readonly kind: 'unknown_error'; readonly message: string }
  | { readonly kind: 'garbage'; readonly output: string };

/** The fields asked for with `--query-gpu`, in the order of the columns. */
export const deviceFields = [
  'index',
  'uuid',
  'name',
  'driver_version',
  'memory.total',
  'memory.used',
  'memory.free',
  'utilization.gpu',
  'temperature.gpu',
  'compute_cap',
  'mig.mode.current',
  'pci.bus_id',
] as const;

/** A field of `--query-gpu`. */
export type DeviceField = (typeof deviceFields)[number];

/**
 * The rows of `--query-gpu=… --format=csv,noheader,nounits`; lines that are no such row are left
 * out.
 */
export function parseNvidiaSmiDevices(
  text: string,
  fields: readonly DeviceField[] = deviceFields,
): readonly NvidiaDevice[] {
  return text.split('\n').flatMap((line) => {
    const cells = line.split(',').map((cell) => cell.trim());
    if (cells.length !== fields.length || !/^\d+$/.test(cells[0] ?? '')) return [];
    return [deviceOf(new Map(fields.map((field, column) => [field, cells[column] ?? ''])))];
  });
}

function deviceOf(row: ReadonlyMap<DeviceField, string>): NvidiaDevice {
  const text = (field: DeviceField): string | null => textOf(row.get(field) ?? '');
  const number = (field: DeviceField): number | null => numberOf(row.get(field) ?? '');
  const mig = text('mig.mode.current');
  return {
    index: Number(row.get('index')),
    uuid: text('uuid'),
    name: text('name') ?? 'unknown NVIDIA GPU',
    state: stateOf([...row.values()]),
    driver_version: text('driver_version'),
    memory_total_mib: number('memory.total'),
    memory_used_mib: number('memory.used'),
    memory_free_mib: number('memory.free'),
    utilization_percent: number('utilization.gpu'),
    temperature_celsius: number('temperature.gpu'),
    compute_capability: text('compute_cap'),
    mig_enabled: mig === null ? null : mig === 'Enabled',
    mig_devices: [],
    pci_bus_id: text('pci.bus_id'),
    processes: [],
  };
}

function stateOf(cells: readonly string[]): NvidiaDevice['state'] {
  if (cells.includes('[GPU is lost]')) return 'lost';
  return cells.includes('[GPU requires reset]') ? 'needs_reset' : 'ok';
}

// What a card does not tell stands in brackets, whatever the reason.
function textOf(cell: string): string | null {
  return cell === '' || cell === 'N/A' || /^\[.*\]$/.test(cell) ? null : cell;
}

function numberOf(cell: string): number | null {
  return /^-?\d+(\.\d+)?$/.test(cell) ? Number(cell) : null;
}

/**
 * The rows of `--query-compute-apps=gpu_uuid,pid,process_name,used_memory`; a process' name may
 * hold commas.
 */
export function parseNvidiaSmiProcesses(text: string): readonly GpuProcess[] {
  return text.split('\n').flatMap((line) => {
    const cells = /^\s*([^,\s]+),\s*(\d+),\s*(.*),\s*([^,]*)$/.exec(line);
    if (cells === null) return [];
    const [, gpu_uuid = '', pid = '', name = '', memory = ''] = cells;
    return [
      {
        gpu_uuid,
        pid: Number(pid),
        name: textOf(name.trim()),
        memory_mib: numberOf(memory.trim()),
      },
    ];
  });
}

/** The MIG devices in `nvidia-smi -L`, by the UUID of the card that they are slices of. */
export function parseNvidiaSmiMigDevices(text: string): ReadonlyMap<string, readonly MigDevice[]> {
  const slices = new Map<string, MigDevice[]>();
  let current: MigDevice[] = [];
  for (const line of text.split('\n')) {
    const card = /^GPU \d+: .*\(UUID: (GPU-[^)\s]+)\)/.exec(line)?.[1];
    if (card !== undefined) slices.set(card, (current = []));
    const [, profile, index, uuid] =
      /^\s*MIG\s+(\S+)\s+Device\s+(\d+):\s*\(UUID:\s*([^)\s]+)\)/.exec(line) ?? [];
    if (profile !== undefined && index !== undefined && uuid !== undefined) {
      current.push({ profile, index: Number(index), uuid });
    }
  }
  return slices;
}

/**
 * The newest CUDA version that the driver supports, from the heading of plain `nvidia-smi`; null
 * when it says `N/A`.
 */
export function parseNvidiaSmiCudaVersion(text: string): string | null {
  // Drivers from 610 on write "CUDA UMD Version".
  return /CUDA(?: UMD)? Version\s*:\s*(\d+\.\d+)/.exec(text)?.[1] ?? null;
}

/** The optional field that an old nvidia-smi says it does not know, or null. */
export function parseNvidiaSmiUnknownField(text: string): DeviceField | null {
  const named = /Field "([^"]+)" is not a valid field to query/.exec(text)?.[1];
  return deviceFields.find((field) => field === named) ?? null;
}

/**
 * The cards that nvidia-smi could not reach, by PCI address where it tells it, beside those it
 * lists.
 */
export function parseNvidiaSmiLost(text: string): readonly string[] {
  return text.split('\n').flatMap((line) => {
    const [, rest] = /Unable to determine the device handle for (GPU.*)/i.exec(line) ?? [];
    if (rest === undefined) return [];
    return [
      /[0-9a-f]{4,8}:[0-9a-f]{2}:[0-9a-f]{2}\.[0-9a-f]/i.exec(rest)?.[0] ??
        rest.split(':')[0] ??
        'GPU',
    ];
  });
}

// What nvidia-smi says, first match first, and the exit code that goes with it where the text
// should have changed.
const faults: readonly {
  readonly says: RegExp;
  readonly code: number | null;
  readonly fault: (text: string) => NvidiaSmiFault;
}[] = [
  {
    says: /Unable to determine the device handle|GPU is lost/i,
    code: 15,
    fault: (text) => ({ kind: 'lost', gpu: parseNvidiaSmiLost(text)[0] ?? 'a GPU' }),
  },
  {
    says: /Driver\/library version mismatch/i,
    code: 18,
    fault: (text) => ({
      kind: 'version_mismatch',
      library_version: /NVML library version:\s*([\d.]+)/.exec(text)?.[1] ?? null,
    }),
  },
  {
    says: /couldn't communicate with the NVIDIA driver|Driver Not Loaded/i,
    code: 9,
    fault: () => ({ kind: 'driver_not_loaded' }),
  },
  {
    says: /couldn't find libnvidia-ml\.so|NVML Shared Library Not Found/i,
    code: 12,
    fault: () => ({ kind: 'library_missing' }),
  },
  { says: /No devices were found/i, code: 6, fault: () => ({ kind: 'no_devices' }) },
  { says: /NVML: Insufficient Permissions/i, code: 4, fault: () => ({ kind: 'no_permission' }) },
  { says: /blocked by the operating system/i, code: 17, fault: () => ({ kind: 'blocked' }) },
  {
    says: /Failed to initialize NVML/i,
    code: null,
    fault: (text) => ({
      kind: 'unknown_error',
      message: /NVML:\s*(.*)/.exec(text)?.[1]?.trim() ?? 'Unknown Error',
    }),
  },
];

/** What an nvidia-smi that listed no device says is wrong: by its words, else by its exit code. */
export function classifyNvidiaSmiFault(text: string, code: number | null): NvidiaSmiFault {
  const known =
    faults.find(({ says }) => says.test(text)) ??
    faults.find((fault) => code !== null && fault.code === code);
  return (
    known?.fault(text) ?? {
      kind: 'garbage',
      output: text.trim().split('\n')[0]?.slice(0, 80) ?? '',
    }
  );
}
