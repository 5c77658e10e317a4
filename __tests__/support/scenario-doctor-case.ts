/** Cases of `doctor` in which something does not work. */
import { expect } from '@jest/globals';
import type { Script } from '../../emulator/script.ts';
import type { Seed } from '../../emulator/seed.ts';
import type { Transcript } from '../../tools/runner/run-action.ts';
import { doctorStep, healthySeed, saidOf, troublesOf } from './scenario-doctor.ts';
import { runInVirtualTime } from './scenario-cloud.ts';

type Rule = NonNullable<Script['rules']>[number];

/** Answers every request that matches with a fault. */
export const always = (match: Rule['match'], fault: Rule['fault']): Script => ({
  rules: [{ match, fault, times: 'always' }],
});

/** Answers with a status and an error of SWR. */
export const swr = (status: number, number: string): Rule['fault'] => ({
  kind: 'status',
  status,
  body: { errors: [{ errorCode: `SVCSTG.SWR.${number}`, errorMessage: 'as scripted' }] },
});

/** The gateway has no such route. */
export const NO_ROUTE = {
  kind: 'status',
  status: 404,
  body: { error_code: 'APIGW.0101', error_msg: 'no such API' },
} as const;

/** Something that does not work. */
export interface DoctorCase {
  readonly what: string;
  readonly seed?: Seed;
  readonly script?: Script;
  readonly with?: Readonly<Record<string, string | undefined>>;
  /** The checks that are not ✓, in their order. */
  readonly marks: readonly string[];
  /** What the first of them says. */
  readonly says: RegExp;
  /** The failure kind; empty for a step that succeeds. */
  readonly kind: string;
}

/** Runs the step of a case. */
export function checkCase({ seed = healthySeed(), script, with: given = {} }: DoctorCase) {
  return runInVirtualTime({
    seed,
    ...(script === undefined ? {} : { script }),
    with: doctorStep({ tags: 'v1', ...given }),
  });
}

const AGENCY = 'iam::0d0a1b2c3d4e5f60718293a4b5c6d7e8:agency:promoter';

/** An agency whose policy allows everything but these actions. */
export function without(...actions: readonly string[]): Pick<DoctorCase, 'seed' | 'with'> {
  const policy = {
    Version: '5.0' as const,
    Statement: [
      { Effect: 'Allow' as const, Action: ['*'], Resource: ['*'] },
      { Effect: 'Deny' as const, Action: [...actions], Resource: ['*'] },
    ],
  };
  const agencies = [{ name: 'promoter', trust: [{ principals: ['*'] }], policy }];
  return { seed: healthySeed({}, { agencies }), with: { 'assume-agency-urn': AGENCY } };
}

/** Compares the checks of a run with those of its case, and what the first one says. */
export function expectFindings(run: Pick<Transcript, 'report'>, { marks, says }: DoctorCase): void {
  const [, place = '', ...name] = (marks[0] ?? '').split(' ');
  expect(troublesOf(run)).toEqual(marks);
  expect(saidOf(run, place, name.join(' '))).toMatch(says);
}

/** How many checks of a case are ✗. */
export function countFailed({ marks }: DoctorCase): number {
  return marks.filter((mark) => mark.startsWith('✗')).length;
}
