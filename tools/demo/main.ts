/**
 * `npm run demo`: runs the bundled action for every operation against an emulated Huawei Cloud, as a GitHub runner would.
 * Fails where a step does not end as expected.
 */
import { startEmulator } from '../../emulator/start.ts';
import { runAction } from '../runner/run-action.ts';
import { CLOUD, KEYS, SOURCE, TARGETS } from './cloud.ts';
import { print, printLogLine, printResult, printTitle } from './print.ts';
import { type DemoStep, STEPS } from './steps.ts';

const emulator = await startEmulator({ seed: CLOUD });
const differences: string[] = [];
try {
  print(`Runs the action ${STEPS.length} times against an emulated Huawei Cloud, as a GitHub runner would.`);
  print('Copies take seconds here; in the real cloud they take as long as the image is large.');
  print(`Source region ${SOURCE}, target regions ${TARGETS.join(' and ')}.`);
  for (const step of STEPS) await run(step);
} finally {
  await emulator.close();
}
print();
for (const difference of differences) print(`Unexpected: ${difference}`);
print(
  differences.length === 0
    ? `All ${STEPS.length} steps ended as expected; the last one fails on purpose.`
    : 'The demo did not end as expected.',
);
if (differences.length > 0) process.exitCode = 1;

async function run(step: DemoStep): Promise<void> {
  emulator.clearRequests();
  printTitle(step.title, step.inputs);
  const result = await runAction({
    with: { ...step.inputs, endpoint: emulator.endpoint, 'access-key': KEYS.accessKey, 'secret-key': KEYS.secretKey },
    onLine: printLogLine,
  });
  printResult(result);
  const requests = emulator.requests();
  const changing = requests.filter(({ method }) => method !== 'GET');
  print(`requests to the cloud: ${requests.length}, of which ${changing.length} change something`);

  const verdicts = result.report.results.map(({ verdict }) => verdict);
  if (result.exitCode !== step.exitCode) differences.push(`"${step.title}" ended with exit code ${result.exitCode}`);
  if (verdicts.join() !== step.verdicts.join()) differences.push(`"${step.title}" has ${verdicts.join(', ')}`);
  if (changing.length > 0 !== step.changes)
    differences.push(`"${step.title}" sent ${changing.length} changing requests`);
}
