// Has a process of its own judge a kept model, and waits for what it finds.
import type { EvaluatedEvent, EvaluateJob, FailedEvent } from '../inference/job.js';
import { stoppedBy } from './death.js';
import { onFailedStart } from './failed-start.js';
import { diedOf, failedBy } from './session.js';
import { listenForStops, type Stops } from './signals.js';
import { startChild } from './start-child.js';

/**
 * What came of a job. Throws a UserError where it failed, its process ended without an answer, or a
 * signal asked for an end: nothing is lost, and the process is ended.
 */
export async function evaluateIn(
  job: EvaluateJob,
  environment: Readonly<Record<string, string>>,
): Promise<EvaluatedEvent> {
  const { child, said } = startChild(environment);
  let told: EvaluatedEvent | FailedEvent | null = null;
  child.on('message', ({ run, event }: { run: string; event: EvaluatedEvent | FailedEvent }) => {
    if (run === job.id) told = event;
  });
  let stops: Stops | undefined;
  const answered = new Promise<EvaluatedEvent>((resolve, reject) => {
    stops = listenForStops((signal) => {
      child.kill('SIGKILL');
      reject(stoppedBy(signal));
    });
    onFailedStart(child, reject);
    child.on('close', (code, signal) => {
      const last = told;
      if (last?.type === 'evaluated') resolve(last);
      else reject(last ? failedBy(last) : diedOf(code, signal, said()));
    });
  });
  child.send(job);
  try {
    return await answered;
  } finally {
    stops?.stop();
  }
}
