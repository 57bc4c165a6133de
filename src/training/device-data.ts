// A source on the device: a table for each of its inputs, targets and weights. Plans in, tables out.
import type { Units } from '../dataset/facts.js';
import { takenRows, type InputColumn, type Source } from '../dataset/source.js';
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
  { source, centers, weights }: DataPlan,
  rows: Int32Array | null = null,
): DeviceData {
  const { inputs, targets } = rows ? source.gather(rows) : source;
  const weighing = rows && weights ? takenRows({ shape: [], values: weights }, rows) : weights;
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
 * What lies behind each handle of these tables, in the same order: of windows where they begin, and
 * then the steps of their series.
 */
export function columnsIn({ source, weights }: DataPlan): readonly Stored[] {
  const { inputs, targets } = source;
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
