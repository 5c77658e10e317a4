/** The GitHub deployment of one region: two steps that decide nothing, and that no item waits for. */
import { waitAtMost } from '../../clock.ts';
import type { OpenDeployment } from '../../github/deployment.ts';
import type { Item } from '../../engine/item.ts';
import type { Context, Step } from '../../engine/step.ts';
import { isOk, tallyOf } from '../../engine/verdict.ts';
import type { Route } from '../../copy/route.ts';
import type { Environments } from './stages.ts';

/** The digests are good to have; a source that takes longer does not keep the deployment from being opened. */
const DIGESTS_MS = 10_000;

/** Opens the deployment, and closes it when all items of the region have ended. */
export function announced(
  route: Route,
  { token, prefix }: Environments,
  items: readonly Item[],
): readonly [Step, Step] {
  const environment = `${prefix}${route.region}`;
  let opening: Promise<OpenDeployment | undefined> | undefined;
  const open = (context: Context): Promise<OpenDeployment | undefined> =>
    (opening ??= openDeployment(route, context, token, environment));
  return [
    {
      title: `open the GitHub deployment to ${environment}`,
      items: [],
      async run(context) {
        await open(context);
      },
    },
    {
      title: `close the GitHub deployment to ${environment}`,
      items: [],
      needs: { how: 'ended', items },
      async run(context) {
        // That it could not be opened was said when it was tried.
        const deployment = await open(context).catch(() => undefined);
        await deployment?.close(endOf(context, items));
      },
    },
  ];
}

async function openDeployment(
  route: Route,
  context: Context,
  token: string,
  environment: string,
): Promise<OpenDeployment | undefined> {
  const { source, region, namespace, repository, items } = route;
  const read = waitAtMost(context.clock, DIGESTS_MS, source.digests(context.cloud));
  const digests = (await read.catch(() => undefined))?.byTag;
  const tags = [...items.keys()];
  const deployments = await context.openDeployments(token);
  return deployments.open({
    environment,
    description: `${repository} ${tags.join(', ')} from ${source.region}`,
    payload: {
      repository,
      namespace,
      region,
      tags: Object.fromEntries(tags.map((tag) => [tag, digests?.get(tag) || null])),
    },
  });
}

function endOf(context: Context, items: readonly Item[]): { readonly good: boolean; readonly description: string } {
  const ends = items.map((item) => ({ item, verdict: context.verdictOf(item) }));
  const failed = ends.filter(({ verdict }) => verdict === undefined || !isOk(verdict));
  const [first] = failed;
  if (first !== undefined) {
    const { item, verdict } = first;
    const why = verdict?.message === undefined ? '' : `: ${verdict.message}`;
    const count = `${failed.length} of ${items.length} failed`;
    return {
      good: false,
      description: `${count}. ${item.operation} of ${item.subject} ${verdict?.kind ?? 'open'}${why}`,
    };
  }
  return { good: true, description: tallyOf(ends.flatMap(({ verdict }) => verdict?.kind ?? [])) };
}
