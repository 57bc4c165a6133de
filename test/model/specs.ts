// Specs and networks for tests from their parts.
import { language } from '../../src/experiment/language.js';
import { planNetwork, type Network } from '../../src/model/network.js';
import { readSpecText } from '../../src/spec/read.js';
import type { Spec } from '../../src/spec/spec.js';

/** A spec from its parts, read as a file would be: JSON is YAML. */
export function specOf(parts: Readonly<Record<string, unknown>>): Spec {
  return readSpecText(JSON.stringify({ dataset: 'spirals', loss: 'mse', ...parts }), 'test.yaml', {
    language,
  }).spec;
}

/** The network of a model as a spec has it. */
export function networkOf(model: unknown, inputShape: readonly number[]): Network {
  return planNetwork(specOf({ model }).model, [{ name: 'x', shape: inputShape }]);
}
