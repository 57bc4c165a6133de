// Paths that come out of files: from a run.json, from an archive. They mean something below their
// folder, or nothing.
import { lstatSync, realpathSync } from 'node:fs';
import { basename, dirname, join, sep } from 'node:path';
import { failure } from './errors.js';

/**
 * Where `path`, as a file of somebody else's names it, lies below the folder `root`; the file need
 * not be there. Throws a UserError where it is not written plainly (absolute, `..`, `.`, a
 * backslash, a control character, nothing between two slashes), or where a link on the way leads
 * out of the folder.
 */
export function resolveInside(root: string, path: string): string {
  const outside = (): never => {
    throw failure(`${JSON.stringify(path.slice(0, 200))} is no path of a file in ${root}`);
  };
  if (path.length > 1024 || /[\0-\x1f\x7f\\]|^[a-z]:/i.test(path)) outside();
  if (path.split('/').some((part) => ['', '.', '..'].includes(part))) outside();
  const place = join(root, path);
  const home = realpathSync(root);
  const real = realPathOf(place);
  if (!real.startsWith(home + sep)) outside();
  return place;
}

// Of what is not there yet, as its nearest folder's; a link that leads nowhere, or to itself, is no
// way.
function realPathOf(path: string): string {
  try {
    return lstatSync(path, { throwIfNoEntry: false })
      ? realpathSync(path)
      : join(realPathOf(dirname(path)), basename(path));
  } catch {
    return '';
  }
}
