// What a data set is once it has been loaded and split: where its samples come from, and the rows
// that belong to each part.
import type { Entry, Tagged } from '../words/tagged.js';
import type { ArgumentsOf, ArgumentKinds } from '../words/arguments.js';
import type { Method } from '../words/kinds.js';
import type { TargetValues } from './target-values.js';
import type {
  ColumnFacts,
  DataFacts,
  InputFacts,
  PictureFacts,
  SourceFile,
  TableReading,
  TargetFacts,
  Units,
  WindowFacts,
} from './facts.js';
import type { Source, TargetColumn } from './source.js';

/** A part of the data: the rows of `source` that belong to it, ascending. */
export type Part = { readonly source: Source; readonly rows: Int32Array };

/** One of the inputs that data gives: layers take it by its name. */
export type InputDescription = {
  readonly name: string;
  readonly kind: InputFacts['kind'];
  /** Of one sample: height × width × channels, or [columns], or [steps]. */
  readonly shape: readonly number[];
  /** Tokens are whole numbers below this; null where the input is none. */
  readonly vocabulary: number | null;
};

/**
 * What can be known of the data before it is loaded for training: enough to check a model and show
 * its shapes.
 */
export type DatasetDescription = {
  /** In the order of the source's inputs, each of a name of its own. */
  readonly inputs: readonly InputDescription[];
  /** Number of classes, or null where the target is a number. */
  readonly classes: number | null;
  readonly classNames: readonly string[] | null;
  /** How many training samples each class has, where that is known. */
  readonly classCounts?: readonly number[];
  /** How a picture in a file of its own becomes an input. */
  readonly picture?: PictureFacts;
  /** What the targets are called: their column, or what they are. */
  readonly targetName: string;
  /** Given where a target that is a number is standardised for the loss. */
  readonly targetScale?: NonNullable<Units>;
  /** What each number of a target is called that is several of them; left out for one. */
  readonly targetNumbers?: readonly string[];
  /** Given where the target is an input of the data itself: its name. */
  readonly targetInput?: string;
  /** Of a target of several columns, each by itself. */
  readonly targetParts?: readonly {
    readonly name: string;
    readonly values: TargetValues;
    readonly scale: Units;
  }[];
  /** Given where the numbers of a target are labels, 0 or 1 each: what stands between them. */
  readonly labels?: Extract<TargetFacts, { readonly kind: 'labels' }>['separator'];
  /** The values of a target that is a number, in its own units; left out for classes. */
  readonly targetValues?: TargetValues;
  /** Of the content the numbers come from, where that is known without loading them. */
  readonly sha256?: string;
  /** What each column of a table became; null where the data is none. */
  readonly columns: readonly ColumnFacts[] | null;
  /** What a reader should know of the data: a sentence each. */
  readonly notes: readonly string[];
  /**
   * Given where the data was read to be described: the data set itself, under these arguments,
   * whose paths alone may be others, as those are seen from a folder. It can be had once; null from
   * then on.
   */
  readonly whole?: (args: Readonly<Record<string, unknown>>, folder: string) => Dataset | null;
};

/** What is told of data to whoever looks at it: what its columns became, and its target. */
export type DataSummary = Pick<
  DatasetDescription,
  | 'columns'
  | 'targetName'
  | 'classes'
  | 'classNames'
  | 'classCounts'
  | 'targetValues'
  | 'targetScale'
  | 'targetNumbers'
  | 'targetParts'
  | 'targetInput'
  | 'labels'
>;

/** What is told of a data set, without its samples. */
export function dataSummary(data: DatasetDescription): DataSummary {
  const { columns, targetName, classes, classNames, classCounts } = data;
  const { targetValues, targetScale, targetNumbers, targetParts, targetInput, labels } = data;
  return {
    columns,
    targetName,
    classes,
    classNames,
    ...(classCounts ? { classCounts } : {}),
    ...(targetValues ? { targetValues } : {}),
    ...(targetScale ? { targetScale } : {}),
    ...(targetNumbers ? { targetNumbers } : {}),
    ...(targetParts ? { targetParts } : {}),
    ...(targetInput === undefined ? {} : { targetInput }),
    ...(labels ? { labels } : {}),
  };
}

/** Everything a run needs to know about its data. */
export type Dataset = DatasetDescription & {
  readonly name: string;
  readonly train: Part;
  readonly validation: Part;
  readonly test: Part;
  /** Of the content the numbers come from, independent of where the files lie. */
  readonly sha256: string;
  /** Those of the notes that only reading the samples could give: whoever trains on them is told. */
  readonly foundNotes?: readonly string[];
  /** All that is needed to use a model without the data, for data.json. */
  readonly facts: DataFacts;
};

