// How a server is asked, and what is said where it is not there, or not MLflow's.
import { expect, test } from '@jest/globals';
import { serverAt } from '../../../src/export/mlflow/server.js';
import { answering } from './answering.js';

test('an answer, and what MLflow calls wrong', async () => {
  const asked = await answering(
    ({ path }) =>
      path.includes('missing')
        ? [404, '{"error_code": "RESOURCE_DOES_NOT_EXIST", "message": "no"}']
        : [200, '{"run": {}}'],
    async (uri) => {
      const server = serverAt(`${uri}/`, {});
      expect(await server.post('runs/create', { a: 1 })).toEqual({ answer: { run: {} } });
      expect(await server.get('missing', { name: 'a b&c' })).toEqual({
        code: 'RESOURCE_DOES_NOT_EXIST',
        message: 'no',
      });
    },
  );
  expect(asked).toEqual([
    { path: '/api/2.0/mlflow/runs/create', authorization: undefined, body: { a: 1 } },
    { path: '/api/2.0/mlflow/missing?name=a+b%26c', authorization: undefined, body: null },
  ]);
});

test.each([
  [{ MLFLOW_TRACKING_USERNAME: 'ann', MLFLOW_TRACKING_PASSWORD: 'x:y' }, '', 'Basic YW5uOng6eQ=='],
  [{ MLFLOW_TRACKING_TOKEN: 'abc' }, '', 'Bearer abc'],
  [{}, 'ann:x%3Ay@', 'Basic YW5uOng6eQ=='],
])('a login %j %s', async (environment, before, authorization) => {
  const asked = await answering(
    () => [200, '{}'],
    async (uri) => {
      const server = serverAt(uri.replace('://', `://${before}`), environment);
      expect(server.uri).toBe(uri);
      await server.post('a', {});
    },
  );
  expect(asked.map((question) => question.authorization)).toEqual([authorization]);
});

test.each([
  [401, 'Unauthorized', 'wants a login (401): set MLFLOW_TRACKING_USERNAME'],
  [403, '{"error_code": "PERMISSION_DENIED"}', 'does not let this login do that (403)'],
  [404, '<html>nothing here</html>', 'answered 404, and not as an MLflow server does'],
  [200, '<html>a page</html>', 'answered 200, and not as an MLflow server does'],
  [502, '{}', 'answered 502, and not as an MLflow server does'],
])('%i %s', async (status, text, message) => {
  await answering(
    () => [status, text],
    async (uri) => {
      await expect(serverAt(uri, {}).post('a', {})).rejects.toThrow(message);
    },
  );
});

test('a server that is down, and what is none', async () => {
  let uri = '';
  await answering(
    () => [200, '{}'],
    (there) => Promise.resolve(void (uri = there)),
  );
  await expect(serverAt(uri, {}).post('a', {})).rejects.toMatchObject({
    message: expect.stringContaining(
      `cannot reach an MLflow server at ${uri}: connect ECONNREFUSED`,
    ) as unknown,
    exitCode: 1,
  });
  for (const wrong of ['./mlruns', 'sqlite:///a.db', 'databricks', '']) {
    expect(() => serverAt(wrong, {})).toThrow('is no address of a server');
  }
});
