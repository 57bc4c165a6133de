// How often a verdict falls, where it is known whether it should: tables of random scores, judged as
// `dlx compare` judges those of runs.
import { judged, type RatedRow } from '../../src/comparison/statistics/judged.js';
import { randomWords, streamOf } from '../../src/ground/random.js';

/** Tables of so many rows of so many seeds. */
export type Setting = {
  readonly rows: number;
  readonly seeds: number;
  /** The standard deviation of a row's scores over the seeds, by its place. */
  readonly deviation: (row: number) => number;
  /** Its true mean. */
  readonly mean: (row: number) => number;
  /** How the noise of validation and test scores hangs together: 0 not at all, 1 wholly. */
  readonly correlation: number;
  /** Whether the rows have the same seeds, and how much of the noise comes of the seed. */
  readonly shared: number | null;
};

/** The share of `tables` tables in which a row is called better, or worse, than the best one. */
export function toldApart(setting: Setting, tables: number, seed: number): number {
  let told = 0;
  const normal = normals(seed);
  for (let i = 0; i < tables; i += 1) {
    const found = judged(tableOf(setting, normal), { mode: 'max', practical: 0 });
    const verdicts = [...(found?.of.values() ?? [])].map(({ verdict }) => verdict);
    if (verdicts.includes('better') || verdicts.includes('worse')) told += 1;
  }
  return told / tables;
}

function tableOf(setting: Setting, normal: () => number): readonly RatedRow[] {
  const { rows, seeds, shared } = setting;
  const ofSeeds = Array.from({ length: seeds }, () => [normal(), normal()] as const);
  return Array.from({ length: rows }, (_, row) => {
    const drawn = ofSeeds.map(([common, commonTest]) => {
      const own = shared ?? 0;
      const noise = Math.sqrt(own) * common + Math.sqrt(1 - own) * normal();
      const test = Math.sqrt(own) * commonTest + Math.sqrt(1 - own) * normal();
      return scoresOf(setting, row, noise, test);
    });
    // Rows of seeds that nobody shares have seeds of their own.
    const first = shared === null ? row * seeds : 0;
    return {
      scores: new Map(drawn.map(({ test }, i) => [first + i, test])),
      validation: drawn.reduce((sum, { validation }) => sum + validation, 0) / seeds,
      definition: '',
    };
  });
}

function scoresOf(
  { mean, deviation, correlation }: Setting,
  row: number,
  noise: number,
  other: number,
): { readonly validation: number; readonly test: number } {
  const test = correlation * noise + Math.sqrt(1 - correlation ** 2) * other;
  return {
    validation: mean(row) + deviation(row) * noise,
    test: mean(row) + deviation(row) * test,
  };
}

/** Standard normal numbers by Box and Muller, of blocks of random words. */
export function normals(seed: number): () => number {
  let block: Uint32Array = new Uint32Array(0);
  let at = 0;
  let step = 0;
  const uniform = (): number => {
    if (at >= block.length) {
      block = randomWords({ seed, stream: streamOf('verdicts'), step }, 4096);
      at = 0;
      step += 1;
    }
    const word = block[at] ?? 0;
    at += 1;
    return (word + 0.5) / 2 ** 32;
  };
  return () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
}
