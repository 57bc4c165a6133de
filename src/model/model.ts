// A network with its weights on a backend: what predicting, evaluating and exporting take. It knows
// of no optimizer, no loss and no data.
import { withKeep, scope, type Backend } from '../tensor/backend.js';
import type { Tensor } from '../tensor/operations.js';
import type { Variable } from '../tensor/variables.js';
import type { Network } from './network.js';
import { runNetwork, type Pass, type PassResult } from './pass.js';

/** Weights by the network's key, row-major. */
export type WeightValues = ReadonlyMap<string, Float32Array>;

/** A network that can be used. */
export type Model = Disposable & {
  readonly backend: Backend;
  readonly network: Network;
  /** By the network's key, `hidden/kernel`. */
  readonly weights: ReadonlyMap<string, Variable>;
  /**
   * A batch through the network, which draws and changes nothing: for each input of the network, in
   * their order, [batch, …its shape] → [batch, …outputShape]. Images are divided already; the result
   * belongs to the scope it is called in. `onLayer` is told the name of each layer when it is done.
   */
  readonly forward: (inputs: readonly Tensor[], onLayer?: (name: string) => void) => Tensor;
};

/** Puts a network and a value for each of its weights on a backend. */
export function openModel(backend: Backend, network: Network, values: WeightValues): Model {
  const weights = new Map(
    network.weights.map(({ key, shape }) => {
      const value = values.get(key);
      if (!value) throw new Error(`no values for the weight ${key}`);
      return [key, backend.variable(key, shape, value)] as const;
    }),
  );
  return {
    backend,
    network,
    weights,
    forward: (inputs, onLayer = () => undefined) =>
      withKeep((keep) =>
        scope(() => {
          const read = new Map([...weights].map(([key, variable]) => [key, variable.read()]));
          const pass: Parameters<typeof forwardPass>[1] = {
            ops: backend.ops,
            inputs,
            weights: read,
            keep,
            onLayer: ({ spec: { name } }) => onLayer(name),
          };
          return forwardPass(network, pass).output.clone();
        }),
      ),
    [Symbol.dispose]: () => weights.forEach((variable) => variable[Symbol.dispose]()),
  };
}

/** What a network gives where it is used and not trained: [batch, …outputShape]. */
export function forwardPass(network: Network, pass: Omit<Pass, 'training' | 'random'>): PassResult {
  return runNetwork(network, { ...pass, training: false, random: null });
}
