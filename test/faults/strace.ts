// The real command under strace: which system calls a run makes to its folder, and the same run
// with one of them failing, or the process killed as it makes it. strace counts the calls of each
// thread; all of these are made by one.
import { spawn, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../folders.js';

/** One call among all of its kind that the training process makes, and what it is about. */
export type Call = { readonly call: string; readonly ordinal: number; readonly about: string };

export type Traced = {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
};

const kinds = [
  'openat',
  'pwrite64',
  'fsync',
  'rename',
  'link',
  'unlink',
  'mkdir',
  'rmdir',
  'ftruncate',
];

const dlxScript = join(root, 'bin/dlx.js');

/** The calls to run folders that `dlx`, or another script, with these words makes. Throws where strace is missing. */
export async function callsOf(
  folder: string,
  words: readonly string[],
  script = dlxScript,
): Promise<readonly Call[]> {
  if (spawnSync('strace', ['-V']).error) {
    throw new Error('strace is not installed: apt-get install strace');
  }
  const trace = join(folder, 'trace');
  const { code, stderr } = await underStrace(
    folder,
    // The filter in the kernel lets all other calls through at full speed.
    ['--seccomp-bpf', '-o', trace, '-s', '300', '-e', `trace=${kinds.join(',')}`],
    words,
    script,
  );
  if (code !== 0) throw new Error(`the traced run failed: ${stderr}`);
  const lines = readFileSync(trace, 'utf8').split('\n');
  const trainer = lines.find((line) => / fsync\(/.test(line))?.split(/\s+/)[0] ?? '';
  const counts = new Map<string, number>();
  return lines
    .filter((line) => line.startsWith(`${trainer} `))
    .flatMap((line) => {
      const call = /^\d+\s+([a-z0-9]+)\(/.exec(line)?.[1];
      if (call === undefined) return [];
      const ordinal = (counts.get(call) ?? 0) + 1;
      counts.set(call, ordinal);
      return isOurs(call, line) ? [{ call, ordinal, about: aboutOf(line) }] : [];
    });
}

/**
 * The calls of these kinds about files whose path holds a text, whoever makes them, each with its place
 * among those of its thread.
 */
export async function callsAbout(
  folder: string,
  words: readonly string[],
  path: string,
  kinds: readonly string[],
): Promise<readonly Call[]> {
  const trace = join(folder, 'trace');
  const { code, stderr } = await underStrace(
    folder,
    ['--seccomp-bpf', '-y', '-o', trace, '-s', '0', '-e', `trace=${kinds.join(',')}`],
    words,
    dlxScript,
  );
  if (code !== 0) throw new Error(`the traced run failed: ${stderr}`);
  const counts = new Map<string, number>();
  return readFileSync(trace, 'utf8')
    .split('\n')
    .flatMap((line) => {
      const [, thread = '', call] = /^(\d+)\s+([a-z0-9]+)\(/.exec(line) ?? [];
      if (call === undefined) return [];
      const ordinal = (counts.get(`${thread} ${call}`) ?? 0) + 1;
      counts.set(`${thread} ${call}`, ordinal);
      return line.includes(path) ? [{ call, ordinal, about: path }] : [];
    });
}

// The process that trains writes nothing else by these.
function isOurs(call: string, line: string): boolean {
  return (
    ['fsync', 'pwrite64', 'rename', 'link', 'ftruncate'].includes(call) || line.includes('"runs')
  );
}

/** Runs `dlx` and kills the training process as it makes a call. */
export function killedAt(
  folder: string,
  words: readonly string[],
  { call, ordinal }: Call,
  script = dlxScript,
): Promise<Traced> {
  return underStrace(
    folder,
    [
      '-o',
      '/dev/null',
      '-e',
      `trace=${call}`,
      '-e',
      `inject=${call}:signal=SIGKILL:when=${ordinal}`,
    ],
    words,
    script,
  );
}

/**
 * Runs `dlx` and lets a call fail; and whether it was one about a run folder: of those before them
 * there may be one more or less. `injected` are the calls that failed, with the paths of their files.
 */
export async function failingAt(
  folder: string,
  words: readonly string[],
  { call, ordinal }: Call,
  error: string,
  script = dlxScript,
): Promise<Traced & { readonly isOurs: boolean; readonly injected: readonly string[] }> {
  const trace = join(folder, 'trace');
  // Signals are not injected behind the filter in the kernel, errors are.
  const ended = await underStrace(
    folder,
    [
      '--seccomp-bpf',
      '-y',
      '-o',
      trace,
      '-s',
      '300',
      '-e',
      `trace=${call}`,
      '-e',
      `inject=${call}:error=${error}:when=${ordinal}`,
    ],
    words,
    script,
  );
  const injected = readFileSync(trace, 'utf8')
    .split('\n')
    .filter((line) => line.includes('(INJECTED)'));
  return { ...ended, isOurs: injected.some((line) => isOurs(call, line)), injected };
}

function underStrace(
  folder: string,
  options: readonly string[],
  words: readonly string[],
  script: string,
): Promise<Traced> {
  const child = spawn('strace', ['-f', ...options, process.execPath, script, ...words], {
    cwd: folder,
    env: { ...process.env, NO_COLOR: '1' },
  });
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, stdout, stderr }));
  });
}

// `rename(".last.safetensors.part", "last.safetensors")` without folders and numbers.
function aboutOf(line: string): string {
  const names = [...line.matchAll(/"([^"]*)"/g)].map(([, path = '']) =>
    (path.split('/').at(-1) ?? '')
      .replace(/\d{8}T\d{6}Z-[0-9a-f]{6}/, 'RUN')
      .replace(/\.\d+\.part$/, '.part'),
  );
  return names.join(' → ');
}
