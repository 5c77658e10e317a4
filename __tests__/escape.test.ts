import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { marked } from 'marked';
import { endOf, escapeLogLine, escapeMarkdown, escapeInvisible, startOf } from '../src/escape.ts';
import { commandLookalikes } from './support/command-lookalikes.ts';
import { decodeEntities, foreignMarkup } from './support/foreign-markup.ts';
import { hostileText } from './support/hostile-text.ts';

/** What takes no room on a line, or ends it, or is half a character. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u;

describe('visible', () => {
  test.each([
    ['plain text, 日本語, 😀, é', 'plain text, 日本語, 😀, é'],
    ['a\rb\nc', 'a\\u000db\\u000ac'],
    ['a\u200bb', 'a\\u200bb'],
    ['a\u2028b\u2029c\u0085d', 'a\\u2028b\\u2029c\\u0085d'],
    ['\u001b[31mred', '\\u001b[31mred'],
    ['half \ud83d', 'half \\ud83d'],
    ['tag \u{e0041}', 'tag \\ue0041'],
    ['', ''],
  ])('%j reads %j', (text, shown) => {
    expect(escapeInvisible(text)).toBe(shown);
  });

  test('a text at the limit stays whole, a longer one is cut and says so', () => {
    expect([escapeInvisible('abc', 3), escapeInvisible('abcd', 3), escapeInvisible('\n\n', 8)]).toEqual([
      'abc',
      'abc…',
      '\\u000a\\u…',
    ]);
    expect([escapeInvisible('ab😀', 4), escapeInvisible('ab😀', 3), escapeInvisible('a😀😀', 3)]).toEqual([
      'ab😀',
      'ab…',
      'a😀…',
    ]);
  });

  test('nothing invisible is left, and the limit holds', () => {
    fc.assert(
      fc.property(hostileText, fc.integer({ min: 1, max: 60 }), (text, limit) => {
        const shown = escapeInvisible(text, limit);
        expect(shown.length).toBeLessThanOrEqual(limit + 1);
        expect(UNSEEN.test(shown)).toBe(false);
      }),
      { numRuns: 3000 },
    );
  });

  test('a body of many megabytes costs nothing', () => {
    expect(escapeInvisible('\n'.repeat(50_000_000), 20)).toBe('\\u000a\\u000a\\u000a\\u…');
  });
});

describe('a cut', () => {
  test.each<[string, number, string, string]>([
    ['abcdef', 3, 'abc', 'def'],
    ['abc', 3, 'abc', 'abc'],
    ['abc', 9, 'abc', 'abc'],
    ['a***b', 2, 'a', 'b'],
    ['a***b', 3, 'a', 'b'],
    ['a***b', 4, 'a***', '***b'],
    ['******', 4, '***', '***'],
    ['a*b*c', 2, 'a*', '*c'],
    ['😀😀', 3, '😀', '😀'],
  ])('of %j to %d goes through no character and no ***', (text, limit, start, end) => {
    expect([startOf(text, limit), endOf(text, limit)]).toEqual([start, end]);
  });

  test('of a line leaves no part of ***', () => {
    expect([escapeInvisible('ab***c', 3), escapeInvisible('ab***c', 4), escapeInvisible('ab***c', 5)]).toEqual([
      'ab…',
      'ab…',
      'ab***…',
    ]);
  });
});

describe('log lines', () => {
  test.each([
    ['::error::fake', ': :error::fake'],
    ['  \u00a0::set-output name=x::y', '  \u00a0: :set-output name=x::y'],
    ['see ##[error]fake', 'see ## [error]fake'],
    ['##[##[', '## [## ['],
    ['###[a]', '### [a]'],
    ['a ::error:: in the middle is no command', 'a ::error:: in the middle is no command'],
    ['status: x\r::error::fake', 'status: x\\u000d::error::fake'],
    [':\u200b:error::fake', ':\\u200b:error::fake'],
  ])('%j is written %j', (text, line) => {
    expect(escapeLogLine(text)).toBe(line);
  });

  test('no text at all makes a command of the runner, in neither grammar', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        expect(commandLookalikes(escapeLogLine(text))).toEqual([]);
      }),
      { numRuns: 10_000 },
    );
  });

  test('a command at the very place where a long line is cut', () => {
    const lines = Array.from({ length: 12 }, (_, index) =>
      escapeLogLine(`${'x'.repeat(3990 + index)}##[error]::warning::`),
    );
    expect(lines.flatMap(commandLookalikes)).toEqual([]);
  });
});

describe('Markdown', () => {
  test.each([
    ['cn-east-3', 'cn-east-3'],
    ['app_v1.2 (target-differs), 100 %', 'app_v1.2 (target-differs), 100 %'],
    ['sha256:0a', 'sha256:0a'],
    ['a|b', 'a&#124;b'],
    ['a <b> c', 'a `<b>` c'],
    ['&lt;', '`&lt;`'],
    ['`x`', '&#96;x&#96;'],
    ['`@x`', '&#96;`@x`&#96;'],
    ['https://e.example', '`https://e.example`'],
    ['www.e.example', '`www.e.example`'],
    ['mail x@evil.example now', 'mail `x@evil.example` now'],
    ['@someone #12 o/r#1 GH-7', '`@someone` `#12` `o/r#1` `GH-7`'],
    ['o/r@0123456789abcdef0123456789abcdef01234567', '`o/r@0123456789abcdef0123456789abcdef01234567`'],
    [':tada: 1:2', '`:tada:` 1:2'],
    ['[^1] [ ] $x$', '`[^1]` `[` `]` `$x$`'],
    ['_a_', '`_a_`'],
    ['a\nb', 'a&#92;u000ab'],
  ])('%j is written %j', (text, cell) => {
    expect(escapeMarkdown(text)).toBe(cell);
  });

  test('whatever comes: one line, no cell more, nothing that GitHub makes a link, a mention or an emoji of, and the text as it was', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const cell = escapeMarkdown(text);
        expect(cell).not.toMatch(/[\r\n|\\]/);
        expect(foreignMarkup(`x ${cell} x`)).toEqual([]);
        const html = marked.parseInline(`x${cell}x`, { async: false, gfm: true });
        expect(decodeEntities(html.replaceAll(/<\/?code>/g, ''))).toBe(`x${escapeInvisible(text, 500)}x`);
      }),
      { numRuns: 5000 },
    );
  });

  test('every text that GitHub makes something of is code', () => {
    const texts = [
      'x@evil.example',
      'https://e.example',
      'www.e.example',
      '@name',
      '#12',
      'a/b#1',
      ':x:',
      '[^1]',
      '$a$',
    ];
    for (const text of texts) expect(marked.parseInline(escapeMarkdown(text))).toMatch(/^<code>.*<\/code>$/);
  });
});
