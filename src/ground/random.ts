// Counter-based random numbers: Philox4x32-10 (Salmon et al., "Parallel random numbers: as easy as
// 1, 2, 3", SC 2011), the generator behind TensorFlow's StatelessRandomUniformV2. A draw is a
// function of (seed, stream, epoch, step) alone, so those four numbers are the whole state of every
// random decision in a run.

/**
 * Names one sequence of random numbers; equal keys give equal numbers on every machine and backend.
 */
export type RandomKey = {
  /** The run's (or the split's) seed, an unsigned 32-bit integer. */
  readonly seed: number;
  /** What the numbers are for, as `streamOf('dropout/hidden')`, an unsigned 32-bit integer. */
  readonly stream: number;
  /** 0 where the draw does not depend on it. */
  readonly epoch?: number;
  readonly step?: number;
};

/** The number of a stream: the 32-bit FNV-1a hash of what it is for. */
export function streamOf(purpose: string): number {
  let hash = 0x811c9dc5;
  for (const byte of Buffer.from(purpose)) hash = Math.imul(hash ^ byte, 0x01000193);
  return hash >>> 0;
}

/**
 * Key and counter of a draw as TensorFlow takes them: six 32-bit words, low word first (key, then
 * counter).
 */
export function philoxWords({ seed, stream, epoch = 0, step = 0 }: RandomKey): Int32Array {
  return Int32Array.of(seed, stream, 0, 0, step, epoch);
}

type FourWords = readonly [number, number, number, number];

/**
 * The generator itself, Philox4x32-10: four random 32-bit words of a counter and a key, low words
 * first.
 */
export function philox4x32(counter: FourWords, key: readonly [number, number]): FourWords {
  const out = new Uint32Array(4);
  writeBlock(out, 0, counter, key);
  return [out[0] ?? 0, out[1] ?? 0, out[2] ?? 0, out[3] ?? 0];
}

// The four words of a counter and a key, from a place in `out` on.
function writeBlock(
  out: Uint32Array,
  at: number,
  counter: FourWords,
  key: readonly [number, number],
): void {
  let c0 = counter[0];
  let c1 = counter[1];
  let c2 = counter[2];
  let c3 = counter[3];
  let k0 = key[0];
  let k1 = key[1];
  for (let round = 0; round < 10; round += 1) {
    const high0 = multiplyHigh(0xd2511f53, c0);
    const high1 = multiplyHigh(0xcd9e8d57, c2);
    const low0 = Math.imul(0xd2511f53, c0);
    const low1 = Math.imul(0xcd9e8d57, c2);
    c0 = high1 ^ c1 ^ k0;
    c1 = low1;
    c2 = high0 ^ c3 ^ k1;
    c3 = low0;
    k0 = (k0 + 0x9e3779b9) | 0;
    k1 = (k1 + 0xbb67ae85) | 0;
  }
  out[at] = c0;
  out[at + 1] = c1;
  out[at + 2] = c2;
  out[at + 3] = c3;
}

/** `count` random 32-bit words. */
export function randomWords(key: RandomKey, count: number): Uint32Array {
  return wordsFrom(key, 0, count);
}

// `first` is a multiple of 4.
function wordsFrom(key: RandomKey, first: number, count: number): Uint32Array {
  const words = philoxWords(key);
  const [seed = 0, stream = 0, , , step = 0, epoch = 0] = words;
  const out = new Uint32Array(Math.ceil(count / 4) * 4);
  // One for all blocks: there are tens of thousands.
  const counter: [number, number, number, number] = [0, 0, step, epoch];
  const wordsOfKey = [seed, stream] as const;
  for (let at = 0; at < out.length; at += 4) {
    const block = (first + at) / 4;
    counter[0] = block;
    counter[1] = Math.floor(block / 2 ** 32);
    writeBlock(out, at, counter, wordsOfKey);
  }
  return out.subarray(0, count);
}

/** `count` random float32 values in [0, 1), the same bits that StatelessRandomUniformV2 gives. */
export function randomUniform(key: RandomKey, count: number): Float32Array {
  const words = randomWords(key, count);
  const floats = new Float32Array(words.buffer, words.byteOffset, count);
  // The 23 low bits become the mantissa of a number in [1, 2).
  for (let i = 0; i < count; i += 1) words[i] = (127 << 23) | ((words[i] ?? 0) & 0x7fffff);
  for (let i = 0; i < count; i += 1) floats[i] = (floats[i] ?? 0) - 1;
  return floats;
}

/** The numbers 0 … count − 1 in random order (Fisher–Yates). */
export function randomPermutation(key: RandomKey, count: number): Int32Array {
  const order = new Int32Array(count);
  for (let i = 0; i < count; i += 1) order[i] = i;
  // Not all words of very many numbers are in memory.
  for (let from = count - (count % wordsTogether); from >= 0; from -= wordsTogether) {
    const words = wordsFrom(key, from, Math.min(wordsTogether, count - from));
    for (let k = words.length - 1; k >= 0; k -= 1) {
      const i = from + k;
      const j = Math.floor(((words[k] ?? 0) / 2 ** 32) * (i + 1));
      const held = order[i] ?? 0;
      order[i] = order[j] ?? 0;
      order[j] = held;
    }
  }
  return order;
}

const wordsTogether = 2 ** 16;

/**
 * `count` standard normal values (Box–Muller). With `within`, only values in [−within, within] are
 * taken (a truncated normal, as Keras' and TensorFlow's initializers draw it).
 */
export function randomNormal(key: RandomKey, count: number, within = Infinity): Float32Array {
  const out = new Float32Array(count);
  let filled = 0;
  // Each round has a step of its own, so that no draw is used twice.
  for (let step = key.step ?? 0; filled < count; step += 1) {
    const words = randomWords({ ...key, step }, 2 * Math.max(64, count - filled));
    for (let i = 0; i + 1 < words.length && filled < count; i += 2) {
      for (const value of normalPair(words[i] ?? 0, words[i + 1] ?? 0)) {
        if (filled < count && Math.abs(value) <= within) out[filled++] = value;
      }
    }
  }
  return out;
}

function normalPair(a: number, b: number): [number, number] {
  const radius = Math.sqrt(-2 * Math.log((a + 1) / 2 ** 32));
  const angle = (2 * Math.PI * b) / 2 ** 32;
  return [radius * Math.cos(angle), radius * Math.sin(angle)];
}

// The high 32 bits of a 64-bit product, in 16-bit halves because doubles hold 53 bits.
function multiplyHigh(a: number, b: number): number {
  const aHigh = a >>> 16;
  const aLow = a & 0xffff;
  const bHigh = b >>> 16;
  const bLow = b & 0xffff;
  const middle = aHigh * bLow + ((aLow * bLow) >>> 16);
  const carried = aLow * bHigh + (middle & 0xffff);
  return (aHigh * bHigh + Math.floor(middle / 0x10000) + Math.floor(carried / 0x10000)) | 0;
}
