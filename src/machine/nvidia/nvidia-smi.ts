// Asks nvidia-smi: a deadline in, the cards with their processes out, or what keeps it from
// answering.
import { runProgram, type ProgramEnd } from '../../ground/process.js';
import {
  classifyNvidiaSmiFault,
  deviceFields,
  parseNvidiaSmiCudaVersion,
  parseNvidiaSmiDevices,
  parseNvidiaSmiLost,
  parseNvidiaSmiMigDevices,
  parseNvidiaSmiProcesses,
  parseNvidiaSmiUnknownField,
  type DeviceField,
  type NvidiaDevice,
  type NvidiaSmiFault,
} from './nvidia-smi-output.js';

/**
 * What nvidia-smi told. `lost` are the cards it could not reach, by PCI address, beside those it
 * lists.
 */
export type NvidiaSmiAnswer =
  | {
      readonly kind: 'devices';
      readonly devices: readonly NvidiaDevice[];
      readonly cuda_version: string | null;
      readonly lost: readonly string[];
    }
  | { readonly kind: 'fault'; readonly fault: NvidiaSmiFault };

/** How nvidia-smi is asked. `timeoutMs` (milliseconds) is for all questions together. */
export type NvidiaSmiOptions = {
  readonly timeoutMs?: number;
  /** The program, when it is not the one on the `PATH`. */
  readonly path?: string;
  readonly environment?: NodeJS.ProcessEnv;
};

type Ask = (...args: string[]) => Promise<ProgramEnd>;

/** The deadline for nvidia-smi, in milliseconds. */
export const defaultTimeoutMs = 5000;

// What older drivers do not know: compute_cap came with 510, MIG with 450.
const optionalFields: readonly DeviceField[] = ['compute_cap', 'mig.mode.current'];

/**
 * Asks nvidia-smi for cards, processes, MIG devices and the CUDA version. Never rejects and never
 * outlasts its deadline.
 */
export async function queryNvidiaSmi({
  timeoutMs = defaultTimeoutMs,
  path = 'nvidia-smi',
  environment = process.env,
}: NvidiaSmiOptions = {}): Promise<NvidiaSmiAnswer> {
  const end = performance.now() + timeoutMs;
  const ask: Ask = (...args) =>
    runProgram(path, args, {
      seconds: Math.max(1, end - performance.now()) / 1000,
      environment,
    });
  const { result, fields } = await askDevices(ask);
  if (result.trouble === 'late') {
    return { kind: 'fault', fault: { kind: 'timeout', timeout_ms: timeoutMs } };
  }
  if (result.trouble === 'missing') return { kind: 'fault', fault: { kind: 'not_installed' } };
  if (result.trouble === 'unstartable') {
    return { kind: 'fault', fault: { kind: 'cannot_start', message: result.stderr } };
  }
  const devices = parseNvidiaSmiDevices(result.stdout, fields);
  const text = `${result.stdout}\n${result.stderr}`;
  if (devices.length === 0) {
    return { kind: 'fault', fault: classifyNvidiaSmiFault(text, result.code) };
  }
  return { kind: 'devices', lost: parseNvidiaSmiLost(text), ...(await askRest(ask, devices)) };
}

async function askDevices(
  ask: Ask,
): Promise<{ readonly result: ProgramEnd; readonly fields: readonly DeviceField[] }> {
  let fields: readonly DeviceField[] = deviceFields;
  for (;;) {
    const result = await ask(`--query-gpu=${fields.join(',')}`, '--format=csv,noheader,nounits');
    const unknown = parseNvidiaSmiUnknownField(`${result.stdout}\n${result.stderr}`);
    if (unknown === null || !optionalFields.includes(unknown) || !fields.includes(unknown)) {
      return { result, fields };
    }
    fields = fields.filter((field) => field !== unknown);
  }
}

// The cards are known by now: what these questions leave open is left open.
async function askRest(
  ask: Ask,
  devices: readonly NvidiaDevice[],
): Promise<{ devices: readonly NvidiaDevice[]; cuda_version: string | null }> {
  const [apps, heading, list] = await Promise.all([
    ask(
      '--query-compute-apps=gpu_uuid,pid,process_name,used_memory',
      '--format=csv,noheader,nounits',
    ),
    ask(),
    devices.some((device) => device.mig_enabled) ? ask('-L') : null,
  ]);
  const processes = parseNvidiaSmiProcesses(printed(apps));
  const slices = parseNvidiaSmiMigDevices(printed(list));
  return {
    cuda_version: parseNvidiaSmiCudaVersion(printed(heading)),
    devices: devices.map((device) => {
      const mig_devices = slices.get(device.uuid ?? '') ?? [];
      const own = [device.uuid, ...mig_devices.map(({ uuid }) => uuid)];
      return {
        ...device,
        mig_devices,
        processes: processes.filter(({ gpu_uuid }) => own.includes(gpu_uuid)),
      };
    }),
  };
}

function printed(end: ProgramEnd | null): string {
  return end === null || end.trouble === 'late' ? '' : end.stdout;
}
