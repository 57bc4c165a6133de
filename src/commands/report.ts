// `dlx report`: runs in, one page of HTML out that stands by itself.
import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Given } from '../cli/command-table.js';
import { bestRun } from '../comparison/best-run.js';
import type { Table } from '../comparison/comparison.js';
import { curvesOf, type RunWithEpochs } from '../comparison/curves.js';
import { loadComparison, loadRuns } from '../comparison/load.js';
import { messageOf, misuse } from '../ground/errors.js';
import { writeOutput } from '../ground/files.js';
import { readFileUnless } from '../ground/reading.js';
import type { Report, ReportModel } from '../render/html/report/report.js';
import { distinctRuns } from '../run/find.js';
import { checkFilePlace } from '../run/outside.js';
import { readVersion } from '../run/provenance.js';
import { readEpochs } from '../run/read.js';
import { escapeText } from '../text/escape.js';
import { counted } from '../text/wrap.js';
import { done, doneJson } from './answer.js';
import type { Answer } from './command.js';
import { practicalGiven } from './number-given.js';
import { reportModel } from './report-model.js';
import { reporterOf } from './told.js';

/** Writes the report of the runs that `run` means, or of all of the folder. */
export async function reportCommand(options: Given<'report'>): Promise<Answer> {
  const { output, json } = options;
  checkOutput(output, options.notes);
  const { reporter } = await reporterOf({ json, quiet: false });
  try {
    const { report, notes } = await gathered(options, reporter.passing);
    // What draws charts is loaded for a page alone.
    const { reportPage } = await import('../render/html/report/report-page.js');
    writeOutput(output, reportPage(report));
    const bytes = statSync(output).size;
    const best = report.best?.run.folder ?? null;
    if (json) {
      const { among = null } = report.best ?? {};
      const of = among && { runs: among.runs, folds: among.areFolds };
      const included = report.runs.length;
      return doneJson({ report: output, bytes, included, best, best_of: of, notes });
    }
    const about = `${output}: ${counted(report.runs.length, 'run')}, ${Math.ceil(bytes / 1000)} kB`;
    return done(escapeText(about), notes.map(escapeText));
  } finally {
    reporter.end();
  }
}

function checkOutput(output: string, notes: string | undefined): void {
  if (!/\.html?$/i.test(output)) {
    throw misuse(`--output ${output} is to be a page: end its name with .html`);
  }
  if (notes !== undefined && resolve(notes) === resolve(output)) {
    throw misuse(`--output ${output} is the file of the notes itself`);
  }
  checkFilePlace(output);
}

type Gathered = { readonly report: Report; readonly notes: readonly string[] };

async function gathered(
  options: Given<'report'>,
  notify: (text: string) => void,
): Promise<Gathered> {
  const { run, runs: folder, where, title, baseline, each, 'group-by': by } = options;
  const practical = practicalGiven(options.practical);
  const written = options.notes === undefined ? '' : await notesOf(options.notes);
  const loaded = loadRuns(run, folder, where);
  const read = distinctRuns(loaded.runs).runs.map(withEpochs);
  const runs = read.flatMap((one) => ('run' in one ? [one.run] : []));
  const notes = [...loaded.notes, ...read.flatMap((one) => ('why' in one ? [one.why] : []))];
  if (runs.length === 0) {
    throw misuse(['there is no run to report on', ...notes].join('; '), 'not found');
  }
  const how = { where, baseline, each, 'group-by': by, practical };
  const comparison = await loadComparison(run, folder, how);
  const byFolder = new Map(runs.map((one) => [one.folder, one]));
  const tables = comparison.tables.map((table) => ({
    table,
    curves: curvesOf(runsOf(table, byFolder), {
      metrics: metricsOf(table, byFolder),
      each,
      'group-by': by,
      most: mostDrawn,
    }),
  }));
  const best = bestOf(comparison.tables, byFolder);
  return {
    notes: [...notes, ...(best ? await amongNotes(best) : [])],
    report: {
      title: title ?? `Report on ${counted(runs.length, 'run')}`,
      notes: written,
      made: new Date().toISOString(),
      version: readVersion(),
      runs,
      comparison,
      tables,
      best: best && (await reportModel(best, notify)),
    },
  };
}

async function amongNotes(best: Best): Promise<readonly string[]> {
  if (!best.among) return [];
  const { amongText } = await import('../render/html/report/model-part.js');
  const text = amongText(best);
  return text === null ? [] : [`${best.run.folder} is the best model. ${text}`];
}

const largestNotes = 2 ** 20;

async function notesOf(file: string): Promise<string> {
  const bytes = readFileUnless(file, 0, (_, size) => {
    if (size > largestNotes) throw misuse(`--notes ${file} has ${size} bytes: notes are words`);
  });
  if (!bytes) throw misuse(`--notes ${file}: there is no such file`, 'not found');
  const { markdownHtml } = await import('../render/html/markdown.js');
  return markdownHtml(bytes.toString());
}

function withEpochs(
  read: ReturnType<typeof loadRuns>['runs'][number],
): { readonly run: RunWithEpochs } | { readonly why: string } {
  if ('damaged' in read) return { why: `${read.folder} is damaged: ${read.damaged}` };
  try {
    return { run: { ...read, epochs: readEpochs(read.folder) } };
  } catch (error) {
    return { why: `${read.folder} is left out: ${messageOf(error)}` };
  }
}

const mostDrawn = 24;
const mostMetrics = 4;

type ByFolder = ReadonlyMap<string, RunWithEpochs>;

function runsOf({ rows }: Table, runs: ByFolder): readonly RunWithEpochs[] {
  return rows.flatMap(({ folders }) => folders.flatMap((folder) => runs.get(folder) ?? []));
}

function metricsOf(table: Table, runs: ByFolder): readonly string[] {
  const names = runsOf(table, runs).flatMap(({ record }) => record.metrics.map(({ name }) => name));
  return [...new Set(['loss', ...names])].slice(0, mostMetrics);
}

type Best = Pick<ReportModel, 'run' | 'by' | 'among'>;

// Of the first row of the first table, of its replicates the one that is best on validation.
function bestOf(tables: readonly Table[], runs: ByFolder): Best | null {
  for (const { rows, sort, columns } of tables) {
    const first = rows.find(({ rank }) => rank !== null);
    if (!first) continue;
    const own = first.folders.flatMap((folder) => runs.get(folder) ?? []);
    const metric = sort.column.startsWith('val_') ? sort.column.slice('val_'.length) : 'loss';
    const direction = columns.find(({ key }) => key === `val_${metric}`)?.direction;
    const run = bestRun(own, { metric, mode: direction === 'max' ? 'max' : 'min' });
    const among = own.length > 1 ? { runs: own.length, areFolds: first.folds !== null } : null;
    // Of several data sets the first alone has its model shown.
    const on = run && tables.length > 1 ? ` on ${run.record.data.name}` : '';
    if (run) return { run, by: `validation ${metric}${on}`, among };
  }
  return null;
}
