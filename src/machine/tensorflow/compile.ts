// Compiling tfjs-node's addon against a TensorFlow: sources and headers in, tfjs_binding.node out.
// calls.cc beside this file stands between the two.
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { failure } from '../../ground/errors.js';
import { runProgram, type ProgramEnd } from '../../ground/process.js';
import { installCommand, type Missing } from './tools.js';
import { addonFile, libraries } from './recipe.js';

/** A C++ compiler that answers. */
export type Compiler = {
  readonly command: string;
  readonly args: readonly string[];
  /** Its own first line. */ readonly version: string;
};

/** What was found out about compilers: one that can be used, or why there is none. */
export type CompilerSearch =
  | { readonly compiler: Compiler; readonly missing: null }
  | { readonly compiler: null; readonly missing: Missing };

/** Looks for a C++ compiler: $CXX if it is set, else c++, g++ or clang++. */
export async function findCompiler(): Promise<CompilerSearch> {
  const chosen = process.env['CXX']?.trim();
  for (const name of chosen ? [chosen] : ['c++', 'g++', 'clang++']) {
    const [command = name, ...args] = name.split(/\s+/);
    const result = await runProgram(command, [...args, '--version'], { seconds: 30 });
    if (result.code === 0) {
      return {
        compiler: { command, args, version: result.stdout.split('\n')[0]?.trim() || command },
        missing: null,
      };
    }
  }
  if (chosen) {
    return {
      compiler: null,
      missing: {
        what: `CXX is set to "${chosen}", which does not run`,
        cure: 'set CXX to a C++ compiler, or unset it',
      },
    };
  }
  const cure = installCommand({
    apt: 'g++',
    dnf: 'gcc-c++',
    pacman: 'gcc',
    mac: 'xcode-select --install',
  });
  return {
    compiler: null,
    missing: { what: 'no C++ compiler was found (looked for c++, g++, clang++)', cure },
  };
}

/**
 * Compiles the addon in a runtime's folder, from the headers and against the libraries in its folder
 * `tensorflow`. Throws a UserError with the compiler's first error when it fails.
 */
export async function compileAddon(compiler: Compiler, folder: string): Promise<void> {
  const result = await runProgram(
    compiler.command,
    [...compiler.args, ...compileArguments(folder)],
    { folder },
  );
  if (result.code === 0 && existsSync(join(folder, addonFile))) return;
  throw failure(
    `${compiler.command} (${compiler.version}) cannot compile TensorFlow's addon: ${firstError(result)}; a compiler for C++17 is needed (GCC 9, Clang 10 or later): \`CXX=g++-12 dlx setup\` names another one`,
    'machine',
  );
}

// What calls.cc stands before.
const wrapped = [
  'TFE_NewContext',
  'TFE_Execute',
  'TFE_TensorHandleResolve',
  'TFE_TensorHandleCopyToDevice',
  'TF_NewGraph',
  'TF_LoadSessionFromSavedModel',
  'TF_SessionRun',
];

function compileArguments(folder: string): string[] {
  const require = createRequire(import.meta.url);
  const sources = join(
    dirname(require.resolve('@tensorflow/tfjs-node-gpu/package.json')),
    'binding',
  );
  const { include_dir: nodeHeaders } = require('node-api-headers') as { include_dir: string };
  const tensorflow = join(folder, 'tensorflow');
  return [
    ...['-O2', '-fPIC', '-shared', '-std=c++17', '-w'],
    // The one function of GCC 11's library that an older system's lacks: what is compiled here may
    // be packed and loaded there.
    '-D__throw_bad_array_new_length=__throw_bad_alloc',
    ...['-DNAPI_VERSION=8', '-DBUILDING_NODE_EXTENSION', '-DNODE_GYP_MODULE_NAME=tfjs_binding'],
    ...[`-I${nodeHeaders}`, `-I${join(tensorflow, 'include')}`],
    ...['tfjs_backend.cc', 'tfjs_binding.cc'].map((name) => join(sources, name)),
    fileURLToPath(new URL('../../../../src/machine/tensorflow/calls.cc', import.meta.url)),
    ...wrapped.flatMap((name) => ['-Xlinker', `--wrap=${name}`]),
    ...['-o', join(folder, addonFile)],
    ...libraries.map((name) => join(tensorflow, name)),
    ...['-Xlinker', '-rpath', '-Xlinker', '$ORIGIN/tensorflow'],
  ];
}

function firstError(result: ProgramEnd): string {
  const lines = result.stderr
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  return (
    lines.find((line) => /\b(fatal )?error:/.test(line)) ??
    lines[0] ??
    `it ended with ${result.signal ?? `status ${result.code}`}`
  );
}
