// What a spec may take of its reader, however its repeats, parents and patches multiply what a file
// holds: limits of its parts, and one budget for the whole, which is passed down and spent.

/** What no part of a spec may pass. */
export const limits = {
  /** How deep lists and mappings stand in each other. */
  nesting: 64,
  /** Specs one above the other by `extends`, and of all that are extended. */
  chain: 16,
  files: 64,
  /** Parts of the key of a --set option. */
  segments: 16,
  /** Blocks in blocks. */
  blocks: 8,
  /** Layers of a model, each copy counted. */
  layers: 10_000,
  /** Outputs that the `inputs` of one layer name. */
  inputs: 256,
  /** Sizes or axes in one list: no tensor has more. */
  axes: 16,
  /** Bytes of a spec's file. */
  bytes: 1024 * 1024,
} as const;

/** What a spec and all that it extends may take together. */
const whole = {
  bytes: limits.bytes,
  /** Words and marks of YAML: ten thousand layers fit; what keeps a reader waiting does not. */
  marks: 120_000,
  /** Layers that patches go through: each copy has a name, and each patch asks for all names. */
  patched: 100_000,
  /** Inputs of all copies of all layers: each is checked, planned, hashed and shown. */
  taken: 50_000,
  /** Values in lists among the arguments of all copies of all layers. */
  listed: 200_000,
} as const;

/** What is counted over the whole of a spec. */
export type Counted = keyof typeof whole;

/** What one reading of a spec has left. */
export class Budget {
  readonly #spent = new Map<Counted, number>();

  /** Spends so much, and tells whether it is this that went beyond what there is. */
  exceeds(what: Counted, amount: number): boolean {
    const before = this.spent(what);
    this.#spent.set(what, before + amount);
    return before <= whole[what] && before + amount > whole[what];
  }

  /** Whether there is nothing left. */
  isSpent(what: Counted): boolean {
    return this.spent(what) > whole[what];
  }

  /** How much has been spent so far. */
  spent(what: Counted): number {
    return this.#spent.get(what) ?? 0;
  }

  /** How much there is in all, as in a message. */
  static words(what: Counted): string {
    return whole[what].toLocaleString('en');
  }
}
