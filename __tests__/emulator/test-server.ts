import { digestOf } from '../../emulator/digest.ts';
import type { Fault } from '../../emulator/fault.ts';
import { startEmulator, type RunningEmulator } from '../../emulator/start.ts';
import { KEY } from './client.ts';

/** The path of the tag list. */
export const TAGS = '/swr-api/cn-north-4/v2/manage/namespaces/team/repos/app$api/tags';
const running: RunningEmulator[] = [];

/** Closes all emulators that `startTestServer` has started. */
export async function closeAll(): Promise<void> {
  await Promise.all(running.splice(0).map((emulator) => emulator.close()));
}

/** Starts an emulator that has one tag, or the given seed. Each of the rules applies to one request. */
export async function startTestServer(
  rules: { fault: Fault; takesEffect?: boolean }[] = [],
  options: Partial<Parameters<typeof startEmulator>[0]> = {},
): Promise<RunningEmulator> {
  const organizations = { team: { 'app/api': { v1: digestOf('v1') } } };
  const emulator = await startEmulator({
    seed: { accessKeys: [KEY], regions: { 'cn-north-4': { organizations } } },
    ...options,
  });
  running.push(emulator);
  emulator.setScript({ rules: rules.map((rule) => Object.assign(rule, { match: {} })) });
  return emulator;
}
