// `npm run test:gpu`: is dlx right and fast on this machine's GPU? Options in, one report as JSON
// out, a line a part on standard output while it goes.
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { availableParallelism, constants, tmpdir } from 'node:os';
import { join } from 'node:path';
import { files } from '../../src/ground/files.js';
import { messageOf, UserError } from '../../src/ground/errors.js';
import { queryNvidiaSmi } from '../../src/machine/nvidia/nvidia-smi.js';
import { readCpuName, readVersion } from '../../src/run/provenance.js';
import { parseOptions, usage, usualBudget, type Options } from './arguments.js';
import { holdersFor, readGpuMemory, repository, type Context, type Part } from './context.js';
import { agreement, bits, placement, resume, verify } from './correctness.js';
import { deadlineIn, leftAt, type Deadline } from './deadline.js';
import { machine, memory, profile, speed, tensorFloat, torch } from './measures.js';
import { placementLog } from './placement.js';
import {
  exitCodeOf,
  leftOut,
  lineOf,
  renderSum,
  reportOf,
  runPart,
  type Machine,
  type PartReport,
} from './report.js';

// What matters most comes first: the time may not be enough for all.
const parts: readonly Part[] = [
  machine,
  agreement,
  bits,
  placement,
  resume,
  memory,
  speed,
  profile,
  torch,
  tensorFloat,
  verify,
];
const names = parts.map(({ name }) => name);

/** A part that has less than this is not begun, in seconds. */
const leastSeconds = 5;

async function main(words: readonly string[]): Promise<number> {
  const options = parseOptions(words, names, process.env);
  if (options.help) {
    say(usage(names));
    return 0;
  }
  const began = performance.now();
  const date = new Date().toISOString();
  const whole = deadlineIn(options.budget);
  const here = await readMachine();
  const opened = await openContext(here, options);
  const done: PartReport[] = [];
  for (const part of parts) {
    const report = await take(part, opened, options, whole);
    done.push(report);
    say(lineOf(report));
  }
  opened.end();
  const time = {
    date,
    seconds: (performance.now() - began) / 1000,
    budget_seconds: options.budget,
  };
  const report = reportOf(opened.machine, done, time);
  files.write(options.report, `${JSON.stringify(report, null, 2)}\n`);
  say(`\n${renderSum(report)}\nwrote ${options.report}`);
  return exitCodeOf[report.verdict];
}

type Opened = {
  readonly machine: Machine;
  readonly context: Context | null;
  /** Why there is no context. */
  readonly trouble: string;
  readonly end: () => void;
};

async function readMachine(): Promise<Machine> {
  const answer = await queryNvidiaSmi();
  const [device] = answer.kind === 'devices' ? answer.devices : [];
  return {
    gpu: device ? (device.name ?? 'a GPU without a name') : null,
    no_gpu: answer.kind === 'fault' ? `nvidia-smi: ${answer.fault.kind}` : null,
    cpu: readCpuName(),
    cores: availableParallelism(),
    node: process.versions.node,
    dlx: readVersion(),
  };
}

async function openContext(here: Machine, options: Options): Promise<Opened> {
  const folder = mkdtempSync(join(tmpdir(), 'dlx-test-gpu-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const log = { TF_CPP_MIN_LOG_LEVEL: '0', TF_CPP_VMODULE: placementLog };
  const device = here.gpu === null ? 'cpu' : 'gpu';
  try {
    const { holders, gpu } = await holdersFor(device, folder, log, (text) => say(text));
    const context: Context = {
      device,
      gpu,
      specs: specsOf(),
      steps: options.steps,
      python: options.python,
      folder,
      holders,
      trained: new Map(),
      gpuMemory: readGpuMemory,
    };
    const end = (): void => Object.values(holders).forEach((holder) => holder.end());
    return { machine: here, context, trouble: '', end };
  } catch (error) {
    return { machine: here, context: null, trouble: messageOf(error), end: () => undefined };
  }
}

function specsOf(): readonly string[] {
  const folder = join(repository, 'experiments');
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.yaml'))
    .sort()
    .map((name) => join(folder, name));
}

async function take(
  part: Part,
  { context, trouble }: Opened,
  { only, budget }: Options,
  whole: Deadline,
): Promise<PartReport> {
  if (only && !only.includes(part.name)) return leftOut(part, 'it was not asked for');
  if (!context) {
    return runPart({ ...part, device: null }, () => Promise.reject(new Error(trouble)));
  }
  if (part.needsGpu && context.device === 'cpu') return leftOut(part, 'it needs a GPU');
  if (leftAt(whole) < leastSeconds) return leftOut(part, 'the budget is used up');
  const deadline = deadlineIn((part.limit * budget) / usualBudget, whole);
  return runPart({ ...part, device: context.device }, () => part.run(context, deadline));
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

// A signal's own way to end a process runs no exit handlers.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.once(signal, () => process.exit(128 + constants.signals[signal]));
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof UserError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = error.exitCode;
}
