/** Replies with temporary keys that cannot be read: the keys were not masked, so no part of the reply may be shown. */
import { expect, test } from '@jest/globals';
import { runInProcess } from '../support/run-in-process.ts';
import { EAST, KEY, NORTH, PROJECTS } from '../support/scenario-cloud.ts';
import { conclusionOf, rowsOf } from '../support/scenario-facts.ts';
import { syncStep } from '../support/scenario-sync.ts';
import { AGENCY, BY_OIDC, REQUEST_TOKEN, trustingSeed } from '../support/scenario-trust.ts';

const SECRET = 'planted-temporary-secret-77';
const TOKEN = 'planted-user-token-5d';

const WAYS = {
  oidc: { service: 'sts', with: BY_OIDC },
  agency: {
    service: 'sts',
    with: { 'access-key': KEY.accessKey, 'secret-key': KEY.secretKey, 'assume-agency-urn': AGENCY },
  },
  token: {
    service: 'iam',
    with: { 'access-key': undefined, 'secret-key': undefined, 'auth-token': TOKEN },
  },
} as const;

const fields = { access_key_id: 'A', secret_access_key: SECRET, access: 'A', secret: SECRET };
const whole = JSON.stringify({ credentials: fields, credential: fields });

test.each(['oidc', 'agency', 'token'] as const)(
  '%s: a reply that is cut or has another shape is not quoted',
  async (way) => {
    for (const [body, fault] of [
      [whole.slice(0, -8), 'with a body that is not JSON'],
      [JSON.stringify({ credentials: SECRET, credential: SECRET }), "field 'credential"],
      [whole, 'is not as documented'],
    ] as const) {
      const { run } = await runInProcess({
        seed: trustingSeed({ rest: { tokens: [{ token: TOKEN, project: PROJECTS[NORTH] }] } }),
        script: {
          rules: [
            {
              match: { service: WAYS[way].service, method: 'POST' },
              times: 'always',
              fault: { kind: 'status', status: 201, body },
            },
          ],
        },
        with: syncStep('v1', [EAST], { ...WAYS[way].with, region: NORTH }),
        requestToken: REQUEST_TOKEN,
      });
      expect(conclusionOf(run)).toMatchObject({ exitCode: 1, kind: 'unavailable' });
      expect(rowsOf(run)[0]?.message).toContain(fault);
      expect(JSON.stringify(run)).not.toContain(SECRET);
    }
  },
);
