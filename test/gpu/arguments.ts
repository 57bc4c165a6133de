// The words after `npm run test:gpu --` in, what is to be done out.
import { parseArgs } from 'node:util';
import { join } from 'node:path';
import { messageOf, misuse } from '../../src/ground/errors.js';

export type Options = {
  readonly help: boolean;
  /** Where the report is written. */
  readonly report: string;
  /** Seconds for everything. */
  readonly budget: number;
  /** The parts that are wanted, or null for all. */
  readonly only: readonly string[] | null;
  readonly python: string;
  readonly steps: number;
};

/** Seconds for all parts on an idle machine with a GPU; with more, each part gets more. */
export const usualBudget = 300;

/** What `--help` says. */
export const usage = (parts: readonly string[]): string => `npm run test:gpu -- [OPTION…]
node dist/test/gpu/main.js [OPTION…]      (where there is no npm)

Checks dlx on an NVIDIA GPU and writes one report as JSON. Without a GPU it runs on the CPU, says so,
and ends with 77; 0 means that all passed on the GPU, 1 that something did not.

  --report FILE    where to write the report (gpu-report.json; in $OUT where that is set)
  --budget SECONDS time for all parts together (${usualBudget})
  --only A,B       these parts alone: ${parts.join(', ')}
  --python COMMAND the Python that may have PyTorch (python3)
  --steps N        steps of training for each spec (10)`;

/** Reads the options. Throws a UserError (exit code 2) for what it does not know. */
export function parseOptions(
  words: readonly string[],
  parts: readonly string[],
  environment: NodeJS.ProcessEnv,
): Options {
  const values = parsed(words);
  const only = values.only?.split(',') ?? null;
  const unknown = only?.find((name) => !parts.includes(name));
  if (unknown !== undefined) {
    throw misuse(`no part is called ${JSON.stringify(unknown)}; expected ${parts.join(', ')}`);
  }
  return {
    help: values.help,
    report: values.report ?? join(environment['OUT'] ?? '.', 'gpu-report.json'),
    budget: positive('--budget', values.budget),
    only,
    python: values.python,
    steps: positive('--steps', values.steps),
  };
}

function parsed(words: readonly string[]) {
  try {
    return parseArgs({
      args: [...words],
      options: {
        help: { type: 'boolean', short: 'h', default: false },
        report: { type: 'string' },
        budget: { type: 'string', default: String(usualBudget) },
        only: { type: 'string' },
        python: { type: 'string', default: 'python3' },
        steps: { type: 'string', default: '10' },
      },
    }).values;
  } catch (error) {
    throw misuse(`${messageOf(error).replace(/\.? To specify.*$/s, '')}; --help lists the options`);
  }
}

function positive(option: string, text: string): number {
  const number = Number(text);
  if (Number.isInteger(number) && number > 0) return number;
  throw misuse(`${option} needs a whole number from 1, got ${JSON.stringify(text)}`);
}
