// What commands answer, and the specs that they are called with, read and planned.
import { UserError } from '../ground/errors.js';
import { language } from '../experiment/language.js';
import { planExperiment, type DescribedData, type Plan } from '../experiment/plan.js';
import { startPlan } from '../experiment/starting.js';
import type { LoadContext } from '../dataset/dataset.js';
import { reporterFor } from '../render/terminal/progress.js';
import { screenOf } from '../render/terminal/table.js';
import { escapeText } from '../text/escape.js';
import { readSpec, type ReadOptions } from '../spec/read.js';

/** What a command answers: text for stdout, lines for stderr, and the exit code. */
export type Answer = {
  readonly output: string;
  readonly notes?: readonly string[];
  readonly exitCode: number;
};

/** What the command line says about how specs are read. */
export type SpecOptions = Omit<ReadOptions, 'language'> & {
  /** The folder in which specs find the runs that they begin with. */
  readonly runs?: string;
};

/**
 * Reads and plans specs, one after another: their data may be large. Throws one UserError with the
 * problems of all of them.
 */
export async function planSpecs(
  files: readonly string[],
  options: SpecOptions,
  notify: LoadContext['notify'] = () => undefined,
): Promise<readonly Plan[]> {
  const plans: Settled<Plan>[] = [];
  const known: DescribedData = new Map();
  for (const file of files) {
    const plan = async (): Promise<Plan> => {
      const planned = await planExperiment(
        file,
        readSpec(file, { ...options, language }),
        notify,
        known,
      );
      return startPlan(planned, { runs: options.runs ?? 'runs', notify });
    };
    plans.push(await settleAsync(plan));
  }
  return all(plans);
}

/**
 * As planSpecs, with what is under way shown on a terminal: a large table takes a while to read.
 * For programs nothing is shown.
 */
export async function planShown(
  files: readonly string[],
  options: SpecOptions & { readonly json?: boolean },
): Promise<readonly Plan[]> {
  if (options.json) return planSpecs(files, options);
  const reporter = await reporterFor(process.stderr, screenOf(process.stderr, process.env), false);
  try {
    return await planSpecs(files, options, reporter.passing);
  } finally {
    reporter.end();
  }
}

/** What to say of a batch size that is not known yet. */
export function batchSizeNote({ file, read }: Plan): readonly string[] {
  return read.findsBatchSize
    ? [
        escapeText(
          `${file}: batch_size auto is found when training starts; ${read.spec.batch_size} stands for it here`,
        ),
      ]
    : [];
}

type Settled<T> = { readonly value: T } | { readonly error: UserError };

async function settleAsync<T>(work: () => Promise<T>): Promise<Settled<T>> {
  try {
    return { value: await work() };
  } catch (error) {
    if (error instanceof UserError) return { error };
    throw error;
  }
}

function all<T>(settled: readonly Settled<T>[]): readonly T[] {
  const errors = settled.flatMap((one) => ('error' in one ? [one.error] : []));
  // A wrong spec weighs more than data that is missing: nothing was started.
  const [worst] = errors.toSorted((a, b) => b.exitCode - a.exitCode);
  if (worst) {
    throw new UserError(errors.map(({ message }) => message).join('\n\n'), worst.kind, {
      problems: errors.flatMap((error) => error.told().problems),
    });
  }
  return settled.flatMap((one) => ('value' in one ? [one.value] : []));
}
