// Where a spec says that its arrays lie.

/** Places of arrays: one, or one by the name of each input. */
export type Places = string | Readonly<Record<string, string>>;

/** The name of the input where there is one and it was not given any. */
export const usualName = 'input';

/** Places by the names of the inputs, in their order. */
export function placesOf(inputs: Places): ReadonlyMap<string, string> {
  return new Map(typeof inputs === 'string' ? [[usualName, inputs]] : Object.entries(inputs));
}
