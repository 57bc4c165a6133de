// What the card of the frozen run is made of, for tests that change some of it.
import type { Carded } from '../../../../src/render/text/card/carded.js';
import { frozen } from '../../../publishing/frozen.js';

/** That. */
export function carded(overrides: Partial<Carded> = {}): Carded {
  const { model, record, judged } = frozen();
  if (!model) throw new Error('the frozen run has a model');
  const { kept, network } = model;
  return {
    run: 'a run',
    place: 'runs/a run',
    record,
    judged,
    kept,
    network,
    group: null,
    exports: ['onnx'],
    ...overrides,
  };
}
