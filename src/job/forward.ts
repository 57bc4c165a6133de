// Has a process of its own record a kept model's forward pass: TensorFlow reads its environment as
// it starts, writes to stderr as it likes, and may end the process that it is in.
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { failure, UserError, type ErrorKind } from '../ground/errors.js';
import { placeRun, tensorflowEnvironment, type Notices } from '../machine/placement.js';
import type { ForwardGraph } from '../tensor/graph/forward-graph.js';
import { onFailedStart } from './failed-start.js';

/** What the process is asked. */
export type ForwardTask = { readonly folder: string; readonly addon: string };

/** What it answers. */
export type ForwardTold =
  | { readonly graph: ForwardGraph }
  | { readonly message: string; readonly kind: ErrorKind };

/**
 * The forward pass of the model that the run in `folder` kept, as TensorFlow's operations. Throws a
 * UserError where there is no TensorFlow, or the process ends without an answer.
 */
export async function forwardOf(folder: string, work: Notices['work']): Promise<ForwardGraph> {
  const { backend, environment } = await placeRun('cpu', 'cpu', { work, warn: () => undefined });
  if (backend.kind !== 'native') {
    throw failure(
      'this format is written from what TensorFlow does, and there is none here; `dlx doctor` says why, and `dlx setup` fetches it',
      'machine',
    );
  }
  const told = await ask(
    { folder, addon: backend.addon },
    {
      ...tensorflowEnvironment({ threads: 1 }),
      ...environment,
    },
  );
  if ('graph' in told) return told.graph;
  if (told.kind !== 'bug') throw new UserError(told.message, told.kind);
  throw Object.assign(new Error('the model was not recorded'), { stack: told.message });
}

function ask(
  task: ForwardTask,
  environment: Readonly<Record<string, string>>,
): Promise<ForwardTold> {
  const child = fork(fileURLToPath(new URL('./forward-child.js', import.meta.url)), {
    env: { ...process.env, ...environment },
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  return new Promise((resolve, reject) => {
    let told: ForwardTold | null = null;
    child.on('message', (message) => (told = message as ForwardTold));
    onFailedStart(child, (error) =>
      reject(
        failure(`the process that records the model did not start: ${error.message}`, 'machine'),
      ),
    );
    child.on('close', (code, signal) => {
      if (told) resolve(told);
      else {
        reject(
          failure(
            `the process that records the model ended ${signal ? `by ${signal}` : `with code ${code}`}`,
            'machine',
          ),
        );
      }
    });
    child.send(task);
  });
}
