// `dlx init`: a commented first spec, for data that dlx makes itself or for somebody's own table. It
// is written only once it has been read, and planned, as `dlx train` would.
import { existsSync } from 'node:fs';
import { basename, dirname, relative, resolve } from 'node:path';
import type { Given } from '../cli/command-table.js';
import { loadDataset } from '../dataset/datasets.js';
import { sniffTable, type SniffedColumn, type SniffedTable } from '../dataset/table/sniffed.js';
import { excludedOf, firstGuess, tableSpec } from '../experiment/first-spec/table-spec.js';
import { language } from '../experiment/language.js';
import { dataContext, planExperiment } from '../experiment/plan.js';
import { failure, misuse } from '../ground/errors.js';
import { files } from '../ground/files.js';
import { statOf } from '../ground/reading.js';
import { readSpecText } from '../spec/read.js';
import { initTemplate } from '../spec/template.js';
import { escapeText } from '../text/escape.js';
import { shellWord } from '../text/shell.js';
import { didYouMean } from '../text/suggest.js';
import { done, doneJson } from './answer.js';
import type { Answer } from './command.js';

/** Writes a first spec; never over a file that is there. */
export async function initCommand(options: Given<'init'>): Promise<Answer> {
  const { file, target, json } = options;
  if (file === '') throw misuse('init needs the path of a file, got ""');
  const isData = file !== undefined && !/\.ya?ml$/i.test(file);
  if (!isData && target !== undefined) {
    throw misuse('--target names a column of a table: dlx init data.csv --target price');
  }
  if (isData && file !== undefined) return initTable(file, options);
  const path = pathFor(options, file ?? 'experiment.yaml', 'dlx init other.yaml');
  return write(path, initTemplate(), { notes: [], json });
}

function pathFor({ output }: Given<'init'>, usual: string, cure: string): string {
  if (output === '') throw misuse('--output needs the path of a file, got ""');
  const path = output ?? usual;
  if (existsSync(path)) throw misuse(`${path} exists already; name another file: ${cure}`);
  return path;
}

async function initTable(data: string, options: Given<'init'>): Promise<Answer> {
  const stat = statOf(data);
  if (!stat) {
    throw misuse(
      `${data} does not exist; a new spec ends with .yaml (dlx init ${shellWord(`${data}.yaml`)}), and anything else is data to write one for`,
    );
  }
  if (stat.isDirectory()) throw misuse(`${data} is a folder, expected a table in a file`);
  const sniffed = await sniffTable(data);
  const target = targetIn(sniffed.columns, data, options.target);
  const usual = `${basename(data).replace(/\.[^.]*(?:\.gz)?$/, '') || 'table'}.yaml`;
  const path = pathFor(options, usual, '--output other.yaml');
  const text = await specFor({ data, path, sniffed, target });
  const plan = await planExperiment(
    path,
    readSpecText(text, resolve(path), { language }),
    () => undefined,
  );
  const notes = plan.warnings.map((warning) => `warning: ${escapeText(warning)}`);
  return write(path, text, { notes, json: options.json });
}

type Wanted = {
  readonly data: string;
  readonly path: string;
  readonly sniffed: SniffedTable;
  readonly target: string;
};

// What a column holds is known once the data set is read as it will be.
async function specFor({ data, path, sniffed, target }: Wanted): Promise<string> {
  const excluded = excludedOf(sniffed.columns, target);
  const file = relative(dirname(resolve(path)), resolve(data));
  const found = { file, spec: shellWord(path), reading: sniffed.reading, excluded };
  const guess = firstGuess({ ...found, target, columns: sniffed.columns });
  const { spec, folder } = readSpecText(guess, resolve(path), { language });
  const dataset = await loadDataset(
    spec.dataset,
    dataContext({ spec, folder }, () => undefined),
  );
  return tableSpec({ ...found, data: dataset });
}

function targetIn(
  columns: readonly SniffedColumn[],
  data: string,
  asked: string | undefined,
): string {
  const names = columns.map(({ name }) => name);
  if (asked !== undefined) {
    if (names.includes(asked)) return asked;
    throw failure(`${data} has no column ${JSON.stringify(asked)}${didYouMean(asked, names)}`);
  }
  const shown = names.slice(0, 20).map((name) => shellWord(name));
  throw misuse(
    `which column of ${data} is to be predicted? --target with one of ${shown.join(', ')}${names.length > shown.length ? ` and ${names.length - shown.length} more` : ''}`,
  );
}

type Told = { readonly notes: readonly string[]; readonly json: boolean };

function write(path: string, text: string, { notes, json }: Told): Answer {
  if (!files.create(path, text)) throw misuse(`${path} exists already; name another file`);
  if (json) return doneJson({ file: path, warnings: notes });
  return done('', [...notes, escapeText(`wrote ${path}; train it with: dlx train ${path}`)]);
}
