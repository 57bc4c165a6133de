// `dlx setup`, `doctor` and `gpu-status`: the machine and its TensorFlow.
import type { Given } from '../cli/command-table.js';
import { parseDevice, wishOf } from '../machine/placement.js';
import { findRuntime } from '../machine/tensorflow/installed.js';
import { doctor } from '../machine/doctor.js';
import { probeTensorFlow } from '../machine/tensorflow/probe.js';
import { setupRuntime } from '../machine/tensorflow/setup.js';
import { exitCodes, failure } from '../ground/errors.js';
import { readGpuStatus } from '../machine/nvidia/status.js';
import { unavailableTensorFlow } from '../machine/tensorflow/view.js';
import { renderDoctor } from '../render/text/doctor.js';
import { reportGpuStatus } from '../render/text/gpu-status.js';
import { escapeJsonText } from '../text/escape.js';
import { reporterFor } from '../render/terminal/progress.js';
import { screenOf } from '../render/terminal/table.js';
import { done, type Answer } from './command.js';

/** Fetches and builds the native runtime, or says that it is there. */
export async function setupCommand({ device, from, force }: Given<'setup'>): Promise<Answer> {
  const wish = wishOf(parseDevice(device));
  const reporter = reporterFor(process.stderr, screenOf(process.stderr, process.env), false);
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
      );
    }
    const { runtime, installed } = outcome;
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
  return {
    output: json ? escapeJsonText(JSON.stringify(report, null, 2)) : renderDoctor(report),
    exitCode: report.ready ? exitCodes.done : exitCodes.failed,
  };
}

/** The NVIDIA devices, and what TensorFlow makes of them. */
export async function gpuStatusCommand({ json }: Given<'gpu-status'>): Promise<Answer> {
  const runtime = findRuntime();
  const askTensorFlow = async () => (runtime ? probeTensorFlow(runtime) : unavailableTensorFlow());
  const report = reportGpuStatus(await readGpuStatus({ askTensorFlow }));
  return { output: json ? report.json : report.text, exitCode: report.exitCode };
}
