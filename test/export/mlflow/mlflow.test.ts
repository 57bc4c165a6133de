// Runs into an experiment: what is sent, in which pieces, and what is not sent again. The real server
// is asked in test/commands/export-mlflow.test.ts.
import { expect, test } from '@jest/globals';
import type { Content } from '../../../src/export/mlflow/content.js';
import { batches, experimentNamed, logRun } from '../../../src/export/mlflow/mlflow.js';
import { serverAt } from '../../../src/export/mlflow/server.js';
import { answering, type Question } from './answering.js';

const content: Content = {
  name: 'adam',
  started: 1000,
  ended: 9000,
  status: 'FINISHED',
  params: Array.from({ length: 101 }, (_, i) => ({ key: `p${i}`, value: '1' })),
  epochs: Array.from({ length: 501 }, (_, i) => [
    { key: 'loss', value: 1, timestamp: 1000 + i, step: i + 1 },
    { key: 'val_loss', value: 1, timestamp: 1000 + i, step: i + 1 },
  ]),
  scores: [{ key: 'test_loss', value: 2, timestamp: 9000, step: 7 }],
  tags: [{ key: 'dlx.id', value: 'abc' }],
  stand: 'finished 501 tested',
  notes: [],
};

/** What was logged, as how many of each in each request. */
const logged = (asked: readonly Question[]): readonly (readonly [string, number])[] =>
  asked
    .filter(({ path }) => path.endsWith('/log-batch'))
    .flatMap(({ body }) =>
      Object.entries(body as Record<string, unknown>).flatMap(([key, value]) =>
        Array.isArray(value) ? [[key, value.length] as const] : [],
      ),
    );

const there = (stand: string | null): string =>
  JSON.stringify({
    runs:
      stand === null
        ? []
        : [{ info: { run_id: 'r' }, data: { tags: [{ key: 'dlx.logged', value: stand }] } }],
  });

const sentTo = (stand: string | null): ReturnType<typeof answering> =>
  answering(
    ({ path }) => {
      if (path.endsWith('/search')) return [200, there(stand)];
      return [200, path.endsWith('/create') ? '{"run": {"info": {"run_id": "r"}}}' : '{}'];
    },
    async (uri) => {
      const known = stand === content.stand ? 'unchanged' : stand === null ? 'created' : 'updated';
      const result = await logRun(serverAt(uri, {}), { id: '1', name: 'dlx' }, content);
      expect(result).toMatchObject({ id: 'r', what: known });
    },
  );

test('a new run, in pieces that MLflow takes', async () => {
  const asked = await sentTo(null);
  expect(logged(asked)).toEqual([
    ['params', 100],
    ['params', 1],
    ['metrics', 1000],
    ['metrics', 3],
    ['tags', 1],
    ['tags', 1],
  ]);
  expect(asked.at(-2)).toMatchObject({ body: { status: 'FINISHED', end_time: 9000 } });
  // How far it came is said last.
  expect(asked.at(-1)?.body).toMatchObject({ tags: [{ key: 'dlx.logged', value: content.stand }] });
});

test('of one that has come further what is new; of one that has not its tags alone', async () => {
  expect(logged(await sentTo('interrupted 500 untested'))).toEqual([
    ['params', 100],
    ['params', 1],
    ['metrics', 3],
    ['tags', 1],
    ['tags', 1],
  ]);
  expect(logged(await sentTo(content.stand))).toEqual([
    ['tags', 1],
    ['tags', 1],
  ]);
});

test('tags that a run has lost go, a description that somebody else wrote stays', async () => {
  const text = 'slow, and worth it';
  const deleted = async (tags: Readonly<Record<string, string>>, note: string | null) => {
    const said = Object.entries(tags).map(([key, value]) => ({ key, value }));
    const all = [...said, { key: 'dlx.logged', value: content.stand }];
    const asked = await answering(
      ({ path }) => [
        200,
        path.endsWith('/search')
          ? JSON.stringify({ runs: [{ info: { run_id: 'r' }, data: { tags: all } }] })
          : '{}',
      ],
      async (uri) => {
        const own = note === null ? [] : [{ key: 'mlflow.note.content', value: note }];
        const now = { ...content, tags: [...content.tags, ...own] };
        await logRun(serverAt(uri, {}), { id: '1', name: 'dlx' }, now);
      },
    );
    return asked.flatMap(({ path, body }) => (path.endsWith('/runs/delete-tag') ? [body] : []));
  };
  const of = (...keys: readonly string[]) => keys.map((key) => ({ run_id: 'r', key }));
  // sha256sum of these words.
  const own = '30f00ea25ee21e1e38ed3146f4e4be63b7928ea20f3a26223ec3f6b96b0d5748';
  expect(await deleted({ 'dlx.tags': 'a, b', 'dlx.mine': 'x', mine: 'y' }, null)).toEqual(
    of('dlx.tags'),
  );
  const noted = { 'mlflow.note.content': text, 'dlx.note_sha256': own };
  expect(await deleted(noted, null)).toEqual(of('dlx.note_sha256', 'mlflow.note.content'));
  expect(await deleted({ ...noted, 'mlflow.note.content': 'theirs' }, null)).toEqual(
    of('dlx.note_sha256'),
  );
  expect(await deleted({ 'mlflow.note.content': text }, null)).toEqual([]);
  expect(await deleted({ 'mlflow.note.content': text }, 'another')).toEqual([]);
});

test('pieces are as long as their bytes let them be', () => {
  const long = { key: 'a', value: '学'.repeat(6000) };
  // 18,022 bytes each with its comma: 27 of them are under 500,000.
  expect(batches(new Array(60).fill(long), 100).map((one) => one.length)).toEqual([27, 27, 6]);
  expect(batches([], 100)).toEqual([]);
});

test('an experiment that was deleted is not written to', async () => {
  await answering(
    () => [200, '{"experiment": {"experiment_id": "4", "lifecycle_stage": "deleted"}}'],
    async (uri) => {
      await expect(experimentNamed(serverAt(uri, {}), 'mine')).rejects.toThrow(
        'the experiment "mine" was deleted',
      );
    },
  );
});

test('an experiment that another process makes at once is found', async () => {
  let isThere = false;
  await answering(
    ({ path }) => {
      if (path.includes('get-by-name') && isThere) {
        return [200, '{"experiment": {"experiment_id": "4"}}'];
      }
      isThere ||= path.endsWith('/create');
      return isThere
        ? [400, '{"error_code": "RESOURCE_ALREADY_EXISTS", "message": ""}']
        : [404, '{"error_code": "RESOURCE_DOES_NOT_EXIST", "message": ""}'];
    },
    async (uri) => {
      expect(await experimentNamed(serverAt(uri, {}), 'mine')).toEqual({ id: '4', name: 'mine' });
    },
  );
});

test('what MLflow refuses is told in its words', async () => {
  await answering(
    () => [400, '{"error_code": "INVALID_PARAMETER_VALUE", "message": "no such thing"}'],
    async (uri) => {
      await expect(logRun(serverAt(uri, {}), { id: '1', name: 'x' }, content)).rejects.toThrow(
        'refuses: no such thing (INVALID_PARAMETER_VALUE)',
      );
    },
  );
});
