// The tests are TypeScript compiled into dist/test beside dist/src: Jest runs what users run, with no transform between.
export default {
  rootDir: 'dist/test',
  testMatch: ['<rootDir>/**/*.test.js'],
  testEnvironment: '<rootDir>/../../test/environment.cjs',
  transform: {},
  // For what hangs; how long a thing may take is said by the test that minds.
  testTimeout: 300_000,
  // The tests of training take the time; Jest would leave a core idle.
  maxWorkers: '100%',
  testSequencer: '<rootDir>/../../test/longest-first.cjs',
  reporters: ['default', '<rootDir>/../../test/times.cjs', '<rootDir>/../../test/closing-line.cjs'],
};
