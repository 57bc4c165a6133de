// A source on the device: a table for each of its inputs, targets and weights. Plans in, tables out.
import type { Units } from '../dataset/facts.js';
import {
  residentSamples,
  takenRows,
  type InputColumn,
  type Samples,
  type Source,
} from '../dataset/source.js';
import type { Backend } from '../tensor/backend.js';
import type { Table, TableForm } from '../tensor/data.js';

/** A source that is to lie on the device. */
export type DataPlan = {
  readonly source: Source;
  /** For each target a value near its own, one an output; null for class numbers. */
  readonly centers: readonly (readonly number[] | null)[];
  /** What each row weighs in the loss, or null. */
  readonly weights: Float32Array | null;
};

/** A source on the device; its inputs and targets are in the source's order. */
export type DeviceData = {
  readonly inputs: readonly Table[];
  readonly targets: readonly DeviceTarget[];
  readonly weights: Table | null;
};

/** A target on the device. */
export type DeviceTarget = {
  readonly table: Table;
  /** A value near its own, one an output; null for class numbers. */
  readonly center: readonly number[] | null;
  /** Given where it is standardised: metrics see it in its own units. */
  readonly scale: Units;
};

/** Puts a source on the device, or some of its rows alone. */
export function loadData(
  backend: Backend,
  plan: DataPlan,
  rows: Int32Array | null = null,
): DeviceData {
  const { source } = plan;
  return rows
    ? loadRows(backend, plan, { rows, samples: source.gather(rows) })
    : loadSamples(backend, plan, residentSamples(source), plan.weights);
}

/** Some rows of a source, by their numbers, with what was gathered of them. */
export type GatheredRows = { readonly rows: Int32Array; readonly samples: Samples };

/** Puts rows of a source on the device that were gathered already. */
export function loadRows(
  backend: Backend,
  plan: DataPlan,
  { rows, samples }: GatheredRows,
): DeviceData {
  return loadSamples(backend, plan, samples, weightsOf(plan, rows));
}

function weightsOf({ weights }: DataPlan, rows: Int32Array): Float32Array | null {
  return weights && takenRows({ shape: [], values: weights }, rows);
}

function loadSamples(
  backend: Backend,
  { centers }: DataPlan,
  { inputs, targets }: Samples,
  weighing: Float32Array | null,
): DeviceData {
  return {
    inputs: inputs.map(({ values, divideBy, ...form }) =>
      backend.table(values, { ...tableForm(form), divideBy }),
    ),
    targets: targets.map(({ values, scale, ...form }, i) => ({
      table: backend.table(values, { ...tableForm(form), divideBy: 1 }),
      center: centers[i] ?? null,
      scale,
    })),
    weights: weighing && backend.table(weighing, { rowShape: [], divideBy: 1 }),
  };
}

function tableForm({
  shape,
  windows,
}: Pick<InputColumn, 'shape' | 'windows'>): Omit<TableForm, 'divideBy'> {
  return { rowShape: shape, ...(windows ? { windows } : {}) };
}

/** Takes a source off the device. */
export function disposeData(data: DeviceData): void {
  for (const table of tablesIn(data)) table[Symbol.dispose]();
}

/** All tables of a source on the device: inputs, targets, weights. */
export function tablesIn({ inputs, targets, weights }: DeviceData): readonly Table[] {
  return [...inputs, ...targets.map(({ table }) => table), ...(weights ? [weights] : [])];
}

/** Rows that lie on the device as they are: shapes are of one row. */
export type Stored = {
  readonly shape: readonly number[];
  readonly values: Uint8Array | Float32Array | Int32Array;
};

/**
 * What lies behind each handle of the tables of a source in memory, in the same order: of windows where
 * they begin, and then the steps of their series.
 */
export function columnsIn({ source, weights }: DataPlan): readonly Stored[] {
  return storedOf(residentSamples(source), weights);
}

/** The same of some rows that were gathered. */
export function columnsOfRows(plan: DataPlan, { rows, samples }: GatheredRows): readonly Stored[] {
  return storedOf(samples, weightsOf(plan, rows));
}

function storedOf({ inputs, targets }: Samples, weights: Float32Array | null): readonly Stored[] {
  const stored = [...inputs, ...targets].flatMap((column): Stored[] => {
    const { shape, values, windows } = column;
    if (!windows) return [column];
    return [
      { shape: [], values: windows.starts },
      { shape: shape.slice(1), values },
    ];
  });
  return weights ? [...stored, { shape: [], values: weights }] : stored;
}

/** A row of a table of a source that is streamed, and values of the kind that it has. */
export type StreamedForm = {
  readonly shape: readonly number[];
  /** Some or all of them; null where any int32 may come. */
  readonly like: Stored['values'] | null;
};

/** The tables of a source that is streamed, in the order that they have on the device. */
export function streamedForms({ source, weights }: DataPlan): readonly StreamedForm[] {
  const inputs = source.inputs.map(({ shape, values, stored }): StreamedForm => ({
    shape,
    like: stored?.type === 'int32' ? null : values,
  }));
  const targets = source.targets.map(({ shape, values }) => ({ shape, like: values }));
  return [...inputs, ...targets, ...(weights ? [{ shape: [], like: weights }] : [])];
}
