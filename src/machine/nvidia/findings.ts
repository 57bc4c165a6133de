// What can be wrong with a GPU and how it is said: a finding and the machine in, one sentence and
// the command that mends it out. Pure.
import type { HostTraces } from './host.js';
import type { NvidiaSmiFault } from './nvidia-smi-output.js';

/** The oldest driver that runs CUDA 12, which TensorFlow's CUDA build needs. */
export const oldestDriver = '525.60.13';

/** The oldest compute capability that TensorFlow's CUDA build has kernels for. */
export const oldestComputeCapability = '6.0';

/** What is wrong: with nvidia-smi and the driver, with a card, or with TensorFlow. */
export type Finding =
  | NvidiaSmiFault
  | { readonly kind: 'needs_reset'; readonly index: number }
  | { readonly kind: 'mig_empty'; readonly index: number }
  | {
      readonly kind: 'hidden';
      readonly visible_devices: string;
      readonly names_none: boolean;
      readonly slurm: boolean;
    }
  | { readonly kind: 'driver_too_old'; readonly driver_version: string }
  | { readonly kind: 'gpu_too_old'; readonly name: string; readonly compute_capability: string }
  | { readonly kind: 'tensorflow_missing' }
  | { readonly kind: 'tensorflow_broken'; readonly error: string }
  | { readonly kind: 'tensorflow_cpu_build' }
  | { readonly kind: 'cuda_library_missing'; readonly driver_version: string | null }
  | { readonly kind: 'tensorflow_sees_no_gpu'; readonly error: string | null };

/**
 * A finding as the user reads it: one sentence, and a command line (what follows a `#` says when it
 * is not enough).
 */
export type Advice = { readonly sentence: string; readonly cure: string };

type Say<K extends Finding['kind']> = (
  finding: Extract<Finding, { readonly kind: K }>,
  host: HostTraces,
) => Advice;

const said: { readonly [K in Finding['kind']]: Say<K> } = {
  not_installed: (_, host) => notInstalled(host),
  cannot_start: ({ message }, host) => ({
    sentence: `nvidia-smi could not be started: ${message}.`,
    cure: installDriver(host),
  }),
  timeout: ({ timeout_ms }) => ({
    sentence: `nvidia-smi did not answer within ${timeout_ms / 1000} s: the driver or a card hangs.`,
    cure: withLog('sudo reboot'),
  }),
  driver_not_loaded: (_, host) => driverNotLoaded(host),
  library_missing: (_, host) => libraryMissing(host),
  version_mismatch: ({ library_version }, host) => versionMismatch(library_version, host),
  no_devices: (_, host) => noDevices(host),
  lost: ({ gpu }) => ({
    sentence: `${gpu === 'a GPU' ? 'A GPU' : `The GPU ${gpu}`} is lost: the driver cannot reach it any more.`,
    cure: withLog('sudo reboot'),
  }),
  no_permission: (_, host) => noPermission(host),
  blocked: () => ({
    sentence: 'Windows does not let this Linux use the GPU.',
    cure: 'wsl.exe --update && wsl.exe --shutdown',
  }),
  unknown_error: ({ message }, host) => unknownError(message, host),
  garbage: ({ output }) => garbage(output),
  needs_reset: ({ index }) => ({
    sentence: `GPU ${index} stopped after a fault and needs a reset.`,
    cure: `sudo nvidia-smi --gpu-reset -i ${index}  # if that fails: sudo reboot`,
  }),
  mig_empty: ({ index }) => ({
    sentence: `GPU ${index} is in MIG mode but has no MIG device, so nothing can compute on it.`,
    cure: `sudo nvidia-smi -i ${index} -mig 0  # or make MIG devices: sudo nvidia-smi mig -i ${index} -lgip`,
  }),
  hidden,
  driver_too_old: ({ driver_version }, host) => ({
    sentence: `The NVIDIA driver ${driver_version} is too old: TensorFlow's CUDA build needs ${oldestDriver} or newer.`,
    cure: installDriver(host),
  }),
  gpu_too_old: ({ name, compute_capability }) => ({
    sentence: `The ${name} has compute capability ${compute_capability}; TensorFlow's CUDA build needs ${oldestComputeCapability} or newer.`,
    cure: 'dlx train SPEC --device cpu',
  }),
  tensorflow_missing: () => ({
    sentence: 'The GPU and its driver work, but dlx has no TensorFlow yet.',
    cure: 'dlx setup --device gpu',
  }),
  tensorflow_broken: ({ error }) => ({
    sentence: `The GPU and its driver work, but TensorFlow does not: ${oneLine(error)}.`,
    cure: 'dlx setup --device gpu',
  }),
  tensorflow_cpu_build: () => ({
    sentence: "The GPU and its driver work, but dlx has TensorFlow's CPU build.",
    cure: 'dlx setup --device gpu',
  }),
  cuda_library_missing: ({ driver_version }, host) => cudaLibraryMissing(driver_version, host),
  tensorflow_sees_no_gpu: ({ error }) => seesNoGpu(error),
};

