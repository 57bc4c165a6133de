// Who hears of what is under way in a command, as commands see it.
import type { RunEvent } from '../../experiment/job.js';

/** Shows what happens. Nothing is shown by a quiet one. */
export type Reporter = {
  /** One plain line that stays. */
  readonly line: (text: string) => void;
  /**
   * A sentence about something that needs attention; what a program said may follow on lines of its
   * own.
   */
  readonly warn: (text: string) => void;
  /** A sentence about what failed, likewise. */
  readonly fail: (text: string) => void;
  /** Work under way: shown while it lasts on a terminal, once elsewhere. */
  readonly work: (text: string, fraction?: number) => void;
  /** Work that is over soon: shown while it lasts on a terminal, and nowhere else. */
  readonly passing: (text: string) => void;
  /** What happens in a run. */
  readonly event: (event: RunEvent) => void;
  /** A reporter of one run of several at a time, by what that is called: a line of each moves. */
  readonly beside: (label: string) => Promise<Reporter>;
  /** Takes the moving line away. */
  readonly end: () => void;
};
