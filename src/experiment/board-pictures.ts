// A run's folder in, pictures of what its model takes for what out, for programs that show runs.
import { pngOfSvg } from '../dataset/pictures/encoded.js';
import { reportOf } from '../inference/evaluation.js';
import { openKept } from '../inference/kept.js';
import { judgedParts } from '../run/layout.js';
import { readOutputs } from '../run/outputs.js';
import { confusionSvg, mostClasses } from '../render/svg/confusion.js';
import type { Picture } from '../export/tensorboard/scalars.js';

/**
 * A picture for each part whose outputs are kept, where the run's model tells one of at most 200
 * classes; none of others. Throws a UserError where a file that it needs is missing or damaged, and
 * where no picture can be made here.
 */
export async function confusionPictures(folder: string): Promise<readonly Picture[]> {
  const kept = openKept(folder);
  if (kept.target.kind !== 'classes') return [];
  const pictures: Picture[] = [];
  for (const part of judgedParts) {
    const outputs = readOutputs(folder, part);
    const report = outputs && reportOf(kept, outputs);
    if (report?.kind !== 'classes' || report.classes.length > mostClasses) continue;
    const title = `${kept.record.name}, epoch ${kept.epoch}, ${part}`;
    const { svg, width, height } = confusionSvg(title, report);
    pictures.push({ tag: `confusion_${part}`, png: await pngOfSvg(svg, 1), width, height });
  }
  return pictures;
}
