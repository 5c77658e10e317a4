import { describe, expect, test } from '@jest/globals';
import type { TagSnapshot } from '../../../src/copy/digest-reader.ts';
import { judgeSourceTags, judgeTargetTags, type WantedTag } from '../../../src/operations/doctor/tags.ts';

const PLACE = { region: 'cn-north-4', namespace: 'team', repository: 'app' };
const A = `sha256:${'a'.repeat(64)}`;
const B = `sha256:${'b'.repeat(64)}`;

function snapshot(digests: Readonly<Record<string, string>>, more: Partial<TagSnapshot> = {}): TagSnapshot {
  return { digests: new Map(Object.entries(digests)), locations: new Map(), ...more };
}

function wanted(source: string, more: Partial<WantedTag> = {}): WantedTag {
  return { source, target: source, ...more };
}

const PROBLEMS = new Map([['v1', { code: 'digest-unreadable', reason: 'without a readable digest' } as const]]);

describe('in the source', () => {
  test('every tag with its digest is ok', () => {
    expect(judgeSourceTags(PLACE, [wanted('v1'), wanted('v2')], snapshot({ v1: A, v2: B }))).toEqual({
      result: 'ok',
      message: 'v1 (sha256:aaaaaaaaaaaa), v2 (sha256:bbbbbbbbbbbb).',
    });
  });

  test('many tags are counted', () => {
    const tags = Array.from({ length: 12 }, (_, index) => `v${index}`);
    const { message } = judgeSourceTags(
      PLACE,
      tags.map((tag) => wanted(tag)),
      snapshot(Object.fromEntries(tags.map((tag) => [tag, A]))),
    );
    expect(message).toMatch(/, v9 \(sha256:a{12}\) and 2 more\.$/);
  });

  test('a missing one fails, and the message names what there is', () => {
    const { result, code, message } = judgeSourceTags(
      PLACE,
      [wanted('v1'), wanted('v9')],
      snapshot({ v1: A }, { others: ['v1', 'x'] }),
    );
    expect([result, code, message]).toEqual(['failed', 'tag-missing', 'team/app has no tag v9; it has v1, x.']);
  });

  test('one with another digest than is wanted fails; one that has two new names is one tag', () => {
    const { result, code, message } = judgeSourceTags(PLACE, [wanted('v1', { digest: B })], snapshot({ v1: A }));
    expect([result, code, message]).toEqual(['failed', 'tag-moved', `team/app:v1 shows ${A} instead of ${B}.`]);
    const tags = [wanted('v1', { target: 'x', digest: A }), wanted('v1', { target: 'y' })];
    expect(judgeSourceTags(PLACE, tags, snapshot({ v1: A }))).toEqual({
      result: 'ok',
      message: 'v1 (sha256:aaaaaaaaaaaa).',
    });
  });

  test('one without a readable digest fails', () => {
    const { code, message } = judgeSourceTags(PLACE, [wanted('v1')], snapshot({ v1: '' }, { problems: PROBLEMS }));
    expect([code, message]).toEqual(['digest-unreadable', 'team/app lists tag v1 without a readable digest.']);
  });
});

describe('in a target', () => {
  const source = snapshot({ v1: A, v2: A });

  test.each<[string, string, TagSnapshot, TagSnapshot | undefined]>([
    ['ok', 'v1, v2 not there yet.', snapshot({}), source],
    ['ok', 'v2 not there yet; v1 there already.', snapshot({ v1: A }), source],
    ['unknown', 'v1 there already; v2 with another digest.', snapshot({ v1: A, v2: B }), source],
    [
      'unknown',
      'v2 not there yet; v1 without a readable digest.',
      snapshot({ v1: '' }, { problems: PROBLEMS }),
      source,
    ],
    // Nothing to compare with.
    ['ok', 'v2 not there yet; v1 there already.', snapshot({ v1: B }), undefined],
  ])('%s: %s', (result, message, inTarget, inSource) => {
    expect(judgeTargetTags([wanted('v1'), wanted('v2')], inSource, inTarget)).toMatchObject({ result, message });
  });

  test('a tag with a new name is compared with its source', () => {
    const tags = [wanted('v1', { target: 'x' }), wanted('v2', { target: 'y' })];
    expect(judgeTargetTags(tags, source, snapshot({ x: A, y: B, v1: B }))).toMatchObject({
      result: 'unknown',
      message: 'x there already; y with another digest.',
    });
  });
});