/** Says a finding in one sentence and names the cure for this machine. */
export function adviceFor<K extends Finding['kind']>(
  finding: Extract<Finding, { readonly kind: K }>,
  host: HostTraces,
): Advice {
  const kind: K = finding.kind;
  const say: Say<K> = said[kind];
  return say(finding, host);
}

function notInstalled(host: HostTraces): Advice {
  if (host.container && (host.cards.length > 0 || host.driver_version !== null)) {
    return {
      sentence:
        'The machine has an NVIDIA card, but this container was started without it: there is no nvidia-smi.',
      cure: 'docker run --gpus all IMAGE',
    };
  }
  if (host.driver_version !== null) {
    return {
      sentence: `The NVIDIA driver ${host.driver_version} runs, but nvidia-smi is not on the PATH.`,
      cure: installTool(host.driver_version, host),
    };
  }
  if (host.cards.length > 0 || host.device_files.length > 0) {
    const where =
      host.cards.length > 0
        ? `on PCI ${host.cards.join(', ')}`
        : `/dev/${host.device_files.join(', /dev/')}`;
    return {
      sentence: `An NVIDIA card is there (${where}), but its driver is not installed: there is no nvidia-smi.`,
      cure: installDriver(host),
    };
  }
  return {
    sentence:
      'This machine has no NVIDIA GPU: there is no nvidia-smi, and no NVIDIA card on the PCI bus.',
    cure: 'dlx train SPEC --device cpu',
  };
}

function driverNotLoaded(host: HostTraces): Advice {
  const sentence =
    'nvidia-smi cannot reach the NVIDIA driver: it is not installed for the running kernel, or not loaded.';
  if (host.container) {
    return {
      sentence,
      cure: 'sudo modprobe nvidia  # on the host, then start the container again',
    };
  }
  return { sentence, cure: `sudo modprobe nvidia  # if that fails: ${installDriver(host)}` };
}

function libraryMissing(host: HostTraces): Advice {
  const sentence = "nvidia-smi does not find the driver's own library, libnvidia-ml.so.1.";
  return {
    sentence,
    cure: `sudo ldconfig  # if that is not enough: ${host.container ? 'docker run --gpus all IMAGE' : installDriver(host)}`,
  };
}

function versionMismatch(library: string | null, host: HostTraces): Advice {
  const kernel = host.driver_version === null ? '' : ` (${host.driver_version})`;
  const sentence = `The NVIDIA driver in the kernel${kernel} and its library${library === null ? '' : ` (${library})`} have different versions, as after an update without a restart.`;
  return {
    sentence,
    cure: host.container
      ? 'sudo reboot  # the host, then start the container again'
      : 'sudo reboot',
  };
}

function noDevices(host: HostTraces): Advice {
  if (host.cards.length === 0) {
    return {
      sentence: 'The NVIDIA driver runs but finds no device.',
      cure: host.container
        ? 'docker run --gpus all IMAGE'
        : 'lspci -d 10de:  # lists the cards that are plugged in',
    };
  }
  return {
    sentence: `The NVIDIA driver runs but could not start the card on PCI ${host.cards.join(', ')}.`,
    cure: 'sudo dmesg | grep NVRM  # says why; often a reboot or a newer driver mends it',
  };
}

