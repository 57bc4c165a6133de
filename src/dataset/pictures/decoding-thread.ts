// A thread that decodes pictures: the bytes of some files come in, their pixels go out.
import { answerEach, type Handed } from '../../ground/threads.js';
import { eachOf } from './contents.js';
import type { ThreadAnswer, ThreadQuestion } from './crew.js';
import { openDecoder, type PictureLook } from './decoder.js';
import { itemAt } from '../../ground/known.js';

type Said = { readonly answer: ThreadAnswer; readonly handed: Handed };

async function decodeSome({ contents, asked }: ThreadQuestion): Promise<Said> {
  const decoder = await openDecoder();
  const bytes = asked.height * asked.width * asked.channels;
  const values = new Uint8Array(contents.length * bytes);
  const looks = new Array<PictureLook | null>(contents.length).fill(null);
  const left: (readonly [number, Uint8Array<ArrayBuffer>])[] = [];
  await eachOf(contents.length, async (i) => {
    const content = itemAt(contents, i);
    const picture = await decoder.decodePlain(content, asked);
    if (!picture) {
      left.push([i, content]);
      return;
    }
    values.set(picture.values, i * bytes);
    looks[i] = picture.look;
  });
  return {
    answer: { values, looks, left },
    handed: [values.buffer, ...left.map(([, { buffer }]) => buffer)],
  };
}

answerEach(decodeSome);
