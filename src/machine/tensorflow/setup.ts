// Putting the native runtime into dlx's cache: a wish for a device in, an installed and verified
// runtime out, or the reason why this machine cannot have one.
import { misuse } from '../../ground/errors.js';
import { findPrebuilt } from './addon.js';
import { install } from './install.js';
import { findBuild, type DeviceWish, type InstalledRuntime } from './installed.js';
import { chooseBuild, type Notify } from './plan.js';
import { tensorflowVersion } from './recipe.js';
import { nativeSupport, readPlatform } from './support.js';
import { readGivenWheel, type GivenWheel } from './wheel.js';

export type SetupOptions = {
  readonly device?: DeviceWish;
  /** A wheel file of TensorFlow to use instead of a download. */
  readonly from?: string;
  /** Builds anew even if a runtime is there. */
  readonly force?: boolean;
  readonly notify?: Notify;
  /** The addon to try before one is compiled; the one that comes with dlx, unless this says else. */
  readonly prebuilt?: string | null;
};

export type SetupOutcome =
  | {
      readonly supported: true;
      readonly runtime: InstalledRuntime;
      /** False if it was there already. */
      readonly installed: boolean;
    }
  | { readonly supported: false; readonly reason: string };

/**
 * Makes sure that the runtime for a device is installed. Throws a UserError when it could be had but
 * something is missing.
 */
export async function setupRuntime(options: SetupOptions = {}): Promise<SetupOutcome> {
  const support = nativeSupport(readPlatform());
  if (!support.supported) return support;
  const given = options.from === undefined ? null : await readGivenWheel(options.from);
  const build = given?.build ?? (await chooseBuild(options.device ?? 'auto'));
  checkGivenBuild(given, options.device ?? 'auto');
  const ready = options.force ? null : findBuild(build);
  if (ready) return { supported: true, runtime: ready, installed: false };
  return {
    supported: true,
    runtime: await install({
      build,
      given,
      force: options.force ?? false,
      prebuilt: options.prebuilt === undefined ? findPrebuilt() : options.prebuilt,
      notify: options.notify ?? (() => {}),
    }),
    installed: true,
  };
}

function checkGivenBuild(given: GivenWheel | null, device: DeviceWish): void {
  if (given && device === 'gpu' && given.build === 'cpu') {
    throw misuse(
      `${given.path} is TensorFlow for the CPU only, and --device gpu asks for the CUDA build: give the wheel of tensorflow ${tensorflowVersion}, or leave --device out`,
    );
  }
}
