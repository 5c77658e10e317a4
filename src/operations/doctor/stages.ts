/** ModelArts and HSS of a region. */
import { IMAGE_LISTS } from '../../cloud/hss.ts';
import type { RepositoryRef } from '../../copy/copy-spec.ts';
import { confirmMissing } from '../../scanning/missing-route.ts';
import { ask } from './ask.ts';
import type { Examination } from './examination.ts';
import { ok, unknown } from './findings.ts';
import type { RegionWay } from './region.ts';

/** What is listed does not matter, so where the inputs name nothing, any name will do. */
const ANY = 'none';

/** Adds the check whether ModelArts lists images. */
export async function examineModelArts(examination: Examination, way: RegionWay, place: RepositoryRef): Promise<void> {
  const { region, namespace } = place;
  const { cloud } = examination.context.services;
  await ask({
    check: examination.add(region, 'ModelArts', false),
    witness: way.witness,
    blocker: way.blockerOf('modelarts'),
    async read() {
      const modelArts = await cloud.modelArts(region);
      return modelArts.listImages({ namespace: namespace || ANY, workspace: '0' }, { offset: 0, limit: 20 });
    },
    judge: () => ok('Its images can be listed.'),
  });
}

const GENERATIONS = {
  'swr-repository': 'the classic one (image/swr-repository)',
  'registries/images': 'that of the registries (image/registries/images)',
} as const satisfies Record<(typeof IMAGE_LISTS)[number], string>;

/** The smallest that HSS gives. */
const SMALL_PAGE = { offset: 0, limit: 10 } as const;

/** Adds the checks which list of images HSS has, and whether it reports synchronization tasks. */
export async function examineHss(examination: Examination, way: RegionWay, place: RepositoryRef): Promise<void> {
  const { region } = place;
  const { context } = examination;
  const common = { witness: way.witness, blocker: way.blockerOf('hss') };
  const filter = {
    imageType: 'private_image',
    namespace: place.namespace || ANY,
    name: place.repository || ANY,
  } as const;
  await Promise.all([
    ask({
      ...common,
      check: examination.add(region, 'HSS images', false),
      async read() {
        const hss = await context.services.cloud.hss(region, '');
        for (const list of IMAGE_LISTS) {
          const page = await confirmMissing(context, () => hss.imagePage(list, filter, SMALL_PAGE));
          if (page !== undefined) return list;
        }
        return undefined;
      },
      judge: (list) =>
        list === undefined
          ? unknown('HSS has neither list of images here, so its tasks alone can prove anything.')
          : ok(`Its list of images is ${GENERATIONS[list]}.`),
    }),
    ask({
      ...common,
      check: examination.add(region, 'HSS tasks', false),
      read: async () => {
        const hss = await context.services.cloud.hss(region, '');
        return confirmMissing(context, () => hss.syncTasks(SMALL_PAGE));
      },
      judge: (tasks) =>
        tasks === undefined
          ? unknown('HSS does not report synchronization tasks here: sync-hss ends as accepted, which proves nothing.')
          : ok('Its synchronization tasks can be read.'),
    }),
  ]);
}
