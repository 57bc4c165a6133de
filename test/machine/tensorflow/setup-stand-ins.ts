// Stand-ins for the programs that setting up the runtime calls, and small wheels for them to hand
// out.
import { chmodSync, copyFileSync, linkSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';

/** Writes an executable of this name: a Node script with `args` and `fs` at hand. */
export function standIn(folder: string, name: string, script: string): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    join(folder, name),
    `#!${process.execPath}\nconst fs = require('node:fs'), path = require('node:path'), args = process.argv.slice(2);\n${script}\n`,
  );
  chmodSync(join(folder, name), 0o755);
}

/** An `nvidia-smi` that lists one card. */
export function standInCard(folder: string): void {
  const row =
    '0, GPU-1, NVIDIA H100 80GB HBM3, 580.159.04, 81559, 1034, 80048, 17, 41, 9.0, Disabled, 00000000:3B:00.0';
  standIn(folder, 'nvidia-smi', `if (args[0]?.startsWith('--query-gpu')) console.log('${row}');`);
}

/** A second name for a large file; a copy where that is on another disk. */
export function linkOrCopy(from: string, to: string): void {
  try {
    linkSync(from, to);
  } catch {
    copyFileSync(from, to);
  }
}

/** A `python3` that has the TensorFlow in `own` and no pip. */
export function standInPython(folder: string, own: string): void {
  const answer = JSON.stringify(JSON.stringify([own]));
  standIn(folder, 'python3', `if (args[0] === '-c') console.log(${answer}); else process.exit(1)`);
}

/** A `python3` without TensorFlow whose pip logs each download and hands out `wheels/NAME.whl`. */
export function standInPip(folder: string, wheels: string, log: string): void {
  standIn(
    folder,
    'python3',
    `
if (args.includes('-c')) console.log('[]');
else if (args.includes('--version')) console.log('pip 25.0 from /somewhere (python 3.12)');
else {
  const requirement = fs.readFileSync(args[args.indexOf('--requirement') + 1], 'utf8').trim();
  fs.appendFileSync(${JSON.stringify(log)}, JSON.stringify({ args, requirement }) + '\\n');
  const name = requirement.split('==')[0];
  fs.copyFileSync(path.join(${JSON.stringify(wheels)}, name + '.whl'), path.join(args[args.indexOf('--dest') + 1], name + '.whl'));
}`,
  );
}

/**
 * A `c++` that hands out an addon compiled before and logs its arguments. The libraries of a
 * stand-in wheel are replaced by the real ones, so that what it "compiles" can be loaded.
 */
export function standInCompiler(folder: string, runtime: string, log: string): void {
  standIn(
    folder,
    'c++',
    `
if (args.includes('--version')) console.log('stand-in 1.0');
else {
  fs.appendFileSync(${JSON.stringify(log)}, JSON.stringify(args) + '\\n');
  const output = args[args.indexOf('-o') + 1];
  fs.copyFileSync(${JSON.stringify(join(runtime, 'tfjs_binding.node'))}, output);
  const own = path.join(path.dirname(output), 'tensorflow');
  for (const name of fs.existsSync(own) && !fs.lstatSync(own).isSymbolicLink() ? ['libtensorflow_cc.so.2', 'libtensorflow_framework.so.2'] : []) {
    fs.rmSync(path.join(own, name));
    const real = path.join(${JSON.stringify(join(runtime, 'tensorflow'))}, name);
    try { fs.linkSync(real, path.join(own, name)); } catch { fs.copyFileSync(real, path.join(own, name)); }
  }
}`,
  );
}

/** A zip file with these entries, stored as they are. */
export function zip(entries: Readonly<Record<string, string>>): Buffer {
  const [locals, centrals]: [Buffer[], Buffer[]] = [[], []];
  let offset = 0;
  for (const [name, content] of Object.entries(entries)) {
    const [nameBytes, bytes] = [Buffer.from(name), Buffer.from(content)];
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt32LE(crc32(bytes), 10);
    common.writeUInt32LE(bytes.length, 14);
    common.writeUInt32LE(bytes.length, 18);
    common.writeUInt16LE(nameBytes.length, 22);
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), common, nameBytes, bytes]);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(offset, 10);
    centrals.push(
      Buffer.concat([Buffer.from('PK\x01\x02'), Buffer.from([20, 0]), common, tail, nameBytes]),
    );
    locals.push(local);
    offset += local.length;
  }
  const directory = Buffer.concat(centrals);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(centrals.length, 8);
  end.writeUInt16LE(centrals.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...locals, directory, end]);
}

/** Runs `body` with variables of the environment changed (null removes one), and puts them back. */
export async function withEnvironment<T>(
  changes: Readonly<Record<string, string | null>>,
  body: () => Promise<T>,
): Promise<T> {
  const before = { ...process.env };
  for (const [name, value] of Object.entries(changes)) {
    if (value === null) delete process.env[name];
    else process.env[name] = value;
  }
  try {
    return await body();
  } finally {
    for (const name of Object.keys(changes)) {
      if (before[name] === undefined) delete process.env[name];
      else process.env[name] = before[name];
    }
  }
}

/** The message of the error that a promise is rejected with, its exit code in front. */
export async function messageOfFailure(promise: Promise<unknown>): Promise<string> {
  try {
    await promise;
  } catch (error) {
    const { exitCode, message } = error as { exitCode?: number; message: string };
    return `${exitCode ?? 'bug'}: ${message}`;
  }
  throw new Error('nothing was thrown');
}
