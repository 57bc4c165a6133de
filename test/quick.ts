// Which suites `npm run test:quick` runs: by what they import and not by a list. A suite is quick
// that starts no process and loads no TensorFlow.js, and whose helpers do neither.
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const dist = join(import.meta.dirname, '..');
const importsOf = new Map<string, readonly string[]>();

/** What a compiled file imports and requires as it is loaded: `import()` alone is for later. */
function importedBy(file: string): readonly string[] {
  const known = importsOf.get(file);
  if (known) return known;
  const text = readFileSync(file, 'utf8');
  const found = [
    ...text.matchAll(/^(?:import|export)\s[^;'"]*?(?:from\s+)?'([^']+)'/gm),
    ...text.matchAll(/\brequire\(\s*'([^']+)'/g),
  ].map(([, name = '']) => name);
  importsOf.set(file, found);
  return found;
}

/** Our own files that are loaded with this compiled one, itself too. */
export function loadedWith(start: string): ReadonlySet<string> {
  const loaded = new Set([start]);
  // What is added while the set is walked is walked, too.
  for (const file of loaded) {
    for (const name of importedBy(file).filter((one) => one.startsWith('.'))) {
      const path = join(dirname(file), name);
      if (path.endsWith('.js') && existsSync(path)) loaded.add(path);
    }
  }
  return loaded;
}

const processes = 'node:child_process';

/** Whether what a file imports by this name is Node's way to start a process, or dlx' own. */
function isWayToProcesses(file: string, imported: string): boolean {
  const path = join(dirname(file), imported);
  const isOwn = imported.startsWith('.') && path.startsWith(join(dist, 'src')) && existsSync(path);
  return imported === processes || (isOwn && importedBy(path).includes(processes));
}

/**
 * Why a compiled suite is not quick, one line for each reason: a test that starts processes, or a
 * file that loads TensorFlow.js. Of dlx' own files those that can start a program do so only when
 * that is what a test asks of them.
 */
export function slowBecause(suite: string): readonly string[] {
  return [...loadedWith(suite)].flatMap((file) => {
    const isTest = !file.startsWith(join(dist, 'src'));
    const name = file.slice(dist.length + 1);
    return importedBy(file).flatMap((imported) => {
      if (imported.startsWith('@tensorflow/')) return [`${name} loads ${imported}`];
      return isTest && isWayToProcesses(file, imported) ? [`${name} starts processes`] : [];
    });
  });
}

/** Whether `npm run test:quick` runs this compiled suite. */
export function isQuick(suite: string): boolean {
  return slowBecause(suite).length === 0;
}
