// A suite's modules, let go of when it is over. Node (20.20) holds a vm module's imports strongly
// from the time it is linked until it is itself asked to instantiate, and Jest asks only the first
// of a graph; V8's cache of compiled scripts, which modules of the next suite never hit, holds them
// as well. Each suite would leave all that it loaded behind: two gigabytes in each worker of Jest's
// at the end of `npm test`, which the garbage collector goes through again and again.
const v8 = require('node:v8');

/** Has V8 keep no compiled scripts: modules and `eval`; what is compiled already is not forgotten. */
const keepNoScripts = () => v8.setFlagsFromString('--no-compilation-cache');

/**
 * A class of modules that is `SourceTextModule`, and `release`, which lets go of what those made so
 * far hold. What is linked or evaluated stays so.
 */
function releasable(SourceTextModule) {
  const made = new Set();
  class ReleasableModule extends SourceTextModule {
    constructor(...given) {
      super(...given);
      made.add(this);
    }
  }
  function release() {
    for (const module of made) {
      // Where a version of Node has none, nothing is to be done.
      const wrap = Object.getOwnPropertySymbols(module).find((one) => one.description === 'kWrap');
      const isLinked = module.status === 'linked' || module.status === 'evaluated';
      if (isLinked && wrap) module[wrap].instantiate?.();
    }
    made.clear();
  }
  return { ReleasableModule, release };
}

/**
 * A class of storages that is `AsyncLocalStorage`, and `silence`, which disables those made so far. Node
 * (20.20) calls each that was ever run for every promise that is made: Jest makes one in each suite,
 * and at the 390th of a worker an await would cost 40 microseconds in place of 0.3.
 */
function silenceable(AsyncLocalStorage) {
  const made = new Set();
  class SilenceableStorage extends AsyncLocalStorage {
    constructor(...given) {
      super(...given);
      made.add(this);
    }
  }
  function silence() {
    for (const storage of made) storage.disable();
    made.clear();
  }
  return { SilenceableStorage, silence };
}

module.exports = { keepNoScripts, releasable, silenceable };
