// Looks for traces of an NVIDIA card that need no nvidia-smi: the machine's own files in, what they
// tell out.
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { textOf } from '../../ground/reading.js';

/** What the machine's files tell of NVIDIA cards. */
export type HostTraces = {
  /** PCI addresses of NVIDIA display and compute cards, as `0000:3b:00.0`. */
  readonly cards: readonly string[];
  /** The version of the driver that runs in the kernel, or null. */
  readonly driver_version: string | null;
  /** The cards' device files in /dev, as `nvidia0`. */
  readonly device_files: readonly string[];
  readonly container: boolean;
  /** `ubuntu`, `debian`, `fedora`, …; null when it is not known. */
  readonly distribution: string | null;
};

/** Reads the traces below `root` (`/`). A file that is missing or unreadable is no trace. */
export function readHostTraces(root = '/'): HostTraces {
  return {
    cards: readCards(join(root, 'sys/bus/pci/devices')),
    driver_version:
      /Module(?: for \S+)?\s+(\d+(?:\.\d+)+)/.exec(
        textOf(join(root, 'proc/driver/nvidia/version')),
      )?.[1] ?? null,
    device_files: readNames(join(root, 'dev')).filter((name) => /^nvidia\d+$/.test(name)),
    container: existsSync(join(root, '.dockerenv')) || existsSync(join(root, 'run/.containerenv')),
    distribution: /^ID="?([^"\n]+)"?$/m.exec(textOf(join(root, 'etc/os-release')))?.[1] ?? null,
  };
}

// Class 0x03 is a display or 3D controller: a card brings sound and USB under NVIDIA's vendor
// number, too.
function readCards(folder: string): readonly string[] {
  return readNames(folder).filter((address) => {
    return (
      textOf(join(folder, address, 'vendor')).trim() === '0x10de' &&
      textOf(join(folder, address, 'class')).startsWith('0x03')
    );
  });
}

function readNames(folder: string): readonly string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    return [];
  }
}
