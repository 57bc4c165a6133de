// `dlx export RUN… --to mlflow`, as it is typed; and, where the Python of the tests has MLflow, into its
// real server.
import { spawn } from 'node:child_process';
import { appendFileSync, cpSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import { encodeJson } from '../../src/run/format/json.js';
import { encodeRecord } from '../../src/run/record-file.js';
import { dlx } from '../cli/warm.js';
import { answering } from '../export/mlflow/answering.js';
import { hasModule } from '../export/readers.js';
import { recordOf } from '../faults/runs.js';
import { inFolder, root } from '../folders.js';
import { makeRunFolder } from '../run/fixture.js';

const fixture = join(root, 'test/fixtures/runs/finished-0.1.0');

test.each([
  [[], '--to mlflow needs a server: give --tracking-uri'],
  [['--tracking-uri', './mlruns'], 'is no address of a server'],
  [
    ['--tracking-uri', 'http://127.0.0.1:1', '--output', 'x'],
    '--output is for what is written here',
  ],
])('what is wrong is told: %j', async (words, message) => {
  await inFolder(async (folder) => {
    const { code, stderr } = await dlx(folder, ['export', fixture, '--to', 'mlflow', ...words]);
    expect([code, stderr]).toEqual([2, expect.stringContaining(message) as unknown]);
  });
});

test('a server is for MLflow alone', async () => {
  await inFolder(async (folder) => {
    const words = ['export', fixture, '--to', 'tensorboard', '--experiment', 'x'];
    expect(await dlx(folder, words)).toMatchObject({
      code: 2,
      stderr: '--tracking-uri and --experiment are for --to mlflow, and not for tensorboard\n',
    });
  });
});

test.each([[[]], [['--json']]])(
  'a signal ends it in a sentence, with what was sent: %j',
  async (more) => {
    await inFolder(async (folder) => {
      for (const name of ['a', 'b', 'c']) {
        makeRunFolder(join(folder, `runs/${name}-20260102T030405Z-${name}id`), { id: name, name });
      }
      let child: ReturnType<typeof spawn> | null = null;
      let searches = 0;
      await answering(
        ({ path }) => {
          if (path.endsWith('/runs/search') && (searches += 1) === 2) {
            child?.kill('SIGINT');
            return null;
          }
          if (path.includes('get-by-name')) return [200, '{"experiment": {"experiment_id": "4"}}'];
          return [200, path.endsWith('/create') ? '{"run": {"info": {"run_id": "r"}}}' : '{}'];
        },
        async (uri) => {
          const words = ['export', 'a', 'b', 'c', '--to', 'mlflow', '--tracking-uri', uri, ...more];
          child = spawn(process.execPath, [join(root, 'bin/dlx.js'), ...words], { cwd: folder });
          const texts = { out: '', err: '' };
          child.stdout?.on('data', (text) => (texts.out += String(text)));
          child.stderr?.on('data', (text) => (texts.err += String(text)));
          const code = await new Promise((resolve) => child?.on('close', resolve));
          const message = `stopped by SIGINT: 1 of 3 runs is in the experiment "dlx" on ${uri}, and of runs/b-20260102T030405Z-bid maybe a part; the same command goes on, and logs nothing twice`;
          if (more.length === 0) {
            expect([code, texts]).toEqual([130, { out: '', err: `${message}\n` }]);
            return;
          }
          expect([code, texts.err]).toEqual([130, '']);
          expect(JSON.parse(texts.out)).toMatchObject({
            ok: false,
            error: { kind: 'interrupted', action: 'retry', problems: [{ message }] },
            runs: [{ run: 'runs/a-20260102T030405Z-aid', what: 'created' }],
          });
        },
      );
    });
  },
);

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });

const python = process.env['DLX_PYTHON'] ?? 'python3';

/** Starts MLflow's server on a database in a folder for as long as `work` takes. */
async function withServer(folder: string, work: (uri: string) => Promise<void>): Promise<void> {
  const port = await freePort();
  const store = ['--backend-store-uri', 'sqlite:///store.db', '--default-artifact-root', './kept'];
  const child = spawn(
    python,
    [
      '-m',
      'mlflow',
      'server',
      ...store,
      '--host',
      '127.0.0.1',
      '--port',
      `${port}`,
      '--workers',
      '1',
    ],
    { cwd: folder, stdio: 'ignore', detached: true, env: { ...process.env, DO_NOT_TRACK: '1' } },
  );
  const uri = `http://127.0.0.1:${port}`;
  try {
    for (let left = 600; left > 0; left -= 1) {
      const answered = await fetch(`${uri}/health`).then(
        (one) => one.ok,
        () => false,
      );
      if (answered) break;
      await setTimeout(500);
    }
    await work(uri);
  } finally {
    if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
  }
}

type Asked = Readonly<Record<string, unknown>>;

const ask = async (uri: string, path: string, body?: object): Promise<Asked> => {
  const init = body && {
    method: 'POST',
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json' },
  };
  return (await (await fetch(`${uri}/api/2.0/mlflow/${path}`, init)).json()) as Asked;
};

