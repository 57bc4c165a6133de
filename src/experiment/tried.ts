// What earlier runs know of a cure: in go a run and its folder, out comes one that differs from
// it in that cure alone, and whether it was better.
import { basename, dirname, join } from 'node:path';
import { findRuns } from '../run/find.js';
import { readRuns } from '../run/run-index.js';
import type { RunRecord } from '../run/record.js';
import { canonicalJson, type MinimalForm } from '../spec/minimal.js';
import { readSpec, type Trial } from '../spec/read.js';
import type { Cure, Tried } from '../training/advice.js';
import { improves, monitoredValue } from '../training/monitor.js';
import { learningRateOf } from '../training/schedules/schedules.js';
import { partDefaults } from '../words/top-level.js';
import { language } from './language.js';

/** A spec as far as it is compared. */
export type Compared = Pick<Trial, 'spec' | 'minimal'>;

// More of them are not looked through for a sentence.
const mostRuns = 2000;

/**
 * Who knows what was tried among the finished runs beside one, in `folder`, that have its data, its
 * seed and its monitored value: another seed alone would make a difference, too. Nothing is read
 * before it is asked for, and of a run that cannot be read nothing is known.
 */
export function triedBeside(folder: string, own: RunRecord, compared: Compared): Tried {
  let candidates: readonly Candidate[] | null = null;
  return (cure) => {
    candidates ??= candidatesBeside(folder, own);
    const { monitor } = own;
    const here = valueOf(own);
    const attempts = candidates.flatMap((one) =>
      differsIn(cure, compared, one) ? [{ run: one.run, value: one.value }] : [],
    );
    const best = attempts.reduce<(typeof attempts)[number] | null>(
      (one, other) => (improves(other.value, one?.value ?? null, monitor.mode) ? other : one),
      null,
    );
    if (!best || Number.isNaN(here)) return null;
    const isBetter = improves(best.value, here, monitor.mode);
    return { ...best, own: here, isBetter, monitor: monitor.name };
  };
}

type Candidate = Compared & { readonly run: string; readonly value: number };

function candidatesBeside(own: string, record: RunRecord): readonly Candidate[] {
  const folders = findRuns(dirname(own)).filter((folder) => basename(folder) !== basename(own));
  if (folders.length > mostRuns) return [];
  return readRuns(folders).flatMap((run) =>
    'record' in run && isComparable(run.record, record) ? candidateOf(run.folder, run.record) : [],
  );
}

function isComparable({ id, state, data, seed, monitor }: RunRecord, own: RunRecord): boolean {
  return (
    id !== own.id &&
    state === 'finished' &&
    data.sha256 === own.data.sha256 &&
    data.validation === own.data.validation &&
    seed === own.seed &&
    monitor.name === own.monitor.name
  );
}

// One whose spec cannot be read says nothing.
function candidateOf(folder: string, record: RunRecord): readonly Candidate[] {
  try {
    const { spec, minimal } = readSpec(join(folder, 'spec.yaml'), { language });
    return [{ spec, minimal, run: basename(folder), value: valueOf(record) }];
  } catch {
    return [];
  }
}

function valueOf({ monitor, scores }: RunRecord): number {
  const { train, validation } = scores;
  return train && validation ? monitoredValue(monitor.name, train, validation) : NaN;
}

/** Whether a spec is the other one with a cure, and differs in nothing else. */
export function differsIn(cure: Cure, own: Compared, other: Compared): boolean {
  const { isMore, without } = cures[cure];
  const rest = ({ minimal }: Compared): string => canonicalJson(without(minimal));
  return isMore(own, other) && rest(own) === rest(other);
}

const cures: Readonly<
  Record<
    Cure,
    {
      readonly isMore: (own: Compared, other: Compared) => boolean;
      readonly without: (minimal: MinimalForm) => unknown;
    }
  >
> = {
  dropout: {
    isMore: (own, other) => dropped(other) > dropped(own),
    without: (minimal) => withoutLayers(minimal, 'Dropout'),
  },
  batch_normalization: {
    isMore: (own, other) =>
      countOf(other, 'BatchNormalization') > countOf(own, 'BatchNormalization'),
    without: (minimal) => withoutLayers(minimal, 'BatchNormalization'),
  },
  early_stopping: {
    isMore: (own, other) => own.spec.early_stopping === null && other.spec.early_stopping !== null,
    without: ({ early_stopping: _, ...rest }) => rest,
  },
  smaller_rate: {
    isMore: (own, other) => {
      const [rate, less] = [own, other].map(({ spec }) => learningRateOf(spec.optimizer));
      return typeof rate === 'number' && typeof less === 'number' && less < rate;
    },
    without: withoutRate,
  },
  more_epochs: {
    isMore: (own, other) => other.spec.epochs > own.spec.epochs,
    without: ({ epochs: _, ...rest }) => rest,
  },
};

function dropped({ spec: { model } }: Compared): number {
  return model.reduce((sum, { layer, arguments: args }) => {
    const rate = layer === 'Dropout' ? args['rate'] : 0;
    return sum + (typeof rate === 'number' ? rate : 0);
  }, 0);
}

function countOf({ spec: { model } }: Compared, name: string): number {
  return model.filter(({ layer }) => layer === name).length;
}

// A bare optimizer is its name, and the one that nobody wrote is there, too.
function withoutRate({ optimizer = partDefaults.optimizer, ...rest }: MinimalForm): unknown {
  if (typeof optimizer !== 'object' || optimizer === null) return { ...rest, optimizer };
  const { learning_rate: _, ...others }: Readonly<Record<string, unknown>> = { ...optimizer };
  return { ...rest, optimizer: Object.keys(others).length === 1 ? others['name'] : others };
}

// Layers that take the one before take the one before that.
function withoutLayers({ model, ...rest }: MinimalForm, name: string): unknown {
  const layers = Array.isArray(model) ? model : [];
  return {
    ...rest,
    model: layers.filter(
      (layer: unknown) =>
        !(typeof layer === 'object' && layer !== null && 'layer' in layer && layer.layer === name),
    ),
  };
}
