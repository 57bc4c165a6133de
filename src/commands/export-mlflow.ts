// `dlx export RUN… --to mlflow`: what is known of runs into an experiment of an MLflow server.
import type { Given } from '../cli/command-table.js';
import { contentOf, type Content } from '../export/mlflow/content.js';
import { experimentNamed, logRun, type Experiment, type Logged } from '../export/mlflow/mlflow.js';
import { serverAt, type Server } from '../export/mlflow/server.js';
import { failure, interrupted, misuse, type UserError } from '../ground/errors.js';
import { listenForStops } from '../job/signals.js';
import { distinctRuns, resolveRuns } from '../run/find.js';
import { readEpochs, readRun } from '../run/read.js';
import { escapeText } from '../text/escape.js';
import { counted } from '../text/wrap.js';
import { done, doneJson, failedJson } from './answer.js';
import type { Answer } from './command.js';

type Environment = Readonly<Record<string, string | undefined>>;

/** Logs the settings, curves and scores of runs; MLflow's own variables say where, and who asks. */
export async function exportToMlflow(
  given: Given<'export'>,
  environment: Environment = process.env,
): Promise<Answer> {
  const { run, runs, json } = given;
  checkOptions(given);
  const serverUntil = serverOf(given, environment);
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
  const sent = await sentTo(serverUntil, name, contents);
  const { server, experiment, logged, stopped } = sent;
  const notes = [
    ...copies.map((folder) => `left out ${folder}, which is a copy`),
    ...contents.flatMap(({ content }) => content.notes),
  ];
  if (json) {
    const told = { format: 'mlflow', tracking_uri: server.uri, experiment, runs: logged, notes };
    return stopped ? failedJson(told, stopped.told(), stopped.exitCode) : doneJson(told);
  }
  if (stopped) throw stopped;
  const lines = [
    `${server.uri}: ${counted(logged.length, 'run')} in the experiment ${JSON.stringify(name)}`,
    ...logged.map(({ run: folder, url, ...one }) => `  ${folder}: ${inWords(one)}, ${url}`),
    ...notes.map((note) => `  # ${note}`),
  ];
  return done(lines.map(escapeText).join('\n'));
}

type Sent = {
  readonly server: Server;
  /** Null where a stop came before it was known. */
  readonly experiment: Experiment | null;
  readonly logged: readonly (Logged & { readonly run: string; readonly url: string })[];
  /** What to say of a stop before the end; null without one. */
  readonly stopped: UserError | null;
};

type Sendable = { readonly folder: string; readonly content: Content };

// Each request is whole or not at all, and saying the same again goes on: a signal ends it at once.
async function sentTo(
  serverUntil: (stop: AbortSignal) => Server,
  name: string,
  contents: readonly Sendable[],
): Promise<Sent> {
  const stopping = new AbortController();
  const stops = listenForStops(() => stopping.abort());
  const server = serverUntil(stopping.signal);
  const logged: Sent['logged'][number][] = [];
  let experiment: Experiment | null = null;
  try {
    experiment = await experimentNamed(server, name);
    for (const { folder, content } of contents) {
      const one = await logRun(server, experiment, content);
      const url = `${server.uri}/#/experiments/${experiment.id}/runs/${one.id}`;
      logged.push({ ...one, run: folder, url });
      stopping.signal.throwIfAborted();
    }
    return { server, experiment, logged, stopped: null };
  } catch (error) {
    const signal = stops.asked();
    if (!signal) throw error;
    if (logged.length === contents.length) return { server, experiment, logged, stopped: null };
    const next = contents[logged.length]?.folder ?? '';
    const stopped = interrupted(
      `stopped by ${signal}: ${logged.length} of ${counted(contents.length, 'run')} ${logged.length === 1 ? 'is' : 'are'} in the experiment ${JSON.stringify(name)} on ${server.uri}, and of ${next} maybe a part; the same command goes on, and logs nothing twice`,
      signal,
      { action: 'retry' },
    );
    return { server, experiment, logged, stopped };
  } finally {
    stops.stop();
  }
}

function checkOptions(given: Given<'export'>): void {
  const [wrong] = (['output', 'with-preprocessing'] as const).filter(
    (name) => given[name] !== undefined && given[name] !== false,
  );
  if (wrong === undefined) return;
  throw misuse(`--${wrong} is for what is written here: mlflow goes to a server`);
}

function serverOf(given: Given<'export'>, environment: Environment): (stop: AbortSignal) => Server {
  const uri = given['tracking-uri'] ?? (environment['MLFLOW_TRACKING_URI'] || undefined);
  if (uri !== undefined) {
    // What is wrong with it is said before anything is begun.
    serverAt(uri, environment);
    return (stop) => serverAt(uri, environment, stop);
  }
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
