// What is doubtful about data: leaks between its parts, and columns and classes of which nothing can
// be learned. A data set comes in, findings go out, each of which can be said in a sentence.
import type { Dataset, LeftOutColumn, Part } from '../dataset/dataset.js';
import { counted } from '../text/wrap.js';
import { toDigits } from '../text/digits.js';
import { readFeatures, type Feature, type FeatureValues } from './features.js';
import {
  tellsClasses,
  tellsNumber,
  tellsNumberByMeans,
  type Giveaway,
  type Told,
} from './giveaway.js';
import { isKeyName, splitGroups, type Keys } from './groups.js';
import type { ColumnSurvey } from './columns.js';
import { targetColumns, targetsOf, type TargetNumbers, type TargetSurvey } from './targets.js';
import { twinsIn, type PartName } from './twins.js';

/** Something that is doubtful; in the spelling of documents for programs. */
export type Finding =
  | {
      readonly kind: 'identical';
      readonly part: PartName;
      readonly other: PartName;
      readonly rows: number;
      readonly of: number;
      readonly other_target: number;
      readonly examples: readonly (readonly [row: number, twin: number])[];
    }
  | ({
      readonly kind: 'gives_target_away';
      readonly column: string;
      /** Which number, or label, of a target that has several. */
      readonly target?: string;
    } & Giveaway)
  | {
      readonly kind: 'groups';
      readonly column: string;
      readonly groups: number;
      readonly validation: number;
      readonly test: number;
    }
  | { readonly kind: 'constant'; readonly column: string }
  | {
      readonly kind: 'absent_classes';
      readonly part: PartName;
      readonly classes: readonly string[];
    };

/** What was looked at already. */
export type Seen = {
  readonly features: readonly Feature[];
  readonly training: FeatureValues;
  readonly columns: readonly ColumnSurvey[];
  readonly target: TargetSurvey;
  readonly leftOut: readonly LeftOutColumn[];
};

/** All that is doubtful about a data set, what weighs most first. */
export function findingsIn(data: Dataset, seen: Seen): readonly Finding[] {
  const parts = { training: data.train, validation: data.validation, test: data.test };
  const twins = twinsIn(data).map(({ part, other, rows, otherTarget, examples }): Finding => ({
    kind: 'identical',
    part,
    other,
    rows,
    of: parts[part].rows.length,
    other_target: otherTarget,
    examples,
  }));
  const isWindowed = windowed(data);
  return [
    // The last value of a smooth series nearly is the next one, and series are on both sides by time.
    ...(isWindowed ? [] : [...giveaways(data, seen), ...groupsOnBothSides(data, seen)]),
    ...twins.filter((one) => one.kind === 'identical' && one.part !== one.other),
    ...absentClasses(seen.target),
    ...constants(seen.columns),
    ...twins.filter((one) => one.kind === 'identical' && one.part === one.other),
  ];
}

/** What is looked for in a data set: of series and data without columns not everything. */
export function lookedFor(
  data: Dataset,
  { features, leftOut }: Pick<Seen, 'features' | 'leftOut'>,
): readonly string[] {
  const isWindowed = windowed(data);
  const hasKnownTargets = targetsToTell(data).length > 0;
  return [
    'samples that are in two parts',
    ...(features.length > 0 && !isWindowed && hasKnownTargets
      ? ['columns that give the target away']
      : []),
    ...(features.length + leftOut.length > 0 && !isWindowed ? ['groups in two parts'] : []),
    ...(features.length > 0 ? ['constant columns'] : []),
    ...(data.classes === null ? [] : ['classes that a part lacks']),
  ];
}

function windowed({ facts }: Dataset): boolean {
  return facts.inputs.some(({ windows }) => windows !== undefined);
}

// Of more columns or labels it is not looked for.
const mostTargets = 50;

// Each that a column may give away; none where what a sample's numbers are is not known.
function targetsToTell(data: Dataset): readonly (TargetNumbers & { readonly isOne: boolean })[] {
  if (data.targetInput !== undefined) return [];
  const several = targetColumns(data);
  if (several) {
    return several.slice(0, mostTargets).map((one) => ({ ...one, isOne: false }));
  }
  const hasOne = (data.train.source.targets[0]?.shape.length ?? 0) === 0;
  return hasOne ? [{ name: data.targetName, of: targetsOf, isOne: true }] : [];
}

function giveaways(data: Dataset, { features, training }: Seen): readonly Finding[] {
  const held = readFeatures(features, data.validation);
  const isClasses = data.classes !== null || data.labels !== undefined;
  return targetsToTell(data).flatMap(({ name, of, isOne }) => {
    const targets = { train: of(data.train), held: of(data.validation) };
    return features.flatMap((feature): Finding[] => {
      const told = (values: FeatureValues, known: Float64Array): Told => ({
        values: values.get(feature) ?? new Float64Array(0),
        targets: known,
      });
      const [first, second] = [told(training, targets.train), told(held, targets.held)];
      const found = tellsTarget(first, second, feature, isClasses);
      const target = isOne ? {} : { target: name };
      return found
        ? [{ kind: 'gives_target_away', column: feature.name, ...target, ...found }]
        : [];
    });
  });
}

