// Taking what is needed out of a wheel, which is a zip file: a path and a choice of entries in,
// files on the disk out.
import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream, existsSync, mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { failure, messageOf, misuse } from '../../ground/errors.js';
import { resolveInside } from '../../ground/inside.js';
import { withZip, type Entry, type ZipFile } from '../../ground/zip.js';
import {
  buildInfoFile,
  headers,
  knownWheels,
  libraries,
  tensorflowVersion,
  type Build,
} from './recipe.js';
import type { Progress } from './python.js';

/** A wheel given by the user, after its content was checked. */
export type GivenWheel = { readonly path: string; readonly sha256: string; readonly build: Build };

/**
 * Checks a wheel file given by the user against the known ones. Throws a UserError that says what
 * is wrong with it.
 */
export async function readGivenWheel(path: string): Promise<GivenWheel> {
  if (!existsSync(path)) {
    throw misuse(
      `${path} does not exist: --from takes a wheel file of TensorFlow ${tensorflowVersion}`,
      'not found',
    );
  }
  if (!statSync(path).isFile()) {
    throw misuse(
      `${path} is not a file: --from takes a wheel file of TensorFlow ${tensorflowVersion}`,
    );
  }
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  const sha256 = hash.digest('hex');
  const build = knownWheels[sha256];
  if (build === undefined) {
    throw failure(
      `${path} is not a wheel that dlx knows, or it is damaged: its SHA-256 is ${sha256}; expected an unaltered tensorflow or tensorflow_cpu ${tensorflowVersion} wheel for manylinux_2_27_x86_64, as \`pip download --no-deps tensorflow-cpu==${tensorflowVersion}\` fetches it`,
    );
  }
  return { path, sha256, build };
}

/**
 * The entries of TensorFlow's wheel that the runtime needs: two libraries, the headers to compile
 * with, what it was built for.
 */
export function isTensorflowEntry(name: string): boolean {
  if (!name.startsWith('tensorflow/')) return false;
  const inside = name.slice('tensorflow/'.length);
  return inside === buildInfoFile || [...libraries, ...headers].some((name) => name === inside);
}

/**
 * The entries of NVIDIA's wheels that TensorFlow looks for: shared libraries, and what its compiler
 * needs to make kernels.
 */
export function isNvidiaEntry(name: string): boolean {
  return (
    /^nvidia\/[^/]+\/lib\/[^/]+\.so[.\d]*$/.test(name) ||
    /^nvidia\/cuda_nvcc\/(bin\/(ptxas|nvlink|fatbinary)|nvvm\/libdevice\/[^/]+)$/.test(name)
  );
}

/**
 * Unpacks the wanted entries of a zip file below `folder` and returns their names. Names that lead
 * out of the folder are refused. Throws a UserError when the file is no zip file, is damaged, or
 * the disk is full.
 */
export async function unpackWheel(
  path: string,
  folder: string,
  wanted: (name: string) => boolean,
  progress: Progress,
): Promise<string[]> {
  try {
    return await withZip(
      path,
      async (zip) => unpackEntries(zip, folder, await chooseEntries(zip, wanted), progress),
      { strictFileNames: true },
    );
  } catch (error) {
    throw failure(`cannot unpack ${path} into ${folder}: ${messageOf(error)}`, 'disk');
  }
}

async function chooseEntries(zip: ZipFile, wanted: (name: string) => boolean): Promise<Entry[]> {
  const entries: Entry[] = [];
  for await (const entry of zip.eachEntry()) {
    if (!entry.fileName.endsWith('/') && wanted(entry.fileName)) entries.push(entry);
  }
  return entries;
}

async function unpackEntries(
  zip: ZipFile,
  folder: string,
  entries: readonly Entry[],
  progress: Progress,
): Promise<string[]> {
  const total = entries.reduce((sum, entry) => sum + entry.uncompressedSize, 0);
  let done = 0;
  mkdirSync(folder, { recursive: true });
  for (const entry of entries) {
    const target = resolveInside(folder, entry.fileName);
    mkdirSync(dirname(target), { recursive: true });
    const source = await zip.openReadStreamPromise(entry);
    source.on('data', (chunk: Buffer) => progress((done += chunk.length) / total));
    // Libraries are flushed: after a power loss the runtime must not be found with holes of zeros in
    // it.
    const isLibrary = /\.so[.\d]*$/.test(entry.fileName);
    await pipeline(
      source,
      createWriteStream(target, {
        mode: isProgram(entry.fileName) ? 0o777 : 0o666,
        flush: isLibrary,
      }),
    );
  }
  return entries.map((entry) => entry.fileName);
}

function isProgram(name: string): boolean {
  return dirname(name).endsWith('/bin');
}
