// Jest gives each test file its own realm, whose typed arrays are not those that native code makes:
// `instanceof Float32Array` would fail for everything read from TensorFlow. Share the process' own.
// A worker of Jest's also keeps one warm dlx for all its suites, gives each of them a temporary
// folder of its own, lets go of what each has loaded, and notes what each cost.
const asyncHooks = require('node:async_hooks');
const vm = require('node:vm');
const { TestEnvironment } = require('jest-environment-node');
const { keepNoScripts, releasable, silenceable } = require('./released.cjs');
const { openTemporary, outer } = require('./temporary.cjs');
const { noteCost, processorSeconds } = require('./times.cjs');

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

// Jest would have every global that a realm's code names looked up through a proxy, `undefined` too:
// hot loops of dlx and its libraries take several times as long as for a user.
const { createContext } = vm;
const plainContext = () => createContext(vm.constants.DONT_CONTEXTIFY);

// Jest makes its modules by the class that it finds here.
keepNoScripts();
const { ReleasableModule, release } = releasable(vm.SourceTextModule);
vm.SourceTextModule = ReleasableModule;
const { SilenceableStorage, silence } = silenceable(asyncHooks.AsyncLocalStorage);
asyncHooks.AsyncLocalStorage = SilenceableStorage;

module.exports = class extends TestEnvironment {
  constructor(config, context) {
    vm.createContext = plainContext;
    try {
      super(config, context);
    } finally {
      vm.createContext = createContext;
    }
    this.path = context.testPath;
  }

  async setup() {
    await super.setup();
    for (const name of shared) this.global[name] = globalThis[name];
    this.global.askWarmDlx = async (folder, words) => {
      const { askWarmDlx } = await import('../dist/test/cli/warm/client.js');
      return askWarmDlx(folder, words, outer);
    };
    this.temporary = openTemporary(this.global.process.env);
    this.before = processorSeconds();
  }

  async teardown() {
    noteCost(this.path, processorSeconds() - this.before);
    this.temporary.close();
    await super.teardown();
    release();
    silence();
  }
};
