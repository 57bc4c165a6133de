// Putting into `dist/` what a package of dlx carries beside its own code: a folder of installed
// packages in, `dist/node_modules` and `dist/addon` out. Node finds the first from `dist/src` by
// itself; npm takes it for plain files, so that no install script can run there.
import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { prebuiltName } from '../src/machine/tensorflow/addon.js';
import { compareVersions } from '../src/ground/versions.js';
import { apacheLicense, parts, type Part } from './parts.js';

/** Copies the parts of `installed` (a `node_modules` folder) to `into`, which is made anew. */
export function stagePackages(installed: string, into: string): void {
  rmSync(into, { recursive: true, force: true });
  for (const part of parts) stagePart(part, installed, join(into, part.name));
}

function stagePart({ name, take }: Part, installed: string, target: string): void {
  const source = join(installed, name);
  const names = readdirSync(source, { recursive: true, encoding: 'utf8' });
  const taken = names.filter((file) => take.test(file));
  if (taken.length === 0) throw new Error(`${source} has none of the files that dlx loads`);
  const licenses = names.filter((file) => /^(LICENSE|LICENCE|NOTICE)[^/]*$/.test(file));
  for (const file of [...taken, ...licenses]) {
    mkdirSync(dirname(join(target, file)), { recursive: true });
    copyFileSync(join(source, file), join(target, file));
  }
  const manifest = shortManifest(readFileSync(join(source, 'package.json'), 'utf8'));
  writeFileSync(join(target, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  if (licenses.length === 0 && String(manifest['license']).startsWith('Apache-2.0')) {
    copyFileSync(
      join(installed, apacheLicense.name, apacheLicense.file),
      join(target, apacheLicense.file),
    );
  }
}

// No scripts, and nothing to install. Of a package of modules that is carried which `import` loads.
function shortManifest(text: string): Readonly<Record<string, unknown>> {
  const manifest = JSON.parse(text) as Record<string, unknown>;
  const short = Object.fromEntries(
    ['name', 'version', 'license', 'repository', 'main'].map((key) => [key, manifest[key]]),
  );
  return manifest['type'] === 'module'
    ? { ...short, type: 'module', main: manifest['module'] }
    : short;
}

// What TensorFlow's own libraries need, so that whoever can load them can load the addon.
const ofTensorflow = { GLIBC: '2.27', GLIBCXX: '3.4.22' } as const;

/**
 * Copies a compiled addon to the folder `into`, which is made anew. Throws where a system that
 * TensorFlow runs on could not load it.
 */
export function stageAddon(addon: string, into: string): void {
  const needed = neededVersions(readFileSync(addon));
  for (const [library, newest] of Object.entries(ofTensorflow)) {
    const tooNew = needed.get(library)?.find((version) => compareVersions(version, newest) > 0);
    if (tooNew !== undefined) {
      throw new Error(
        `${addon} needs ${library} ${tooNew}, and TensorFlow itself ${newest}: pack on an older Linux`,
      );
    }
  }
  rmSync(into, { recursive: true, force: true });
  mkdirSync(into, { recursive: true });
  copyFileSync(addon, join(into, prebuiltName));
}

/** The versions of system libraries that a shared library names: GLIBC 2.2.5, 2.14. */
export function neededVersions(library: Buffer): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  const names = library.toString('latin1').matchAll(/\0(GLIBC|GLIBCXX)_(\d+(?:\.\d+)+)(?=\0)/g);
  for (const [, name = '', version = ''] of names) {
    found.set(name, [...(found.get(name) ?? []), version]);
  }
  return found;
}
