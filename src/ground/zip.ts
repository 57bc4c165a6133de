// The one door to zip files: a path goes in, and its entries are there for as long as somebody works
// with them. The library is loaded with the first of them.
import { crc32 } from 'node:zlib';
import type { Entry, ZipFile } from 'yauzl';

export type { Entry, ZipFile } from 'yauzl';

/** How a zip file is to be opened. */
export type ZipOptions = {
  /** Whether a name with a backslash in it is refused, not read as one with slashes. */
  readonly strictFileNames?: boolean;
};

/**
 * Does something with a zip file, which is closed when that is done. Throws what yauzl throws where
 * the file is none.
 */
export async function withZip<T>(
  path: string,
  work: (zip: ZipFile) => Promise<T>,
  options: ZipOptions = {},
): Promise<T> {
  const { openPromise } = await import('yauzl');
  const zip = await openPromise(path, { ...options, lazyEntries: true, autoClose: false });
  try {
    return await work(zip);
  } finally {
    zip.close();
  }
}

/** Throws an Error unless an entry's bytes have the sum that the file gives, which yauzl leaves aside. */
export function checkSum({ fileName, crc32: sum }: Entry, bytes: Uint8Array): void {
  if (crc32(bytes) !== sum) throw new Error(`what is in ${fileName} has another sum`);
}
