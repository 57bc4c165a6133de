// `dlx resume`: unfinished runs are gone on with where they were last committed, finished ones are
// given more epochs.
import { existsSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import type { Given } from '../cli/command-table.js';
import { exitCodes, failure, misuse, UserError } from '../ground/errors.js';
import { planRun } from '../experiment/replan.js';
import { checkFixedFiles } from '../run/integrity.js';
import { notARun, resolveRuns } from '../run/find.js';
import { intactRecord } from '../run/read.js';
import { endInWords, reasonOf, type RunRecord } from '../run/record.js';
import { isMadeSealed } from '../run/sealed.js';
import { counted } from '../text/wrap.js';
import type { Reporter } from '../render/terminal/reporter.js';
import { answerWith } from './answering.js';
import type { Answer } from './command.js';
import { handing } from './handing.js';
import type { Wanted } from './runs.js';
import { reporterOf } from './told.js';
import { trainAll, type About, type Asked, type Ended } from './training.js';

/** Goes on with each RUN that is not done. */
export async function resumeCommand(options: Given<'resume'>): Promise<Answer> {
  const args = options.run;
  if (options.full && !options.json) throw misuse('--full goes with --json');
  const { reporter, warnings } = await reporterOf(options);
  using handed = handing();
  try {
    const asked: Asked[] = [];
    const problems: UserError[] = [];
    const folders = foldersOf(args, options.runs, problems);
    for (const folder of folders) {
      try {
        const record = intactRecord(folder, 'cannot be resumed');
        const one = await wantedOf(folder, record, options, reporter);
        // Whoever asks for paths or records wants those of runs that were done already, too.
        const about = aboutRun(folder, record, one);
        if (one) asked.push({ about, ...one, handing: handed });
        else if (options.quiet || options.json) asked.push({ about, present: folder, record });
      } catch (error) {
        // One that is damaged keeps no other from its end.
        if (!(error instanceof UserError) || error.exitCode === exitCodes.misuse) throw error;
        problems.push(error);
      }
    }
    const [first] = problems;
    if (first && args.length === 1 && folders.length === 1) throw first;
    for (const { message } of problems) reporter.fail(message);
    const trained = await trainAll(asked, reporter);
    const runs = [...trained.runs, ...problems.map(refused)];
    return await answerWith({ ...trained, runs }, { ...options, warnings });
  } finally {
    reporter.end();
  }
}

// A finished run that is given more epochs is the parent of what comes of it.
function aboutRun(folder: string, record: RunRecord, wanted: Wanted | null): About {
  const { name, seed, cross_validation: fold = null } = record;
  return { spec: folder, name, seed, fold, parent: wanted?.from.kind === 'child' ? folder : null };
}

function refused(error: UserError): Ended {
  const { message, exitCode } = error;
  return {
    about: { spec: '', name: message.split(' ', 1)[0] ?? '', seed: null, fold: null, parent: null },
    outcome: { type: 'failed', message, exitCode, folder: null, error: error.told(), signal: null },
    reused: false,
  };
}

// `runs/*` may hold more than runs; a name that means nothing is a slip.
function foldersOf(
  args: readonly string[],
  runs: string,
  problems: UserError[],
): readonly string[] {
  const meant = args.filter((argument) => {
    if (
      args.length === 1 ||
      !existsSync(argument) ||
      statSync(argument).isDirectory() ||
      basename(argument) === 'run.json'
    ) {
      return true;
    }
    problems.push(failure(notARun(argument)));
    return false;
  });
  return resolveRuns(meant, runs);
}

// Null where nothing is left to do.
async function wantedOf(
  folder: string,
  record: RunRecord,
  { runs, force, epochs, data }: Given<'resume'>,
  reporter: Reporter,
): Promise<Wanted | null> {
  if (record.state === 'diverged') {
    throw new UserError(`${folder} diverged, and would again: ${reasonOf(record)}`, 'diverged');
  }
  const isDone = record.state === 'finished';
  if (isDone && (epochs === undefined || epochs === record.epochs.planned)) {
    const end = endInWords(record);
    reporter.line(
      `${folder}: finished already${end !== null ? `, ${end}` : epochs === undefined ? '; --epochs N gives it more epochs' : ''}`,
    );
    return null;
  }
  if (epochs !== undefined && epochs < record.epochs.planned) {
    throw misuse(
      `${folder} has ${counted(record.epochs.planned, 'epoch')}: --epochs must be more, got ${epochs}`,
    );
  }
  if (!isDone && epochs !== undefined && epochs !== record.epochs.planned) {
    throw misuse(
      `${folder} is not finished: \`dlx resume ${folder}\` first, then give it more epochs`,
    );
  }
  checkFixedFiles(folder, record);
  const plan = await planRun(folder, record, {
    data,
    overrides: isDone ? { epochs } : {},
    notify: reporter.passing,
  });
  return {
    plan,
    from: { kind: isDone ? 'child' : 'resume', folder, force },
    runs,
    how: record.how,
    sealed: isMadeSealed(record),
  };
}
