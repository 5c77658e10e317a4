import { queryOf } from '../address.ts';
import type { Attempt } from '../authentication.ts';
import { nextSerial } from '../cloud.ts';
import { json, type Reply } from '../message.ts';
import { claimsOf } from './claims.ts';
import { publicKeys, signedToken } from './keys.ts';
import type { GithubSettings } from './seed.ts';

/**
 * GitHub's side, outside of the cloud: the issuer's documents, and the route from which a runner gets its ID tokens
 * (ACTIONS_ID_TOKEN_REQUEST_URL, to which the toolkit appends `&audience=…`). Without `github` in the seed there is none.
 */
export function answerGithub(attempt: Attempt): Reply {
  const settings = attempt.cloud.issuer;
  if (settings === undefined) return json(404, { message: 'Not Found' });
  switch (`${attempt.request.method.toUpperCase()} ${attempt.address.path}`) {
    case 'GET /.well-known/openid-configuration':
      return json(200, {
        issuer: settings.issuer,
        jwks_uri: `${settings.issuer}/.well-known/jwks`,
        subject_types_supported: ['public', 'pairwise'],
        response_types_supported: ['id_token'],
        claims_supported: Object.keys(claimsOf({ ...settings, environment: 'any' }, undefined, 0, 0)),
        id_token_signing_alg_values_supported: ['RS256'],
        scopes_supported: ['openid'],
      });
    case 'GET /.well-known/jwks':
      return json(200, { keys: publicKeys() });
    case 'GET /token':
      return idToken(attempt, settings);
    default:
      return json(404, { message: 'Not Found' });
  }
}

/** GitHub Docs, "OpenID Connect reference": `{value, count}`. What a wrong request token is answered is not documented. */
function idToken({ headers, address, cloud, now }: Attempt, settings: GithubSettings): Reply {
  const [scheme = '', token] = (headers['authorization'] ?? '').split(' ');
  if (scheme.toLowerCase() !== 'bearer' || token !== settings.requestToken) {
    return json(401, { message: 'The request token is missing, wrong or no longer valid' });
  }
  const audience = queryOf(address.wireQuery)?.findLast(([name]) => name === 'audience')?.[1];
  const claims = claimsOf(settings, audience || undefined, now, nextSerial(cloud));
  const value = signedToken(claims, settings.foreignKey ? 'foreign' : 'own');
  return json(200, { count: value.length, value });
}
