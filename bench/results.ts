// What a run of the benchmark found, as its JSON file holds it. Keys are the file's own spelling.
import { readFileSync } from 'node:fs';
import { failure, messageOf } from '../src/ground/errors.js';

/** One contender's measurements of one work, in one configuration. */
export type Measured = {
  /**
   * Who: dlx, keras, torch, tfjs; beside `--help`, node; beside a commit, the epoch; beside
   * determinism, undetermined: dlx without it.
   */
  readonly contender: string;
  /** What was chosen for it, as `1 thread`; empty where there is no choice. */
  readonly configuration: string;
  /** One for each round, in the work's unit. The smallest counts. */
  readonly values: readonly number[];
  /**
   * The largest sum of resident memory over its processes, of each round; null where /proc does not
   * tell.
   */
  readonly peak_memory_bytes?: readonly (number | null)[];
};

export type WorkResult = {
  readonly name: string;
  readonly title: string;
  readonly kind:
    | 'steps'
    | 'command'
    | 'seeds'
    | 'predict'
    | 'read'
    | 'pictures'
    | 'runs'
    | 'startup'
    | 'help'
    | 'commit'
    | 'determinism';
  /** Milliseconds a step, or seconds or milliseconds of a program. */
  readonly unit: 'ms' | 's';
  /** Times as fast as that contender dlx is meant to be. */
  readonly targets: Readonly<Record<string, number>>;
  /**
   * Of a start, of several runs, of reading, of reading runs and of predictions: seconds at most. Of `--help`: times as long as bare node at most. Of a commit: its
   * share of the epoch at most. Of determinism: what it adds at most, as a share.
   */
  readonly at_most: number | null;
  readonly measured: readonly Measured[];
  /** What could not be measured, and why. */
  readonly notes: readonly string[];
  /** Given where it was measured at another time than the rest: when (ISO 8601, UTC), and on what. */
  readonly measured_at?: { readonly date: string; readonly machine: string };
};

export type Results = {
  readonly format: 1;
  /** ISO 8601, UTC. */
  readonly date: string;
  readonly rounds: number;
  readonly machine: {
    readonly cpu: string;
    readonly cores: number;
    readonly memory_bytes: number;
    readonly system: string;
    /** Cores that something else was using before the run; null where the system does not tell. */
    readonly busy_cores: number | null;
    /** Whether that was too much, and the run was made all the same. */
    readonly too_busy: boolean;
  };
  readonly versions: Readonly<Record<string, string>>;
  readonly works: readonly WorkResult[];
};

/** The best of a contender: its fastest configuration and that one's smallest value. */
export type Best = {
  readonly value: number;
  readonly configuration: string;
  readonly peakMemory: number | null;
};

/** A contender's best in a work, or null where it was not measured. */
export function bestOf({ measured }: WorkResult, contender: string): Best | null {
  const bests = measured
    .filter((one) => one.contender === contender && one.values.length > 0)
    .map(({ values, configuration, peak_memory_bytes: peaks = [] }) => ({
      value: Math.min(...values),
      configuration,
      peakMemory: largest(peaks),
    }));
  return bests.reduce<Best | null>(
    (best, one) => (best === null || one.value < best.value ? one : best),
    null,
  );
}

function largest(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : Math.max(...known);
}

/**
 * How many times faster dlx was than a contender's best, what is meant, and whether it is reached
 * as the table shows it.
 */
export type Ratio = {
  readonly ratio: number;
  readonly target: number | null;
  readonly met: boolean | null;
};

/** dlx against another contender, or null where one of them was not measured. */
export function ratioOf(work: WorkResult, contender: string): Ratio | null {
  const [own, other] = [bestOf(work, 'dlx'), bestOf(work, contender)];
  if (!own || !other) return null;
  const ratio = other.value / own.value;
  const target = work.targets[contender] ?? null;
  return { ratio, target, met: target === null ? null : ratio >= target };
}

/** Reads the results of an earlier run. Throws a UserError where the file has none. */
export function readResults(path: string): Results {
  try {
    const read = JSON.parse(readFileSync(path, 'utf8')) as Results;
    if (read.format === 1) return read;
  } catch (error) {
    throw failure(`cannot read the results in ${path}: ${messageOf(error)}`);
  }
  throw failure(`${path} holds no results of this benchmark: expected "format": 1`);
}

/** A machine in words, for the lines below the tables. */
export function machineWords({
  cpu,
  cores,
  memory_bytes: memory,
  system,
}: Results['machine']): string {
  return `${cpu}, ${cores} cores, ${Math.round(memory / 2 ** 30)} GiB, ${system}`;
}

/**
 * Kept results with some works measured anew, each in its place, or at the end, with when and on what it
 * was. Throws a UserError where these are of other versions of what was measured before.
 */
export function withWorks(kept: Results, found: Results): Results {
  const [name, version] =
    Object.entries(found.versions).find(([one, its]) => (kept.versions[one] ?? its) !== its) ?? [];
  if (name !== undefined) {
    throw failure(
      `the kept results are of ${name} ${kept.versions[name]}, and these of ${version}: keep a run of all works`,
    );
  }
  const at = { date: found.date, machine: machineWords(found.machine) };
  const dated = found.works.map((work) => ({ ...work, measured_at: at }));
  const ofName = new Map(dated.map((work) => [work.name, work]));
  const before = kept.works.map((work) => ofName.get(work.name) ?? work);
  const more = dated.filter((one) => !kept.works.some((work) => work.name === one.name));
  return {
    ...kept,
    versions: { ...kept.versions, ...found.versions },
    works: [...before, ...more],
  };
}
