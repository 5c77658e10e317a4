import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { EOL, tmpdir } from 'node:os';
import { join } from 'node:path';
import * as core from '@actions/core';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { actionsHost } from '../../src/runner/actions-host.ts';
import { commandLine, outputEntry } from '../../src/runner/commands.ts';

/** What `act` writes to stdout. */
function written(act: () => void): string {
  const { write } = process.stdout;
  let text = '';
  process.stdout.write = (chunk: Uint8Array | string) => {
    text += Buffer.from(chunk).toString('utf8');
    return true;
  };
  try {
    act();
  } finally {
    process.stdout.write = write;
  }
  return text;
}

const texts = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.array(fc.constantFrom('%', '\r', '\n', ':', ',', '::', '%0A', ' ', 'x')).map((parts) => parts.join('')),
);

describe('as @actions/core writes it', () => {
  test('commands', () => {
    fc.assert(
      fc.property(texts, (text) => {
        expect(commandLine('add-mask', text)).toBe(written(() => core.setSecret(text)));
        expect(commandLine('warning', text)).toBe(written(() => core.warning(text)));
        expect(commandLine('error', text)).toBe(written(() => core.error(text)));
        expect(commandLine('group', text)).toBe(written(() => core.startGroup(text)));
      }),
    );
    expect(commandLine('endgroup')).toBe(written(() => core.endGroup()));
  });

  describe('files and variables', () => {
    let folder = '';
    const before = process.env['GITHUB_OUTPUT'];
    beforeAll(() => {
      folder = mkdtempSync(join(tmpdir(), 'commands-'));
    });
    afterAll(() => {
      if (before === undefined) delete process.env['GITHUB_OUTPUT'];
      else process.env['GITHUB_OUTPUT'] = before;
      rmSync(folder, { recursive: true });
    });

    test('outputs, but for the delimiter', () => {
      const file = join(folder, 'output');
      const entryOf = (set: (name: string, value: string) => void, value: string): string => {
        writeFileSync(file, '');
        process.env['GITHUB_OUTPUT'] = file;
        set('results', value);
        return readFileSync(file, 'utf8').replaceAll(/ghadelimiter_[0-9a-f-]{36}/g, 'DELIMITER');
      };
      fc.assert(
        fc.property(texts, (value) => {
          expect(entryOf(actionsHost.setOutput, value)).toBe(entryOf(core.setOutput, value));
        }),
        { numRuns: 50 },
      );
    });

    test('an entry that is appended ends its line, whatever stood there', () => {
      const file = join(folder, 'other');
      writeFileSync(file, '');
      appendFileSync(file, outputEntry('a', '1', 'D'));
      appendFileSync(file, outputEntry('b', '', 'D'));
      expect(readFileSync(file, 'utf8').split(EOL)).toEqual(['a<<D', '1', 'D', 'b<<D', '', 'D', '']);
    });

    test('inputs', () => {
      const name = 'some input-name';
      for (const value of ['', ' x ', '\n a\n', 'ä']) {
        process.env['INPUT_SOME_INPUT-NAME'] = value;
        expect(actionsHost.input(name)).toBe(core.getInput(name));
      }
      delete process.env['INPUT_SOME_INPUT-NAME'];
      expect(actionsHost.input(name)).toBe(core.getInput(name));
    });
  });
});

test('no value can end its own entry', () => {
  expect(() => outputEntry('results', 'a\nDELIMITER\nfailed-tags<<X', 'DELIMITER')).toThrow('holds its delimiter');
});
