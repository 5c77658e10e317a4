import { expect, test } from '@jest/globals';
import type { Script } from '../../emulator/script.ts';
import { EAST, KEY, NORTH, PROJECTS, seedOf, runInCloud } from '../support/scenario-cloud.ts';
import { rowsOf } from '../support/scenario-facts.ts';
import { image, imageStep } from '../support/scenario-images.ts';
import { EMPTY_TEAM, syncStep, tagged, team } from '../support/scenario-sync.ts';

// Every scenario checks that no secret is shown. Here the replies quote the secrets.
type Fault = NonNullable<Script['rules']>[number]['fault'];

const REGIONS = { [NORTH]: { ...team(tagged('v1')), images: [image('v1')] }, [EAST]: EMPTY_TEAM };

function quoting(secret: string): readonly Fault[] {
  const message = `Signature of ${secret}, I said ${secret}, does not match`;
  const shapes: unknown[] = [
    { error_code: 'APIGW.0301', error_msg: message, request_id: secret },
    { errors: [{ errorCode: secret, errorMessage: message }] },
    [secret],
    message,
    `<html><title>${message}</title></html>`,
  ];
  return shapes.flatMap((body) => [400, 401, 500].map((status): Fault => ({ kind: 'status', status, body })));
}

test.concurrent('an error reply that quotes the secret key is shown without it', async () => {
  const secret = 'planted-secret/key+with=odd.parts';
  const keys = { accessKey: KEY.accessKey, secretKey: secret };
  const results = await Promise.all(
    quoting(secret).map((fault) =>
      runInCloud({
        seed: seedOf(REGIONS, { accessKeys: [keys] }),
        script: { rules: [{ match: {}, times: 'always', fault }] },
        with: syncStep('v1', [EAST], { 'secret-key': secret, 'max-attempts': '1', timeout: '0' }),
      }),
    ),
  );
  for (const { run, script } of results) {
    expect(script.rules[0]?.hits).toBe(1);
    expect(run.exitCode).toBe(1);
    expect(JSON.stringify(rowsOf(run))).toContain('***');
  }
});

test.concurrent('a token that is quoted in details, statuses and headers is shown nowhere', async () => {
  const token = 'planted-token-5c20';
  const details = {
    id: image('v1').id,
    status: token,
    status_message: `made with ${token}`,
    description: token,
    tag: token,
    name: `${token}${token}`,
  };
  const run = (fault: Fault, operation: 'wait-image' | 'delete-image') =>
    runInCloud({
      seed: seedOf(REGIONS, { accessKeys: [], tokens: [{ token, project: PROJECTS[NORTH] }] }),
      script: { rules: [{ match: {}, times: 'always', fault }] },
      with: imageStep(operation, ['v1'], {
        'access-key': undefined,
        'secret-key': undefined,
        'auth-token': token,
        timeout: '0',
        'max-attempts': '1',
      }),
    });
  const results = await Promise.all([
    run({ kind: 'status', status: 200, body: details }, 'wait-image'),
    run({ kind: 'status', status: 200, body: { ...details, status: 'ACTIVE' } }, 'wait-image'),
    run({ kind: 'status', status: 200, body: { ...details, status: 'ERROR' } }, 'wait-image'),
    run({ kind: 'status', status: 200, body: details }, 'delete-image'),
    run({ kind: 'status', status: 403, body: '{}', headers: { 'x-request-id': token } }, 'wait-image'),
    run({ kind: 'redirect', location: `https://${token}.example/${token}` }, 'wait-image'),
  ]);
  expect(results.map(({ run: { outputs } }) => outputs['status'])).toEqual([
    'failed',
    'succeeded',
    'failed',
    'failed',
    'failed',
    'failed',
  ]);
  expect(results[1]?.run.outputs['images']).toContain('***');
});
