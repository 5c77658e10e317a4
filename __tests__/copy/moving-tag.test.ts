import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { decideMove, versionFor } from '../../src/copy/moving-tag.ts';

describe('a moving tag', () => {
  test.each([
    ['latest', ['sha-1', 'v1.4.0'], ['v1.3.9'], 'forward'],
    ['latest', ['1.10.0'], ['1.9.0'], 'forward'],
    ['latest', ['v1.4.0'], ['v1.4.0'], 'nowhere'],
    ['latest', ['v1.3.0'], ['v1.4.0'], 'nowhere'],
    ['latest', ['v2.0.0-rc.1'], ['v1.4.0'], 'nowhere'],
    ['latest', ['v2.0.0-rc.2'], ['v2.0.0-rc.1'], 'forward'],
    ['latest', ['v2.0.0'], ['v2.0.0-rc.1'], 'forward'],
    ['latest', ['v2.0.0-rc.1'], ['v2.0.0'], 'nowhere'],
    ['latest', ['sha-2'], ['v1.4.0'], 'unknown'],
    ['latest', ['v1.4.0'], ['sha-1'], 'unknown'],
    ['latest', [], [], 'unknown'],
    ['v1', ['v1.4.0'], ['v1.3.0'], 'forward'],
    ['v1', ['v2.0.0'], ['v1.3.0'], 'unknown'],
    ['v1', ['v2.0.0', 'v1.4.0'], ['v1.3.0'], 'forward'],
    ['1', ['1.4.0'], ['1.3.0'], 'forward'],
    ['v1.4', ['v1.4.1'], ['v1.4.0'], 'forward'],
    ['v1.4', ['v1.5.0'], ['v1.4.0'], 'unknown'],
    ['v1', ['v1'], ['v1'], 'unknown'],
    ['latest', ['v1.4.0', 'v1.6.0'], ['v1.5.0'], 'forward'],
  ])('%s from %j to %j', (name, next, present, to) => {
    expect(decideMove(name, next, present).to).toBe(to);
  });

  test('says which version it stands for, and what is missing', () => {
    expect(decideMove('latest', ['v1.4.0', '1.5.0'], ['v1.3.0'])).toEqual({ to: 'forward', version: '1.5.0' });
    expect(decideMove('v1', ['v2.0.0'], ['v1.0.0'])).toMatchObject({
      reason: 'the new digest has no tag that is a version of v1',
    });
    expect(versionFor('v1.4', ['v1.4.2', 'v1.4.10', 'v1.5.0', 'latest'])).toBe('v1.4.10');
    expect(versionFor('latest', ['latest', 'sha-1'])).toBeUndefined();
  });

  test('never moves back and forth between the same two digests', () => {
    const version = fc
      .tuple(fc.nat(3), fc.nat(3), fc.nat(3), fc.constantFrom('', '-rc.1', '-rc.2'))
      .map(([major, minor, patch, pre]) => `v${major}.${minor}.${patch}${pre}`);
    const tags = fc.array(fc.oneof(version, fc.constantFrom('latest', 'sha-1', 'v1')), { maxLength: 4 });
    const name = fc.constantFrom('latest', 'v0', 'v1', 'v1.2', '2');
    fc.assert(
      fc.property(name, tags, tags, (moving, one, other) => {
        const [there, back] = [decideMove(moving, one, other).to, decideMove(moving, other, one).to];
        expect(there === 'forward' && back === 'forward').toBe(false);
        expect(there === 'unknown').toBe(back === 'unknown');
      }),
      { numRuns: 1000 },
    );
  });
});
