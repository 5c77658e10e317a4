import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { notesOf } from '../../tools/release/changelog.ts';

const CHANGELOG =
  '# Changelog\n\n## [Unreleased]\n\n## [1.1.0] - 2026-01-02\n\n### Added\n\n- One\n\n## [1.0.0] - 2026-01-01\n\n- Two\n';

describe('the notes of a release', () => {
  test.each([
    ['1.1.0', '### Added\n\n- One'],
    ['1.0.0', '- Two'],
    ['Unreleased', undefined],
    ['1.1', undefined],
    ['2.0.0', undefined],
    ['', undefined],
  ])('of "%s"', (version, notes) => {
    expect(notesOf(CHANGELOG, version)).toBe(notes);
  });

  test('CHANGELOG.md has notes under Unreleased', () => {
    const changelog = readFileSync(resolve(import.meta.dirname, '../../CHANGELOG.md'), 'utf8');
    expect(notesOf(changelog, 'Unreleased')).toContain('### Added');
  });
});
