// Temporary folders that nothing stays in. What a suite makes under os.tmpdir(), by its own hand or
// by a process that it starts, lies in a folder of the suite's own, which is removed after it.
const { chmodSync, mkdtempSync, rmSync } = require('node:fs');
const { tmpdir } = require('node:os');
const paths = require('node:path');

/** The system's own: what outlives a suite works there. */
const outer = tmpdir();

/**
 * Makes an empty folder the temporary one of these environments, and of the process'. `close` gives
 * them back what they had, and removes the folder with all that is left in it.
 */
function openTemporary(...environments) {
  const path = mkdtempSync(paths.join(outer, 'dlx-suite-'));
  // As the system's is: everybody's, for what a test has another user do.
  chmodSync(path, 0o1777);
  const held = [process.env, ...environments].map((env) => [env, env.TMPDIR]);
  for (const [env] of held) env.TMPDIR = path;
  return {
    path,
    close() {
      for (const [env, before] of held) {
        if (before === undefined) delete env.TMPDIR;
        else env.TMPDIR = before;
      }
      // A process that a test did not wait for may still write.
      rmSync(path, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

module.exports = { openTemporary, outer };
