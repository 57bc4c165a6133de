// Programs that setting up needs: whether they are there, and the command that installs them.
import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Whether a program of this name stands on PATH and may be executed. */
function findOnPath(name: string): string | null {
  for (const folder of (process.env['PATH'] ?? '')
    .split(delimiter)
    .filter((entry) => entry !== '')) {
    const path = join(folder, name);
    try {
      accessSync(path, constants.X_OK);
      if (statSync(path).isFile()) return path;
    } catch {
      // Not in this folder.
    }
  }
  return null;
}

/** A tool that is not there: what is wrong in one sentence, and what to do about it. */
export type Missing = { readonly what: string; readonly cure: string };

/**
 * The command that installs a package here, by the package manager that is found: `apt install
 * g++`.
 */
export function installCommand(packages: {
  readonly apt: string;
  readonly dnf: string;
  readonly pacman: string;
  readonly mac: string;
}): string {
  if (process.platform === 'darwin') return packages.mac;
  if (findOnPath('apt-get')) return `sudo apt install ${packages.apt}`;
  if (findOnPath('dnf')) return `sudo dnf install ${packages.dnf}`;
  if (findOnPath('pacman')) return `sudo pacman -S ${packages.pacman}`;
  return `install ${packages.apt} with your system's package manager`;
}
