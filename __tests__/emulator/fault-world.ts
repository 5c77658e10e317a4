import { digestOf } from '../../emulator/digest.ts';
import type { Fault } from '../../emulator/fault.ts';
import { world } from './client.ts';

/** Where organizations are made. */
export const ORGANIZATIONS = '/swr-api/cn-north-4/v2/manage/namespaces';
/** Where tags are listed. */
export const TAGS = `${ORGANIZATIONS}/team/repos/app/tags`;

/** One tag, and the calls that faults are played on. */
export function shop(rest: Parameters<typeof world>[1] = {}) {
  const subject = world({ 'cn-north-4': { organizations: { team: { app: { v1: digestOf('v1') } } } } }, rest);
  const { call, emulator } = subject;
  return {
    ...subject,
    list: () => call('GET', TAGS),
    create: (namespace: string) => call('POST', ORGANIZATIONS, { body: { namespace } }),
    organizations: () => Object.keys(emulator.state().regions['cn-north-4']?.organizations ?? {}),
    play: (fault: Fault, takesEffect = false) =>
      emulator.setScript({ rules: [{ match: {}, fault, takesEffect, times: 'always' }] }),
  };
}

/** An ordinary outage. */
export const DOWN = { kind: 'status', status: 503, body: 'down', contentType: 'text/plain' } as const satisfies Fault;
