// The process that records a kept model's forward pass: a run's folder in, the pass as plain data
// out, or why there is none.
import { UserError } from '../ground/errors.js';
import { openKept } from '../inference/kept.js';
import { openModel } from '../model/model.js';
import { openBackend } from '../tensor/backend.js';
import { recordForward, type ForwardGraph } from '../tensor/graph/forward.js';
import type { ForwardTask, ForwardTold } from './forward.js';

process.once('message', (task) => void answer(task as ForwardTask));

async function answer(task: ForwardTask): Promise<void> {
  process.send?.(await told(task), undefined, undefined, () => process.disconnect());
}

async function told({ folder, addon }: ForwardTask): Promise<ForwardTold> {
  try {
    return { graph: await recorded(folder, addon) };
  } catch (error) {
    if (error instanceof UserError) return { message: error.message, kind: error.kind };
    const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { message: stack, kind: 'bug' };
  }
}

async function recorded(folder: string, addon: string): Promise<ForwardGraph> {
  const backend = await openBackend({ kind: 'native', addon });
  if (!backend.native) throw new Error('the native backend has a binding');
  const { network, weights, inputs } = openKept(folder);
  using model = openModel(backend, network, weights);
  return recordForward(
    backend.native,
    model,
    inputs.map(({ shape, kind }) => ({ shape, dtype: kind === 'tokens' ? 'int32' : 'float32' })),
  );
}
