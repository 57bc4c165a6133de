// `dlx tag`, `note` and `rename`: what people say of runs after they were made.
import type { Given } from '../cli/command-table.js';
import { exitCodes, misuse, UserError } from '../ground/errors.js';
import { resolveOneRun, resolveRuns } from '../run/find.js';
import type { RunRecord } from '../run/record.js';
import { renameRun, reviseRun } from '../run/revise.js';
import { escapeText } from '../text/escape.js';
import { combinedCode, doneJson, failedJson } from './answer.js';
import type { Answer } from './command.js';

/** Puts tags on runs, and takes some off. */
export function tagCommand({ run, runs, add, remove, json }: Given<'tag'>): Answer {
  const both = add.find((tag) => remove.includes(tag));
  if (both !== undefined) {
    throw misuse(`--add and --remove both name ${JSON.stringify(both)}: which of them is meant?`);
  }
  if (add.length + remove.length === 0) {
    throw misuse('tag needs to be told what: --add TAG or --remove TAG, again for more');
  }
  const notes: string[] = [];
  const answer = marked(resolveRuns(run, runs, { several: true }), json, (folder) => {
    const record = reviseRun(folder, ({ tags }) => {
      const lacking = remove.filter((tag) => !tags.includes(tag));
      notes.push(...lacking.map((tag) => `${folder} had no tag ${JSON.stringify(tag)}`));
      const kept = tags.filter((tag) => !remove.includes(tag));
      return { tags: [...kept, ...new Set(add.filter((tag) => !kept.includes(tag)))] };
    });
    const { tags } = record;
    const said = tags.length === 0 ? 'no tags' : `tags ${tags.join(', ')}`;
    return { folder, record, said: `${folder}: ${said}` };
  });
  // A program reads the tags that there are.
  return json ? answer : { ...answer, notes: [...(answer.notes ?? []), ...notes.map(escapeText)] };
}

/** Writes the note of a run in the place of the one there was; an empty one takes it away. */
export function noteCommand({ run, text, runs, json }: Given<'note'>): Answer {
  return marked([resolveOneRun(run, runs)], json, (folder) => {
    const record = reviseRun(folder, () => ({ notes: text === '' ? null : text }));
    const said = record.notes === null ? 'no note' : `note ${record.notes}`;
    return { folder, record, said: `${folder}: ${said}` };
  });
}

/** Gives a run, and its folder, another name. */
export function renameCommand({ run, name, runs, json }: Given<'rename'>): Answer {
  return marked([resolveOneRun(run, runs)], json, (folder) => {
    const renamed = renameRun(folder, name);
    return { ...renamed, said: `${folder} is ${renamed.folder} now` };
  });
}

type Marked = { readonly folder: string; readonly record: RunRecord; readonly said: string };

// One that is in use, or damaged, keeps no other from being marked.
function marked(
  folders: readonly string[],
  json: boolean,
  mark: (folder: string) => Marked,
): Answer {
  const done: Marked[] = [];
  const problems: { readonly folder: string; readonly error: UserError }[] = [];
  for (const folder of folders) {
    try {
      done.push(mark(folder));
    } catch (error) {
      if (!(error instanceof UserError) || error.exitCode === exitCodes.misuse) throw error;
      problems.push({ folder, error });
    }
  }
  const [first] = problems;
  if (first && folders.length === 1) throw first.error;
  const exitCode = combinedCode(problems.map(({ error }) => error.exitCode));
  if (!json) {
    const output = done.map(({ said }) => escapeText(said)).join('\n');
    const notes = problems.map(({ error }) => `error: ${escapeText(error.message)}`);
    return { output, notes, exitCode };
  }
  const document = {
    runs: done.map(({ folder, record: { id, name, tags, notes } }) => ({
      run: folder,
      id,
      name,
      tags,
      notes,
    })),
    failed: problems.map(({ folder, error }) => ({ run: folder, error: error.told() })),
  };
  if (!first) return doneJson(document);
  const { kind, action } = first.error.told();
  const all = problems.flatMap(({ error }) => error.told().problems);
  return failedJson(document, { kind, action, problems: all }, exitCode);
}
