import { digestOf } from '../../emulator/digest.ts';
import type { Fault } from '../../emulator/fault.ts';
import { createTestCloud } from './client.ts';

/** The path of organizations. */
export const ORGANIZATIONS = '/swr-api/cn-north-4/v2/manage/namespaces';
/** The path of the tag list. */
export const TAGS = `${ORGANIZATIONS}/team/repos/app/tags`;

/** A cloud with one tag, the calls to which faults are applied, and `setFault`, which applies a fault to every call. */
export function createFaultCloud(rest: Parameters<typeof createTestCloud>[1] = {}) {
  const subject = createTestCloud({ 'cn-north-4': { organizations: { team: { app: { v1: digestOf('v1') } } } } }, rest);
  const { call, emulator } = subject;
  return {
    ...subject,
    list: () => call('GET', TAGS),
    create: (namespace: string) => call('POST', ORGANIZATIONS, { body: { namespace } }),
    organizations: () => Object.keys(emulator.state().regions['cn-north-4']?.organizations ?? {}),
    setFault: (fault: Fault, takesEffect = false) =>
      emulator.setScript({ rules: [{ match: {}, fault, takesEffect, times: 'always' }] }),
  };
}

/** A 503. */
export const DOWN = { kind: 'status', status: 503, body: 'down', contentType: 'text/plain' } as const satisfies Fault;
