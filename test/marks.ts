// The mark of a process that was started here and is gone.
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { root } from './folders.js';

/** A mark as such a process leaves it in the names of files. */
export function deadMark(): string {
  const owner = JSON.stringify(join(root, 'dist/src/ground/owner.js'));
  const script = `import { ownMark } from ${owner}; process.stdout.write(ownMark());`;
  return execFileSync(process.execPath, ['--input-type=module', '-e', script]).toString();
}
