// Putting packages that are made of dozens of others into `dist/node_modules` as one file each, with
// the licenses of all that is in it. Installed, the two that draw charts are 50 packages and twenty
// times as large.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';

/** What draws charts. */
export const bundled = ['@observablehq/plot', 'linkedom'] as const;

/** Bundles packages of `root`'s `node_modules` into the folder `into`, one folder each. */
export async function stageBundles(root: string, into: string): Promise<void> {
  await Promise.all(bundled.map((name) => stageBundle(name, root, join(into, name))));
}

async function stageBundle(name: string, root: string, target: string): Promise<void> {
  const { metafile } = await build({
    stdin: { contents: `export * from '${name}';`, resolveDir: root },
    absWorkingDir: root,
    outfile: join(target, 'index.js'),
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    legalComments: 'none',
    metafile: true,
    logLevel: 'error',
  });
  mkdirSync(target, { recursive: true });
  const { version, license } = manifestOf(join(root, 'node_modules', name));
  const manifest = { name, version, license, type: 'module', main: 'index.js' };
  writeFileSync(join(target, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  const folders = new Set(Object.keys(metafile.inputs).flatMap((file) => packageOf(file) ?? []));
  const licenses = [...folders].sort().map((folder) => licenseOf(join(root, folder)));
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

function licenseOf(folder: string): string {
  const { name, version, license } = manifestOf(folder);
  const texts = readdirSync(folder)
    .filter((file) => /^licen[cs]e/i.test(file))
    .map((file) => readFileSync(join(folder, file), 'utf8').trim());
  return [`${name} ${version} (${license})`, ...texts].join('\n\n');
}
