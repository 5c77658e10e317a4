import { describe, expect, test } from '@jest/globals';
import { readSource } from '../../src/inputs/reference.ts';
import { describeEntry } from '../../src/inputs/tag-entries.ts';
import { type Given, givenInputs } from '../support/given-inputs.ts';

const HOST = 'swr.cn-north-4.myhuaweicloud.com';
const PIN = `sha256:${'a'.repeat(64)}`;
const PLACE = { region: 'cn-north-4', namespace: 'team', repository: 'app/api' };

function read(given: Given) {
  const { inputs, errors } = givenInputs(given);
  const { tags, ...place } = readSource(inputs);
  return { ...place, tags: tags.map(describeEntry), errors: errors() };
}

describe('references that agree with the other inputs, or fill empty ones', () => {
  test.each<[string, Given]>([
    ['tags alone', { ...PLACE, tags: 'v1, v2' }],
    ['what docker/metadata-action gives', { ...PLACE, tags: `${HOST}/team/app/api:v1\n${HOST}/team/app/api:v2\n` }],
    ['the same tag twice', { ...PLACE, tags: `v1, ${HOST}/team/app/api:v1, v2` }],
    ['references in place of all other inputs', { tags: `["${HOST}/team/app/api:v1","${HOST}/team/app/api:v2"]` }],
    ['references without a registry', { ...PLACE, tags: 'team/app/api:v1, team/app/api:v2' }],
    ['references without an organization', { ...PLACE, tags: 'app/api:v1, v2' }],
    ['an organization in the tags', { region: 'cn-north-4', namespace: 'team', tags: 'team/app/api:v1, app/api:v2' }],
    ['a repository with its registry', { repository: `${HOST}/team/app/api`, tags: 'v1,v2' }],
    ['a registry with a dot at its end', { ...PLACE, tags: `${HOST}./team/app/api:v1, ${HOST}/team/app/api:v2` }],
    ['a repository with such a registry', { repository: `https://${HOST}./team/app/api`, tags: 'v1, v2' }],
    ['a repository as an address', { ...PLACE, repository: `https://${HOST}/team/app/api`, tags: 'v1,v2' }],
    ['a repository for skopeo', { repository: `docker://${HOST}/team/app/api:v2`, tags: 'v1,v2' }],
    ['a repository with a tag', { ...PLACE, repository: 'app/api:v1', tags: 'v1, v2' }],
    ['a repository with organization and tag', { ...PLACE, repository: 'team/app/api:v1', tags: 'v1, v2' }],
  ])('%s', (_, given) => {
    expect(read(given)).toEqual({ ...PLACE, tags: ['v1', 'v2'], errors: '' });
  });

  test.each([PIN, PIN.toUpperCase(), 'sha256:abc', `${PIN} => v1`, `v1 => ${PIN}`, `sha512:${'a'.repeat(128)}`])(
    'a digest alone, %s, is no tag of a repository sha256',
    (entry) => {
      expect(read({ ...PLACE, tags: entry }).errors).toContain('must name a tag, and may have a digest behind it');
      expect(read({ namespace: 'team', region: 'cn-north-4', tags: entry }).errors).toContain('write TAG@sha256:…');
    },
  );

  test('a repository may have the name of an algorithm', () => {
    const place = { ...PLACE, repository: 'sha256' };
    expect(read({ ...place, tags: 'sha256:v1' })).toEqual({ ...place, tags: ['v1'], errors: '' });
  });

  test('the tag of the repository is copied where tags are empty', () => {
    expect(read({ repository: `${HOST}/team/app/api:v1` })).toEqual({ ...PLACE, tags: ['v1'], errors: '' });
  });

  test('the European domain', () => {
    expect(read({ tags: 'swr.eu-west-101.myhuaweicloud.eu/team/app:v1' })).toEqual({
      region: 'eu-west-101',
      namespace: 'team',
      repository: 'app',
      tags: ['v1'],
      errors: '',
    });
  });

  test.each([
    ['sha-1 => v1', 'sha-1 => v1'],
    [`v1@${PIN}`, `v1@${PIN}`],
    [`sha-1@${PIN}=>v1`, `sha-1@${PIN} => v1`],
    [`${HOST}/team/app/api:sha-1@${PIN} => v1`, `sha-1@${PIN} => v1`],
    [`app/api:sha-1 => ${HOST}/team/app/api:v1`, 'sha-1 => v1'],
    [`["sha-1 => v1", "'sha-1 => v1'"]`, 'sha-1 => v1'],
  ])('%s has another name, or a digest', (entry, expected) => {
    expect(read({ ...PLACE, tags: entry })).toEqual({ ...PLACE, tags: [expected], errors: '' });
  });

  test('a repository may be named like a host', () => {
    const given = { ...PLACE, repository: 'ghcr.io/acme/app', tags: 'v1, ghcr.io/acme/app:v2' };
    expect(read({ ...given, tags: 'v1' })).toEqual({ ...given, tags: ['v1'], errors: '' });
  });
});

const AGREE = 'must agree with the other inputs and entries, and has another';

