// Zstandard as it comes in, its frames out: which bytes belong to one, how far back it refers, and the
// sum of what it holds (RFC 8878, 3.1). Nothing is unpacked here.

/** Some bytes of a frame; the last ones say how it ends. */
export type FramePart = {
  readonly bytes: Uint8Array;
  /** Behind its last byte: the low half of the XXH64 of what it holds, null where it has none. */
  readonly end: { readonly sum: number | null } | null;
};

/** How one may tell frames apart, a piece after another. */
export type Frames = {
  /** The parts of frames in a piece; those of skippable ones, which hold nothing, are left out. */
  readonly partsOf: (piece: Uint8Array) => readonly FramePart[];
  /** At the end: the beginning of a frame that is cut off, which no part has. */
  readonly rest: () => Uint8Array;
};

// What is read next, and of how many bytes; the rest of a block is passed over.
type Step = 'header' | 'block' | 'body' | 'sum' | 'skipped' | 'unknown';

const magic = 0xfd2fb528;
const skippable = 0x184d2a5;

// Where a reader stands.
type Place = {
  step: Step;
  /** What is collected of a header or a sum, and how many bytes are to be passed over. */
  seen: number[];
  left: number;
  isLastBlock: boolean;
  hasSum: boolean;
};

/** A reader of frames; `begins` is called with the number of bytes that each looks back, once that is known. */
export function zstdFrames(begins: (lookedBack: number) => void): Frames {
  const place: Place = { step: 'header', seen: [], left: 0, isLastBlock: false, hasSum: false };
  return {
    partsOf: (piece) => {
      const parts: FramePart[] = [];
      let first = 0;
      let at = 0;
      while (at < piece.length) {
        const isHeader = place.step === 'header';
        const isKept = !isHeader && place.step !== 'skipped';
        const { taken, head, end } = isPassedOver(place)
          ? passOver(place, piece.length - at)
          : collect(place, piece[at] ?? 0, begins);
        at += taken;
        if (head) parts.push({ bytes: head, end: null });
        if (end) parts.push({ bytes: piece.subarray(first, at), end });
        if (end || !isKept) first = at;
      }
      if (at > first) parts.push({ bytes: piece.subarray(first, at), end: null });
      return parts;
    },
    rest: () => (place.step === 'header' ? Uint8Array.from(place.seen) : new Uint8Array()),
  };
}

function isPassedOver({ step }: Place): boolean {
  return step === 'body' || step === 'skipped' || step === 'unknown';
}

// What came of the next bytes: a header that is whole, kept back until it was known whose it is, and
// the end of a frame.
type Taken = {
  readonly taken: number;
  readonly head: Uint8Array | null;
  readonly end: FramePart['end'];
};

function passOver(place: Place, most: number): Taken {
  if (place.step === 'unknown') return { taken: most, head: null, end: null };
  const taken = Math.min(place.left, most);
  place.left -= taken;
  return { taken, head: null, end: place.left === 0 ? passed(place) : null };
}

// What follows a block, or a skippable frame, all of whose bytes have passed.
function passed(place: Place): FramePart['end'] {
  if (place.step === 'skipped') {
    place.step = 'header';
    return null;
  }
  if (!place.isLastBlock) place.step = 'block';
  else if (place.hasSum) place.step = 'sum';
  else {
    place.step = 'header';
    return { sum: null };
  }
  return null;
}

function collect(place: Place, byte: number, begins: (lookedBack: number) => void): Taken {
  place.seen.push(byte);
  const bytes = Uint8Array.from(place.seen);
  const wanted = wantedBytes(place.step, bytes);
  if (wanted === null) {
    place.step = 'unknown';
    return { taken: 1, head: bytes, end: null };
  }
  if (bytes.length < wanted) return { taken: 1, head: null, end: null };
  place.seen = [];
  switch (place.step) {
    case 'header':
      return { taken: 1, ...begun(place, bytes, begins) };
    case 'block':
      return { taken: 1, head: null, end: blockBegun(place, bytes) };
    default:
      place.step = 'header';
      return { taken: 1, head: null, end: { sum: viewOf(bytes).getUint32(0, true) } };
  }
}

function begun(
  place: Place,
  head: Uint8Array,
  begins: (lookedBack: number) => void,
): Omit<Taken, 'taken'> {
  if (isSkippable(head)) {
    place.step = 'skipped';
    place.left = viewOf(head).getUint32(4, true);
    return { head: null, end: place.left === 0 ? passed(place) : null };
  }
  place.step = 'block';
  place.hasSum = ((head[4] ?? 0) & 4) !== 0;
  begins(lookedBack(head));
  return { head, end: null };
}

function blockBegun(place: Place, bytes: Uint8Array): FramePart['end'] {
  const head = (bytes[0] ?? 0) | ((bytes[1] ?? 0) << 8) | ((bytes[2] ?? 0) << 16);
  place.isLastBlock = (head & 1) !== 0;
  // A block of one byte again and again holds that byte alone.
  place.left = ((head >> 1) & 3) === 1 ? 1 : head >> 3;
  place.step = 'body';
  return place.left === 0 ? passed(place) : null;
}

// How many bytes what is read has, as far as it is seen; null where it is no frame.
function wantedBytes(step: Step, seen: Uint8Array): number | null {
  if (step === 'block') return 3;
  if (step === 'sum') return 4;
  if (seen.length < 5) return 5;
  if (isSkippable(seen)) return 8;
  return viewOf(seen).getUint32(0, true) === magic ? headerBytes(seen) : null;
}

function isSkippable(bytes: Uint8Array): boolean {
  return viewOf(bytes).getUint32(0, true) >>> 4 === skippable;
}

function headerBytes(head: Uint8Array): number {
  const { window, dictionary, size } = fieldsOf(head[4] ?? 0);
  return 5 + window + dictionary + size;
}

// How many bytes each field of a header takes.
function fieldsOf(described: number): {
  readonly window: number;
  readonly dictionary: number;
  readonly size: number;
} {
  const isSingle = (described & 0x20) !== 0;
  return {
    window: isSingle ? 0 : 1,
    dictionary: [0, 1, 2, 4][described & 3] ?? 0,
    size: [isSingle ? 1 : 0, 2, 4, 8][described >> 6] ?? 0,
  };
}

// How far back a frame may refer, in bytes: its window, or where it is one segment all that it holds.
function lookedBack(head: Uint8Array): number {
  const { window, dictionary, size } = fieldsOf(head[4] ?? 0);
  if (window === 1) {
    const exponent = head[5] ?? 0;
    const base = 2 ** (10 + (exponent >> 3));
    return base + (base / 8) * (exponent & 7);
  }
  const view = viewOf(head);
  const at = 5 + dictionary;
  if (size === 1) return view.getUint8(at);
  if (size === 2) return view.getUint16(at, true) + 256;
  return size === 4 ? view.getUint32(at, true) : Number(view.getBigUint64(at, true));
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
}