(hasModule('mlflow') ? test : test.skip)(
  "MLflow's own server has all of it, and nothing twice",
  async () => {
    await inFolder(async (folder) => {
      const run = join(folder, 'runs/mine');
      cpSync(fixture, run, { recursive: true });
      const whole = recordOf(fixture);
      const lines = readFileSync(join(fixture, 'epochs.jsonl'), 'utf8').trimEnd().split('\n');
      // Cut off behind its first epoch, a name of 64 wide characters, and a value longer than MLflow's.
      const part = {
        ...whole,
        name: '学'.repeat(64),
        state: 'interrupted' as const,
        spec: { ...whole.spec, metrics: ['m'.repeat(7000)] },
      };
      writeFileSync(join(run, 'run.json'), encodeRecord(part));
      const first = { ...(JSON.parse(lines[0] ?? '') as object), train: { loss: NaN } };
      writeFileSync(join(run, 'epochs.jsonl'), `${encodeJson(first)}\n`);
      await withServer(folder, async (uri) => {
        const words = ['export', run, '--to', 'mlflow', '--tracking-uri', uri, '--json'];
        const exported = async (more: readonly string[] = []): Promise<Asked> => {
          const { stdout } = await dlx(folder, [...words, ...more]);
          return JSON.parse(stdout) as Asked;
        };
        const one = await exported();
        expect(one).toMatchObject({ ok: true, experiment: { name: 'dlx' } });
        expect(one['runs']).toMatchObject([{ what: 'created', epochs: 1 }]);
        expect(one['notes']).toEqual([expect.stringContaining('of which MLflow keeps 6000')]);
        expect((await exported())['runs']).toMatchObject([{ what: 'unchanged', epochs: 0 }]);
        // It went on, and came to its end.
        writeFileSync(join(run, 'run.json'), encodeRecord({ ...part, state: 'finished' }));
        appendFileSync(join(run, 'epochs.jsonl'), `${lines.slice(1).join('\n')}\n`);
        const end = await exported();
        expect(end['runs']).toMatchObject([{ what: 'updated', epochs: lines.length - 1 }]);
        const { id } = (end['experiment'] ?? {}) as { readonly id: string };
        const found = await ask(uri, 'runs/search', { experiment_ids: [id] });
        const [there, ...others] = found['runs'] as readonly {
          readonly info: Asked;
          readonly data: { readonly params: readonly { key: string; value: string }[] };
        }[];
        expect(others).toEqual([]);
        expect(there?.info).toMatchObject({ status: 'FINISHED', run_name: '学'.repeat(64) });
        const params = new Map(there?.data.params.map(({ key, value }) => [key, value]));
        expect([params.get('seed'), params.get('metrics')?.length]).toEqual([
          `${whole.seed}`,
          6000,
        ]);
        const history = async (key: string) =>
          (await ask(uri, `metrics/get-history?run_id=${there?.info['run_id']}&metric_key=${key}`))[
            'metrics'
          ] as readonly { readonly step: number; readonly value: number }[];
        const epochs = lines.map(
          (line) => JSON.parse(line) as { train: { loss: number }; validation: { loss: number } },
        );
        expect((await history('val_loss')).map(({ step, value }) => [step, value])).toEqual(
          epochs.map(({ validation }, i) => [i + 1, validation.loss]),
        );
        const losses = (await history('loss')).map(({ value }) => value);
        expect(losses).toEqual(['NaN', ...epochs.slice(1).map(({ train }) => train.loss)]);
        expect(await history('test_loss')).toMatchObject([
          { step: whole.epochs.best, value: whole.scores.test?.['loss'] },
        ]);
        // Words of people's that are gone from a run go from there, too; those of others stay.
        const tagsNow = async (tags: readonly string[], notes: string | null) => {
          const now = { ...recordOf(run), tags, notes };
          writeFileSync(join(run, 'run.json'), encodeRecord(now));
          await exported();
          const asked = await ask(uri, `runs/get?run_id=${there?.info['run_id']}`);
          const { data } = asked['run'] as {
            data: { tags: readonly { key: string; value: string }[] };
          };
          const all = new Map(data.tags.map(({ key, value }) => [key, value]));
          return [all.get('dlx.tags'), all.get('mlflow.note.content')];
        };
        expect(await tagsNow(['a', 'b'], 'mine')).toEqual(['a, b', 'mine']);
        expect(await tagsNow([], null)).toEqual([undefined, undefined]);
        const theirs = { run_id: there?.info['run_id'], key: 'mlflow.note.content', value: 'x' };
        await ask(uri, 'runs/set-tag', theirs);
        expect(await tagsNow([], null)).toEqual([undefined, 'x']);
        await ask(uri, 'experiments/delete', { experiment_id: id });
        expect(await dlx(folder, words)).toMatchObject({
          code: 1,
          stdout: expect.stringContaining('was deleted on') as unknown,
        });
      });
    });
  },
  600_000,
);
