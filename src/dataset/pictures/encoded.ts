// Pixels in, the bytes of a PNG out, for pages that show pictures.
import { failure, messageOf } from '../../ground/errors.js';

/** A PNG of rows of pixels of 1, 3 or 4 bytes. Throws a UserError where sharp cannot be loaded. */
export async function pngOf(
  values: Uint8Array,
  [height, width, channels]: readonly [number, number, number],
): Promise<Uint8Array> {
  if (channels !== 1 && channels !== 3 && channels !== 4) {
    throw new Error(`a picture has 1, 3 or 4 channels, not ${channels}`);
  }
  const { default: sharp } = await import('sharp').catch((error: unknown) => {
    throw failure(
      `pictures are written by sharp, which cannot be loaded here (${messageOf(error).split('\n')[0] ?? ''}): install dlx again, with its optional dependencies`,
      'machine',
    );
  });
  return sharp(values, { raw: { width, height, channels } }).png().toBuffer();
}
