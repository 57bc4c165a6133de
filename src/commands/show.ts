// `dlx show`: the resolved spec and layers of specs, and all of what runs were, without training
// and without TensorFlow.
import { existsSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Given } from '../cli/command-table.js';
import { language } from '../experiment/language.js';
import { multiplyAdds, type Plan } from '../experiment/plan.js';
import { messageOf, misuse } from '../ground/errors.js';
import { planNetwork } from '../model/network.js';
import { summaryOf, type NetworkSummary } from '../model/summary.js';
import { renderColumnTable } from '../render/terminal/column-table.js';
import { renderLayerTable } from '../render/terminal/layer-table.js';
import { renderRun } from '../render/terminal/run-page.js';
import { screenOf, type Screen } from '../render/terminal/table.js';
import { readDataFile } from '../run/data-file.js';
import { findById } from '../run/find-by-id.js';
import { findRuns, isFolderName, resolveRuns } from '../run/find.js';
import { folderOfRuns } from '../run/place.js';
import { holdsRecord, intactRecord, readEpochs, recordFile } from '../run/read.js';
import type { RunRecord } from '../run/record.js';
import { readSpec } from '../spec/read.js';
import { renderYaml, resolvedForm } from '../spec/write.js';
import type { EpochRecord } from '../training/epoch.js';
import { escapeText } from '../text/escape.js';
import { done, doneJson } from './answer.js';
import { batchSizeNote, planShown, type Answer } from './command.js';
import type { FoldSummary } from './fold-summary.js';
import { foreseen, type Foreseen } from './foreseen.js';
import { hashesOf } from './needed.js';
import { thousands } from '../text/wrap.js';

/** What is shown of one argument: text or a document, and sentences beside it. */
type Shown = {
  readonly text: (screen: Screen) => string;
  readonly document: object;
  readonly notes: readonly string[];
};

type Asked = { readonly folder: string } | { readonly file: string };

/** Each spec resolved, with its layers; each run with its scores, and where it comes from. */
export async function showCommand(options: Given<'show'>): Promise<Answer> {
  const { spec: args, runs, json } = options;
  const asked = args.flatMap((argument): readonly Asked[] => {
    const folders = runMeant(argument, runs);
    return folders ? folders.map((folder) => ({ folder })) : [{ file: argument }];
  });
  checkUnchanged(asked, options);
  const files = asked.flatMap((one) => ('file' in one ? [one.file] : []));
  const plans = [...(await planShown(files, options))];
  // Only programs are told what a spec is known by: data may have to be read whole for that.
  const hashes = json ? [...(await hashesOf(plans, () => undefined))] : [];
  const shown: Shown[] = [];
  for (const one of asked) {
    if ('folder' in one) {
      shown.push(await shownRun(one.folder));
      continue;
    }
    const plan = plans.shift();
    if (!plan) throw new Error('one spec gives one plan');
    const known = hashes.shift();
    shown.push(await shownSpec(plan, known ? foreseen(plan, known, runs) : null));
  }
  const notes = shown.flatMap((one) => one.notes);
  if (json) {
    const documents = shown.map(({ document }) => document);
    const [only = {}] = documents;
    return doneJson(documents.length === 1 ? only : { shown: documents });
  }
  const screen = screenOf(process.stdout, process.env);
  return done(shown.map(({ text }) => text(screen)).join('\n\n'), notes);
}

// The folders of the runs that an argument means, or undefined where it is a spec: a file of this
// name is one.
function runMeant(argument: string, runs: string): readonly string[] | undefined {
  if (argument !== '' && holdsRecord(argument)) return [argument];
  if (basename(argument) === recordFile && holdsRecord(dirname(argument))) {
    return [dirname(argument)];
  }
  const isName =
    argument === 'latest' ||
    isFolderName(basename(argument)) ||
    (argument !== '' && findRuns(runs).some((run) => basename(run).startsWith(argument)));
  return isName && !existsSync(argument)
    ? resolveRuns([argument], runs, { several: true, renamed: true })
    : undefined;
}

