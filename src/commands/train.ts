// `dlx train`: specs in, a run for each of their seeds, the comparison of what was trained out.
import { availableParallelism } from 'node:os';
import { parseDevice } from '../machine/placement.js';
import type { Given } from '../cli/command-table.js';
import { misuse } from '../ground/errors.js';
import type { How } from '../experiment/job.js';
import { threadsFor, type Plan } from '../experiment/plan.js';
import { holdsRecord } from '../run/read.js';
import { reporterFor, type Reporter } from '../render/terminal/progress.js';
import { screenOf } from '../render/terminal/table.js';
import { planSpecs, type Answer } from './command.js';
import { withFittingEpochs } from './fit-epochs.js';
import { presentRuns } from './needed.js';
import { resumeCommand } from './resume.js';
import { answerWith, findBatchSize, trainAll, type Present, type Wanted } from './runs.js';

/**
 * Trains each spec with each of its seeds. The folder of an unfinished run in place of a spec means
 * to go on with it.
 */
export async function trainCommand(options: Given<'train'>): Promise<Answer> {
  const { spec: files } = options;
  if (files.every(holdsRecord)) return resumeFolders(options);
  const folder = files.find(holdsRecord);
  if (folder !== undefined) {
    throw misuse(`${folder} is a run and not a spec: go on with it by \`dlx resume ${folder}\``);
  }
  if (options['fit-epochs'] && options.needed) {
    throw misuse(
      '--fit-epochs measures anew each time, so that --needed cannot tell what is there already: use one of the two',
    );
  }
  const howOf = howGiven(options);
  const reporter = reporterFor(
    process.stderr,
    screenOf(process.stderr, process.env),
    options.quiet,
  );
  try {
    const plans = await planSpecs(files, options, reporter.passing);
    for (const warning of plans.flatMap(({ warnings }) => warnings)) reporter.warn(warning);
    for (const note of plans.flatMap(({ notes }) => notes)) reporter.line(note);
    const replicates: Plan[] = [];
    // One after another: each measures what memory there is.
    for (const plan of plans) {
      const sized = await withBatchSize(plan, { runs: options.runs, howOf }, reporter);
      const found = options['fit-epochs']
        ? await withFittingEpochs(sized, howOf(threadsFor(sized, availableParallelism())), reporter)
        : sized;
      for (const seed of found.read.seeds) {
        replicates.push({ ...found, read: found.read.trial({ seed }) });
      }
    }
    const present = options.needed
      ? await presentRuns(replicates, options.runs, reporter.work)
      : [];
    reporter.end();
    const asked = replicates.map((plan, i): Wanted | Present => {
      const found = present[i];
      if (found) {
        const { name, seed } = plan.read.spec;
        reporter.line(`${name}, seed ${seed}: trained already, ${found.present}`);
        return found;
      }
      const how = howOf(threadsFor(plan, availableParallelism()));
      return {
        plan,
        from: { kind: 'new' },
        runs: options.runs,
        how,
        sealed: options.sealed || plan.isSealed,
      };
    });
    return answerWith(await trainAll(asked, reporter), options);
  } finally {
    reporter.end();
  }
}

function resumeFolders(given: Given<'train'>): Promise<Answer> {
  const { spec: run, runs, json, quiet, device, ...started } = given;
  const isChanged = Object.values(started).some((value) =>
    Array.isArray(value) ? value.length > 0 : value !== false,
  );
  if (isChanged || device !== 'auto') {
    throw misuse(
      `${run[0]} is a run: what it was started with cannot be changed; train its spec.yaml anew, or give it more epochs by \`dlx resume ${run[0]} --epochs N\``,
    );
  }
  return resumeCommand({ run, runs, json, quiet, force: false });
}

// How runs are trained, but for the threads where nobody said how many.
function howGiven({ device, threads, eager }: Given<'train'>): (usual: number) => How {
  const wish = parseDevice(device);
  const execution = eager ? 'eager' : 'graph';
  return (usual) => ({ device: wish, threads: threads ?? usual, execution });
}

// `batch_size: auto` becomes the number that was found, as if it had been written.
async function withBatchSize(
  plan: Plan,
  { runs, howOf }: { readonly runs: string; readonly howOf: ReturnType<typeof howGiven> },
  reporter: Reporter,
): Promise<Plan> {
  const { read } = plan;
  if (!read.findsBatchSize) return plan;
  reporter.work(`finding the batch size of ${read.spec.name}`);
  const how = howOf(availableParallelism());
  const size = await findBatchSize(
    { plan, from: { kind: 'new' }, runs, how, sealed: true },
    reporter,
  );
  reporter.line(`${read.spec.name}: batch_size auto is ${size} here`);
  return { ...plan, read: read.trial({ batch_size: size }) };
}
