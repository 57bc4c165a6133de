// What a process holds from one run of a command to the next: the data set that was loaded last, the
// graph of the steps that were trained last, and what git said.
import { isDeepStrictEqual } from 'node:util';
import type { Dataset } from '../dataset/dataset.js';
import { readGit } from '../run/provenance.js';
import { graphShelf, type GraphShelf } from '../training/compiled/shelf.js';

/** What a data set is known by: whatever it is loaded with. */
export type DataKey = Readonly<Record<string, unknown>>;

/** What is held. */
export type Held = {
  /** The data set with this key: the one that is held, or loaded, and held in the place of the other. */
  readonly dataset: (key: DataKey, load: () => Promise<Dataset>) => Promise<Dataset>;
  readonly graphs: GraphShelf;
  /** The commit of a folder, as it was when it was first asked for: the spec was read then. */
  readonly git: typeof readGit;
};

/** Holds nothing yet, for about so many runs. */
export function holding(runs: number): Held {
  const graphs = graphShelf(runs);
  const commits = new Map<string, ReturnType<typeof readGit>>();
  let held: { readonly key: DataKey; readonly dataset: Dataset } | null = null;
  return {
    dataset: async (key, load) => {
      if (held && isDeepStrictEqual(held.key, key)) return held.dataset;
      // There is room for one of them.
      held = null;
      graphs[Symbol.dispose]();
      const dataset = await load();
      held = { key, dataset };
      return dataset;
    },
    graphs,
    git: (folder) => {
      const commit = commits.get(folder) ?? readGit(folder);
      commits.set(folder, commit);
      return commit;
    },
  };
}
