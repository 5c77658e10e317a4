import { createHash } from 'node:crypto';
import { readBody, readQuery, type Call } from '../call.ts';
import { sha256 } from '../digest.ts';
import { json, type Reply } from '../message.ts';
import { either, object, optional, text, validationError, type Reader } from '../reader.ts';
import { nextSerial, type Project } from '../state/cloud.ts';
import type { User } from '../state/users.ts';
import { formatMicroseconds } from '../timestamps.ts';
import { iamError, invalidParameter } from './errors.ts';
import { authenticateUser } from './password.ts';

const methods: Reader<readonly string[]> = (value, path) => {
  if (!Array.isArray(value) || value.length !== 1 || value[0] !== 'password') {
    throw validationError(path, '["password"]', value);
  }
  return ['password'];
};

/** Either an id or a name. */
const idOrName = either(object({ id: text() }), object({ name: text() }));

const tokenBody = object({
  auth: object({
    identity: object({
      methods,
      password: object({ user: object({ name: text(), password: text(), domain: object({ name: text() }) }) }),
    }),
    scope: optional(either(object({ project: idOrName }), object({ domain: idOrName }))),
  }),
});

function matches(wanted: { id: string } | { name: string }, thing: { readonly id: string; readonly name: string }) {
  return 'id' in wanted ? thing.id === wanted.id : thing.name === wanted.name;
}

function findProject(call: Call, user: User, wanted: { id: string } | { name: string }): Project {
  const project = call.cloud.projects.find((candidate) => matches(wanted, candidate));
  if (project === undefined) {
    throw iamError(404, 'Not Found', `Could not find project: ${'id' in wanted ? wanted.id : wanted.name}.`);
  }
  if (user.projects?.includes(project.id) === false) {
    throw iamError(403, 'Forbidden', `You are not authorized to access project ${project.id}.`);
  }
  return project;
}

/** A text in the form of real tokens: `MII`, then base64 with `-` instead of `/`. */
function createTokenText(serial: number, length: number): string {
  const bytes = createHash('shake256', { outputLength: length }).update(`user token ${serial}`).digest('base64');
  return `MII${bytes.replaceAll('/', '-')}`.slice(0, length);
}

/**
 * IAM, "Obtaining a User Token Through Password Authentication" (KeystoneCreateUserTokenByPassword). Answers 201 with
 * the token in the header X-Subject-Token. The token is valid for the project of its scope, if the project is in the region that
 * was called. Without a scope, or with an account as scope, it is valid for IAM and STS only. Every region of the emulator has its
 * own IAM; there is no global one.
 */
export function createUserToken(call: Call): Reply {
  readQuery(call, ['nocatalog'], invalidParameter);
  const { identity, scope } = readBody(call, tokenBody, invalidParameter).auth;
  const user = authenticateUser(call, identity.password.user);
  const { domain } = user;
  if (scope !== undefined && 'domain' in scope && !matches(scope.domain, domain)) {
    throw iamError(403, 'Forbidden', 'You are not authorized to access this account.');
  }
  const project = scope !== undefined && 'project' in scope ? findProject(call, user, scope.project) : undefined;
  const token = createTokenText(nextSerial(call.cloud), call.cloud.userTokenLength);
  const expiresAt = call.now + call.cloud.userTokenSeconds * 1000;
  const rights = { iamList: user.iamList, exchange: true, issuedIn: call.region.id };
  call.cloud.tokens.set(token, { token, project: project?.id ?? '', expiresAt, user: user.name, ...rights });
  const description = {
    catalog: [],
    expires_at: formatMicroseconds(expiresAt),
    issued_at: formatMicroseconds(call.now),
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
  return json(201, { token: description }, { 'x-subject-token': token });
}
