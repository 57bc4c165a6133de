// A process that trains one run after another with the child's own code, begun anew for each:
// src/job/child.ts is loaded under another name each time, so that nothing of the last run is
// left in it. What it would end the process with ends the run.
import { stopSignals } from '../../../src/run/record.js';
import { tf } from '../../../src/tensor/tfjs.js';
import { isDone, type Task } from './trainers.js';

let tasks = 0;

waitForTask();

function waitForTask(): void {
  process.on('disconnect', () => process.exit());
  process.once('message', (task) => void work(task as Task));
}

async function work({ cwd, job }: Task): Promise<void> {
  tasks += 1;
  process.chdir(cwd);
  const ended = new Promise<void>((resolve) => Object.assign(process, { disconnect: resolve }));
  await import(`../../../src/job/child.js?${tasks}`);
  process.emit('message', job, undefined);
  await ended;
  for (const name of [...stopSignals, 'message', 'disconnect']) process.removeAllListeners(name);
  if (tf.findBackend('tensorflow')) tf.removeBackend('tensorflow');
  process.chdir('/');
  waitForTask();
  process.send?.(isDone);
}
