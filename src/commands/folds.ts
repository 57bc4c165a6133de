// The runs of a cross-validation: the plan of a spec in, one for each of its folds out, and what is
// said of them.
import type { LoadContext } from '../dataset/dataset.js';
import { describedBy, planExperiment, type Plan } from '../experiment/plan.js';
import { startPlan } from '../experiment/starting.js';
import { foldsInWords } from '../run/record.js';
import { counted } from '../text/wrap.js';

/** Where folds find the runs that they begin with, and who is told of data that is read. */
export type Folding = { readonly runs: string; readonly notify: LoadContext['notify'] };

/**
 * A plan for each fold of a plan's spec: the data of each is fitted anew, to what it may learn from. That of
 * the plan, which is of its first fold, is handed on; others are read again by whoever trains on them.
 * `warn` is told what a fold has to say that the spec had not. Throws a UserError where the rows of
 * one cannot be cut, or do not fit the model.
 */
export async function planFolds(
  plan: Plan,
  { runs, notify }: Folding,
  warn: (message: string) => void,
): Promise<readonly Plan[]> {
  const { file, read } = plan;
  const said = new Set(plan.warnings);
  if (plan.initial) {
    warn(
      `${file}: the weights that each fold begins with may have been trained on the rows that it holds out; then its score is none of rows that its model never saw`,
    );
  }
  const plans: Plan[] = [];
  for (const { fold, repeat } of read.folds) {
    const own = read.trial({ 'cross_validation.fold': fold, 'cross_validation.repeat': repeat });
    const described = await planExperiment(file, own, notify, describedBy(plan));
    const planned = await startPlan(described, { runs, notify });
    for (const warning of planned.warnings) {
      if (!said.has(warning)) warn(warning);
      said.add(warning);
    }
    // There is room for the data of one fold, and not for that of all.
    const { whole: _, ...data } = planned.data;
    plans.push(planned.data === plan.data ? planned : { ...planned, data });
  }
  return plans;
}

/** How many runs a spec's folds come to, and what each of them is scored on. */
export function foldsLine({ file, read: { spec, folds, seeds } }: Plan): string {
  const { cross_validation: of } = spec;
  if (!of) throw new Error('a spec without folds');
  const repeated = of.repeats > 1 ? `, ${of.repeats} times` : '';
  const seeded = seeds.length > 1 ? `, ${seeds.length} seeds each` : '';
  return `${file}: ${foldsInWords(of)}${repeated}${seeded}: ${counted(folds.length * seeds.length, 'run')}, each scored as test on the rows that its fold holds out; neither its training nor the choice of its epoch sees them`;
}
