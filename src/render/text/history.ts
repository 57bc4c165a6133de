// Curves in, text for programs out: a document of JSON with a list a metric, or CSV with a row an epoch.
import { learningRate, wantedOf, type CurvePart } from '../../comparison/curve.js';
import type { Curves, CurveRow, RunWithEpochs } from '../../comparison/curves.js';
import type { Cell } from '../../comparison/written.js';
import type { EpochRecord } from '../../training/epoch.js';
import { csvText } from './plain.js';

// What is told of each epoch, beside its number: what it is called, and where it stands.
type Told = { readonly key: string; readonly valueOf: (epoch: EpochRecord) => number | null };

/**
 * Every run with its epochs as lists of one length: `epochs`, `train_loss`, `val_loss`, …,
 * `learning_rate`; and the rows that the charts have, replicates with mean and deviation.
 */
export function historyDocument(curves: Curves, metrics: readonly string[]): object {
  const { rows, charts, notes } = curves;
  return {
    runs: rows.flatMap(({ runs }) => runs.map((run) => runDocument(run, metrics))),
    groups: rows.flatMap((row, i) =>
      row.runs.length < 2
        ? []
        : [
            {
              group: row.label,
              runs: row.runs.map(({ folder }) => folder),
              seeds: row.runs.map(({ record }) => record.seed),
              best_epochs: row.best,
              epochs: row.epochs,
              ...meansOf(i, charts),
            },
          ],
    ),
    notes,
  };
}

function meansOf(i: number, charts: Curves['charts']): object {
  const lines = charts.flatMap(({ metric, lines: all }) =>
    all.filter(({ row }) => row === i).map((line) => ({ metric, ...line })),
  );
  return Object.fromEntries(
    lines.map(({ metric, part, values, spread = [] }) => [
      keyOf(metric, part),
      { mean: values.map(finite), sd: spread.map(finite) },
    ]),
  );
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}

function keyOf(metric: string, part: CurvePart): string {
  return part === 'own' ? metric : `${part === 'train' ? 'train' : 'val'}_${metric}`;
}

function runDocument(
  { folder, record, epochs }: RunWithEpochs,
  metrics: readonly string[],
): object {
  const { id, name, seed, state, monitor } = record;
  const told = toldOf(epochs, metrics);
  return {
    run: folder,
    id,
    name,
    seed,
    state,
    monitor,
    best_epoch: record.epochs.best,
    planned: record.epochs.planned,
    epochs: epochs.map(({ epoch }) => epoch),
    ...Object.fromEntries(told.map(({ key, valueOf }) => [key, epochs.map(valueOf)])),
    seconds: epochs.map(({ seconds }) => seconds.total),
  };
}

// Of the training part and of validation each metric that an epoch has, or those that were asked for.
function toldOf(epochs: readonly EpochRecord[], metrics: readonly string[]): readonly Told[] {
  const names = [
    ...new Set(epochs.flatMap(({ train, validation }) => [train, validation].flatMap(Object.keys))),
  ];
  const known = new Set(names);
  const wanted = metrics.map((one) => wantedOf(one, known));
  const isWanted = (metric: string, part: CurvePart): boolean =>
    wanted.length === 0 ||
    wanted.some((one) => one.metric === metric && (one.part === null || one.part === part));
  const scores = names.flatMap((metric) =>
    (['train', 'validation'] as const)
      .filter((part) => isWanted(metric, part))
      .map((part) => ({
        key: keyOf(metric, part),
        valueOf: (epoch: EpochRecord) =>
          (Object.hasOwn(epoch[part], metric) ? epoch[part][metric] : null) ?? null,
      })),
  );
  const rate = { key: learningRate, valueOf: (epoch: EpochRecord) => epoch.learning_rate };
  return isWanted(learningRate, 'own') ? [...scores, rate] : scores;
}

/** A row an epoch of each run; what a run does not have is empty. */
export function historyCsv(rows: readonly CurveRow[], metrics: readonly string[]): string {
  const runs = rows.flatMap((row) => row.runs);
  const told = new Map(runs.map((run) => [run, toldOf(run.epochs, metrics)]));
  const keys = [...new Set([...told.values()].flatMap((all) => all.map(({ key }) => key)))];
  const body = runs.flatMap((run) => {
    const own = new Map(told.get(run)?.map(({ key, valueOf }) => [key, valueOf]));
    return run.epochs.map((epoch): readonly Cell[] => [
      run.folder,
      run.record.name,
      run.record.seed,
      epoch.epoch,
      epoch.epoch === run.record.epochs.best,
      ...keys.map((key) => own.get(key)?.(epoch) ?? null),
      epoch.seconds.total,
    ]);
  });
  return csvText([['run', 'name', 'seed', 'epoch', 'best', ...keys, 'seconds'], ...body]);
}