function tellsTarget(
  train: Told,
  held: Told,
  { labels }: Feature,
  isClasses: boolean,
): Giveaway | null {
  if (isClasses) return tellsClasses(train, held, labels === null);
  return labels === null ? tellsNumber(train, held) : tellsNumberByMeans(train, held);
}

function groupsOnBothSides(
  data: Dataset,
  { features, training, leftOut }: Seen,
): readonly Finding[] {
  const named = features.filter(
    (one) => isKeyName(one.name) && (one.labels !== null || isWhole(training.get(one))),
  );
  const [validation, test] = [data.validation, data.test].map((part) => readFeatures(named, part));
  const inputs = named.map((one) => ({
    name: one.name,
    keys: {
      train: training.get(one) ?? [],
      validation: validation?.get(one) ?? [],
      test: test?.get(one) ?? [],
    },
  }));
  const outside = leftOut.map(({ name, texts }) => ({ name, keys: keysOf(data, texts) }));
  return [...inputs, ...outside].flatMap(({ name, keys }): Finding[] => {
    const split = splitGroups(keys, isKeyName(name));
    return split && split.validation + split.test > 0
      ? [{ kind: 'groups', column: name, ...split }]
      : [];
  });
}

function isWhole(values: Float64Array | undefined): boolean {
  return values !== undefined && values.every((one) => Number.isNaN(one) || isNearlyWhole(one));
}

// It was standardised, and is a float32 there.
function isNearlyWhole(value: number): boolean {
  return Math.abs(value - Math.round(value)) <= 1e-5 * Math.max(1, Math.abs(value));
}

// A test file need not have what is left out.
function keysOf({ train, validation, test }: Dataset, texts: readonly string[]): Keys {
  const of = (part: Part): readonly string[] =>
    part.source === train.source ? Array.from(part.rows, (row) => texts[row] ?? '') : [];
  return { train: of(train), validation: of(validation), test: of(test) };
}

function absentClasses(target: TargetSurvey): readonly Finding[] {
  if (target.kind !== 'classes') return [];
  return (['training', 'validation', 'test'] as const).flatMap((part): Finding[] => {
    const classes = target.classes.filter((one) => one[part] === 0).map(({ name }) => name);
    return classes.length > 0 ? [{ kind: 'absent_classes', part, classes }] : [];
  });
}

function constants(columns: readonly ColumnSurvey[]): readonly Finding[] {
  return columns.flatMap(({ name, summary, counts }): Finding[] => {
    const isConstant = summary
      ? summary.min === summary.max && summary.missing === 0
      : counts !== null && counts.filter(({ count }) => count > 0).length < 2;
    return isConstant ? [{ kind: 'constant', column: name }] : [];
  });
}

const mostNamed = 5;

/** A finding as a sentence, without its full stop. */
export function sentenceOf(finding: Finding): string {
  switch (finding.kind) {
    case 'identical':
      return identicalSentence(finding);
    case 'gives_target_away':
      return giveawaySentence(finding);
    case 'groups':
      return `${finding.column} looks like what rows belong to, and of its ${finding.groups} groups ${finding.validation} have rows in both the training and the validation part, ${finding.test} in both training and test: {by: group, column: ${finding.column}} as validation_split keeps them apart`;
    case 'constant':
      return `${finding.column} is the same in every training row: nothing can be learned from it`;
    case 'absent_classes': {
      const shown = finding.classes.slice(0, mostNamed).join(', ');
      const more = finding.classes.length - mostNamed;
      return `${counted(finding.classes.length, 'class')} with no row in the ${finding.part} part: ${shown}${more > 0 ? ` and ${more} more` : ''}; stratify: true gives each part its share`;
    }
  }
}

function identicalSentence({
  part,
  other,
  rows,
  of,
  other_target: others,
  examples,
}: Extract<Finding, { kind: 'identical' }>): string {
  const share = `${rows} of ${of} ${part} rows (${toDigits((100 * rows) / of, 2)} %)`;
  const [verb, whose] = rows === 1 ? ['has', 'a'] : ['have', 'a'];
  const where = part === other ? 'row before them' : `${other} row`;
  const told = others > 0 ? `, ${others} of them with another target` : '';
  const pairs = examples.map(([row, twin]) => `${row} = ${twin}`).join(', ');
  return `${share} ${verb} the very inputs of ${whose} ${where}${told}: rows ${pairs}${rows > examples.length ? ', …' : ''}`;
}

function giveawaySentence({
  column,
  target,
  by,
  train,
  validation,
}: Extract<Finding, { kind: 'gives_target_away' }>): string {
  const [first, second] = [toDigits(train, 4), toDigits(validation, 4)];
  const how = {
    majority: `${target === undefined ? 'the most frequent class of each of its values' : 'what most rows of each of its values have'} is right in ${toDigits(100 * train, 4)} % of the training and ${toDigits(100 * validation, 4)} % of the validation rows`,
    correlation: `its correlation with the target is ${first} in training and ${second} in validation`,
    'rank correlation': `its rank correlation with the target is ${first} in training and ${second} in validation`,
    means: `the means of its categories explain ${first} of the target's variance in training and ${second} in validation`,
  }[by];
  const what = target === undefined ? 'the target' : target;
  return `${column} gives ${what} away: ${how}. Was it written before ${what} was known?`;
}
