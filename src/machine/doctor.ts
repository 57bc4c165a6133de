// What works on this machine and what is missing: a verdict with cures, made from what was found.
import { compareVersions } from '../ground/versions.js';
import { sizeInWords } from '../text/bytes.js';
import { readFacts, type MachineFacts, type Tool } from './facts.js';
import type { DeviceWish } from './tensorflow/installed.js';
import { tensorflowVersion } from './tensorflow/recipe.js';
import { planSetup } from './tensorflow/plan.js';
import { nativeSupport } from './tensorflow/support.js';

/** One line of the verdict: what it is about, how it stands, and the command that mends it. */
export type Check = {
  readonly name: string;
  /** `note`: not as good as it could be, but nothing that training needs. */
  readonly state: 'ok' | 'note' | 'missing';
  readonly text: string;
  readonly cure: string | null;
};

/**
 * The facts, the verdict on each, and whether training works on native TensorFlow (exit code 0,
 * else 1).
 */
export type DoctorReport = MachineFacts & {
  readonly ready: boolean;
  readonly checks: readonly Check[];
};

/** Examines the machine. Never throws: what cannot be found out counts as not there. */
export async function doctor({
  device = 'auto',
}: { readonly device?: DeviceWish } = {}): Promise<DoctorReport> {
  const facts = await readFacts(device);
  const checks = assess(facts);
  return {
    ready:
      facts.tensorflow.available &&
      !checks.some(({ name, state }) => name === 'Node' && state === 'missing'),
    ...facts,
    checks,
  };
}

/** The verdict on the facts, most important first. */
export function assess(facts: MachineFacts): readonly Check[] {
  return [
    checkNode(facts),
    checkPlatform(facts),
    checkRuntime(facts),
    ...checkGpu(facts),
    ...checkTools(facts),
    checkFallback(facts),
    checkCache(facts),
  ];
}

const oldestNode = '20.19';

function checkNode({ node }: MachineFacts): Check {
  if (compareVersions(node, oldestNode) >= 0) {
    return { name: 'Node', state: 'ok', text: node, cure: null };
  }
  return {
    name: 'Node',
    state: 'missing',
    text: `${node} is too old: dlx needs ${oldestNode} or later`,
    cure: 'install Node 22 or later from https://nodejs.org',
  };
}

function checkPlatform({ platform }: MachineFacts): Check {
  const support = nativeSupport(platform);
  const text = `${platform.platform} ${platform.arch}${platform.glibc === null ? '' : `, glibc ${platform.glibc}`}`;
  if (support.supported) return { name: 'platform', state: 'ok', text, cure: null };
  return { name: 'platform', state: 'missing', text: `${text}: ${support.reason}`, cure: null };
}

function checkRuntime({ runtime, tensorflow, platform }: MachineFacts): Check {
  const name = 'TensorFlow';
  if (!nativeSupport(platform).supported) {
    return {
      name,
      state: 'missing',
      text: 'the native runtime cannot run here; dlx trains on its fallback',
      cure: null,
    };
  }
  if (!runtime) {
    return {
      name,
      state: 'missing',
      text: `${tensorflowVersion} is not installed`,
      cure: 'dlx setup',
    };
  }
  const what = `${runtime.tensorflow}, ${runtime.build === 'cpu' ? 'CPU' : 'CUDA'} build, in ${runtime.folder} (${sizeInWords(runtime.bytes)}, from ${runtime.source})`;
  if (!tensorflow.available) {
    return {
      name,
      state: 'missing',
      text: `${what}: ${tensorflow.error ?? 'it cannot be used'}`,
      cure: 'dlx setup --force',
    };
  }
  return { name, state: 'ok', text: what, cure: null };
}

function checkGpu({ nvidia_gpu, tensorflow, runtime, platform }: MachineFacts): Check[] {
  const name = 'GPU';
  if (tensorflow.uses_gpu) {
    return [
      {
        name,
        state: 'ok',
        text: tensorflow.device_names.join(', ') || 'used by TensorFlow',
        cure: null,
      },
    ];
  }
  if (!nativeSupport(platform).supported) return [];
  if (nvidia_gpu && runtime && !tensorflow.built_for_cuda) {
    return [
      {
        name,
        state: 'missing',
        text: 'there is an NVIDIA GPU, but the installed TensorFlow is built for the CPU only',
        cure: 'dlx setup --device gpu',
      },
    ];
  }
  if (nvidia_gpu && runtime) {
    return [
      {
        name,
        state: 'missing',
        text: `there is an NVIDIA GPU, but TensorFlow does not use it: ${tensorflow.error ?? 'it does not say why'}`,
        cure: 'dlx gpu-status',
      },
    ];
  }
  return [
    {
      name,
      state: 'note',
      text: nvidia_gpu
        ? 'there is an NVIDIA GPU'
        : 'nvidia-smi lists none: training runs on the CPU',
      cure: null,
    },
  ];
}

// Once the runtime is there, nothing needs a compiler or pip any more.
function checkTools({
  prebuilt_addon,
  compiler,
  pip,
  tensorflow,
  platform,
}: MachineFacts): Check[] {
  if (!nativeSupport(platform).supported) return [];
  const check = (name: string, tool: Tool): Check => {
    if (tool.found !== null) return { name, state: 'ok', text: tool.found, cure: null };
    return {
      name,
      state: tensorflow.available ? 'note' : 'missing',
      text: tool.missing.what,
      cure: tool.missing.cure,
    };
  };
  const addon: Check = prebuilt_addon
    ? { name: 'addon', state: 'ok', text: 'came with dlx: no C++ compiler is needed', cure: null }
    : check('C++ compiler', compiler);
  return [addon, check('pip', pip)];
}

function checkFallback({ fallback, tensorflow }: MachineFacts): Check {
  const found = [
    ...(fallback.wasm ? ['WebAssembly'] : []),
    ...(fallback.cpu ? ['plain JavaScript'] : []),
  ];
  if (found.length > 0) {
    return { name: 'fallback', state: 'ok', text: found.join(', '), cure: null };
  }
  return {
    name: 'fallback',
    state: tensorflow.available ? 'note' : 'missing',
    text: 'the packages of the fallback backends are missing',
    cure: 'install dlx again (in a clone: npm ci && npm run build)',
  };
}

function checkCache({ cache, runtime, nvidia_gpu }: MachineFacts): Check {
  const { room } = planSetup(nvidia_gpu ? 'cuda' : 'cpu', false);
  const free = cache.free_bytes;
  const text = `${cache.folder}${free === null ? '' : `, ${sizeInWords(free)} free`}`;
  if (free === null || free >= room || runtime) {
    return { name: 'cache', state: 'ok', text, cure: null };
  }
  return {
    name: 'cache',
    state: 'missing',
    text: `${text}: setting up TensorFlow takes ${sizeInWords(room)}`,
    cure: 'set DLX_CACHE to a folder on another disk',
  };
}
