// `npm run test:faults`: all fault tests, and all others of which `npm test` runs a part, in their
// whole form, and what they threw at dlx, added up. Where nothing was harmed, that is kept in
// figures.json and written into RELIABILITY.md.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../folders.js';
import { loadedWith } from '../quick.js';
import { figuresFile, readFigures, reliabilityWith, withCounted, type Counted } from './figures.js';

const folder = mkdtempSync(join(tmpdir(), 'dlx-faults-'));
const counts = join(folder, 'counts.jsonl');

// Every test that a promise names and every one that has a whole form, or what was asked for.
const named = [
  ...readFileSync(join(root, 'RELIABILITY.md'), 'utf8').matchAll(/`test\/([^`]+)\.test\.ts`/g),
].map(([, path = '']) => `dist/test/${path}.test.js`);
const whole = join(root, 'dist/test/whole.js');
const more = readdirSync(join(root, 'dist/test'), { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.test.js'))
  .map((name) => `dist/test/${name}`)
  .filter((name) => loadedWith(join(root, name)).has(whole));
const tests = ['dist/test/faults/', ...new Set([...named, ...more])];
const jest = [
  join(root, 'node_modules/jest/bin/jest.js'),
  '--testTimeout',
  String(30 * 60_000),
  ...(process.argv.length > 2 ? process.argv.slice(2) : tests),
];
const environment = {
  ...process.env,
  DLX_FAULTS: 'whole',
  DLX_FAULT_COUNTS: counts,
  TF_CPP_MIN_LOG_LEVEL: '2',
};
const { status } = spawnSync(
  process.execPath,
  ['--experimental-vm-modules', '--no-warnings', ...jest],
  { cwd: root, env: environment, stdio: 'inherit' },
);

const lines = existsSync(counts)
  ? readFileSync(counts, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Counted)
  : [];
const kinds = [...new Set(lines.map(({ what }) => what))].sort();
const sum = (what: string, of: (one: Counted) => number): number =>
  lines.filter((one) => one.what === what).reduce((total, one) => total + of(one), 0);
process.stdout.write('\n');
for (const what of kinds) {
  process.stdout.write(
    `${what}: ${sum(what, ({ count }) => count)}, ${sum(what, ({ lost }) => lost)} lost, ${sum(what, ({ wrong }) => wrong)} wrong\n`,
  );
}

rmSync(folder, { recursive: true, force: true });
const harmed = lines.reduce((total, { lost, wrong }) => total + lost + wrong, 0);
const isHeld = status === 0 && harmed === 0;
if (isHeld) {
  const figures = withCounted(readFigures(), lines);
  writeFileSync(figuresFile, `${JSON.stringify(figures, null, 2)}\n`);
  writeFileSync(join(root, 'RELIABILITY.md'), reliabilityWith(figures));
}
process.exitCode = isHeld ? 0 : 1;
