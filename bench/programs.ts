// Programs that do the same, run in turn round by round: what each said of its seconds, or took as a
// whole, and its memory.
import { failure, messageOf } from '../src/ground/errors.js';
import { runProgram, type ProgramRun } from './process-tree.js';
import type { Measured } from './results.js';

/** A program to be run in each round. */
export type Program = {
  readonly contender: string;
  /** What was chosen for it; empty where there is no choice. */
  readonly configuration: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly environment: NodeJS.ProcessEnv;
  readonly folder: string;
};

/** How they are run. `secondsOf` gives what is measured of a run that ended well, one number or several. */
export type Rounds = {
  readonly title: string;
  readonly rounds: number;
  readonly notify: (message: string) => void;
  readonly secondsOf: (run: ProgramRun) => readonly number[];
};

/** What came of it, for each of the numbers that `secondsOf` gives. */
export type RoundsTaken = {
  readonly measured: (which: number) => readonly Measured[];
  /** What could not be measured, and why. */
  readonly notes: readonly string[];
};

/** The seconds of the whole program. */
export function wholeSeconds({ seconds }: ProgramRun): readonly number[] {
  return [seconds];
}

/** The seconds that a program says, as JSON on its last line: a number or a list. Throws where it says none. */
export function saidSeconds({ stdout, stderr }: ProgramRun): readonly number[] {
  const last = stdout.trim().split('\n').at(-1) ?? '';
  const said: unknown = /^[\d.[]/.test(last) ? JSON.parse(last) : null;
  const seconds = (Array.isArray(said) ? said : [said]).map(Number);
  if (!seconds.every((value) => value > 0)) throw failure(lastWords(stderr));
  return seconds;
}

/** The last line that a program wrote, places in its code left aside. */
export function lastWords(stderr: string): string {
  const lines = stderr.split('\n').filter((line) => line.trim() !== '' && !/^\s+at /.test(line));
  return lines.at(-1)?.trim() ?? 'it said nothing';
}

/** Runs every program once a round. One that fails is noted, and tried again in the next. */
export async function runInTurn(
  programs: readonly Program[],
  { title, rounds, notify, secondsOf }: Rounds,
): Promise<RoundsTaken> {
  const taken = programs.map((program) => ({
    program,
    runs: [] as { readonly seconds: readonly number[]; readonly peak: number | null }[],
  }));
  const notes: string[] = [];
  for (let round = 1; round <= rounds; round += 1) {
    for (const { program, runs } of taken) {
      const { contender, configuration, command, args, environment, folder } = program;
      const name = [contender, configuration].filter(Boolean).join(', ');
      notify(`${title}: round ${round} of ${rounds}, ${name}`);
      try {
        const ended = await runProgram(command, args, { environment, folder });
        if (ended.code !== 0) throw failure(lastWords(ended.stderr));
        runs.push({ seconds: secondsOf(ended), peak: ended.peakMemory });
      } catch (error) {
        notes.push(`${name} failed: ${messageOf(error)}`);
      }
    }
  }
  return {
    notes,
    measured: (which) =>
      taken.map(({ program: { contender, configuration }, runs }) => ({
        contender,
        configuration,
        values: runs.flatMap(({ seconds }) => seconds[which] ?? []),
        peak_memory_bytes: runs.map(({ peak }) => peak),
      })),
  };
}
