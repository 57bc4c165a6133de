// Ends a test run with one plain line that any reader of a log can find.
module.exports = class {
  onRunComplete(_contexts, results) {
    const failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
    // At exit, because Jest's own summary is written after this.
    process.on('exit', () =>
      process.stdout.write(`${results.numPassedTests} passed, ${failed} failed\n`),
    );
  }
};
