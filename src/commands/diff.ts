// `dlx diff`: what differs between two runs.
import type { Given } from '../cli/command-table.js';
import { diffRuns, type Difference } from '../comparison/diff.js';
import { renderDiff } from '../render/terminal/diff.js';
import { screenOf } from '../render/terminal/table.js';
import { intactRecord } from '../run/read.js';
import type { Paired } from '../inference/paired.js';
import type { RunRecord } from '../run/record.js';
import { isSealed } from '../run/sealed.js';
import { escapeText } from '../text/escape.js';
import { done, doneJson } from './answer.js';
import { onlyRunMeant } from './chosen-run.js';
import type { Answer } from './command.js';

/** Spec, data, environment and scores of a run beside those of another one. */
export async function diffCommand({ run, other, runs, json }: Given<'diff'>): Promise<Answer> {
  const [one, two] = [run, other].map((argument) => {
    const folder = onlyRunMeant(argument, { runs, renamed: true }, 'diff');
    return { folder, record: intactRecord(folder, 'is damaged') };
  }) as [KnownRun, KnownRun];
  const diff = diffRuns(one, two);
  const samples = await samplesOf(one, two);
  if (!json) {
    const screen = screenOf(process.stdout, process.env);
    const page = renderDiff(diff, [one.folder, two.folder], screen);
    const notes = [...diff.notes, ...(samples ? [samples.words] : [])];
    return done(page, notes.map(escapeText));
  }
  const { spec, data, environment, costs, scores, notes } = diff;
  return doneJson({
    runs: [one, two].map(({ folder, record: { id, name } }) => ({ run: folder, id, name })),
    spec: spec.map(shown),
    data: data.map(shown),
    environment: environment.map(shown),
    costs: costs.map(shown),
    scores: scores.map((score) => ({ ...shown(score), difference: stepOf(score) })),
    samples: samples?.paired ?? null,
    notes,
  });
}

type Samples = { readonly paired: Paired; readonly words: string };

// What they were both judged on; of a test set that is sealed nothing is said.
async function samplesOf(one: KnownRun, two: KnownRun): Promise<Samples | null> {
  const records = [one.record, two.record];
  const isSame = one.record.data.sha256 === two.record.data.sha256;
  const isDone = records.every(({ state }) => state === 'finished');
  if (!isSame || !isDone || one.record.id === two.record.id) return null;
  const { pairedOutputs, pairedInWords } = await import('../inference/paired.js');
  const part = records.some(isSealed) ? 'validation' : 'test';
  const paired = pairedOutputs(one.folder, two.folder, part);
  return paired && { paired, words: pairedInWords(paired) };
}

type KnownRun = { readonly folder: string; readonly record: RunRecord };

function shown({ key, values }: Difference): Pick<Difference, 'key' | 'values'> {
  return { key, values };
}

// From the first to the second.
function stepOf({ values: [one, two] }: Difference): number | null {
  return typeof one === 'number' && typeof two === 'number' ? two - one : null;
}
