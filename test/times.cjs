// What each suite costs, kept from one run of the tests to the next in
// node_modules/.cache/dlx-test-times.json, where nothing is committed: seconds by the clock, seconds
// of the processor (its subprocesses' too), and its slowest tests. The longest suites come first.
const {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} = require('node:fs');
const { tmpdir } = require('node:os');
const paths = require('node:path');

const kept = paths.join(__dirname, '../node_modules/.cache/dlx-test-times.json');
const tests = paths.join(__dirname, '../dist/test');

/** A suite's path as people write it: `cli/resume`. */
const nameOf = (path) =>
  paths
    .relative(tests, path)
    .replace(/\.test\.js$/, '')
    .replaceAll(paths.sep, '/');

/** What is known of earlier runs, by the suites' names. */
function readTimes() {
  try {
    return JSON.parse(readFileSync(kept, 'utf8'));
  } catch {
    return {};
  }
}

/** Processor seconds of this process, its children, and those that they have waited for. */
function processorSeconds(id = process.pid) {
  try {
    // proc(5): the command in parentheses, then state; user, system and waited-for times are the
    // 14th to 17th field, in hundredths of a second.
    const fields = readFileSync(`/proc/${id}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ');
    const own = fields.slice(11, 15).reduce((sum, field) => sum + Number(field) / 100, 0);
    const children = readFileSync(`/proc/${id}/task/${id}/children`, 'utf8').split(' ');
    return children
      .filter((child) => child.trim() !== '')
      .reduce((sum, child) => sum + processorSeconds(child), own);
  } catch {
    return 0;
  }
}

/** Tells the reporter, which is in another process, what a suite cost. */
function noteCost(path, seconds) {
  const file = process.env.DLX_TEST_COSTS;
  if (file) appendFileSync(file, `${JSON.stringify([nameOf(path), seconds])}\n`);
}

class TimesReporter {
  constructor() {
    this.folder = mkdtempSync(paths.join(tmpdir(), 'dlx-test-costs-'));
    process.env.DLX_TEST_COSTS = paths.join(this.folder, 'costs.jsonl');
  }

  onRunComplete(_contexts, { testResults }) {
    const costs = this.readCosts();
    const times = readTimes();
    for (const { testFilePath, perfStats, testResults: cases } of testResults) {
      const name = nameOf(testFilePath);
      const slowest = cases
        .map(({ fullName, duration }) => [fullName, (duration ?? 0) / 1000])
        .filter(([, seconds]) => seconds >= 1)
        .sort(([, a], [, b]) => b - a);
      times[name] = {
        seconds: (perfStats.end - perfStats.start) / 1000,
        processor: costs[name] ?? null,
        tests: cases.length,
        slowest: slowest.slice(0, 20),
      };
    }
    mkdirSync(paths.dirname(kept), { recursive: true });
    writeFileSync(kept, `${JSON.stringify(times, null, 1)}\n`);
    rmSync(this.folder, { recursive: true, force: true });
  }

  readCosts() {
    try {
      const lines = readFileSync(process.env.DLX_TEST_COSTS, 'utf8').trim().split('\n');
      return Object.fromEntries(lines.map((line) => JSON.parse(line)));
    } catch {
      return {};
    }
  }
}

module.exports = TimesReporter;
Object.assign(module.exports, { nameOf, noteCost, processorSeconds, readTimes });
