// The processes of a command that runs, as Linux lists them.
import { readFileSync } from 'node:fs';

/** The children of a process's first thread; none of one that is gone. */
export function childrenOf(id: number | undefined): readonly number[] {
  try {
    return readFileSync(`/proc/${id}/task/${id}/children`, 'utf8')
      .trim()
      .split(' ')
      .filter(Boolean)
      .map(Number);
  } catch {
    return [];
  }
}

/** Those of a command's children that compute for it. */
export function trainersOf(command: number | undefined): readonly number[] {
  return childrenOf(command).filter((id) => {
    try {
      return readFileSync(`/proc/${id}/cmdline`, 'utf8').includes('job/child.js');
    } catch {
      return false;
    }
  });
}
