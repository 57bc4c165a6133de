// `dlx init`: a commented first spec, for data that dlx makes itself or for somebody's own. It
// is written only once it has been read, and planned, as `dlx train` would.
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Given } from '../cli/command-table.js';
import {
  specForPictures,
  specForTable,
  specForTexts,
  usualPath,
} from '../experiment/first-spec/found.js';
import { language } from '../experiment/language.js';
import { planExperiment } from '../experiment/plan.js';
import { misuse } from '../ground/errors.js';
import { createOutput } from '../ground/files.js';
import { statOf } from '../ground/reading.js';
import { readSpecText } from '../spec/read.js';
import { initTemplate } from '../spec/template.js';
import { escapeText } from '../text/escape.js';
import { shellWord } from '../text/shell.js';
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
  if (isData && file !== undefined) return initData(file, options);
  const path = pathFor(options, file ?? 'experiment.yaml', 'dlx init other.yaml');
  return write(path, initTemplate(), { notes: [], json });
}

function pathFor({ output }: Given<'init'>, usual: string, cure: string): string {
  if (output === '') throw misuse('--output needs the path of a file, got ""');
  const path = output ?? usual;
  if (existsSync(path)) throw misuse(`${path} exists already; name another file: ${cure}`);
  return path;
}

async function initData(data: string, options: Given<'init'>): Promise<Answer> {
  const stat = statOf(data);
  if (!stat) {
    throw misuse(
      `${data} does not exist; a new spec ends with .yaml (dlx init ${shellWord(`${data}.yaml`)}), and anything else is data to write one for`,
    );
  }
  if (stat.isDirectory() && options.target !== undefined) {
    throw misuse(
      `--target names a column of a table, and ${data} is a folder: its folders are the classes`,
    );
  }
  const path = pathFor(options, usualPath(data), '--output other.yaml');
  const text = stat.isDirectory()
    ? ((await specForTexts({ data, path })) ?? (await specForPictures({ data, path })))
    : await specForTable({ data, path }, options.target);
  const plan = await planExperiment(
    path,
    readSpecText(text, resolve(path), { language }),
    () => undefined,
  );
  const notes = plan.warnings.map((warning) => `warning: ${escapeText(warning)}`);
  return write(path, text, { notes, json: options.json });
}

type Told = { readonly notes: readonly string[]; readonly json: boolean };

function write(path: string, text: string, { notes, json }: Told): Answer {
  if (!createOutput(path, text)) throw misuse(`${path} exists already; name another file`);
  if (json) return doneJson({ file: path, warnings: notes });
  return done('', [...notes, escapeText(`wrote ${path}; train it with: dlx train ${path}`)]);
}
