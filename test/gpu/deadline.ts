// When a part has to be done. Its limit is its own, and never more than what is left of the whole.

/** A moment, in milliseconds of `performance.now()`. */
export type Deadline = { readonly at: number };

/** A deadline in so many seconds, and not after another one. */
export function deadlineIn(seconds: number, before: Deadline = { at: Infinity }): Deadline {
  return { at: Math.min(performance.now() + seconds * 1000, before.at) };
}

/** Seconds left; never less than 0. */
export function leftAt({ at }: Deadline): number {
  return Math.max(0, (at - performance.now()) / 1000);
}
