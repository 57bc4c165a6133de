// Writes docs/verdicts.md: how often `dlx compare` tells rows apart that are alike, and that are not.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { toldApart, type Setting } from './simulated.js';
import { foldsToldApart } from './simulated-folds.js';

const tables = Number(process.argv[2] ?? 10_000);
const alike = {
  deviation: () => 1,
  mean: () => 0,
  correlation: 0.9,
  shared: 0.3,
} satisfies Partial<Setting>;

const kinds: readonly (readonly [string, Partial<Setting>])[] = [
  ['the same seeds', {}],
  ['other seeds in each row', { shared: null }],
  ['test scores are the validation scores', { correlation: 1, shared: null }],
  [
    'other seeds, every second row with four times the spread',
    { shared: null, deviation: (row) => 1 + 3 * (row % 2) },
  ],
];
const [rowCounts, seedCounts] = [
  [2, 3, 6, 10, 20],
  [2, 3, 5, 10],
];

/** A share as percents with one decimal. */
const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

/** Lines of a Markdown table. */
function table(heads: readonly string[], body: readonly (readonly string[])[]): readonly string[] {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(heads), line(heads.map(() => '---:')), ...body.map(line)];
}

const falseVerdicts = kinds.flatMap(([kind, more]) => [
  `### ${kind[0]?.toUpperCase()}${kind.slice(1)}`,
  '',
  ...table(
    ['rows', ...seedCounts.map((seeds) => `${seeds} seeds`)],
    rowCounts.map((rows) => [
      String(rows),
      ...seedCounts.map((seeds) =>
        percent(toldApart({ ...alike, ...more, rows, seeds }, tables, 1)),
      ),
    ]),
  ),
  '',
]);

const effects = [0.5, 1, 2, 3, 5];
const power = [2, 6].flatMap((rows) => [
  `### ${rows} rows`,
  '',
  ...table(
    ['seeds', ...effects.map((effect) => `${effect} deviations`)],
    [2, 3, 5, 10, 20, 40].map((seeds) => [
      String(seeds),
      ...effects.map((effect) => {
        const mean = (row: number): number => (row === 0 ? 0 : -effect);
        return percent(toldApart({ ...alike, shared: null, mean, rows, seeds }, tables / 10, 2));
      }),
    ]),
  ),
  '',
]);

const foldings = [
  [5, 1],
  [10, 1],
  [5, 4],
  [10, 3],
] as const;
const foldSizes = [60, 200];
const foldRows = foldings.map(([folds, repeats]) => [
  `${folds} × ${repeats}`,
  ...foldSizes.flatMap((rows) =>
    [true, false].map((corrected) =>
      percent(foldsToldApart({ rows, folds, repeats, corrected }, tables / 10, 3)),
    ),
  ),
]);
const foldHeads = foldSizes.flatMap((rows) => [`${rows} rows`, `${rows} rows, not corrected`]);

const text = [
  '# How sure verdicts are',
  '',
  "Made by `npm run verdicts`. Each number is of random tables whose scores are normal and whose truth is known, judged as `dlx compare` judges runs: rows ordered by their mean validation score, verdicts on test scores against the first one, 5 %, Holm's correction over all pairs of rows. Validation and test scores of a run have a correlation of 0.9, where nothing else is said: who has luck with one has it with the other.",
  '',
  `## Rows that are alike (${tables.toLocaleString('en-US')} tables each)`,
  '',
  'The share of tables in which at least one row is called better or worse, which it is not.',
  '',
  ...falseVerdicts,
  `## One row that is better (${(tables / 10).toLocaleString('en-US')} tables each)`,
  '',
  "The share of tables in which a row is called worse than the best one, which is better than all others by so many standard deviations of a run's score over the seeds; other seeds in each row.",
  '',
  ...power,
  '## Folds',
  '',
  `Two learners that are equally good (each tells two classes apart by the nearer mean, in features that are as good as those of the other) are cross-validated on the same folds of random data. The share of data sets on which one is called better or worse, which it is not: with the correction for training sets that overlap (Nadeau and Bengio), and by the plain paired test, which takes folds for independent. ${(tables / 10).toLocaleString('en-US')} data sets each, of so many rows.`,
  '',
  ...table(['folds × repeats', ...foldHeads], foldRows),
  '',
];
writeFileSync(join(import.meta.dirname, '../../../docs/verdicts.md'), text.join('\n'));
