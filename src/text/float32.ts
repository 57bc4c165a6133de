// Numbers of 32 bits as text: the fewest digits that mean the same float32, written straight into
// bytes.

const powers = Array.from({ length: 23 }, (_, i) => 10 ** i);
const [minus, point, zero] = [0x2d, 0x2e, 0x30];

/**
 * The text of a float32 with the fewest digits of which nothing nearer is another float32, as
 * `0.1`; NaN and the infinities by their names in JavaScript.
 */
export function float32Text(value: number): string {
  const bytes = Buffer.alloc(32);
  return bytes.toString('latin1', 0, writeFloat32(bytes, 0, value));
}

/** Writes that text, of at most 32 bytes, and gives the place behind it. */
export function writeFloat32(bytes: Uint8Array, at: number, value: number): number {
  const size = Math.abs(value);
  // Of any size to which 9 digits and their decimals are exact.
  if (!(size >= 1e-5 && size < 1e7)) return writeSeldom(bytes, at, value);
  let next = at;
  if (value < 0) bytes[next++] = minus;
  // The place of the first digit: 0 for ones, -1 for tenths.
  let first = size >= 1 ? 0 : -1;
  if (size >= 1) while (first < 6 && size >= (powers[first + 1] ?? Infinity)) first += 1;
  else while (size * (powers[-first] ?? 0) < 1) first -= 1;
  for (let digits = 6; ; digits += 1) {
    const decimals = digits - 1 - first;
    const power = powers[decimals] ?? NaN;
    const whole = Math.round(size * power);
    if (digits >= 9 || Math.fround(whole / power) === size) {
      return writeDecimal(bytes, next, whole, decimals);
    }
  }
}

// `whole` has at most ten digits, so many of them behind the point.
function writeDecimal(bytes: Uint8Array, at: number, digits: number, behind: number): number {
  let [whole, decimals] = [digits, behind];
  while (decimals > 0 && whole % 10 === 0) {
    whole /= 10;
    decimals -= 1;
  }
  const unit = powers[decimals] ?? NaN;
  let next = writeWhole(bytes, at, Math.floor(whole / unit), 1);
  if (decimals === 0) return next;
  bytes[next] = point;
  next += 1;
  return writeWhole(bytes, next, whole % unit, decimals);
}

// With zeros before it, up to so many digits.
function writeWhole(bytes: Uint8Array, at: number, value: number, least: number): number {
  let count = least;
  while (value >= (powers[count] ?? Infinity)) count += 1;
  let rest = value;
  for (let i = at + count - 1; i >= at; i -= 1) {
    const tenth = Math.floor(rest / 10);
    bytes[i] = zero + (rest - 10 * tenth);
    rest = tenth;
  }
  return at + count;
}

function writeSeldom(bytes: Uint8Array, at: number, value: number): number {
  const text = seldomText(value);
  for (let i = 0; i < text.length; i += 1) bytes[at + i] = text.charCodeAt(i);
  return at + text.length;
}

function seldomText(value: number): string {
  if (!Number.isFinite(value) || value === 0) return String(value);
  for (let digits = 1; digits < 9; digits += 1) {
    const short = Number(value.toPrecision(digits));
    if (Math.fround(short) === value) return String(short);
  }
  return String(Number(value.toPrecision(9)));
}
