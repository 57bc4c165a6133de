// `dlx compare` as a user asks it which difference is real.
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { dlx } from '../cli/warm.js';
import { inFolder } from '../folders.js';
import { makeRunFolder, scored } from '../run/fixture.js';

/** Runs with these test accuracies, by the seeds from 1. */
function makeTrial(folder: string, name: string, accuracies: readonly number[], from = 1): void {
  accuracies.forEach((accuracy, i) => {
    makeRunFolder(join(folder, 'runs', `${name}-20260102T03040${i}Z-${name}${i + from}`), {
      name: name.slice(0, 4),
      seed: i + from,
      hashes: { spec: `${name}${i}`.padEnd(64, '0'), group: name.padEnd(64, '0') },
      ...scored(0.5, accuracy, 0.5, accuracy),
    });
  });
}

type Told = {
  readonly tables: readonly {
    readonly groups: readonly {
      readonly n: number;
      readonly vs_best?: Readonly<Record<string, unknown>>;
    }[];
    readonly test_reads: number;
  }[];
};

test('rows of seeds are told apart, for people and for programs', async () => {
  await inFolder(async (folder) => {
    makeTrial(folder, 'adam', [0.881, 0.884, 0.879]);
    makeTrial(folder, 'plain', [0.861, 0.868, 0.858]);
    const columns = ['--columns', 'run,test_accuracy,interval,verdict'];
    const { stdout, stderr } = await dlx(folder, ['compare', ...columns]);
    expect(stdout).toMatch(/^run +test accuracy +test accuracy, 95 % +against adam$/m);
    // scipy.stats.ttest_rel of the two: p 0.0064015; the means are 0.0190 apart.
    expect(stdout).toMatch(/^plai +0\.8623 ± 0\.0051 .* worse by 0\.019 \(p 0\.0064\)$/m);
    expect(stderr).toMatch(
      /^verdicts are on test accuracy by seed, on this split alone \(paired t\), at 5 %/m,
    );
    expect(stderr).toMatch(/^these runs read the test set 6 times$/m);
    const { stdout: json } = await dlx(folder, ['compare', '--json']);
    const [table] = (JSON.parse(json) as Told).tables;
    expect(table).toMatchObject({
      verdicts: { metric: 'accuracy', part: 'test', pairs: 1 },
      groups: [
        { n: 3, seeds: [1, 2, 3] },
        { n: 3, vs_best: { verdict: 'worse', test: 'paired t', needs_seeds: null } },
      ],
      test_reads: 6,
    });
    expect(table?.groups[1]?.vs_best?.['p']).toBeCloseTo(0.0064015, 6);
  });
});

test('two rows of one spec with other seeds are within noise, by their names', async () => {
  await inFolder(async (folder) => {
    makeTrial(folder, 'adam', [0.881, 0.884, 0.879]);
    makeTrial(folder, 'beta', [0.882, 0.88, 0.8815], 4);
    const { stdout } = await dlx(folder, ['compare', '--group-by', 'name', '--json']);
    expect((JSON.parse(stdout) as Told).tables[0]?.groups).toMatchObject([
      { n: 3 },
      { n: 3, vs_best: { verdict: 'within noise', test: 'Welch t' } },
    ]);
  });
});

test.each([
  [['--practical', '-1'], /^--practical needs a difference in the score, as 0\.005, got "-1"$/m],
  [['--practical', 'x'], /^--practical needs a difference in the score, as 0\.005, got "x"$/m],
  [['--baseline', 'adma'], /^--baseline: no row is called "adma"; did you mean "adam"\?$/m],
  [
    ['--each', '--baseline', 'adam'],
    /^--baseline is for verdicts on rows of several runs, and --each/m,
  ],
  [['--each', '--practical', '0.01'], /^--practical is for verdicts on rows of several runs/m],
  [['--each', '--group-by', 'name'], /^--each is a row a run, and --group-by says what runs of/m],
  [['--group-by', 'nmae'], /^unknown column "nmae"; did you mean "name"\?$/m],
])('%j is refused', async (words, message) => {
  await inFolder(async (folder) => {
    makeTrial(folder, 'adam', [0.881, 0.884]);
    const { code, stdout, stderr } = await dlx(folder, ['compare', ...words]);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(message);
  });
});

test('what an option asks for is shown beside the columns that are named', async () => {
  await inFolder(async (folder) => {
    makeTrial(folder, 'adam', [0.881, 0.884]);
    makeTrial(folder, 'beta', [0.861, 0.868]);
    const headsOf = async (...words: readonly string[]): Promise<string> =>
      (await dlx(folder, ['compare', '--format', 'csv', ...words])).stdout.split(/\r?\n/, 1)[0] ??
      '';
    const heads = (...words: readonly string[]) => headsOf('--columns', 'run,parameters', ...words);
    expect(await heads()).toBe('run,parameters');
    expect(await heads('--pareto', 'val_accuracy,seconds_total')).toBe('run,parameters,pareto');
    expect(await heads('--target', '0.88')).toBe(
      'run,parameters,epochs_to_target,seconds_to_target',
    );
    expect(await heads('--baseline', 'beta')).toBe('run,parameters,verdict');
    expect(await heads('--practical', '0.01')).toBe('run,parameters,verdict');
    expect(await headsOf('--columns', 'pareto,run', '--pareto', 'val_accuracy,val_loss')).toBe(
      'pareto,run',
    );
  });
});

test('why there is no verdict that was asked for', async () => {
  await inFolder(async (folder) => {
    makeTrial(folder, 'lone', [0.87]);
    const noted = async (...words: readonly string[]): Promise<string> => {
      const { code, stderr } = await dlx(folder, ['compare', ...words]);
      expect(code).toBe(0);
      return stderr;
    };
    const alone =
      'no verdict against lone: one run shows no noise; `dlx train SPEC --seeds 3` makes it a row of several';
    expect(await noted('--baseline', 'lone')).toContain(alone);
    expect(await noted('--practical', '0.01')).toContain(
      'no verdict for --practical to be about: no two rows have several runs with scores',
    );
    expect(await noted()).not.toContain('no verdict');
    makeTrial(folder, 'adam', [0.881, 0.884]);
    expect(await noted('--baseline', 'adam')).toContain(
      'no verdict against adam: no other row has several runs with scores',
    );
    makeTrial(folder, 'beta', [0.861, 0.868]);
    expect(await noted('--baseline', 'lone')).toContain(alone);
    // A row that has one is held against.
    expect(await noted('--baseline', 'adam')).not.toContain('no verdict against');
    // A name that is none is told, whatever runs there are.
    expect((await dlx(folder, ['compare', '--where', 'name=lone', '--baseline', 'x'])).code).toBe(
      2,
    );
  });
});
