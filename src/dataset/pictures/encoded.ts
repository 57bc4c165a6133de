// Pixels, or a drawing, in, the bytes of a PNG out: for pages that show pictures, and for charts.
import type Sharp from 'sharp';
import { failure, messageOf } from '../../ground/errors.js';

/** A PNG of rows of pixels of 1, 3 or 4 bytes. Throws a UserError where sharp cannot be loaded. */
export async function pngOf(
  values: Uint8Array,
  [height, width, channels]: readonly [number, number, number],
): Promise<Uint8Array> {
  if (channels !== 1 && channels !== 3 && channels !== 4) {
    throw new Error(`a picture has 1, 3 or 4 channels, not ${channels}`);
  }
  const sharp = await loadedSharp();
  return sharp(values, { raw: { width, height, channels } }).png().toBuffer();
}

/**
 * A PNG of an SVG, so many times as large as it says it is. Its texts are in what fonts this machine
 * has. Throws a UserError where sharp cannot be loaded, or cannot read the SVG.
 */
export async function pngOfSvg(svg: string, times: number): Promise<Uint8Array> {
  const sharp = await loadedSharp();
  // Whoever decodes strangers' pictures in this process has blocked all but their formats; this SVG is
  // our own.
  sharp.unblock({ operation: svgReader });
  try {
    // An SVG is 72 pixels an inch where nobody says otherwise.
    return await sharp(Uint8Array.from(Buffer.from(svg)), { density: 72 * times })
      .png()
      .toBuffer();
  } catch (error) {
    throw failure(`the chart cannot be drawn as a PNG: ${messageOf(error)}`);
  } finally {
    sharp.block({ operation: svgReader });
  }
}

const svgReader = ['VipsForeignLoadSvg'];

async function loadedSharp(): Promise<typeof Sharp> {
  try {
    return (await import('sharp')).default;
  } catch (error) {
    throw failure(
      `pictures are written by sharp, which cannot be loaded here (${messageOf(error).split('\n')[0] ?? ''}): install dlx again, with its optional dependencies`,
      'machine',
    );
  }
}
