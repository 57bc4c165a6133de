// The process that trains as one file, in `dist/bundle`: there it finds nothing on the disk but TensorFlow.
// Its 290 modules, one by one, are a fifth of a second of each worker.
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { build, type Plugin } from 'esbuild';
import { writeLicenses } from './bundle.js';

/**
 * Makes `job/child.js` in a folder, which is `dist/bundle`, and what it runs: one file of `dist/src/job/child.js` and all that
 * this imports.
 */
export async function stageWorker(root: string, target = join(root, 'dist/bundle')): Promise<void> {
  const { metafile } = await build({
    entryPoints: [join(root, 'dist/src/job/child.js')],
    absWorkingDir: root,
    outfile: join(target, 'worker.js'),
    bundle: true,
    // Lines stay what they are, for the stack trace of a bug.
    banner: { js: placeOf },
    // A module of Node's older kind is there at once.
    format: 'cjs',
    platform: 'node',
    // One has a library of its own; the core of TensorFlow.js, and what else is in the place of its kernels
    // for Node, are one for all who use them.
    external: [
      'sharp',
      ...['tfjs', 'tfjs-core', 'tfjs-backend-*'].map((one) => `@tensorflow/${one}`),
    ],
    plugins: [ownPlaces(root)],
    target: 'node20',
    // A script that was compiled before has nobody to ask for an import; what is not in it is required.
    supported: { 'dynamic-import': false },
    legalComments: 'none',
    metafile: true,
    logLevel: 'error',
  });
  const child = join(target, 'job/child.js');
  mkdirSync(join(target, 'job'), { recursive: true });
  writeFileSync(child, start);
  writeFileSync(join(target, 'package.json'), '{ "type": "commonjs" }\n');
  writeLicenses(root, target, Object.keys(metafile.inputs));
  execFileSync(process.execPath, [child, 'keep what it is compiled to']);
}

// Runs the one file by what V8 has compiled it to, which another V8 passes over. It stands where it is
// looked for by whoever looks for a process that trains.
const start = `// Written by packaging/worker.ts.
const { readFileSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');
const { Script } = require('node:vm');

const filename = join(__dirname, '../worker.js');
const compiled = join(__dirname, '../worker.compiled');
const code = readFileSync(filename, 'utf8');
let cachedData;
try {
  cachedData = readFileSync(compiled);
} catch {
  // It is compiled here.
}
const script = new Script(\`(function (exports, require, module, __filename, __dirname) {\${code}
})\`, {
  filename,
  cachedData,
});
script.runInThisContext()(exports, require, module, __filename, __dirname);
if (process.argv.length > 2) {
  writeFileSync(compiled, script.createCachedData());
  process.exit();
}
`;

// Where a module was, to which its name in `dist/src` leads.
const placeOf = `const ownPlaceOf = (name) => {
  const path = require('node:path').join(__dirname, '../../src', name);
  return { url: require('node:url').pathToFileURL(path).href, folder: require('node:path').dirname(path) };
};`;

// A module looks for its files, and its threads, from where it was.
function ownPlaces(root: string): Plugin {
  const source = join(root, 'dist/src');
  return {
    name: 'own places',
    setup: (one) =>
      one.onLoad({ filter: /\.js$/ }, async ({ path }) => {
        if (!path.startsWith(source + sep)) return undefined;
        const text = await readFile(path, 'utf8');
        const place = `ownPlaceOf(${JSON.stringify(relative(source, path).replaceAll(sep, '/'))})`;
        return {
          contents: text
            // What is required by hand is required all the same.
            .replaceAll('const require = createRequire(import.meta.url);', '')
            .replaceAll('import.meta.url', `${place}.url`)
            .replaceAll('import.meta.dirname', `${place}.folder`),
        };
      }),
  };
}
