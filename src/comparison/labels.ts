// What the rows of a comparison are called: groups in, a name for each out, as short as tells them
// apart.
import { basename } from 'node:path';
import type { RunRecord } from '../run/record.js';
import { isReplicated, type Group } from './groups.js';

/**
 * The spec's name; the seed where single runs have several; a part of the folder's name, or of the
 * hash of what replicates have in common, where that still is not enough.
 */
export function rowLabels(groups: readonly Group[]): ReadonlyMap<Group, string> {
  const alone = groups.flatMap((group) => (isReplicated(group) ? [] : group.runs));
  const seeds = new Set(alone.flatMap((run) => ('record' in run ? [run.record.seed] : [])));
  const named = groups.map((group) => {
    const [run] = group.runs;
    if (!run || !('record' in run)) return basename(run?.folder ?? '');
    if (group.label !== undefined) return group.label;
    const { name, seed, cross_validation: of } = run.record;
    if (isReplicated(group)) return name;
    const place = of ? ` ${foldName(of)}` : '';
    return seeds.size < 2 ? `${name}${place}` : `${name}${place} seed ${seed}`;
  });
  const uses = new Map<string, number>();
  for (const name of named) uses.set(name, (uses.get(name) ?? 0) + 1);
  return new Map(
    groups.map((group, i) => {
      const name = named[i] ?? '';
      const [run] = group.runs;
      const isUnique = (uses.get(name) ?? 0) < 2 || !run || !('record' in run);
      if (isUnique) return [group, name];
      const end = isReplicated(group) ? run.record.hashes.group.slice(0, 6) : shortId(run);
      return [group, `${name} ${end}`];
    }),
  );
}

type Place = Pick<NonNullable<RunRecord['cross_validation']>, 'fold' | 'repeat' | 'repeats'>;

function foldName({ fold, repeat, repeats }: Place): string {
  return `${repeats > 1 ? `repeat ${repeat} ` : ''}fold ${fold}`;
}

function shortId({
  folder,
  record,
}: {
  readonly folder: string;
  readonly record: RunRecord;
}): string {
  const name = basename(folder);
  return name.startsWith(`${record.name}-`) ? name.slice(name.lastIndexOf('-') + 1) : name;
}
