// A .keras file: a zip of metadata.json, config.json and model.weights.h5. Its three parts come in,
// its bytes come out.
import { zipSync } from 'fflate';
import { type Config, encodeConfig } from './config.js';

/** The version of Keras whose files these are. */
export const kerasVersion = '3.15.1';

// The first time that a zip can hold: the same model is the same file.
const mtime = '1980-01-01T00:00:00';

/** The bytes of a .keras file; parts are stored as they are, as Keras does. */
export function encodeKeras(config: Config, weights: Uint8Array, saved: string): Uint8Array {
  const text = (value: Config): Uint8Array => Buffer.from(encodeConfig(value));
  return zipSync(
    {
      'metadata.json': text({ keras_version: kerasVersion, date_saved: dateOf(saved) }),
      'config.json': text(config),
      'model.weights.h5': weights,
    },
    { level: 0, mtime },
  );
}

// 2026-11-28T12:52:22.000Z as Keras writes it.
function dateOf(iso: string): string {
  return iso.slice(0, 19).replace('T', '@');
}
