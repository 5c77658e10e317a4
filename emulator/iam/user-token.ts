import { createHash } from 'node:crypto';
import { bodyOf, queryOf, type Call } from '../call.ts';
import { nextSerial, type Project } from '../cloud.ts';
import { sha256 } from '../digest.ts';
import { json, type Reply } from '../message.ts';
import { complaint, either, object, optional, text, type Reader } from '../reader.ts';
import { microseconds } from '../stamp.ts';
import { checkedUser } from './password.ts';
import { badParameter, iamRefusal } from './refusals.ts';
import type { User } from './users.ts';

const methods: Reader<readonly string[]> = (value, path) => {
  if (!Array.isArray(value) || value.length !== 1 || value[0] !== 'password') {
    throw complaint(path, '["password"]', value);
  }
  return ['password'];
};

/** An id or a name, one of them. */
const named = either(object({ id: text() }), object({ name: text() }));

const tokenBody = object({
  auth: object({
    identity: object({
      methods,
      password: object({ user: object({ name: text(), password: text(), domain: object({ name: text() }) }) }),
    }),
    scope: optional(either(object({ project: named }), object({ domain: named }))),
  }),
});

function isMeant(wanted: { id: string } | { name: string }, thing: { readonly id: string; readonly name: string }) {
  return 'id' in wanted ? thing.id === wanted.id : thing.name === wanted.name;
}

function projectFor(call: Call, user: User, wanted: { id: string } | { name: string }): Project {
  const project = call.cloud.projects.find((candidate) => isMeant(wanted, candidate));
  if (project === undefined) {
    throw iamRefusal(404, 'Not Found', `Could not find project: ${'id' in wanted ? wanted.id : wanted.name}.`);
  }
  if (user.projects?.includes(project.id) === false) {
    throw iamRefusal(403, 'Forbidden', `You are not authorized to access project ${project.id}.`);
  }
  return project;
}

/** A text such as tokens are: begins with MII, goes on in base64. */
function tokenText(serial: number, length: number): string {
  const bytes = createHash('shake256', { outputLength: length }).update(`user token ${serial}`).digest('base64');
  return `MII${bytes.replaceAll('/', '-')}`.slice(0, length);
}

/**
 * IAM, "Obtaining a User Token Through Password Authentication" (KeystoneCreateUserTokenByPassword): 201, the token only in
 * the header X-Subject-Token. It serves the project of its scope, if that is in the region that was asked; without one, or
 * with an account as scope, it serves IAM. Every region here has an IAM of its own, and there is no global one.
 */
export function createUserToken(call: Call): Reply {
  queryOf(call, ['nocatalog'], badParameter);
  const { identity, scope } = bodyOf(call, tokenBody, badParameter).auth;
  const user = checkedUser(call, identity.password.user);
  const { domain } = user;
  if (scope !== undefined && 'domain' in scope && !isMeant(scope.domain, domain)) {
    throw iamRefusal(403, 'Forbidden', 'You are not authorized to access this account.');
  }
  const project = scope !== undefined && 'project' in scope ? projectFor(call, user, scope.project) : undefined;
  const token = tokenText(nextSerial(call.cloud), call.cloud.userTokenLength);
  const expiresAt = call.now + call.cloud.userTokenSeconds * 1000;
  const rights = { iamList: user.iamList, exchange: true, issuedIn: call.region.id };
  call.cloud.tokens.set(token, { token, project: project?.id ?? '', expiresAt, user: user.name, ...rights });
  const shown = {
    catalog: [],
    expires_at: microseconds(expiresAt),
    issued_at: microseconds(call.now),
    methods: identity.methods,
    ...(project === undefined ? { domain } : { project: { domain, id: project.id, name: project.name } }),
    roles: [{ id: '0', name: 'te_agency' }],
    user: {
      domain,
      id: sha256(`user ${user.name}`).slice(0, 32),
      name: user.name,
      password_expires_at: '',
    },
  };
  return json(201, { token: shown }, { 'x-subject-token': token });
}
