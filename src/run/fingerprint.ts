// The bits of a run's state after a step, as one line of text: a checksum for each variable.
import { crc32 } from 'node:zlib';

type Values = readonly { readonly name: string; readonly values: Float32Array }[];

/** A step, and a checksum of each variable by name. */
export type Fingerprint = {
  readonly epoch: number;
  readonly step: number;
  readonly sums: Readonly<Record<string, string>>;
};

/** The line of a step. */
export function encodeFingerprint({
  epoch,
  step,
  bits,
}: {
  readonly epoch: number;
  readonly step: number;
  readonly bits: Values;
}): string {
  return JSON.stringify({
    epoch,
    step,
    sums: Object.fromEntries(
      bits.map(({ name, values }) => [
        name,
        crc32(new Uint8Array(values.buffer, values.byteOffset, values.byteLength)).toString(16),
      ]),
    ),
  });
}

/** The variables in which two fingerprints of one step differ. */
export function differingSums(one: Fingerprint, other: Fingerprint): readonly string[] {
  return Object.keys({ ...one.sums, ...other.sums }).filter(
    (name) => one.sums[name] !== other.sums[name],
  );
}
