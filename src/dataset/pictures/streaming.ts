// Whether pictures are held in memory or stay in files, and what is said of it: how many there are in each
// part and how large they become, in.
import { failure, misuse } from '../../ground/errors.js';
import { sizeInWords } from '../../text/bytes.js';
import { isLarger, type Asked } from './formats.js';

/** Whether pictures stay in files, and what has to be said of it. */
export type Streaming = { readonly isStreamed: boolean; readonly notes: readonly string[] };

/** What a spec says of it. */
export type StreamingWish = {
  /** null: where they are more than are held in memory. */
  readonly stream: boolean | null;
  /** Whether they are their own target. */
  readonly isMirror: boolean;
};

/**
 * Whether the pictures of all parts stay in files. Throws a UserError where they must not, and are more than
 * memory takes.
 */
export function streaming(
  { stream, isMirror }: StreamingWish,
  counts: readonly number[],
  asked: Asked,
): Streaming {
  if (isMirror && stream === true) {
    throw misuse(
      'dataset image_folder has target: input and stream: pictures that are their own target are held in memory, remove stream',
    );
  }
  const count = counts.reduce((sum, one) => sum + one, 0);
  const { height, width, channels } = asked;
  const size = `${count} pictures of ${height} × ${width} × ${channels} (${sizeInWords(count * height * width * channels)})`;
  if (stream === false && counts.some((one) => isLarger(one, asked))) {
    throw failure(
      `${size} are more than memory takes: make size smaller, or channels 1, or say stream: true`,
    );
  }
  if (stream !== null || isMirror || !isLarger(count, asked)) {
    return { isStreamed: stream === true, notes: [] };
  }
  return {
    isStreamed: true,
    notes: [
      `${size} are more than memory takes: they are streamed, and shuffled through blocks (stream: true)`,
    ],
  };
}
