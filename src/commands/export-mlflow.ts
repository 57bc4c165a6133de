// `dlx export RUN… --to mlflow`: what is known of runs into an experiment of an MLflow server.
import type { Given } from '../cli/command-table.js';
import { contentOf } from '../export/mlflow/content.js';
import { experimentNamed, logRun, type Logged } from '../export/mlflow/mlflow.js';
import { serverAt, type Server } from '../export/mlflow/server.js';
import { failure, misuse } from '../ground/errors.js';
import { distinctRuns, resolveRuns } from '../run/find.js';
import { readEpochs, readRun } from '../run/read.js';
import { escapeText } from '../text/escape.js';
import { counted } from '../text/wrap.js';
import { done, doneJson } from './answer.js';
import type { Answer } from './command.js';

type Environment = Readonly<Record<string, string | undefined>>;

/** Logs the settings, curves and scores of runs; MLflow's own variables say where, and who asks. */
export async function exportToMlflow(
  given: Given<'export'>,
  environment: Environment = process.env,
): Promise<Answer> {
  const { run, runs, json } = given;
  checkOptions(given);
  const server = serverOf(given, environment);
  const name = given.experiment ?? (environment['MLFLOW_EXPERIMENT_NAME'] || 'dlx');
  const { runs: read, copies } = distinctRuns(
    resolveRuns(run, runs, { several: true }).map(readRun),
  );
  const contents = read.map((one) => {
    if ('damaged' in one) throw failure(`${one.folder} is damaged: ${one.damaged}`);
    return {
      folder: one.folder,
      content: contentOf(one.folder, one.record, readEpochs(one.folder)),
    };
  });
  const experiment = await experimentNamed(server, name);
  const logged: (Logged & { readonly run: string; readonly url: string })[] = [];
  for (const { folder, content } of contents) {
    const one = await logRun(server, experiment, content);
    const url = `${server.uri}/#/experiments/${experiment.id}/runs/${one.id}`;
    logged.push({ ...one, run: folder, url });
  }
  const notes = [
    ...copies.map((folder) => `left out ${folder}, which is a copy`),
    ...contents.flatMap(({ content }) => content.notes),
  ];
  if (json) {
    return doneJson({
      format: 'mlflow',
      tracking_uri: server.uri,
      experiment,
      runs: logged,
      notes,
    });
  }
  const lines = [
    `${server.uri}: ${counted(logged.length, 'run')} in the experiment ${JSON.stringify(name)}`,
    ...logged.map(({ run: folder, url, ...one }) => `  ${folder}: ${inWords(one)}, ${url}`),
    ...notes.map((note) => `  # ${note}`),
  ];
  return done(lines.map(escapeText).join('\n'));
}

function checkOptions(given: Given<'export'>): void {
  const [wrong] = (['output', 'with-preprocessing'] as const).filter(
    (name) => given[name] !== undefined && given[name] !== false,
  );
  if (wrong === undefined) return;
  throw misuse(`--${wrong} is for what is written here: mlflow goes to a server`);
}

function serverOf(given: Given<'export'>, environment: Environment): Server {
  const uri = given['tracking-uri'] ?? (environment['MLFLOW_TRACKING_URI'] || undefined);
  if (uri !== undefined) return serverAt(uri, environment);
  throw misuse(
    '--to mlflow needs a server: give --tracking-uri http://127.0.0.1:5000, or set MLFLOW_TRACKING_URI; `mlflow server` starts one',
  );
}

function inWords({ what, epochs }: Pick<Logged, 'what' | 'epochs'>): string {
  switch (what) {
    case 'created':
      return `logged with ${counted(epochs, 'epoch')}`;
    case 'updated':
      return `${counted(epochs, 'epoch')} more`;
    case 'unchanged':
      return 'there already';
  }
}
