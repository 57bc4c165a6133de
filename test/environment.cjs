// Jest gives each test file its own realm, whose typed arrays are not those that native code makes:
// `instanceof Float32Array` would fail for everything read from TensorFlow. Share the process' own.
const { TestEnvironment } = require('jest-environment-node');

const shared = [
  'ArrayBuffer',
  'Uint8Array',
  'Uint8ClampedArray',
  'Uint16Array',
  'Uint32Array',
  'Int8Array',
  'Int16Array',
  'Int32Array',
  'Float32Array',
  'Float64Array',
  'BigInt64Array',
  'BigUint64Array',
  'DataView',
  'Error',
];

module.exports = class extends TestEnvironment {
  async setup() {
    await super.setup();
    for (const name of shared) this.global[name] = globalThis[name];
  }
};
