// Which trial of a folder of runs somebody is training: two commands with --needed share their
// trials. A claim is the lock of a folder that is called by the trial's hash; that of a process
// that is gone is taken over, as a run's is.
import { rmdirSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../ground/errors.js';
import { files as realFiles, type Files } from '../ground/files.js';
import { takeLock } from './lock.js';

/** Where claims lie in a folder of runs: no run's folder begins with a dot. */
export const claimsFolder = '.claims';

// Whoever gives a claim back removes its folder, perhaps between the two steps of the next one.
const mostAttempts = 20;

/**
 * Claims the trial with this hash, or gives null where a process that is alive has it. Disposing
 * gives it back. Throws a UserError where nothing can be written there.
 */
export function claimTrial(
  runsFolder: string,
  hash: string,
  files: Files = realFiles,
): Disposable | null {
  const folder = join(runsFolder, claimsFolder, hash);
  for (let attempt = 1; ; attempt += 1) {
    try {
      files.makeFolder(folder);
      const lock = takeLock(files, folder);
      return {
        [Symbol.dispose]: () => {
          lock[Symbol.dispose]();
          removeEmpty(folder);
          removeEmpty(join(runsFolder, claimsFolder));
        },
      };
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      if (error.kind === 'in use') return null;
      if (attempt === mostAttempts) throw error;
    }
  }
}

// Another claim may be in it.
function removeEmpty(folder: string): void {
  try {
    rmdirSync(folder);
  } catch {
    // It stays.
  }
}
