import { parseQuery } from '../address.ts';
import type { IncomingRequest } from '../call.ts';
import { json, type Reply } from '../message.ts';
import { nextSerial } from '../state/cloud.ts';
import type { IssuerSettings } from '../state/github.ts';
import { createClaims } from './claims.ts';
import { getPublicKeys, signToken } from './keys.ts';

/**
 * GitHub as an issuer of ID tokens: its OpenID configuration, its key set, and the URL from which a job requests its ID tokens
 * (ACTIONS_ID_TOKEN_REQUEST_URL, to which the toolkit appends `&audience=…`). All are 404 unless the seed has an issuer.
 */
export function oidcApi(incoming: IncomingRequest): Reply {
  const settings = incoming.cloud.issuer;
  if (settings === undefined) return json(404, { message: 'Not Found' });
  switch (`${incoming.request.method.toUpperCase()} ${incoming.address.path}`) {
    case 'GET /.well-known/openid-configuration':
      return json(200, {
        issuer: settings.issuer,
        jwks_uri: `${settings.issuer}/.well-known/jwks`,
        subject_types_supported: ['public', 'pairwise'],
        response_types_supported: ['id_token'],
        claims_supported: Object.keys(createClaims({ ...settings, environment: 'any' }, undefined, 0, 0)),
        id_token_signing_alg_values_supported: ['RS256'],
        scopes_supported: ['openid'],
      });
    case 'GET /.well-known/jwks':
      return json(200, { keys: getPublicKeys() });
    case 'GET /token':
      return idToken(incoming, settings);
    default:
      return json(404, { message: 'Not Found' });
  }
}

/** Answers `{count, value}`. GitHub Docs, "OpenID Connect reference". The reply to a wrong request token is not documented. */
function idToken({ headers, address, cloud, now }: IncomingRequest, settings: IssuerSettings): Reply {
  const [scheme = '', token] = (headers['authorization'] ?? '').split(' ');
  if (scheme.toLowerCase() !== 'bearer' || token !== settings.requestToken) {
    return json(401, { message: 'The request token is missing, wrong or no longer valid' });
  }
  const audience = parseQuery(address.wireQuery)?.findLast(([name]) => name === 'audience')?.[1];
  const claims = createClaims(settings, audience || undefined, now, nextSerial(cloud));
  const value = signToken(claims, settings.foreignKey ? 'foreign' : 'own');
  return json(200, { count: value.length, value });
}
