// What a model card is made of, as data.
import type { Group } from '../../../comparison/groups.js';
import type { KeptModel } from '../../../inference/kept.js';
import type { NetworkSummary } from '../../../model/summary.js';
import type { Judged } from '../../../publishing/published.js';
import type { RunRecord } from '../../../run/record.js';

/** What a card is made of. */
export type Carded = {
  /** Its name, without the folder that it lies in. */
  readonly run: string;
  /** The folder, as the command that trains it again calls it. */
  readonly place: string;
  readonly record: RunRecord;
  readonly kept: KeptModel;
  readonly network: NetworkSummary;
  /** Null where it kept no outputs. */
  readonly judged: Judged | null;
  /** Its replicates, itself among them; null where there are none. */
  readonly group: Group | null;
  /** The formats that it can be written in. */
  readonly exports: readonly string[];
};
