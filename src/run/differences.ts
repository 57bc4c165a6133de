// Whether a run can be gone on with exactly: what it was made with, against what is here now.
import type { NewRun, RunRecord } from './record.js';

/** A sentence for each thing that could make another number of the same step. */
export function differences(then: RunRecord, now: NewRun): readonly string[] {
  const facts: readonly (readonly [string, (run: NewRun) => string | number | null])[] = [
    // Taken over the data, too: of other data it says nothing.
    [
      'the spec (its SHA-256)',
      ({ hashes, data }) =>
        (data.sha256 === then.data.sha256 ? hashes.spec : then.hashes.spec).slice(0, 12),
    ],
    ['the data (their SHA-256)', ({ data }) => data.sha256.slice(0, 12)],
    ['dlx', ({ versions }) => versions.dlx],
    // Its logarithms and cosines are those of its own release.
    ['Node', ({ versions }) => versions.node.split('.')[0] ?? ''],
    ['TensorFlow', ({ versions }) => versions.tensorflow],
    ['TensorFlow.js', ({ versions }) => versions.tfjs],
    ['the backend', ({ machine }) => machine.backend],
    ['the execution', ({ how }) => how.execution],
    ['threads', ({ how }) => how.threads],
    ['the processor', ({ machine }) => machine.cpu],
    ['the device', ({ how, machine }) => (how.device === 'gpu' ? machine.gpu : 'the processor')],
  ];
  return facts
    .filter(([, of]) => of(then) !== of(now))
    .map(([what, of]) => `${what} was ${of(then) ?? 'none'} and is ${of(now) ?? 'none'}`);
}
