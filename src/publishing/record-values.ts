// A run's record in, the values that it gives out: scores, epochs, seconds, parameters, samples, and the
// settings of its spec.
import type { RunRecord } from '../run/record.js';
import { isShare } from './shares.js';
import { valueOf, type Given, type Owner, type PartName, type Value } from './value.js';

/** All of them. Of a sealed test set there are none: its record has none here. */
export function recordValues(record: RunRecord, owner: Owner): readonly Value[] {
  return [
    ...scoreValues(record, owner),
    ...costValues(record, owner),
    ...sampleValues(record, owner),
    ...circumstances(record, owner),
  ];
}

/** The parts that scores are of, as a record has them. */
export const scoredParts = [
  ['training', 'train'],
  ['validation', 'validation'],
  ['test', 'test'],
] as const satisfies readonly (readonly [PartName, keyof RunRecord['scores']])[];

function scoreValues({ scores }: RunRecord, owner: Owner): readonly Value[] {
  return scoredParts.flatMap(([part, key]) =>
    Object.entries(scores[key] ?? {}).flatMap(([name, value]) => {
      if (value === null || !Number.isFinite(value)) return [];
      const share = isShare(name, value);
      const what = `${part} ${name}`;
      const score = valueOf({
        value,
        owner,
        part,
        what,
        topics: [name],
        kind: share ? 'share' : 'score',
      });
      if (!share) return [score];
      const rest = { value: 1 - value, what: `1 less the ${what}`, topics: ['error rate'] };
      return [score, valueOf({ ...rest, owner, part, kind: 'share', named: true })];
    }),
  );
}

function costValues(record: RunRecord, owner: Owner): readonly Value[] {
  const { epochs, parameters, seconds, ended } = record;
  const of = (what: string, topics: readonly string[], value: number | null): readonly Given[] =>
    value === null || !Number.isFinite(value) ? [] : [{ owner, what, topics, value }];
  const seconds_ = (what: string, value: number | null): readonly Given[] =>
    of(what, ['seconds'], value).map((one) => ({ ...onlyNamed(one), kind: 'seconds' as const }));
  return [
    ...[
      ...of('epochs planned', ['epochs'], epochs.planned),
      ...of('epochs trained', ['epochs', 'epoch'], epochs.done),
      ...of('best epoch', ['best epoch', 'epoch'], epochs.best),
      ...of('epoch in which it ended', ['epoch'], ended?.epoch ?? null),
      ...of('step in which it ended', ['steps', 'step'], ended?.step ?? null),
    ].map(onlyNamed),
    ...of('parameters', ['parameters'], parameters.total),
    ...of('trainable parameters', ['parameters'], parameters.trainable),
    ...of(
      'parameters that are not trained',
      ['parameters'],
      parameters.total - parameters.trainable,
    ),
    ...seconds_('seconds of training', seconds.total),
    ...seconds_('seconds an epoch', seconds.per_epoch),
    ...seconds_('seconds to the best epoch', seconds.to_best),
    ...seconds_('seconds to the first step', seconds.to_first_step),
    ...seconds_('seconds until it ended', ended?.seconds ?? null),
    ...of('bytes of memory', ['memory'], record.peak_memory_bytes).map((one) => ({
      ...onlyNamed(one),
      kind: 'bytes' as const,
    })),
  ].map(valueOf);
}

function onlyNamed(given: Given): Given {
  return { ...given, named: true };
}

function sampleValues({ data }: RunRecord, owner: Owner): readonly Value[] {
  const { train, validation, test } = data;
  const parts: readonly (readonly [string, number, PartName | null])[] = [
    ['training samples', train, 'training'],
    ['validation samples', validation, 'validation'],
    ['test samples', test, 'test'],
    ['samples to train and validate with', train + validation, null],
    ['samples of all parts', train + validation + test, null],
  ];
  return parts.map(([what, value, part]) =>
    valueOf({ owner, what, value, part, topics: ['samples'] }),
  );
}

function circumstances(record: RunRecord, owner: Owner): readonly Value[] {
  const { seed, how, test_reads: reads, sealed, resumed } = record;
  const facts: readonly (readonly [string, readonly string[], number])[] = [
    ['seed', ['seed', 'seeds'], seed],
    ['threads', ['threads'], how.threads],
    ['times that the test set was read', ['reads'], reads],
    ['times that it was resumed', ['resumed'], resumed.length],
    ...(sealed?.opened ? [['runs to choose from', ['runs'], sealed.opened.compared] as const] : []),
  ];
  return facts.map(([what, topics, value]) => valueOf({ owner, what, topics, value, named: true }));
}
