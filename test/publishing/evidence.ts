// Runs made for tests, and what texts about them are held against: values by hand, nothing is trained.
import { auditText, type Audit } from '../../src/publishing/audit.js';
import { evidenceOf, type PublishedWithEpochs } from '../../src/publishing/evidence.js';
import type { Evidence } from '../../src/publishing/judging.js';
import { comparedRuns } from '../../src/publishing/tables.js';
import { groupsOf } from '../../src/comparison/groups.js';
import type { RunRecord } from '../../src/run/record.js';
import { makeRecord } from '../run/fixture.js';

/** A run of which the record alone is known. */
export function recorded(overrides: Partial<RunRecord>): PublishedWithEpochs {
  const name = overrides.name ?? 'adam';
  const seed = overrides.seed ?? 42;
  const record = makeRecord({ id: `id of ${name} ${seed}`, ...overrides });
  const folder = `runs/${name}-20260102T030405Z-a${seed}`;
  return { folder, record, model: null, judged: null, notes: [], epochs: [] };
}

/** What a text about these runs is held against. */
export function evidence(...runs: readonly PublishedWithEpochs[]): Evidence {
  const groups = groupsOf(runs).filter((group) => group.runs.length > 1);
  return evidenceOf({ runs, groups, tables: [] });
}

/** The same with what `dlx compare` says of them. */
export function compared(...runs: readonly PublishedWithEpochs[]): Evidence {
  const groups = groupsOf(runs).filter((group) => group.runs.length > 1);
  return evidenceOf({ runs, groups, ...comparedRuns(runs) });
}

/** adam and relu, single runs; adam has 0.8812 on test, 0.8891 on validation, relu 0.8700 and 0.8765. */
export const two = (): Evidence =>
  evidence(
    recorded({}),
    recorded({
      name: 'relu',
      hashes: { spec: 'd'.repeat(64), group: 'e'.repeat(64) },
      scores: {
        train: { loss: 0.25, accuracy: 0.9 },
        validation: { loss: 0.3456, accuracy: 0.8765 },
        test: { loss: 0.3777, accuracy: 0.87 },
      },
      parameters: { total: 101_770, trainable: 101_770 },
      epochs: { planned: 20, done: 17, best: 9 },
      seconds: { to_first_step: 1.2, total: 48, per_epoch: 2.8, to_best: 25.2 },
    }),
  );

/** The numbers of a text that are not so: `line:column text`. */
export function wrongIn({ numbers }: Audit): readonly string[] {
  return numbers.flatMap(({ line, column, text, problem }) =>
    problem === null ? [] : [`${line}:${column} ${text}`],
  );
}

/** The same of a text. */
export function wrong(text: string, against: Evidence = two()): readonly string[] {
  return wrongIn(auditText(text, against));
}