function noPermission(host: HostTraces): Advice {
  const sentence = 'This user may not open the NVIDIA devices (/dev/nvidia*).';
  if (host.container) {
    return { sentence, cure: 'docker run --gpus all --security-opt=label=disable IMAGE' };
  }
  return {
    sentence,
    cure: 'sudo usermod -aG "$(stat -c %G /dev/nvidia0)" "$USER"  # then log in again',
  };
}

function unknownError(message: string, host: HostTraces): Advice {
  if (host.container) {
    return {
      sentence: `NVIDIA's library does not start in this container (${message}): it has lost its access to the devices.`,
      cure: 'docker restart CONTAINER',
    };
  }
  return {
    sentence: `NVIDIA's library does not start (${message}).`,
    cure: withLog('sudo reboot'),
  };
}

function garbage(output: string): Advice {
  const what =
    output === ''
      ? 'nvidia-smi ended without telling of any device.'
      : `nvidia-smi printed what dlx cannot read: ${JSON.stringify(output)}.`;
  return { sentence: what, cure: "command -v nvidia-smi && nvidia-smi  # is it NVIDIA's own?" };
}

function hidden(finding: Finding & { readonly kind: 'hidden' }): Advice {
  const shown = `CUDA_VISIBLE_DEVICES=${JSON.stringify(finding.visible_devices)}`;
  const sentence = finding.names_none
    ? `${shown} names no working GPU of this machine, so all are hidden.`
    : `${shown} hides all GPUs.`;
  // Within a job the variable is Slurm's word on whose cards these are.
  return {
    sentence,
    cure: finding.slurm ? 'srun --gpus=1 dlx gpu-status' : 'unset CUDA_VISIBLE_DEVICES',
  };
}

function cudaLibraryMissing(driver: string | null, host: HostTraces): Advice {
  const sentence =
    "The GPU and its driver work, but the driver's CUDA library, libcuda.so.1, cannot be loaded.";
  if (host.container) {
    return {
      sentence,
      cure: 'docker run --gpus all -e NVIDIA_DRIVER_CAPABILITIES=compute,utility IMAGE',
    };
  }
  if (host.distribution === 'ubuntu' && driver !== null) {
    return { sentence, cure: `sudo apt install libnvidia-compute-${driver.split('.')[0]}` };
  }
  return {
    sentence,
    cure:
      host.distribution === 'debian'
        ? 'sudo apt install libcuda1'
        : 'ldconfig -p | grep libcuda.so.1  # when it prints nothing, install the driver again, with CUDA',
  };
}

function seesNoGpu(error: string | null): Advice {
  const why =
    error === null
      ? 'its CUDA libraries are not on LD_LIBRARY_PATH or do not load'
      : oneLine(error);
  return {
    sentence: `The GPU and its driver work, but TensorFlow's CUDA build sees no GPU: ${why}.`,
    cure: cureForBlindness(why),
  };
}

// An unknown error of CUDA's start is what a suspended laptop leaves behind.
function cureForBlindness(why: string): string {
  if (/CUDA_ERROR_UNKNOWN/.test(why)) {
    return 'sudo rmmod nvidia_uvm && sudo modprobe nvidia_uvm  # if that fails: sudo reboot';
  }
  return 'dlx setup --device gpu  # if that is not enough: sudo dmesg | grep -e NVRM -e Xid';
}

function installDriver(host: HostTraces): string {
  if (host.distribution === 'ubuntu') return 'sudo ubuntu-drivers install && sudo reboot';
  if (host.distribution === 'debian') return 'sudo apt install nvidia-driver && sudo reboot';
  if (host.distribution === 'fedora') return 'sudo dnf install akmod-nvidia && sudo reboot';
  return 'xdg-open https://www.nvidia.com/drivers  # install the driver, then reboot';
}

function installTool(driver: string, host: HostTraces): string {
  if (host.distribution === 'ubuntu') {
    return `sudo apt install nvidia-utils-${driver.split('.')[0]}`;
  }
  if (host.distribution === 'debian') return 'sudo apt install nvidia-smi';
  return 'export PATH="$PATH:$(dirname "$(find / -name nvidia-smi -type f 2>/dev/null | head -n 1)")"';
}

function withLog(command: string): string {
  return `${command}  # why: sudo dmesg | grep -e NVRM -e Xid`;
}

function oneLine(text: string): string {
  return (text.trim().split('\n')[0] ?? '').replace(/\.+$/, '');
}
