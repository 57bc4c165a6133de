// The order of the suites: the longest first, so that at the end no core waits for one that began
// late. What has never been timed here comes before all that takes a second or less, largest files
// first.
const { statSync } = require('node:fs');
const Sequencer = require('@jest/test-sequencer').default;
const { nameOf, readTimes } = require('./times.cjs');

module.exports = class extends Sequencer {
  sort(suites) {
    const times = readTimes();
    const rank = ({ path }) => times[nameOf(path)]?.seconds ?? 1 + statSync(path).size / 1e9;
    return [...suites].sort((a, b) => rank(b) - rank(a));
  }
};
