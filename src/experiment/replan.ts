// What a run's folder comes to when it is trained again: its own spec, its data found where it is
// now. A project that was moved has its data where the run's spec says, as seen from the run; where
// the runs alone were moved, it is where it was.
import { basename, isAbsolute, join, relative, resolve } from 'node:path';
import type { LoadContext } from '../dataset/dataset.js';
import { leadsToFile } from '../dataset/table/files.js';
import { fileOfPlace, type PathInSpec } from '../document/paths.js';
import { failure } from '../ground/errors.js';
import { statOf } from '../ground/reading.js';
import type { RunRecord } from '../run/record.js';
import { readSpec, type Overrides } from '../spec/read.js';
import { language } from './language.js';
import { planExperiment, type Plan } from './plan.js';

/** What is asked of the spec of a run. */
export type Replanning = {
  /** A file, or a folder that holds the data; undefined where it is to be found. */
  readonly data?: string | undefined;
  readonly overrides?: Overrides;
  readonly notify: LoadContext['notify'];
};

/**
 * Reads and plans the spec of the run in a folder. Throws a UserError where its data is nowhere to
 * be found, naming the places, or where the spec does not fit the data that is there.
 */
export async function planRun(
  folder: string,
  { origin, seed }: Pick<RunRecord, 'origin' | 'seed'>,
  { data, overrides = {}, notify }: Replanning,
): Promise<Plan> {
  const file = join(folder, 'spec.yaml');
  const read = readSpec(file, { language });
  const found = data === undefined ? foundPaths(read, origin) : givenPaths(read.paths, data);
  return planExperiment(file, read.trial({ seed, ...overrides, ...found }), notify);
}

type Seen = { readonly paths: readonly PathInSpec[]; readonly folder: string };

// Nothing is said of a path that leads to its file, or that never depended on a folder.
function foundPaths({ paths, folder }: Seen, { runs }: RunRecord['origin']): Overrides {
  const isMoved = ({ path }: PathInSpec): boolean =>
    !isAbsolute(path) && !leadsToFile(resolve(folder, fileOfPlace(path)));
  const moved = paths.filter(isMoved);
  // Every folder of runs is as deep, whatever its name.
  const before = moved.map(({ key, path }) => ({ key, path: resolve(runs, 'run', path) }));
  const missing = before.filter(({ path }) => !leadsToFile(fileOfPlace(path)));
  if (missing.length > 0) {
    const places = moved
      .filter(({ key }) => missing.some((one) => one.key === key))
      .flatMap(({ path }) => [resolve(folder, path), resolve(runs, 'run', path)]);
    throw failure(
      `the data of ${folder} is neither where its spec says, as seen from the run, nor where it was: no ${[...new Set(places)].join(', no ')}; --data PATH names the file, or a folder that holds it`,
    );
  }
  // Of several paths under one key all are written.
  const keys = new Set(moved.map(({ key }) => key));
  return written(
    paths
      .filter(({ key }) => keys.has(key))
      .map((one) => ({
        key: one.key,
        path: isMoved(one) ? resolve(runs, 'run', one.path) : resolve(folder, one.path),
      })),
  );
}

// By name within a folder: as the spec has it from the top of its project, or the last part alone.
function givenPaths(paths: readonly PathInSpec[], data: string): Overrides {
  const isFolder = statOf(data)?.isDirectory() ?? false;
  const files = new Set(paths.map(({ path }) => fileOfPlace(path)));
  if (!isFolder && files.size > 1) {
    throw failure(
      `--data ${data} is no folder, and the run's data is ${files.size} files: name the folder that holds them`,
    );
  }
  return written(
    paths.map(({ key, path }) => {
      const file = fileOfPlace(path);
      const member = path.slice(file.length);
      if (!isFolder) return { key, path: `${resolve(data)}${member}` };
      const below = file.replace(/^(?:\.\.\/)+|^\/+/, '');
      const places = [resolve(data, below), resolve(data, basename(file))];
      const place = places.find((one) => leadsToFile(one));
      if (place === undefined) throw failure(`--data ${data} holds no ${basename(file)}`);
      return { key, path: `${place}${member}` };
    }),
  );
}

// Relative, so that what is made from here can be moved again.
function written(paths: readonly PathInSpec[]): Overrides {
  const byKey = new Map<string, string[]>();
  for (const { key, path } of paths) {
    byKey.set(key, [...(byKey.get(key) ?? []), relative('.', path)]);
  }
  return Object.fromEntries([...byKey].map(([key, all]) => [key, all.length === 1 ? all[0] : all]));
}
