// Whether the native runtime can run on this machine at all: platform facts in, a verdict with its
// reason out.
import { readFileSync } from 'node:fs';
import { compareVersions } from '../../ground/versions.js';

/** What decides whether TensorFlow's wheel runs here. */
export type Platform = {
  readonly platform: string;
  readonly arch: string;
  /** Version of the GNU C library, or null where there is another one (musl) or none. */
  readonly glibc: string | null;
  /**
   * Whether the processor has AVX, without which TensorFlow stops with an illegal instruction; null
   * if unknown.
   */
  readonly avx: boolean | null;
};

export type Support =
  | { readonly supported: true }
  | { readonly supported: false; readonly reason: string };

const oldestGlibc = '2.27';

/** Says whether the native runtime exists for a platform, and if not, why. */
export function nativeSupport(machine: Platform): Support {
  const { platform, arch, glibc } = machine;
  if (platform !== 'linux' || arch !== 'x64') {
    return unsupported(
      `dlx's native TensorFlow exists for Linux on x86-64 only, and this is ${platform} on ${arch}`,
    );
  }
  if (glibc === null) {
    return unsupported(
      'TensorFlow needs the GNU C library, and this system has another one (musl, as in Alpine Linux); a Debian or Ubuntu image works',
    );
  }
  if (compareVersions(glibc, oldestGlibc) < 0) {
    return unsupported(
      `TensorFlow needs the GNU C library ${oldestGlibc} or later, and this system has ${glibc}`,
    );
  }
  if (machine.avx === false) {
    return unsupported('TensorFlow needs a processor with AVX instructions, which this one lacks');
  }
  return { supported: true };
}

/** The facts about the machine this runs on. */
export function readPlatform(): Platform {
  return {
    platform: process.platform,
    arch: process.arch,
    glibc: readGlibcVersion(),
    avx: readAvx(),
  };
}

function readGlibcVersion(): string | null {
  if (process.platform !== 'linux') return null;
  // Without this, the report looks up every network address by name, which can take seconds.
  const report = process.report as typeof process.report & { excludeNetwork?: boolean };
  report.excludeNetwork = true;
  const { header } = report.getReport() as { header?: { glibcVersionRuntime?: string } };
  return header?.glibcVersionRuntime ?? null;
}

function readAvx(): boolean | null {
  try {
    const flags = /^flags\s*:(.*)$/m.exec(readFileSync('/proc/cpuinfo', 'utf8'))?.[1];
    return flags === undefined ? null : flags.split(' ').includes('avx');
  } catch {
    return null;
  }
}

function unsupported(reason: string): Support {
  return { supported: false, reason };
}
