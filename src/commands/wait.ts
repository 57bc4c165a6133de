// `dlx wait`: waits until runs that other processes train have ended, and answers as the commands
// that train them do.
import { setTimeout } from 'node:timers/promises';
import type { Given } from '../cli/command-table.js';
import { inUse } from '../ground/errors.js';
import { exitCodeOfRecord } from '../run/ended.js';
import { resolveRuns } from '../run/find.js';
import { intactRecord } from '../run/read.js';
import { reasonOf, type RunRecord } from '../run/record.js';
import { escapeText } from '../text/escape.js';
import { answerWith } from './answering.js';
import { done } from './answer.js';
import type { Answer } from './command.js';
import type { Trained } from './training.js';

const pollMilliseconds = 300;

/**
 * Waits until none of the runs is being trained. Throws a UserError (exit code 5) where that takes
 * longer than was allowed.
 */
export async function waitCommand({ run, runs, timeout, json }: Given<'wait'>): Promise<Answer> {
  const folders = resolveRuns(run, runs, { several: true });
  const last = timeout === undefined ? Infinity : performance.now() + timeout * 1000;
  const records = new Map<string, RunRecord>();
  for (const folder of folders) records.set(folder, await ended(folder, last, timeout));
  const trained = trainedAs(records);
  const showing = { runs, json, full: false, quiet: true };
  const answer = await answerWith(trained, showing);
  return json ? answer : { ...done(linesOf(records)), exitCode: answer.exitCode };
}

async function ended(
  folder: string,
  last: number,
  timeout: number | undefined,
): Promise<RunRecord> {
  for (;;) {
    const record = intactRecord(folder, 'is damaged');
    if (record.state !== 'running') return record;
    const left = last - performance.now();
    if (left <= 0) {
      const { done: reached, planned } = record.epochs;
      throw inUse(
        `${folder} is still being trained after ${timeout} s, in epoch ${Math.min(reached + 1, planned)} of ${planned}: wait on`,
      );
    }
    await setTimeout(Math.min(pollMilliseconds, left));
  }
}

function trainedAs(records: ReadonlyMap<string, RunRecord>): Trained {
  const runs = [...records].map(([folder, record]) => ({
    about: {
      spec: folder,
      name: record.name,
      seed: record.seed,
      fold: record.cross_validation ?? null,
      parent: null,
    },
    outcome: { type: 'finished' as const, folder, record, signal: null },
    reused: false,
  }));
  const stopped = [...records.values()].find((record) => exitCodeOfRecord(record) > 128);
  return { runs, signal: stopped?.stopped?.signal ?? null };
}

function linesOf(records: ReadonlyMap<string, RunRecord>): string {
  return [...records]
    .map(([folder, record]) => {
      const reason = record.state === 'finished' ? null : reasonOf(record);
      return escapeText(`${folder}: ${record.state}${reason === null ? '' : `, ${reason}`}`);
    })
    .join('\n');
}
