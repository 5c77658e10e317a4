/** `promote`: copies tags to every target region, then takes them over into ModelArts and HSS there. */
import { registryHostOf } from '../../cloud/endpoints.ts';
import {
  HSS_IMAGES,
  LIST_REPOSITORIES,
  type Permission,
  READ_IMAGES,
  REFRESH_IMAGES,
  REGISTER_IMAGES,
  REGISTER_TAGS,
} from '../../cloud/permission.ts';
import type { Item } from '../../engine/item.ts';
import type { Step } from '../../engine/step.ts';
import type { Operation } from '../operation.ts';
import { hssStep, SYNC_HSS } from '../sync-hss.ts';
import { planCopies } from '../copies.ts';
import type { Route } from '../../copy/route.ts';
import { announced } from './deployment.ts';
import { createImageFeed } from '../../images/image-index.ts';
import { runImageStage } from '../../images/promote-image.ts';
import { type Images, readStages, type Stages } from './stages.ts';

export const promote: Operation = {
  name: 'promote',
  async plan(planning) {
    const { settings, waiting, routes, steps, permissions, notes } = await planCopies(planning);
    const stages = readStages(planning.inputs, waiting);
    const all = routes.flatMap((route, index) => stepsOf(route, steps.slice(index, index + 1), stages));
    return { settings, steps: all, permissions: [...permissions, ...permissionsOf(routes, stages)], notes };
  },
};

/** What the stages after the copy need in the target regions. */
function permissionsOf(routes: readonly Route[], { images, hss }: Stages): readonly Permission[] {
  const regions = routes.map(({ region }) => region);
  const [route] = routes;
  const registers = images?.registration !== undefined && route !== undefined;
  return [
    ...(images === undefined ? [] : [{ actions: [...READ_IMAGES, ...REFRESH_IMAGES], regions }]),
    ...(registers ? [{ actions: [...REGISTER_IMAGES, ...LIST_REPOSITORIES], regions }] : []),
    ...(registers ? [{ actions: REGISTER_TAGS, regions, repository: `${route.namespace}/${route.repository}` }] : []),
    ...(hss === undefined ? [] : [{ actions: HSS_IMAGES, regions }]),
  ];
}

/** Everything that is done in one region: no step of it waits for another region. */
function stepsOf(route: Route, copies: readonly Step[], { images, hss, environments }: Stages): readonly Step[] {
  const ofImages = images === undefined ? [] : imageSteps(route, images);
  const proving = ofImages.length > 0 ? ofImages : copies;
  const stages = [...copies, ...ofImages];
  if (hss !== undefined) {
    const item: Item = {
      operation: SYNC_HSS,
      region: route.region,
      subject: hss.imageType,
      tags: [...route.items.keys()],
      service: 'HSS',
    };
    // One tag that has come through is reason enough: HSS takes over the list as a whole.
    const needs = { how: 'any', items: proving.flatMap(({ items }) => items) } as const;
    stages.push({ ...hssStep({ ...route, ...hss, item }), needs });
  }
  if (environments === undefined || route.dryRun) return stages;
  const [open, close] = announced(
    route,
    environments,
    stages.flatMap(({ items }) => items),
  );
  return [open, ...stages, close];
}

/** A step a tag, each behind the copy of its own tag alone. */
function imageSteps(route: Route, { workspace, registration }: Images): readonly Step[] {
  const { region, namespace, repository } = route;
  const feed = createImageFeed(region, { name: repository, namespace, workspace });
  const verb = registration === undefined ? 'refresh' : 'register';
  return [...route.items].map(([tag, copy]): Step => {
    const item: Item = { operation: `${verb}-image`, region, subject: tag, tag, service: 'ModelArts' };
    const stage = {
      ...route,
      item,
      feed,
      registration,
      isThere: () => route.paths.has(tag),
      paths: () => pathsOf(route, tag),
    };
    return {
      title: `${verb} ${tag} in ModelArts of ${region}`,
      items: [item],
      needs: { how: 'every', items: [copy] },
      run: (context) => runImageStage(stage, context),
    };
  });
}

/** Where SWR says that the tag lies, or where it lies in the public cloud. */
function pathsOf({ paths, region, namespace, repository }: Route, tag: string): readonly [string, ...string[]] {
  const [first, ...others] = paths.get(tag) ?? [];
  return first === undefined ? [`${registryHostOf(region)}/${namespace}/${repository}:${tag}`] : [first, ...others];
}
