/** The GitHub deployment of one region, around its steps. It changes no verdict, and no item waits for it. */
import { waitAtMost } from '../../clock.ts';
import type { Item } from '../../engine/item.ts';
import type { Step, StepContext } from '../../engine/step.ts';
import { countVerdicts, isOk, isProved } from '../../engine/verdict.ts';
import type { OpenDeployment } from '../../github/deployment.ts';
import type { CopiesOfRegion } from '../copies.ts';
import type { Services } from '../operation.ts';

/** How long the deployment waits for the source's digests, which it records where they are known. */
const DIGESTS_MS = 10_000;

/** Opens a deployment beside `steps`, and closes it when all their items have ended. */
export function withDeployment(
  copies: CopiesOfRegion,
  environmentPrefix: string,
  steps: readonly Step<Services>[],
): readonly Step<Services>[] {
  const environment = `${environmentPrefix}${copies.target.region}`;
  const items = steps.flatMap((step) => step.items);
  let opening: Promise<OpenDeployment | undefined> | undefined;
  const open = (context: StepContext<Services>): Promise<OpenDeployment | undefined> =>
    (opening ??= openDeployment(copies, environment, context));
  return [
    {
      title: `open the GitHub deployment to ${environment}`,
      items: [],
      async run(context) {
        await open(context);
      },
    },
    ...steps,
    {
      title: `close the GitHub deployment to ${environment}`,
      items: [],
      needs: { how: 'ended', items },
      async run(context) {
        // The step that opens it has reported why it could not be opened.
        const deployment = await open(context).catch(() => undefined);
        await deployment?.close(concludeDeployment(context, items));
      },
    },
  ];
}

async function openDeployment(
  { source, target: { region, namespace, repository }, copies, sourceIn }: CopiesOfRegion,
  environment: string,
  context: StepContext<Services>,
): Promise<OpenDeployment | undefined> {
  const reading = waitAtMost(context.clock, DIGESTS_MS, sourceIn(context).snapshot());
  const digests = (await reading.catch(() => undefined))?.digests;
  const tags = copies.map((copy) => copy.target.tag);
  return context.services.openDeployments().open({
    environment,
    description: `${repository} ${tags.join(', ')} from ${source.region}`,
    payload: {
      repository,
      namespace,
      region,
      tags: Object.fromEntries(copies.map((copy) => [copy.target.tag, digests?.get(copy.source.tag) || null])),
    },
  });
}

/** A deployment says what was proved, so one that nobody reported on is no success, although its items may be ok. */
function concludeDeployment(
  context: StepContext<Services>,
  items: readonly Item[],
): { readonly good: boolean; readonly description: string } {
  const ends = items.map((item) => ({ item, verdict: context.verdictOf(item) }));
  const failed = ends.filter(({ verdict }) => verdict === undefined || !isOk(verdict));
  const unproved = ends.filter(({ verdict }) => verdict === undefined || !isProved(verdict));
  const [first = unproved[0]] = failed;
  if (first === undefined) {
    return { good: true, description: countVerdicts(ends.flatMap(({ verdict }) => verdict?.kind ?? [])) };
  }
  const { item, verdict } = first;
  const reason = verdict?.message === undefined ? '' : `: ${verdict.message}`;
  const kind = verdict?.kind ?? 'open';
  const count =
    failed.length > 0
      ? `${failed.length} of ${items.length} failed`
      : `${unproved.length} of ${items.length} not proved`;
  return { good: false, description: `${count}. ${item.operation} of ${item.subject} ${kind}${reason}` };
}
