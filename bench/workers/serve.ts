// What the Node workers share: the job on the command line, and the answers on standard output.
import { createInterface } from 'node:readline';

/** What a worker is to do. Keys are those that the Python workers read. */
export type WorkerJob = {
  readonly architecture: 'mlp' | 'cnn' | 'cnn-bn' | 'lstm' | 'gru';
  readonly batch_size: number;
  readonly samples: number;
  /** The folder of the arrays. */
  readonly data: string;
  /** The spec's file. */
  readonly spec: string;
  /** TensorFlow's addon. */
  readonly addon: string;
  readonly threads: number;
  readonly channels_last: boolean;
};

/** The job that this process was started with. */
export function readJob(): WorkerJob {
  return JSON.parse(process.argv[2] ?? '') as WorkerJob;
}

/**
 * Says that it is ready, then trains as many epochs as each line of standard input says, and
 * answers its seconds.
 */
export async function serve(
  versions: Readonly<Record<string, string>>,
  { samples, batch_size }: WorkerJob,
  trainEpochs: (epochs: number) => Promise<void>,
): Promise<void> {
  process.stdout.write(`${JSON.stringify({ ready: versions })}\n`);
  for await (const line of createInterface({ input: process.stdin })) {
    const epochs = Number(line);
    const started = performance.now();
    await trainEpochs(epochs);
    const seconds = (performance.now() - started) / 1000;
    process.stdout.write(
      `${JSON.stringify({ seconds, steps: epochs * Math.ceil(samples / batch_size) })}\n`,
    );
  }
}
