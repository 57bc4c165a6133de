// Names of inputs and outputs.

/** The free axis. */
export const batchName = 'batch';

/** A name that none of these has, as near to the one wanted as can be. */
export function freeName(wanted: string, taken: readonly string[]): string {
  let name = wanted;
  while (taken.includes(name)) name = `${name}_`;
  return name;
}
