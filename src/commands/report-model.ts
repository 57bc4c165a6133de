// A run's folder in, what a report says of its model out: the network, where it is wrong, and the samples
// themselves, where its data is still to be found.
import type { RunWithEpochs } from '../comparison/curves.js';
import { loadDataset } from '../dataset/datasets.js';
import type { Dataset } from '../dataset/dataset.js';
import { pngOf } from '../dataset/pictures/encoded.js';
import { dataContext } from '../experiment/plan.js';
import { planRun } from '../experiment/replan.js';
import { messageOf } from '../ground/errors.js';
import { diagnose, type Diagnosis } from '../inference/diagnosis.js';
import { openKept, type KeptModel } from '../inference/kept.js';
import { summaryOf } from '../model/summary.js';
import type { MistakenSamples, ReportModel } from '../render/html/report/report.js';
import { damagedFiles } from '../run/integrity.js';
import { outputFile, outputKinds, type JudgedPart } from '../run/layout.js';
import { readOutputs, type Outputs } from '../run/outputs.js';
import type { RunRecord } from '../run/record.js';
import { examplesAt } from '../survey/examples.js';
import { featuresOf } from '../survey/features.js';
import { holdsPictures, picturesAt } from '../survey/pictures.js';

/** The model of a run, on its test set, or on validation where nobody has read that. Never throws. */
export async function reportModel(
  { run, by, among }: Pick<ReportModel, 'run' | 'by' | 'among'>,
  notify: (text: string) => void,
): Promise<ReportModel> {
  try {
    const kept = openKept(run.folder);
    const network = summaryOf(kept.network);
    const part = keptPart(run.record);
    if (part === null) {
      const why = 'It kept no outputs: where it is wrong cannot be shown.';
      return { run, by, among, network, judged: null, notes: [why] };
    }
    const diagnosis = diagnose(kept, outputsOf(run, part));
    const samples = await samplesOf(kept, part, diagnosis, notify);
    return { run, by, among, network, judged: { part, diagnosis, samples }, notes: [] };
  } catch (error) {
    const why = `Where it is wrong cannot be shown: ${messageOf(error)}`;
    return { run, by, among, network: null, judged: null, notes: [why] };
  }
}

function keptPart({ files }: RunRecord): JudgedPart | null {
  const isKept = (part: JudgedPart): boolean =>
    outputKinds.every((kind) => Object.hasOwn(files, outputFile(kind, part)));
  return (['test', 'validation'] as const).find(isKept) ?? null;
}

function outputsOf({ folder, record }: RunWithEpochs, part: JudgedPart): Outputs {
  const names = outputKinds.map((kind) => outputFile(kind, part));
  const damaged = damagedFiles(folder, record, names);
  if (damaged.length > 0) throw new Error(damaged.join('; '));
  const outputs = readOutputs(folder, part);
  if (!outputs) throw new Error(`${folder} keeps no outputs`);
  return outputs;
}

async function samplesOf(
  { folder, record }: KeptModel,
  part: JudgedPart,
  { mistakes }: Diagnosis,
  notify: (text: string) => void,
): Promise<MistakenSamples> {
  if (mistakes.length === 0) return { pictures: [], examples: [], why: null };
  try {
    notify('reading the data of the best run');
    const { read } = await planRun(folder, record, { notify });
    const data = await loadDataset(
      read.spec.dataset,
      dataContext({ spec: read.spec, folder: read.folder }, notify),
    );
    if (data.sha256 !== record.data.sha256) {
      throw new Error('it is not what it was when the run was trained');
    }
    return await shown(data, part, mistakes);
  } catch (error) {
    return {
      pictures: [],
      examples: [],
      why: `The samples themselves are not shown, because the data could not be read: ${messageOf(error)}`,
    };
  }
}

async function shown(
  data: Dataset,
  part: JudgedPart,
  mistakes: Diagnosis['mistakes'],
): Promise<MistakenSamples> {
  const { source } = data[part];
  const chosen = mistakes.map(({ row, is }) => ({ row, label: is }));
  if (holdsPictures(data)) {
    const pictures = await Promise.all(
      picturesAt(data, source, chosen).map(async ({ label, row, input, shape, values }) => ({
        label,
        row,
        input,
        png: await pngOf(values, shape),
      })),
    );
    return { pictures, examples: [], why: null };
  }
  const rows = Int32Array.from(chosen, ({ row }) => row);
  return {
    pictures: [],
    examples: examplesAt(data, featuresOf(data), { source, rows }),
    why: null,
  };
}