describe('references that contradict, or that cannot be used', () => {
  test.each<[string, Given, string]>([
    [
      'another repository',
      { ...PLACE, tags: `${HOST}/team/app/web:v1` },
      `\`tags\` ${AGREE} repository (give the tag alone, the part after the last colon (v1), or all of region: cn-north-4, namespace: team, repository: app/web), but is '${HOST}/team/app/web:v1'`,
    ],
    [
      'another organization and region',
      { ...PLACE, tags: 'swr.cn-east-3.myhuaweicloud.com/other/app/api:v1' },
      `\`tags\` ${AGREE} region and namespace (give the tag alone, the part after the last colon (v1), or all of region: cn-east-3, namespace: other, repository: app/api), but is 'swr.cn-east-3.myhuaweicloud.com/other/app/api:v1'`,
    ],
    [
      'two repositories in one list',
      { tags: `${HOST}/team/app:v1, ${HOST}/team/web:v1` },
      `\`tags\` ${AGREE} repository (give the tag alone, the part after the last colon (v1), or all of region: cn-north-4, namespace: team, repository: web), but is '${HOST}/team/web:v1'`,
    ],
    [
      'a repository in another region',
      { ...PLACE, repository: 'swr.cn-east-3.myhuaweicloud.com/team/app/api', tags: 'v1' },
      `\`repository\` ${AGREE} region (give app/api, or all of region: cn-east-3, namespace: team, repository: app/api), but is 'swr.cn-east-3.myhuaweicloud.com/team/app/api'`,
    ],
    [
      'a repository with another tag',
      { ...PLACE, repository: 'app/api:v2', tags: 'v1' },
      "`repository` must not name a tag that is not in tags: leave out :v2, but is 'app/api:v2'",
    ],
    [
      'another registry',
      { ...PLACE, tags: 'ghcr.io/team/app/api:v1' },
      `\`tags\` must be in SWR, whose registry is for example ${HOST}: give the tag alone, the part after the last colon (v1), but is 'ghcr.io/team/app/api:v1'`,
    ],
    [
      'another registry with a dot at its end',
      { ...PLACE, tags: 'ghcr.io./team/app/api:v1' },
      `\`tags\` must be in SWR, whose registry is for example ${HOST}: give the tag alone, the part after the last colon (v1), but is 'ghcr.io./team/app/api:v1'`,
    ],
    [
      'the domain of another site',
      { ...PLACE, tags: 'swr.cn-north-4.myhuaweicloud.eu/team/app/api:v1' },
      `\`tags\` must be in SWR, whose registry is for example ${HOST}: give the tag alone, the part after the last colon (v1), but is 'swr.cn-north-4.myhuaweicloud.eu/team/app/api:v1'`,
    ],
    [
      'another registry in the repository',
      { ...PLACE, repository: 'ghcr.io/team/app:v1' },
      `\`repository\` must be in SWR, whose registry is for example ${HOST}, but is 'ghcr.io/team/app:v1'`,
    ],
    [
      'a digest that is cut',
      { ...PLACE, tags: `${HOST}/team/app/api:v1@sha256:${'a'.repeat(63)}` },
      `\`tags\` must have after the @ sha256: and 64 lowercase hexadecimal digits; 'sha256:${'a'.repeat(63)}' is not, but is '${HOST}/team/app/api:v1@sha256:${'a'.repeat(63)}'`,
    ],
    [
      'a digest alone',
      { ...PLACE, tags: `${HOST}/team/app/api@sha256:${'a'.repeat(64)}` },
      `\`tags\` must be tags, or references with a tag such as swr.cn-north-4.myhuaweicloud.com/team/app:v1, but is '${HOST}/team/app/api'`,
    ],
    [
      'a source that is the name of another entry',
      { ...PLACE, tags: 'v1 => v2, v2' },
      "`tags` must not give the name v2, which another entry copies from, but is 'v1 => v2'; `tags` must not give the name v2, which another entry gives too, but is 'v2'",
    ],
    [
      'a digest in the repository',
      { ...PLACE, repository: 'app/api@sha256:aa', tags: 'v1' },
      "`repository` must not name a digest, because SWR copies what a tag stands for: leave out the @ and what follows it, but is 'app/api@sha256:aa'",
    ],
    [
      'a repository without a tag',
      { ...PLACE, tags: `${HOST}/team/app/api` },
      `\`tags\` must be tags, or references with a tag such as ${HOST}/team/app:v1, but is '${HOST}/team/app/api'`,
    ],
    [
      'what is neither a tag nor a reference',
      { ...PLACE, tags: 'Team/App:v1' },
      `\`tags\` must be tags, or references with a tag such as ${HOST}/team/app:v1, but is 'Team/App:v1'`,
    ],
    [
      'entries between spaces',
      { ...PLACE, tags: 'v1 v2' },
      "`tags` must have entries that are each an image tag: 1 to 128 letters, digits and _ . -, not starting with . or - (put commas or new lines between entries), but is 'v1 v2'",
    ],
  ])('%s', (_, given, complaint) => {
    expect(read(given).errors).toMatch(/^The (input is|2 inputs are) wrong: /);
    expect(read(given).errors.replace(/^.*? wrong: /, '')).toBe(`${complaint}.`);
  });
});
