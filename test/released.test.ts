// What a suite has loaded is gone after it: else the tests take more memory, and time, suite by suite.
import { execFileSync } from 'node:child_process';
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
