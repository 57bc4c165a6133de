// `dlx setup`, `doctor` and `gpu-status`: the machine and its TensorFlow.
import type { Given } from '../cli/command-table.js';
import { parseDevice, wishOf } from '../machine/placement.js';
import { findRuntime } from '../machine/tensorflow/installed.js';
import { doctor } from '../machine/doctor.js';
import { probeTensorFlow } from '../machine/tensorflow/probe.js';
import { setupRuntime } from '../machine/tensorflow/setup.js';
import { errorKinds, exitCodes, failure, problemSaid, type ToldError } from '../ground/errors.js';
import { readGpuStatus } from '../machine/nvidia/status.js';
import { unavailableTensorFlow } from '../machine/tensorflow/view.js';
import { renderDoctor } from '../render/text/doctor.js';
import { reportGpuStatus } from '../render/text/gpu-status.js';
import { done, doneJson, failedJson } from './answer.js';
import type { Answer } from './command.js';
import { reporterOf } from './told.js';

/** Fetches and builds the native runtime, or says that it is there. */
export async function setupCommand({ device, from, force, json }: Given<'setup'>): Promise<Answer> {
  const wish = wishOf(parseDevice(device));
  const { reporter } = await reporterOf({ json, quiet: false });
  try {
    const outcome = await setupRuntime({
      device: wish,
      force,
      notify: reporter.work,
      ...(from === undefined ? {} : { from }),
    });
    if (!outcome.supported) {
      throw failure(
        `no native TensorFlow on this machine: ${outcome.reason}; training works all the same, more slowly`,
        'machine',
      );
    }
    const { runtime, installed } = outcome;
    const { tensorflow, build, folder } = runtime;
    if (json) return doneJson({ tensorflow, build, folder, installed });
    return done(
      `TensorFlow ${runtime.tensorflow} (${runtime.build === 'cuda' ? 'CUDA' : 'CPU'} build) ${installed ? 'is ready' : 'was ready already'} in ${runtime.folder}`,
    );
  } finally {
    reporter.end();
  }
}

/** What works on this machine. */
export async function doctorCommand({ json }: Given<'doctor'>): Promise<Answer> {
  const report = await doctor();
  if (!json) {
    return {
      output: renderDoctor(report),
      exitCode: report.ready ? exitCodes.done : exitCodes.failed,
    };
  }
  if (report.ready) return doneJson(report);
  const missing = report.checks.filter(({ state }) => state === 'missing');
  const problems = missing.map(({ name, text, cure }) => problemSaid(`${name}: ${text}`, cure));
  return failedJson(report, machineError(problems), exitCodes.failed);
}

/** The NVIDIA devices, and what TensorFlow makes of them. */
export async function gpuStatusCommand({ json }: Given<'gpu-status'>): Promise<Answer> {
  const runtime = findRuntime();
  const askTensorFlow = async () => (runtime ? probeTensorFlow(runtime) : unavailableTensorFlow());
  const status = await readGpuStatus({ askTensorFlow });
  const report = reportGpuStatus(status);
  if (!json) return { output: report.text, exitCode: report.exitCode };
  if (report.exitCode === exitCodes.done) return doneJson(report.document);
  const { sentence = 'TensorFlow does not use the GPU', cure = null } = status.problem ?? {};
  return failedJson(report.document, machineError([problemSaid(sentence, cure)]), report.exitCode);
}

function machineError(problems: ToldError['problems']): ToldError {
  return { kind: 'machine', action: errorKinds.machine.action, problems };
}
