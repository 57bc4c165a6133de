// Putting packages into `dist/node_modules` as one file each, with the licenses of all that is in it:
// what is made of dozens of others, and TensorFlow.js. Installed, the two that draw charts are 50
// packages and twenty times as large; TensorFlow.js takes a tenth of a second longer to load.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { apacheLicense } from './parts.js';

/** A package that is carried as one file: its name, what is in that file, and its kind of module. */
export type Bundle = {
  readonly name: string;
  readonly contents: string;
  readonly format: 'esm' | 'cjs';
};

const core = '@tensorflow/tfjs-core';

/**
 * What draws charts; and what the whole of TensorFlow.js adds to its core that training needs,
 * gradients and methods, in the place of the whole: layers, converters and WebGL are 5 MB that nobody
 * asks for.
 */
export const bundled: readonly Bundle[] = [
  ...['@observablehq/plot', 'linkedom'].map((name): Bundle => ({
    name,
    contents: `export * from '${name}';`,
    format: 'esm',
  })),
  {
    name: '@tensorflow/tfjs',
    contents: `import '${core}/dist/register_all_gradients.js';
import '${core}/dist/public/chained_ops/register_all_chained_ops.js';
module.exports = require('${core}');`,
    format: 'cjs',
  },
];

/** Bundles packages of `root`'s `node_modules` into the folder `into`, one folder each. */
export async function stageBundles(root: string, into: string): Promise<void> {
  await Promise.all(bundled.map((bundle) => stageBundle(bundle, root, join(into, bundle.name))));
}

async function stageBundle(
  { name, contents, format }: Bundle,
  root: string,
  target: string,
): Promise<void> {
  const { metafile } = await build({
    stdin: { contents, resolveDir: root },
    absWorkingDir: root,
    outfile: join(target, 'index.js'),
    bundle: true,
    minify: true,
    format,
    platform: 'node',
    // The core itself is one for all who use it.
    plugins: [
      {
        name: 'core',
        setup: (one) =>
          one.onResolve({ filter: /^@tensorflow\/tfjs-core$/ }, () => ({
            path: core,
            external: true,
          })),
      },
    ],
    target: 'node20',
    legalComments: 'none',
    metafile: true,
    logLevel: 'error',
  });
  mkdirSync(target, { recursive: true });
  const { version, license } = manifestOf(join(root, 'node_modules', name));
  const type = format === 'esm' ? { type: 'module' } : {};
  const manifest = { name, version, license, ...type, main: 'index.js' };
  writeFileSync(join(target, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  writeLicenses(root, target, [`node_modules/${name}`, ...Object.keys(metafile.inputs)]);
}

/** Writes the licenses of all packages that these files are of, by their paths from `root`, into a folder. */
export function writeLicenses(root: string, target: string, files: readonly string[]): void {
  const folders = new Set(files.flatMap((file) => packageOf(file) ?? []));
  const licenses = [...folders].sort().map((folder) => licenseOf(root, folder));
  writeFileSync(join(target, 'LICENSES'), licenses.join('\n\n'));
}

// The innermost package that a file is in.
function packageOf(file: string): string | undefined {
  return /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0];
}

type Manifest = { readonly name: string; readonly version: string; readonly license: string };

function manifestOf(folder: string): Manifest {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;
}

function licenseOf(root: string, folder: string): string {
  const { name, version, license } = manifestOf(join(root, folder));
  const files = readdirSync(join(root, folder))
    .filter((file) => /^licen[cs]e/i.test(file))
    .map((file) => join(root, folder, file));
  if (files.length === 0 && license.startsWith('Apache-2.0')) {
    files.push(join(root, 'node_modules', apacheLicense.name, apacheLicense.file));
  }
  const texts = files.map((file) => readFileSync(file, 'utf8').trim());
  return [`${name} ${version} (${license})`, ...texts].join('\n\n');
}
