// The size that pictures have where none is asked for: paths in, height and width out, or a refusal
// that names two that differ.
import { failure, misuse } from '../../ground/errors.js';
import { itemAt } from '../../ground/known.js';
import { eachOf, pictureBytes } from './contents.js';
import { openDecoder, type PictureSize } from './decoder.js';
import { sizeNotes } from './labelled-pictures.js';

/**
 * The one size of all pictures, by their headers; `whose` they are is for messages. Throws a UserError where they have several, and
 * where none has a header that can be read. One that has none is told of when it is decoded.
 */
export async function commonSize(
  paths: readonly string[],
  whose = 'dataset image_folder',
): Promise<{ readonly height: number; readonly width: number }> {
  const decoder = await openDecoder();
  const sizes = new Array<PictureSize | null>(paths.length).fill(null);
  await eachOf(paths.length, async (place) => {
    const bytes = await pictureBytes(itemAt(paths, place));
    try {
      sizes[place] = await decoder.sizeOf(bytes);
    } catch {
      // Named with why when it is decoded.
    }
  });
  const [note] = sizeNotes(paths, sizes);
  if (note !== undefined) {
    throw misuse(
      `${whose} has ${note}: say to which they are brought, as size: [64, 64] (height, width)`,
    );
  }
  const size = sizes.find((one) => one !== null);
  if (!size) {
    throw failure(
      `none of the ${paths.length} pictures can be decoded, ${itemAt(paths, 0)} neither`,
    );
  }
  return { height: size.height, width: size.width };
}
