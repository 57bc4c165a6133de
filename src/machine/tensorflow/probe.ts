// What TensorFlow itself says, asked in a child process with a time limit: a runtime in, its view
// of the machine out.
import { fileURLToPath } from 'node:url';
import { runProgram, type ProgramEnd } from '../../ground/process.js';
import { libraryPathFor, type InstalledRuntime } from './installed.js';
import { builtFor, unavailableTensorFlow, type TensorFlowView } from './view.js';

type Answer = {
  readonly version: string;
  readonly uses_gpu: boolean;
  readonly sum: readonly number[];
};

/** Loads a runtime in a child process and asks it. Never throws; what goes wrong is in `error`. */
export async function probeTensorFlow(
  runtime: Pick<InstalledRuntime, 'addon' | 'libraryPath' | 'cuda'> | null,
  { seconds = 90 }: { readonly seconds?: number } = {},
): Promise<TensorFlowView> {
  if (runtime === null) {
    return unavailableTensorFlow("dlx's TensorFlow is not installed: run `dlx setup`");
  }
  const libraryPath = libraryPathFor(runtime, process.env['LD_LIBRARY_PATH']);
  const environment = {
    ...process.env,
    // Level 0 names the devices; growth leaves the memory to those who train.
    ...{ TF_CPP_MIN_LOG_LEVEL: '0', TF_FORCE_GPU_ALLOW_GROWTH: 'true' },
    ...(libraryPath === null ? {} : { LD_LIBRARY_PATH: libraryPath }),
  };
  const child = fileURLToPath(new URL('./probe-child.js', import.meta.url));
  const result = await runProgram(process.execPath, [child, runtime.addon], {
    environment,
    seconds,
  });
  const answer = parseAnswer(result.stdout);
  if (result.code !== 0 || answer === null) {
    return unavailableTensorFlow(whyFailed(result, seconds), runtime.cuda);
  }
  if (answer.sum.join() !== '4,42') {
    return unavailableTensorFlow(
      `TensorFlow ${answer.version} computes wrongly: 1 + 3, 2 + 40 gave ${answer.sum.join(', ')}`,
      runtime.cuda,
    );
  }
  const reason =
    runtime.cuda !== null && !answer.uses_gpu ? { error: whyNoGpu(result.stderr) } : {};
  return {
    ...builtFor(runtime.cuda),
    available: true,
    version: answer.version,
    uses_gpu: answer.uses_gpu,
    device_names: parseDevices(result.stderr),
    ...reason,
  };
}

/** The GPUs in TensorFlow's log: `NVIDIA H100 80GB HBM3 (compute capability 9.0)`. */
export function parseDevices(log: string): string[] {
  const found = [
    ...log.matchAll(
      /Created device \S+\/device:GPU:\d+ .*?name: ([^,]+),.*?compute capability: ([\d.]+)/g,
    ),
  ];
  return found.map(([, name, capability]) => `${name} (compute capability ${capability})`);
}

/** TensorFlow's own reason for not using a GPU, from its log. */
export function whyNoGpu(log: string): string {
  const lines = log
    .split('\n')
    .map(
      (line) =>
        /^(?:[IWEF]\d{4} \S+\s+\d+ |\d{4}-\d\d-\d\d \S+ [IWEF] )?\S*?\S+\.(?:cc|h):\d+\] (.*)$/.exec(
          line,
        )?.[1],
    );
  const reason = lines.find(
    (line) =>
      line !== undefined &&
      /cuInit|dlopen|cuda drivers|no CUDA-capable|libcuda|Skipping registering GPU/i.test(line),
  );
  if (reason === undefined) return 'TensorFlow sees no GPU and does not say why';
  // What TensorFlow's stand-in for the driver's library answers when there is none.
  return /cuInit.*\(303\)/.test(reason)
    ? "the NVIDIA driver's library libcuda.so.1 cannot be loaded"
    : reason.trim();
}

function whyFailed(result: ProgramEnd, seconds: number): string {
  if (result.trouble === 'late') return `TensorFlow did not answer within ${seconds} seconds`;
  if (result.signal === 'SIGILL') {
    return 'TensorFlow uses instructions that this processor lacks (AVX)';
  }
  const lines = result.stderr.split('\n').map((line) => line.trim());
  const reason =
    lines.find((line) => /^(?:\w*Error|Error \[\w+\]|terminate called)\b/.test(line)) ??
    lines.filter((line) => line !== '').at(-1);
  return `TensorFlow cannot be loaded: ${reason?.replace(/^Error: /, '') ?? `the process ended with ${result.signal ?? `status ${result.code}`}`}`;
}

function parseAnswer(text: string): Answer | null {
  try {
    return JSON.parse(text.trim().split('\n').at(-1) ?? '') as Answer;
  } catch {
    return null;
  }
}
