// Tests that one system alone can run.
import { describe } from '@jest/globals';

/** For what needs Linux' /proc, /dev/full or strace. */
export const onLinux = process.platform === 'linux' ? describe : describe.skip;
