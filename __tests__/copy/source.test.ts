import { describe, expect, test } from '@jest/globals';
import { createSources } from '../../src/copy/source.ts';
import { Failure } from '../../src/errors.ts';
import { fakeCopy, SOURCE } from '../support/copy-target.ts';
import { createFakeContext } from '../support/fake-context.ts';
import { createFakeRegistry } from '../support/fake-swr.ts';
import { failureFrom } from '../support/outcome-of.ts';

const WEB = { ...SOURCE, repository: 'web' };
const ofApp = fakeCopy('v1').spec;
const ofWeb = { ...ofApp, source: { ...WEB, tag: 'v2' }, target: { ...ofApp.target, tag: 'v2' } };

describe('createSources', () => {
  test('gives every target of a repository the same source, and another repository another one', async () => {
    const { cloud, requests } = createFakeRegistry({
      'cn-north-4/team/app:v1': 'sha256:app-1',
      'cn-north-4/team/app:v2': 'sha256:app-2',
      'cn-north-4/team/web:v1': 'sha256:web-1',
      'cn-north-4/team/web:v2': 'sha256:web-2',
    });
    const context = createFakeContext({ cloud });
    const sourceOf = createSources([ofApp, ofWeb]);
    const [app, web] = [sourceOf(SOURCE, context), sourceOf(WEB, context)];
    expect(sourceOf({ ...SOURCE }, context)).toBe(app);
    expect(web).not.toBe(app);
    expect([(await app.snapshot()).digests, (await web.snapshot()).digests]).toEqual([
      new Map([['v1', 'sha256:app-1']]),
      new Map([['v2', 'sha256:web-2']]),
    ]);
    await app.snapshot();
    expect(requests).toEqual(['tags cn-north-4/team/app from 0', 'tags cn-north-4/team/web from 0']);
  });

  test('reads a source once even when reading fails', async () => {
    const { cloud, requests } = createFakeRegistry(
      {},
      {
        onTags() {
          throw new Failure('service-error', 'Down.');
        },
      },
    );
    const source = createSources([ofApp])(SOURCE, createFakeContext({ cloud }));
    expect(await failureFrom(source.snapshot())).toBe(await failureFrom(source.snapshot()));
    expect(requests).toHaveLength(1);
  });
});
