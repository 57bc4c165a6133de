// What a suite has loaded, and has others call, is gone after it: else the tests take more memory, and
// time, suite by suite.
import { AsyncLocalStorage } from 'node:async_hooks';
import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { root } from './folders.js';

/** Links two modules that import each other in a context, as Jest does; says whether it outlives them. */
const script = `
  const vm = require('node:vm');
  const { keepNoScripts, releasable } = require(${JSON.stringify(join(root, 'test/released.cjs'))});
  const isReleased = process.argv[1] === 'released';
  if (isReleased) keepNoScripts();
  const { ReleasableModule, release } = releasable(vm.SourceTextModule);
  async function suite() {
    const context = vm.createContext();
    const modules = new Map();
    const load = (name) => {
      if (!modules.has(name)) {
        const source = 'import "' + (name === 'a' ? 'b' : 'a') + '"; export const name = "' + name + '"';
        const importModuleDynamically = () => load('a');
        modules.set(name, new ReleasableModule(source, { identifier: name, context, importModuleDynamically }));
      }
      return modules.get(name);
    };
    const first = load('a');
    await first.link(load);
    await first.evaluate();
    return new WeakRef(context);
  }
  void (async () => {
    const context = await suite();
    if (isReleased) release();
    for (let i = 0; i < 5; i++) {
      await new Promise((resolve) => setTimeout(resolve, 5));
      gc();
    }
    console.log(context.deref() ? 'held' : 'gone');
  })();
`;

test('modules that import each other go with their context once they are released', () => {
  const flags = ['--experimental-vm-modules', '--no-warnings', '--expose-gc'];
  const ended = execFileSync(process.execPath, [...flags, '-e', script, 'released'], {
    encoding: 'utf8',
  });
  expect(ended).toBe('gone\n');
});

test('a suite hears of the promises made in it, and of none made after it', async () => {
  const { silenceable } = createRequire(import.meta.url)(join(root, 'test/released.cjs')) as {
    readonly silenceable: (storage: typeof AsyncLocalStorage) => {
      readonly SilenceableStorage: typeof AsyncLocalStorage;
      readonly silence: () => void;
    };
  };
  // Node 20's own name for what it calls at every promise.
  const called = '_propagate';
  const propagate = Reflect.get(AsyncLocalStorage.prototype, called) as
    | ((...given: readonly unknown[]) => void)
    | undefined;
  let heard = 0;
  class Hearing<T> extends AsyncLocalStorage<T> {
    [called](...given: readonly unknown[]): void {
      heard += 1;
      propagate?.apply(this, [...given]);
    }
  }
  const { SilenceableStorage, silence } = silenceable(Hearing);
  const storage = new SilenceableStorage<number>();
  expect(await storage.run(7, async () => (await Promise.resolve(), storage.getStore()))).toBe(7);
  expect(heard > 0).toBe(propagate !== undefined);
  silence();
  heard = 0;
  await Promise.resolve();
  expect(heard).toBe(0);
  expect(storage.getStore()).toBeUndefined();
});

test("the AsyncLocalStorage of Jest's own code is one that can be silenced", () => {
  expect(AsyncLocalStorage.name).toBe('SilenceableStorage');
});
