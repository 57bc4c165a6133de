// The words after `npm run bench --` in, what is to be done out.
import { parseArgs } from 'node:util';
import { messageOf, misuse } from '../src/ground/errors.js';
import { works, type Work } from './works.js';

export type BenchOptions = {
  readonly help: boolean;
  readonly rounds: number;
  readonly works: readonly Work[];
  /** Where the results are written besides; null for nowhere. */
  readonly json: string | null;
  /** Whether they become those of the repository: bench/results.json, and the README's tables. */
  readonly keep: boolean;
  readonly markdown: boolean;
  readonly anyway: boolean;
  /** Results of an earlier run, to be printed instead of a new one. */
  readonly from: string | null;
};

/** What `--help` says. */
export const usage = `npm run bench -- [OPTION…]

Trains the same models in dlx, Keras, PyTorch and TensorFlow.js, block by block in turn, and prints the ratios.
Takes about twenty minutes on two cores; sets up a Python of its own in dlx's cache on first use (2 GB).

  --rounds N    rounds of blocks, of which the fastest counts (10)
  --only A,B    these works alone: ${works.map(({ name }) => name).join(', ')}; startup means all three, pictures and read both
  --json FILE   write the results there
  --keep        keep them: in bench/results.json, and in the tables of README.md and RELIABILITY.md;
                with --only, beside the other works that are kept
  --markdown    print the tables as Markdown
  --from FILE   print the results of an earlier run
  --anyway      measure although the machine is busy, and mark the results`;

/** Reads the options. Throws a UserError (exit code 2) for what it does not know. */
export function parseBenchArguments(words: readonly string[]): BenchOptions {
  const { values } = parsed(words);
  const rounds = Number(values.rounds);
  if (!Number.isInteger(rounds) || rounds < 1) {
    throw misuse(`--rounds needs a whole number from 1, got ${JSON.stringify(values.rounds)}`);
  }
  if (values.keep && values.anyway) {
    throw misuse('--keep keeps what was measured on an idle machine: leave out --anyway');
  }
  const chosen = values.only === undefined ? works : chosenWorks(values.only.split(','));
  return {
    help: values.help,
    rounds,
    works: chosen,
    json: values.json ?? null,
    keep: values.keep,
    markdown: values.markdown,
    anyway: values.anyway,
    from: values.from ?? null,
  };
}

function parsed(words: readonly string[]) {
  try {
    return parseArgs({
      args: [...words],
      options: {
        help: { type: 'boolean', short: 'h', default: false },
        rounds: { type: 'string', default: '10' },
        only: { type: 'string' },
        json: { type: 'string' },
        keep: { type: 'boolean', default: false },
        markdown: { type: 'boolean', default: false },
        from: { type: 'string' },
        anyway: { type: 'boolean', default: false },
      },
    });
  } catch (error) {
    throw misuse(
      `${messageOf(error).replace(/\.? To specify.*$/s, '')}; \`npm run bench -- --help\` lists the options`,
    );
  }
}

function chosenWorks(names: readonly string[]): readonly Work[] {
  for (const name of names) {
    if (!works.some((work) => isNamed(work, name))) {
      throw misuse(
        `no work is called ${JSON.stringify(name)}; expected some of ${works.map((work) => work.name).join(', ')}, separated by commas`,
      );
    }
  }
  return works.filter((work) => names.some((name) => isNamed(work, name)));
}

function isNamed(work: Work, name: string): boolean {
  return work.name === name || work.kind === name;
}
