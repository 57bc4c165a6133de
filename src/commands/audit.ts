// `dlx audit`: a text that tells of runs in, whether its numbers are theirs out.
import type { Given } from '../cli/command-table.js';
import {
  exitCodes,
  messageOf,
  misuse,
  type ToldError,
  type ToldProblem,
} from '../ground/errors.js';
import { readFileUnless } from '../ground/reading.js';
import type { Audit, Audited } from '../publishing/audit.js';
import type { PublishedWithEpochs } from '../publishing/evidence.js';
import { auditLines, auditNotes } from '../render/terminal/audit.js';
import { distinctRuns, resolveRuns } from '../run/find.js';
import { readEpochs, readRun } from '../run/read.js';
import { done, doneJson, failedJson } from './answer.js';
import type { Answer } from './command.js';

// A text of more is none that somebody wrote.
const largest = 4 * 2 ** 20;

/** Holds the numbers of a text against those of runs. */
export async function auditCommand({ file, run, runs, json }: Given<'audit'>): Promise<Answer> {
  const text = textOf(file);
  const folders = resolveRuns(run, runs, { several: true, renamed: true });
  const { audit, notes } = await audited(text, folders);
  const problems = audit.numbers.filter(({ problem }) => problem !== null);
  const exitCode = problems.length > 0 ? exitCodes.failed : exitCodes.done;
  const told = auditNotes(file, audit, folders.length);
  if (!json) {
    const answer = done(auditLines(file, audit).join('\n'), [...notes, ...told]);
    return { ...answer, exitCode };
  }
  const document = documentOf(file, folders, audit, notes);
  if (problems.length === 0) return doneJson(document);
  const error: ToldError = {
    kind: 'data',
    action: 'fix',
    problems: problems.map((one) => problemOf(file, one)),
  };
  return failedJson(document, error, exitCode);
}

function textOf(file: string): string {
  const bytes = readFileUnless(file, 0, (_, size) => {
    if (size > largest) throw misuse(`${file} has ${size} bytes: a text about runs is words`);
  });
  if (!bytes) throw misuse(`${file}: there is no such file`, 'not found');
  return bytes.toString().replaceAll('\r\n', '\n');
}

async function audited(
  text: string,
  folders: readonly string[],
): Promise<{ readonly audit: Audit; readonly notes: readonly string[] }> {
  // What opens models and counts is loaded once a text is there.
  const [{ publishedRun, groupsOfRuns }, { comparedRuns }, { evidenceOf }, { auditText }] =
    await Promise.all([
      import('../publishing/published.js'),
      import('../publishing/tables.js'),
      import('../publishing/evidence.js'),
      import('../publishing/audit.js'),
    ]);
  const notes: string[] = [];
  const all = distinctRuns(folders.map(readRun)).runs;
  const read = all.flatMap((one): readonly PublishedWithEpochs[] => {
    if ('damaged' in one) {
      notes.push(`${one.folder} is left out: ${one.damaged}`);
      return [];
    }
    const published = publishedRun(one.folder, one.record);
    const epochs = epochsOf(one.folder, notes);
    notes.push(
      ...published.notes.map((note) => `of ${one.folder} the record alone counts: ${note}`),
    );
    return [{ ...published, epochs }];
  });
  if (read.length === 0) {
    throw misuse(['there is no run to hold it against', ...notes].join('; '), 'not found');
  }
  const own = read.map(({ folder }) => folder);
  const groups = groupsOfRuns(own);
  const compared = comparedRuns(all.filter((one) => 'record' in one));
  return { audit: auditText(text, evidenceOf({ runs: read, groups, ...compared })), notes };
}

function epochsOf(folder: string, notes: string[]): PublishedWithEpochs['epochs'] {
  try {
    return readEpochs(folder);
  } catch (error) {
    notes.push(messageOf(error));
    return [];
  }
}

function problemOf(file: string, { line, column, text, problem, right }: Audited): ToldProblem {
  const message = `${text}: ${problem ?? ''}`;
  return { file, line, column, path: null, message, suggest: right };
}

function documentOf(
  file: string,
  folders: readonly string[],
  { numbers, leftOut }: Audit,
  notes: readonly string[],
): object {
  return {
    file,
    runs: folders,
    numbers: numbers.map(({ line, column, text, is, problem, right, nearest }) => ({
      line,
      column,
      text,
      is: is
        .slice(0, mostTold)
        .map(({ what, owner, value }) => ({ what, of: owner.called, value })),
      more: Math.max(0, is.length - mostTold),
      problem,
      right,
      nearest: nearest && { what: nearest.what, of: nearest.owner.called, value: nearest.value },
    })),
    left_out: Object.fromEntries(leftOut),
    notes,
  };
}

const mostTold = 5;