function checkUnchanged(
  asked: readonly Asked[],
  { set, tag, seed, seeds, folds, name }: Given<'show'>,
): void {
  const [run] = asked.flatMap((one) => ('folder' in one ? [one.folder] : []));
  const isChanged =
    set.length + tag.length > 0 || [seed, seeds, folds, name].some((one) => one !== undefined);
  if (run === undefined || !isChanged) return;
  throw misuse(
    `${run} is a run, and is shown as it was; what another one would be: dlx show ${join(run, 'spec.yaml')}`,
  );
}

async function shownSpec(plan: Plan, cost: Foreseen | null): Promise<Shown> {
  const { file, read, data, network, warnings, notes } = plan;
  const { layers, parameters } = summaryOf(network);
  const folds = read.folds.length > 1 ? [(await import('./folds.js')).foldsLine(plan)] : [];
  const multiplications = `about ${thousands(multiplyAdds(network))} multiplications a sample`;
  return {
    text: (screen) => {
      const columns = renderColumnTable(data, screen);
      const parts = [
        renderYaml(resolvedForm(read.spec)).trimEnd(),
        ...(columns === '' ? [] : [columns]),
        `${renderLayerTable(summaryOf(network), screen)}, ${multiplications}`,
      ];
      return parts.join('\n\n');
    },
    document: {
      file,
      spec: resolvedForm(read.spec),
      seeds: read.seeds,
      ...(read.folds.length > 0 ? { folds: read.folds } : {}),
      inputs: data.inputs,
      classes: data.classes,
      columns: data.columns,
      notes: data.notes,
      layers: layers.map(layerDocument),
      parameters,
      ...cost,
      warnings: [...warnings, ...batchSizeNote(plan)],
    },
    notes: [
      ...warnings.map((warning) => `warning: ${escapeText(warning)}`),
      ...[...folds, ...notes].map(escapeText),
      ...batchSizeNote(plan),
    ],
  };
}

async function shownRun(folder: string): Promise<Shown> {
  const record = intactRecord(folder, 'is damaged');
  const found = networkOf(folder);
  const network = 'network' in found ? found.network : null;
  const read = epochsOf(folder);
  const epochs = 'epochs' in read ? read.epochs : [];
  const parent = record.parent === null ? null : findById(record.parent, folderOfRuns(folder));
  const { summary, sentence: folds } = await foldsBeside(folder, record);
  return {
    text: (screen) => renderRun({ folder, record, network, epochs, parent, folds }, screen),
    document: {
      run: folder,
      ...record,
      ...(summary ? { folds: summary } : {}),
      inputs: network?.inputs.map(inputDocument) ?? null,
      layers: network?.layers.map(layerDocument) ?? null,
      ...('why' in found ? { warnings: [`its layers cannot be shown: ${found.why}`] } : {}),
    },
    notes: [
      ...('why' in found ? [`${folder}: its layers cannot be shown: ${found.why}`] : []),
      ...('why' in read ? [`${folder}: its curves cannot be shown: ${read.why}`] : []),
    ].map(escapeText),
  };
}

async function foldsBeside(
  folder: string,
  record: RunRecord,
): Promise<{ readonly summary: FoldSummary | null; readonly sentence: string | null }> {
  if (!record.cross_validation) return { summary: null, sentence: null };
  const { foldSentence, foldSummary } = await import('./fold-summary.js');
  const summary = foldSummary(folder, record);
  return { summary, sentence: summary && foldSentence(summary) };
}

function epochsOf(
  folder: string,
): { readonly epochs: readonly EpochRecord[] } | { readonly why: string } {
  try {
    return { epochs: readEpochs(folder) };
  } catch (error) {
    return { why: messageOf(error) };
  }
}

// Of what the folder holds alone.
function networkOf(
  folder: string,
): { readonly network: NetworkSummary } | { readonly why: string } {
  try {
    const { spec } = readSpec(join(folder, 'spec.yaml'), { language });
    return { network: summaryOf(planNetwork(spec.model, readDataFile(folder).inputs)) };
  } catch (error) {
    return { why: messageOf(error) };
  }
}

function inputDocument({
  name,
  kind,
  shape,
  vocabulary,
}: NetworkSummary['inputs'][number]): object {
  return { name, kind, shape, vocabulary };
}

function layerDocument({
  name,
  layer,
  inputs,
  outputShape,
  parameters,
}: NetworkSummary['layers'][number]): object {
  return { name, layer, inputs, output_shape: outputShape, parameters };
}
