// Pictures in files: an epoch that decodes them, and one after it, beside Keras'
// `image_dataset_from_directory`, with and without its `cache()`. Each trains in a process of its own and
// says the seconds of its first two epochs, the first from the listing of the folder on.
import { mkdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { randomUniform, streamOf } from '../src/ground/random.js';
import { tensorflowEnvironment } from '../src/machine/placement.js';
import { contenderEnvironment } from './contenders.js';
import { runInTurn, saidSeconds, type Program, type RoundsTaken } from './programs.js';
import type { Measured } from './results.js';
import type { Bench, Outcome } from './steps.js';
import { repository, type ProgramWork } from './works.js';

const [trained, classes, side] = [5000, 10, 128];

/** A round takes everybody half a minute: three are enough. */
const mostRounds = 3;

// Both works are of the same runs.
const raced = new Map<string, Promise<RoundsTaken>>();

/** Measures the seconds of the first epoch, or of the one after it. */
export async function measurePictures(work: ProgramWork, bench: Bench): Promise<Outcome> {
  const race = raced.get(bench.folder) ?? raceOf(bench);
  raced.set(bench.folder, race);
  const taken = await race;
  const { name, title, targets } = work;
  return {
    result: {
      name,
      title,
      kind: 'pictures',
      unit: 's',
      targets,
      at_most: null,
      measured: name === 'pictures-first' ? taken.measured(0) : withoutMemory(taken.measured(1)),
      notes: taken.notes,
    },
    versions: {},
  };
}

// That of the same processes is told once.
function withoutMemory(measured: readonly Measured[]): readonly Measured[] {
  return measured.map(({ contender, configuration, values }) => ({
    contender,
    configuration,
    values,
  }));
}

async function raceOf(bench: Bench): Promise<RoundsTaken> {
  const folder = join(bench.folder, 'pictures');
  bench.notify(`making ${trained} JPEG files of ${side} × ${side}`);
  await writePictures(join(folder, 'train'), trained, 0);
  // dlx wants these parts; they are too small to be seen in the times.
  await writePictures(join(folder, 'validation'), classes, trained);
  await writePictures(join(folder, 'test'), classes, trained + classes);
  const keras = (configuration: string, ...words: readonly string[]): Program => ({
    contender: 'keras',
    configuration,
    command: bench.python,
    args: [join(repository, 'bench/scripts/pictures_keras.py'), join(folder, 'train'), ...words],
    environment: contenderEnvironment(process.env, { KERAS_BACKEND: 'tensorflow' }),
    folder: repository,
  });
  const dlx: Program = {
    contender: 'dlx',
    configuration: '',
    command: process.execPath,
    args: [
      join(import.meta.dirname, 'workers/pictures-dlx.js'),
      bench.addon,
      folder,
      join(bench.folder, 'pictures-cache'),
    ],
    environment: contenderEnvironment(
      process.env,
      tensorflowEnvironment({ threads: availableParallelism() }),
    ),
    folder: repository,
  };
  return runInTurn([dlx, keras(''), keras('cache()', 'cache')], {
    title: 'Pictures',
    rounds: Math.min(mostRounds, bench.rounds),
    notify: bench.notify,
    secondsOf: saidSeconds,
  });
}

// Patches of 4 × 4 in a tone of the class: about as many bytes as a photograph of that size has.
async function writePictures(folder: string, count: number, from: number): Promise<void> {
  const small = side / 4;
  const write = async (i: number): Promise<void> => {
    const label = i % classes;
    const place = join(folder, String(label));
    mkdirSync(place, { recursive: true });
    const key = { seed: 1, stream: streamOf('bench/pictures'), step: from + i };
    const values = randomUniform(key, small * small * 3);
    const pixels = Uint8Array.from(
      values,
      (value, at) => 160 * value + (at % 3 === 0 ? 9 : 3) * label,
    );
    await sharp(pixels, { raw: { width: small, height: small, channels: 3 } })
      .resize(side, side)
      .jpeg({ quality: 90 })
      .toFile(join(place, `${String(i).padStart(5, '0')}.jpg`));
  };
  const together = 50;
  for (let start = 0; start < count; start += together) {
    const some = Math.min(together, count - start);
    await Promise.all(Array.from({ length: some }, (_, i) => write(start + i)));
  }
}
