// Where TensorFlow ran the operations of a step: its executor's log in, operations by device out.
// Pure.

/** For TF_CPP_VMODULE, with TF_CPP_MIN_LOG_LEVEL 0: a line for each operation that is run. */
export const placementLog = 'executor=1';

/** Operations of one kind on one device. */
export type PlacedOperations = {
  readonly op: string;
  readonly device: 'cpu' | 'gpu';
  /** The types of its tensors, as TensorFlow spells them: `DT_FLOAT`. */
  readonly types: readonly string[];
  readonly count: number;
};

/** Where the operations of some calls ran. */
export type Placement = {
  readonly on_cpu: number;
  readonly on_gpu: number;
  /** On the CPU although a GPU could do it: what the check is about. */
  readonly misplaced: readonly PlacedOperations[];
  /** On the CPU because it belongs there: what is fed and fetched, and whole numbers. */
  readonly rightly_on_cpu: readonly PlacedOperations[];
  /** Tensors brought from one device to the other, by type and direction. */
  readonly copies: readonly { readonly what: string; readonly count: number }[];
};

type Run = {
  readonly op: string;
  readonly device: 'cpu' | 'gpu';
  readonly types: readonly string[];
  readonly attributes: string;
};

/** The operations that a log names, in its order. What no executor wrote is passed over. */
export function readPlacementLog(log: string): readonly Run[] {
  const lines = log.matchAll(
    /Process node: \d+ step -?\d+ \{\{node [^}]*\}\} = (\w+)\[(.*)\]\([^\n]*\) device: \S*\/device:(CPU|GPU):\d+/g,
  );
  return Array.from(lines, ([, op = '', attributes = '', device]) => ({
    op,
    device: device === 'GPU' ? 'gpu' : 'cpu',
    types: [...new Set(attributes.match(/\bDT_\w+/g) ?? [])].sort(),
    attributes,
  }));
}

/** Sums a log up. */
export function placementOf(log: string): Placement {
  const runs = readPlacementLog(log);
  const onCpu = runs.filter(({ device }) => device === 'cpu');
  return {
    on_cpu: onCpu.length,
    on_gpu: runs.length - onCpu.length,
    misplaced: counted(onCpu.filter((run) => !belongsOnCpu(run))),
    rightly_on_cpu: counted(onCpu.filter(belongsOnCpu)),
    copies: copiesOf(runs),
  };
}

// What a call is fed with and answers, and what orders its operations.
const machinery = ['_Arg', '_Retval', '_Send', '_Recv', '_HostSend', '_HostRecv', 'NoOp'];

// Variables and the rows taken from them: what they hold must be where it is used.
const storage = /^(?:VarHandleOp|ReadVariableOp|Assign\w*VariableOp|Resource\w+)$/;

// TensorFlow keeps small whole numbers (shapes, row numbers, counters) on the host, also where an
// operation has a GPU's name on it.
function belongsOnCpu({ op, types }: Run): boolean {
  if (machinery.includes(op)) return true;
  if (storage.test(op)) return false;
  return !types.some((type) => /^DT_(?:FLOAT|HALF|BFLOAT16|DOUBLE|COMPLEX\d+)$/.test(type));
}

function copiesOf(runs: readonly Run[]): Placement['copies'] {
  const sides = (attributes: string): readonly string[] =>
    ['send_device', 'recv_device'].map(
      (name) => new RegExp(`\\b${name}="[^"]*device:(CPU|GPU)`).exec(attributes)?.[1] ?? '?',
    );
  const copies = runs
    .filter(({ op }) => op === '_Recv' || op === '_HostRecv')
    .map(({ attributes, types }) => ({ sides: sides(attributes), types }))
    .filter(({ sides: [from, to] }) => from !== to)
    .map(({ sides: [from, to], types }) => `${from} to ${to}: ${types.join(', ')}`);
  return Array.from(tally(copies), ([what, count]) => ({ what, count }));
}

function counted(runs: readonly Run[]): readonly PlacedOperations[] {
  const byKind = new Map<string, PlacedOperations>();
  for (const { op, device, types } of runs) {
    const kind = [op, ...types].join(' ');
    byKind.set(kind, { op, device, types, count: (byKind.get(kind)?.count ?? 0) + 1 });
  }
  return [...byKind.values()].sort((a, b) => b.count - a.count);
}

function tally(words: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return counts;
}