/** What facts hold beside what the data set itself says. */
export type OwnFacts = {
  readonly source?: readonly SourceFile[];
  readonly reading?: TableReading;
  /** For each input the columns that it is made of. */
  readonly columns?: readonly (readonly ColumnFacts[])[];
  /** For each input how a picture becomes it; null where none does. */
  readonly pictures?: readonly (PictureFacts | null)[];
  readonly windows?: WindowFacts;
};

/** A data set with the facts about it. */
export function withFacts(data: Omit<Dataset, 'facts'>, own: OwnFacts = {}): Dataset {
  const { train, validation, test } = data;
  checkInputs(data);
  const pictureOf = (i: number): PictureFacts | null => own.pictures?.[i] ?? data.picture ?? null;
  return {
    ...data,
    facts: {
      format: 1,
      name: data.name,
      sha256: data.sha256,
      source: own.source ?? [],
      samples: {
        train: train.rows.length,
        validation: validation.rows.length,
        test: test.rows.length,
      },
      inputs: data.inputs.map(({ name, kind, shape, vocabulary }, i) => ({
        name,
        kind,
        shape,
        divide_by: train.source.inputs[i]?.divideBy ?? 1,
        vocabulary,
        columns: own.columns?.[i] ?? null,
        reading: own.reading ?? null,
        ...(own.windows ? { windows: own.windows } : {}),
        ...pictured(pictureOf(i)),
      })),
      targets: train.source.targets.map((target) => targetFacts(data, target)),
      notes: data.notes,
    },
  };
}

function pictured(picture: PictureFacts | null): { readonly picture?: PictureFacts } {
  return picture ? { picture } : {};
}

function targetFacts(
  data: Pick<Dataset, 'classes' | 'classNames' | 'labels' | 'targetInput'>,
  { name, scale, numbers }: TargetColumn,
): TargetFacts {
  const { labels: separator } = data;
  if (separator !== undefined) return { name, kind: 'labels', labels: numbers ?? [], separator };
  const { targetInput: input } = data;
  return data.classes === null
    ? {
        name,
        kind: 'number',
        scale,
        ...(numbers ? { numbers } : {}),
        ...(input === undefined ? {} : { input }),
      }
    : { name, kind: 'classes', classes: namesOf(data), positive: positiveOf(data) };
}

// Whoever takes a batch takes its inputs in the order in which they are described.
function checkInputs({ inputs, train, test }: Pick<Dataset, 'inputs' | 'train' | 'test'>): void {
  const wanted = JSON.stringify(inputs.map(({ name, shape }) => [name, shape]));
  for (const { source } of [train, test]) {
    const given = JSON.stringify(source.inputs.map(({ name, shape }) => [name, shape]));
    if (given !== wanted) throw new Error(`${source.name} has the inputs ${given}, not ${wanted}`);
  }
}

/**
 * What a loss compares outputs with: values, classes, or either; it decides what numbers in a
 * target are where the spec does not say so.
 */
export type WantedTargets = 'values' | 'classes' | 'either';

/** What loading needs from outside: where relative paths start, and whom to tell of slow work. */
export type LoadContext = {
  readonly targets: WantedTargets;
  /** The folder of the spec's file. */
  readonly folder: string;
  /** Told one plain sentence, or a fraction from 0 to 1 of the work it named last. */
  readonly notify: (message: string, fraction?: number) => void;
};

/** A column of a table that is no input: its cells, by the number of their row. */
export type LeftOutColumn = { readonly name: string; readonly texts: readonly string[] };

/** One kind of data set: its arguments in a spec, and how it is described and loaded. */
export type DatasetEntry<S extends ArgumentKinds = ArgumentKinds> = Entry & {
  readonly arguments: S;
  /** Cheap where it can be: reads a header, or nothing. */
  readonly describe: Method<
    [args: ArgumentsOf<S>, context: LoadContext],
    Promise<DatasetDescription>
  >;
  readonly load: Method<[args: ArgumentsOf<S>, context: LoadContext], Promise<Dataset>>;
  /** Given where data has columns that are left out of its inputs: those of its own rows. */
  readonly leftOut?: Method<
    [args: ArgumentsOf<S>, context: LoadContext],
    Promise<readonly LeftOutColumn[]>
  >;
};

/** Declares a data set; the types of its arguments follow from their declaration. */
export function defineDataset<S extends ArgumentKinds>(entry: DatasetEntry<S>): DatasetEntry {
  return entry;
}

export type { Tagged };

type Classes = Pick<DatasetDescription, 'classes' | 'classNames'>;

/** The names of the classes in the order of their numbers; classes without names are numbers. */
export function namesOf({ classes, classNames }: Classes): readonly string[] {
  return classNames ?? Array.from({ length: classes ?? 0 }, (_, i) => String(i));
}

/** Of two classes the one that is 1, by its name; null where there are more, or none. */
export function positiveOf(data: Classes): string | null {
  return data.classes === 2 ? (namesOf(data)[1] ?? null) : null;
}
