/**
 * The demo: the bundled action, started the way the runner starts it, against an emulated Huawei Cloud. It fails when
 * an act does not end as it says it will.
 */
import { startEmulator } from '../../emulator/start.ts';
import { runAction } from '../runner/run-action.ts';
import { ACTS, type Act } from './acts.ts';
import { CLOUD, KEYS, SOURCE, TARGETS } from './cloud.ts';
import { say, showLogLine, showResult, showTitle } from './show.ts';

const emulator = await startEmulator({ seed: CLOUD });
const surprises: string[] = [];
try {
  say('An emulated Huawei Cloud, and the action started eight times as a GitHub runner would start it.');
  say('The emulated cloud is quicker than the real one: a copy takes seconds here.');
  say(`Source region ${SOURCE}, target regions ${TARGETS.join(' and ')}.`);
  for (const act of ACTS) await play(act);
} finally {
  await emulator.close();
}
say();
for (const surprise of surprises) say(`Unexpected: ${surprise}`);
say(
  surprises.length === 0
    ? 'The demo ended as it should: seven acts green, the last one red on purpose.'
    : 'The demo did not end as it should.',
);
if (surprises.length > 0) process.exitCode = 1;

async function play(act: Act): Promise<void> {
  emulator.clearRequests();
  showTitle(act.title, act.inputs);
  const result = await runAction({
    with: { ...act.inputs, endpoint: emulator.endpoint, 'access-key': KEYS.accessKey, 'secret-key': KEYS.secretKey },
    onLine: showLogLine,
  });
  showResult(result);
  const requests = emulator.requests();
  const changing = requests.filter(({ method }) => method !== 'GET');
  say(`requests to the cloud: ${requests.length}, of which ${changing.length} change something`);

  const verdicts = result.report.results.map(({ verdict }) => verdict);
  if (result.exitCode !== act.exitCode) surprises.push(`"${act.title}" ended with exit code ${result.exitCode}`);
  if (verdicts.join() !== act.verdicts.join()) surprises.push(`"${act.title}" came to ${verdicts.join(', ')}`);
  if (changing.length > 0 !== act.changes) surprises.push(`"${act.title}" sent ${changing.length} changing requests`);
}
