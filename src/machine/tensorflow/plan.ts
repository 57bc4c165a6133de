// What setting up TensorFlow is going to do: which build, what is fetched, how much room it takes.
import { sizeInWords } from '../../text/bytes.js';
import { queryNvidiaSmi } from '../nvidia/nvidia-smi.js';
import { runtimeFolder, type DeviceWish } from './installed.js';
import { tensorflowVersion, wheelsFor, type Build, type WheelRequirement } from './recipe.js';

/** Told one plain sentence, or with a fraction from 0 to 1 how far that work is. */
export type Notify = (message: string, fraction?: number) => void;

/** The build for a device: for `auto` the CUDA one where nvidia-smi lists a GPU. */
export async function chooseBuild(device: DeviceWish): Promise<Build> {
  if (device !== 'auto') return device === 'gpu' ? 'cuda' : 'cpu';
  // A driver that no process keeps awake takes its time.
  const answer = await queryNvidiaSmi({ timeoutMs: 20_000 });
  return answer.kind === 'devices' ? 'cuda' : 'cpu';
}

/** What a setup is going to fetch and how much room it takes, in bytes. */
export type SetupPlan = {
  readonly wheels: readonly WheelRequirement[];
  readonly download: number;
  readonly unpacked: number;
  /** Wheels are deleted one by one. */ readonly room: number;
};

/** Plans the download of a build; a given wheel need not be fetched. */
export function planSetup(build: Build, given: boolean): SetupPlan {
  const wheels = given ? wheelsFor(build).slice(1) : wheelsFor(build);
  const unpacked = wheelsFor(build).reduce((sum, wheel) => sum + wheel.unpacked, 0);
  const largest = Math.max(0, ...wheels.map((wheel) => wheel.download));
  return {
    wheels,
    download: wheels.reduce((sum, wheel) => sum + wheel.download, 0),
    unpacked,
    room: unpacked + largest,
  };
}

/** The sentence that says what is about to happen. */
export function describePlan(build: Build, plan: SetupPlan): string {
  const what = `TensorFlow ${tensorflowVersion} ${build === 'cpu' ? 'for the CPU' : "with CUDA 12 and NVIDIA's libraries"}`;
  const download =
    plan.download === 0 ? 'nothing to download' : `${sizeInWords(plan.download)} to download`;
  return `setting up ${what} in ${runtimeFolder()}: ${download}, ${sizeInWords(plan.unpacked)} unpacked; this is done once`;
}
