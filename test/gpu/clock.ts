// A clock in every call into TensorFlow: the binding in, one that does the same and counts out.
import { bindingWith, type Binding } from '../../src/tensor/tfjs.js';

/** Calls by what they do: an operation by its name, anything else by the binding's function. */
export type Clock = {
  readonly byName: ReadonlyMap<string, { readonly calls: number; readonly ms: number }>;
  readonly reset: () => void;
};

/** A binding whose calls are counted and timed, those that run graphs too. */
export function clocked(binding: Binding): { readonly binding: Binding; readonly clock: Clock } {
  // An operation is known by its first argument, its name.
  const byName = new Map<string, { calls: number; ms: number }>();
  const timed =
    <A extends readonly unknown[], R>(name: string | null, call: (...args: A) => R) =>
    (...args: A): R => {
      const began = performance.now();
      try {
        return call(...args);
      } finally {
        const ms = performance.now() - began;
        const by = name ?? String(args[0]);
        const before = byName.get(by) ?? { calls: 0, ms: 0 };
        byName.set(by, { calls: before.calls + 1, ms: before.ms + ms });
      }
    };
  const replaced: Partial<Binding> = {
    createTensor: timed('createTensor', (...args: Parameters<Binding['createTensor']>) =>
      binding.createTensor(...args),
    ),
    deleteTensor: timed('deleteTensor', (id: number) => binding.deleteTensor(id)),
    tensorDataSync: timed('tensorDataSync', (id: number) => binding.tensorDataSync(id)),
    executeOp: timed(null, (...args: Parameters<Binding['executeOp']>) =>
      binding.executeOp(...args),
    ),
    runSavedModel: timed('runSavedModel', (...args: Parameters<Binding['runSavedModel']>) =>
      binding.runSavedModel(...args),
    ),
  };
  return {
    binding: bindingWith(binding, replaced),
    clock: { byName, reset: () => byName.clear() },
  };
}
