// The addon by which Node calls TensorFlow: the one that comes with dlx's package where that works,
// else one that is compiled here. In goes a folder with TensorFlow in it, out comes what was done.
import { copyFileSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { failure } from '../../ground/errors.js';
import { compileAddon, findCompiler, type Compiler } from './compile.js';
import { addonFile, recipeNumber, tensorflowSeries } from './recipe.js';
import type { TensorFlowView } from './view.js';

/** The name of an addon that serves every TensorFlow of the series on this platform. */
export const prebuiltName = `tfjs_binding-tensorflow-${tensorflowSeries}-${process.platform}-${process.arch}-${recipeNumber}.node`;

/** The addon that comes with this dlx, or null where none does, as in a clone. */
export function findPrebuilt(): string | null {
  const path = fileURLToPath(new URL(`../../../addon/${prebuiltName}`, import.meta.url));
  return existsSync(path) ? path : null;
}

/** A C++ compiler. Throws a UserError that says which package to install where there is none. */
export async function requireCompiler(): Promise<Compiler> {
  const { compiler, missing } = await findCompiler();
  if (compiler) return compiler;
  throw failure(
    `cannot build TensorFlow's addon: ${missing.what}; ${missing.cure}, then run \`dlx setup\``,
    'machine',
  );
}

/** What an addon is put in place with. */
export type AddonWork = {
  /** An addon to try first. */
  readonly prebuilt: string | null;
  /** Loads the addon in `folder` and has it compute a sum. */
  readonly probe: () => Promise<TensorFlowView>;
  readonly notify: (message: string) => void;
};

/** An addon that works: the first line of the compiler that made it, null where it came with dlx. */
export type Addon = { readonly compiler: string | null; readonly view: TensorFlowView };

/**
 * Puts the addon beside the TensorFlow in `folder/tensorflow` and makes sure that it computes.
 * Throws a UserError where it does not, or where one would have to be compiled and cannot be.
 */
export async function placeAddon(folder: string, work: AddonWork): Promise<Addon> {
  const refusal = work.prebuilt === null ? null : await tryPrebuilt(folder, work.prebuilt, work);
  if (refusal !== null && typeof refusal !== 'string') return { compiler: null, view: refusal };
  if (refusal !== null) {
    work.notify(`the addon that comes with dlx does not work here: ${refusal}`);
  }
  const compiler = await compilerAfter(refusal);
  work.notify(`compiling TensorFlow's addon with ${compiler.command}`);
  await compileAddon(compiler, folder);
  work.notify('checking that TensorFlow computes');
  const view = await work.probe();
  if (view.available) return { compiler: compiler.version, view };
  throw failure(`the TensorFlow that was built does not work here: ${view.error}`, 'machine');
}

// TensorFlow's view where it works, else why it does not.
async function tryPrebuilt(
  folder: string,
  prebuilt: string,
  { probe, notify }: AddonWork,
): Promise<TensorFlowView | string> {
  copyFileSync(prebuilt, join(folder, addonFile));
  notify('checking that TensorFlow computes');
  const view = await probe();
  return view.available ? view : (view.error ?? 'it does not say why');
}

async function compilerAfter(refusal: string | null): Promise<Compiler> {
  if (refusal === null) return requireCompiler();
  const { compiler, missing } = await findCompiler();
  if (compiler) return compiler;
  throw failure(
    `TensorFlow does not work here with the addon that comes with dlx: ${refusal}; to have another one compiled: ${missing.cure}, then run \`dlx setup\``,
    'machine',
  );
}
