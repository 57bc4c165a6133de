// New pictures with the classes that a model should have told: a folder with a folder a class, or a
// table of paths and classes, in; a source of inputs and targets out, read as in training.
import { statSync } from 'node:fs';
import { classesIn, type LabelledPaths } from '../dataset/pictures/classes.js';
import { columnsOf, readPathTable } from '../dataset/pictures/path-table.js';
import { pixelsOf, readPictures } from '../dataset/pictures/labelled-pictures.js';
import { checkThere, numbered } from '../dataset/pictures/table-parts.js';
import type { InputFacts } from '../dataset/facts.js';
import { residentSource, type Source } from '../dataset/source.js';
import { failure, misuse } from '../ground/errors.js';
import type { KeptModel } from './kept.js';
import { checkKnown, type Sealable } from './unread.js';

type Kept = Pick<KeptModel, 'target' | 'read'> & Sealable & { readonly input: InputFacts };

/** Reads labelled pictures, and tells where they are known. Throws a UserError that names the files that are unfit. */
export async function readLabelledPictures(
  kept: Kept,
  data: string,
  tell: (note: string) => void = () => undefined,
): Promise<Source> {
  const { input, target, read } = kept;
  const { picture, shape, name, divide_by: divideBy } = input;
  if (!picture) {
    throw misuse(`--data ${data} holds images alone: --labels FILE names their labels`);
  }
  if (target.kind !== 'classes') throw new Error('a model of pictures tells classes');
  const [height = 0, width = 0, channels = 0] = shape;
  const paths = await labelledIn(data, target.classes, read);
  const pictures = await readPictures(
    paths,
    {
      asked: { height, width, channels, ...picture },
      corrupt: 'refuse',
      classNames: target.classes,
      stream: null,
    },
    () => undefined,
  );
  checkKnown(kept, [{ file: data, sha256: pictures.sha256 }], tell);
  return residentSource('new', {
    count: pictures.classes.length,
    inputs: [{ name, shape, divideBy, ...pixelsOf(pictures) }],
    targets: [{ name: target.name, shape: [], scale: null, values: pictures.classes }],
    weights: null,
  });
}

async function labelledIn(
  data: string,
  classNames: readonly string[],
  read: Kept['read'],
): Promise<LabelledPaths> {
  if (statSync(data, { throwIfNoEntry: false })?.isDirectory()) {
    const { classes } = classesIn(data);
    return {
      paths: classes.flatMap(({ pictures }) => pictures),
      classes: classes.flatMap(({ name, pictures }) => {
        const number = numberOf(name, classNames, data);
        return pictures.map(() => number);
      }),
    };
  }
  const { picture, target } = read.spec.dataset.arguments;
  const text = (value: unknown): string | null => (typeof value === 'string' ? value : null);
  const table = await readPathTable(data, columnsOf(text(picture), text(target)), null);
  checkThere(table);
  return numbered(table, classNames);
}

function numberOf(name: string, classNames: readonly string[], data: string): number {
  const number = classNames.indexOf(name);
  if (number >= 0) return number;
  const known = classNames.slice(0, 10).map((one) => JSON.stringify(one));
  throw failure(
    `${data} has the folder ${JSON.stringify(name)}, which is none of the classes that the model tells apart: ${known.join(', ')}${classNames.length > 10 ? ' …' : ''}`,
  );
}
