// The name of a metric in, whether its values are shares out: what may be written in percent.

const shares =
  /accuracy|precision|recall|^auc$|f1|f_?beta|fbeta|iou|specificity|sensitivity|exact|^top/i;

/** Whether a score of this name is a share of something: between 0 and 1, and called as such ones are. */
export function isShare(name: string, value: number): boolean {
  return value >= 0 && value <= 1 && shares.test(name);
}
