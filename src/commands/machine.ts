// `dlx setup`, `doctor` and `gpu-status`: the machine and its TensorFlow.
import { parseDevice } from '../device.js';
import { findEngine } from '../engine/setup/installed.js';
import { doctor, renderDoctor } from '../engine/setup/doctor.js';
import { probeTensorFlow } from '../engine/setup/probe.js';
import { setupEngine } from '../engine/setup/setup.js';
import { exitCodes, failure } from '../errors.js';
import { reportGpuStatus } from '../gpu/report.js';
import { readGpuStatus } from '../gpu/status.js';
import { unavailableTensorFlow } from '../gpu/tensorflow-view.js';
import { escapeJsonText } from '../terminal/escape.js';
import { reporterFor } from '../terminal/progress.js';
import { screenOf } from '../terminal/table.js';
import { done, type Answer } from './command.js';

export type SetupCommandOptions = {
  readonly device: string;
  readonly from?: string;
  readonly force: boolean;
};

/** Fetches and builds the native engine, or says that it is there. */
export async function setupCommand({ device, from, force }: SetupCommandOptions): Promise<Answer> {
  const wish = parseDevice(device);
  const reporter = reporterFor(process.stderr, screenOf(process.stderr, process.env), false);
  try {
    const outcome = await setupEngine({
      device: wish.startsWith('gpu') ? 'gpu' : (wish as 'auto' | 'cpu'),
      force,
      notify: reporter.work,
      ...(from === undefined ? {} : { from }),
    });
    if (!outcome.supported) {
      throw failure(
        `no native TensorFlow on this machine: ${outcome.reason}; training works all the same, more slowly`,
      );
    }
    const { engine, installed } = outcome;
    return done(
      `TensorFlow ${engine.tensorflow} (${engine.build === 'cuda' ? 'CUDA' : 'CPU'} build) ${installed ? 'is ready' : 'was ready already'} in ${engine.folder}`,
    );
  } finally {
    reporter.end();
  }
}

/** What works on this machine. */
export async function doctorCommand({ json }: { readonly json: boolean }): Promise<Answer> {
  const report = await doctor();
  return {
    output: json ? escapeJsonText(JSON.stringify(report, null, 2)) : renderDoctor(report),
    exitCode: report.ready ? exitCodes.done : exitCodes.failed,
  };
}

/** The NVIDIA devices, and what TensorFlow makes of them. */
export async function gpuStatusCommand({ json }: { readonly json: boolean }): Promise<Answer> {
  const engine = findEngine();
  const askTensorFlow = async () => (engine ? probeTensorFlow(engine) : unavailableTensorFlow());
  const report = reportGpuStatus(await readGpuStatus({ askTensorFlow }));
  return { output: json ? report.json : report.text, exitCode: report.exitCode };
}
