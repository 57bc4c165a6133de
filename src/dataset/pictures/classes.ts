// A folder of pictures: a path in; the pictures of each part with their classes come out. Each class
// is a folder, in the folder itself or in `train`, `validation` and `test` in it.
import { basename, join } from 'node:path';
import { failure } from '../../ground/errors.js';
import { counted } from '../../text/wrap.js';
import {
  allLeftOut,
  few,
  leftOutNotes,
  namesOfFolder,
  nothingLeftOut,
  picturesBelow,
  type LeftOut,
} from './listing.js';

/** Pictures with their classes' numbers. */
export type LabelledPaths = {
  readonly paths: readonly string[];
  readonly classes: readonly number[];
};

/** The pictures of each part; null where a part has none of its own. */
export type PictureParts = {
  /** In order: their numbers. */
  readonly classNames: readonly string[];
  readonly train: LabelledPaths;
  readonly validation: LabelledPaths | null;
  readonly test: LabelledPaths | null;
  /** What was left out, and what is odd: a sentence each. */
  readonly notes: readonly string[];
};

const partNames: Readonly<Record<string, 'train' | 'validation' | 'test'>> = {
  train: 'train',
  training: 'train',
  val: 'validation',
  valid: 'validation',
  validation: 'validation',
  test: 'test',
  testing: 'test',
};

/** The parts in a folder. Throws a UserError that names the folder where it is not such a one. */
export function pictureParts(folder: string): PictureParts {
  const { folders, files, hidden } = namesOfFolder(folder);
  const own: LeftOut = {
    ...nothingLeftOut,
    hidden: hidden.map((name) => join(folder, name)),
    others: files.map((name) => join(folder, name)),
  };
  const parts = partsIn(folder, folders);
  const train = classesIn(parts.train);
  const others = [parts.validation, parts.test].map((path) =>
    path === null ? null : classesIn(path),
  );
  const classNames = train.classes.map(({ name }) => name);
  checkClasses(parts.train, classNames);
  const labelled = ({ classes }: ClassFolders): LabelledPaths => ({
    paths: classes.flatMap(({ pictures }) => pictures),
    classes: classes.flatMap(({ name, pictures }) => {
      const number = classNames.indexOf(name);
      return pictures.map(() => number);
    }),
  });
  const [validation = null, test = null] = others;
  for (const one of [validation, test]) if (one) checkKnown(one, train.folder, classNames);
  const all = [train, validation, test].filter((one) => one !== null);
  return {
    classNames,
    train: labelled(train),
    validation: validation && labelled(validation),
    test: test && labelled(test),
    notes: [
      ...leftOutNotes(allLeftOut([own, ...all.map(({ leftOut }) => leftOut)])),
      ...all.flatMap(emptyNotes),
      ...alikeNotes(classNames),
    ],
  };
}

type PartFolders = {
  readonly train: string;
  readonly validation: string | null;
  readonly test: string | null;
};

// A folder called train is a part where all beside it are parts, too: else it may be a class.
function partsIn(folder: string, folders: readonly string[]): PartFolders {
  const found = new Map<string, string>();
  const named = folders.flatMap((name) => {
    const part = partNames[name.toLowerCase()];
    return part ? [[part, name] as const] : [];
  });
  const isParted = named.some(([part]) => part === 'train') && named.length === folders.length;
  if (!isParted) {
    if (named.some(([part]) => part === 'train') && named.length > 1) {
      const others = folders.filter((name) => partNames[name.toLowerCase()] === undefined);
      throw failure(
        `${folder} holds ${few(named.map(([, name]) => name))} beside ${few(others)}: move these out, or name a folder that holds a folder a class`,
      );
    }
    return { train: folder, validation: null, test: null };
  }
  for (const [part, name] of named) {
    const before = found.get(part);
    if (before !== undefined) {
      throw failure(
        `${folder} holds ${before} and ${name}, of which one can be the ${part} part: rename one`,
      );
    }
    found.set(part, name);
  }
  const place = (part: string): string | null => {
    const name = found.get(part);
    return name === undefined ? null : join(folder, name);
  };
  return {
    train: place('train') ?? folder,
    validation: place('validation'),
    test: place('test'),
  };
}

type ClassFolder = { readonly name: string; readonly pictures: readonly string[] };

/** The folders of classes in a folder. */
export type ClassFolders = {
  readonly folder: string;
  readonly classes: readonly ClassFolder[];
  /** Folders that hold no picture. */
  readonly empty: readonly string[];
  readonly leftOut: LeftOut;
};

/**
 * The classes in a folder, by the names of its folders in the order of their characters, as Keras
 * orders them. Throws a UserError where it has none, or pictures beside them.
 */
export function classesIn(folder: string): ClassFolders {
  const { folders, files, hidden } = namesOfFolder(folder);
  const listed = folders.map((name) => ({ name, ...picturesBelow(join(folder, name)) }));
  const classes = listed.filter(({ pictures }) => pictures.length > 0);
  if (classes.length === 0) {
    throw failure(
      `${folder} holds no folder with pictures: each class is a folder of its own, with JPEG, PNG, GIF, WebP or TIFF files`,
    );
  }
  return {
    folder,
    classes,
    empty: listed
      .filter(({ pictures }) => pictures.length === 0)
      .map(({ name }) => join(folder, name)),
    leftOut: allLeftOut([
      {
        ...nothingLeftOut,
        hidden: hidden.map((name) => join(folder, name)),
        others: files.map((name) => join(folder, name)),
      },
      ...listed.map(({ leftOut }) => leftOut),
    ]),
  };
}

/** Throws a UserError where classes are too few to be told apart. */
export function checkClasses(where: string, classNames: readonly string[]): void {
  if (classNames.length > 1) return;
  throw failure(
    `${where} has pictures of one class, ${JSON.stringify(classNames[0] ?? '')}: there is nothing to tell apart; add a folder for each other class`,
  );
}

function checkKnown(
  { folder, classes }: ClassFolders,
  train: string,
  classNames: readonly string[],
): void {
  const unknown = classes.filter(({ name }) => !classNames.includes(name));
  if (unknown.length === 0) return;
  const named = unknown.map(({ name }) => JSON.stringify(name));
  throw failure(
    `${folder} has ${few(named)}, and ${train} has no such ${unknown.length === 1 ? 'class' : 'classes'}: rename or remove ${unknown.length === 1 ? 'the folder' : 'the folders'}, or add training pictures; its classes are ${few(
      classNames.map((name) => JSON.stringify(name)),
      10,
    )}`,
  );
}

function emptyNotes({ folder, empty }: ClassFolders): readonly string[] {
  if (empty.length === 0) return [];
  const names = empty.map((path) => basename(path));
  return [
    `${counted(empty.length, 'folder')} of ${folder} without a picture, and so no class: ${few(names)}`,
  ];
}

// Two ways of writing é are alike, too.
function alikeNotes(classNames: readonly string[]): readonly string[] {
  const first = new Map<string, string>();
  return classNames.flatMap((name) => {
    const key = name.normalize('NFC').toLowerCase();
    const before = first.get(key);
    first.set(key, before ?? name);
    return before === undefined
      ? []
      : [
          `classes ${JSON.stringify(before)} and ${JSON.stringify(name)} are written almost alike, and are two classes`,
        ];
  });
}
