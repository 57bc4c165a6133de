// A table of runs as LaTeX: what stands in it, that no name is a command, and that LaTeX takes it
// where there is one.
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { compareRuns } from '../../../src/comparison/comparison.js';
import { comparisonLatex, latexText } from '../../../src/render/text/comparison-latex.js';
import { run } from '../../comparison/runs.js';
import { inFolder } from '../../folders.js';
import { scored } from '../../run/fixture.js';

const hostile = '[*]\\input{/etc/passwd} $x_1^2$ 100% #1 & ~a | <b> --- `c` "d" \'e\' {} \\\\';
const trial = (name: string, group: string, ...accuracies: readonly number[]) =>
  accuracies.map((accuracy, i) =>
    run(`${group}${i}`, {
      name,
      seed: i + 1,
      hashes: { spec: `${group}${i}`, group },
      ...scored(0.3, accuracy, 0.3, 0.8),
    }),
  );
const runs = [
  ...trial('deep', 'a', 0.5, 1),
  ...trial(hostile, 'b', 0.25),
  ...trial('wide', 'c', 0.25, 0.75),
];
const { tables } = compareRuns(runs, { columns: ['run', 'val_accuracy'] });

test('rules of booktabs, means with their spread, the best bold', () => {
  // √((0.25² + 0.25²) / 1)
  expect(comparisonLatex(tables).split('\n')).toEqual([
    '% \\usepackage{booktabs}',
    '% fashion_mnist, 48,000 / 12,000 / 10,000 samples',
    '\\begin{tabular}{lr}',
    '\\toprule',
    'run & val accuracy \\\\',
    '\\midrule',
    'deep & \\textbf{0.7500 $\\pm$ 0.3536} \\\\',
    'wide & 0.5000 $\\pm$ 0.3536 \\\\',
    expect.stringMatching(/^\{\[\}\{\*\}\{\]\}\\textbackslash\{\}input\\\{.* & 0\.2500 \\\\$/),
    '\\bottomrule',
    '\\end{tabular}',
  ]);
});

test('signs that LaTeX reads are text', () => {
  expect(latexText('a_b & 5 % of {x}, 2×3 – −1 … ±')).toBe(
    'a\\_b \\& 5 \\% of \\{x\\}, 2$\\times$3 {--} $-$1 \\ldots{} $\\pm$',
  );
  expect(latexText('--x - y')).toBe('{-}{-}x - y');
});

const hasLatex = spawnSync('pdflatex', ['--version']).status === 0;

(hasLatex ? test : test.skip)('LaTeX takes what is written, whatever a run is called', async () => {
  await inFolder((folder) => {
    const document = [
      '\\documentclass{article}',
      '\\usepackage{booktabs}',
      '\\begin{document}',
      comparisonLatex(tables),
      '\\end{document}',
    ];
    writeFileSync(join(folder, 'a.tex'), document.join('\n'));
    const words = ['-interaction=nonstopmode', '-halt-on-error', 'a.tex'];
    const { status, stdout } = spawnSync('pdflatex', words, { cwd: folder, encoding: 'utf8' });
    expect({ status, stdout }).toMatchObject({
      status: 0,
      stdout: expect.stringContaining('1 page'),
    });
    return Promise.resolve();
  });
});
