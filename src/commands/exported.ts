// What makes the files of an export in, its new folder out; a signal ends it, and nothing is left.
import type { ExportFiles } from '../export/format.js';
import { writeExport } from '../export/writing.js';
import { interrupted } from '../ground/errors.js';
import { files } from '../ground/files.js';
import { listenForStops } from '../job/signals.js';
import { sizeInWords } from '../text/bytes.js';
import { counted } from '../text/wrap.js';

/**
 * Makes the files and writes them to `place`. Throws what `make` throws, and where a signal came
 * that nothing was written.
 */
export async function writeStoppably(
  place: string,
  make: () => Promise<Iterable<readonly [string, string | Uint8Array]>>,
): Promise<ExportFiles> {
  const signals = listenForStops();
  const checkStops = (): void => {
    const signal = signals.asked();
    if (signal === null) return;
    throw interrupted(`stopped by ${signal}: nothing was written to ${place}`, signal, {
      action: 'retry',
    });
  };
  const turn = async (): Promise<void> => {
    // Signals are heard between two turns of the event loop.
    await new Promise(setImmediate);
    checkStops();
  };
  try {
    const content = new Map(await make());
    await writeExport(files, place, content, turn);
    return content;
  } catch (error) {
    // A terminal's signal ends the process that records, too.
    checkStops();
    throw error;
  } finally {
    signals.stop();
  }
}

/** The files of an export, and how many bytes each has. */
export type Sizes = readonly { readonly name: string; readonly bytes: number }[];

/** Those of what was written. */
export function sizesOf(content: ExportFiles): Sizes {
  return [...content].map(([name, bytes]) => ({ name, bytes: Buffer.byteLength(bytes) }));
}

/** How many files, and how large together: `3 files, 1.2 MB`. */
export function sizesInWords(sizes: Sizes): string {
  const total = sizes.reduce((sum, { bytes }) => sum + bytes, 0);
  return `${counted(sizes.length, 'file')}, ${sizeInWords(total)}`;
}
