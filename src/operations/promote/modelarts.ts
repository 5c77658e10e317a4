/** The stage that refreshes or registers the promoted tags in ModelArts. */
import { registryHostOf } from '../../cloud/endpoints.ts';
import type { ModelArts } from '../../cloud/modelarts.ts';
import {
  LIST_REPOSITORIES,
  READ_IMAGES,
  REFRESH_IMAGES,
  REGISTER_IMAGES,
  REGISTER_TAGS,
} from '../../cloud/permission.ts';
import { describeRepository, type TagRef } from '../../copy/copy-spec.ts';
import type { Item } from '../../engine/item.ts';
import type { Step } from '../../engine/step.ts';
import { createImageIndex, type ImageIndex } from '../../images/image-index.ts';
import { promoteImage } from '../../images/promote-image.ts';
import { IMAGE_DESCRIPTION, IMAGE_FLAVOR, IMAGE_SERVICE, WORKSPACE } from '../../inputs/rules.ts';
import type { Services } from '../operation.ts';
import type { Stage } from './stage.ts';

/** The names of `uname`, and of Docker. */
const ARCH_SYNONYMS = { x86_64: 'X86_64', amd64: 'X86_64', aarch64: 'AARCH64', arm64: 'AARCH64' } as const;

/** One item a tag, which becomes `active`. */
export const modelArtsStage: Stage = {
  readInputs(reader) {
    const mode = reader.choice('modelarts', ['skip', 'refresh', 'register']);
    if (mode === 'skip') return {};
    const workspace = reader.text('workspace-id', WORKSPACE);
    if (mode === 'refresh') return { modelarts: { workspace } };
    const registration = {
      arch: reader.choice('image-arch', ['X86_64', 'AARCH64'], ARCH_SYNONYMS),
      flavors: reader.requiredList('image-flavors', IMAGE_FLAVOR),
      services: reader.requiredList('image-services', IMAGE_SERVICE),
      visibility: reader.choice('image-visibility', ['PRIVATE', 'PUBLIC']),
      description: reader.text('image-description', IMAGE_DESCRIPTION),
      workspace,
    };
    return { modelarts: { workspace, registration } };
  },

  permissions({ modelarts }, targets) {
    if (modelarts === undefined) return [];
    const regions = targets.map(({ region }) => region);
    const read = { actions: [...READ_IMAGES, ...REFRESH_IMAGES], regions };
    if (modelarts.registration === undefined) return [read];
    const byRepository = Map.groupBy(targets, describeRepository);
    return [
      read,
      { actions: [...REGISTER_IMAGES, ...LIST_REPOSITORIES], regions },
      ...[...byRepository].map(([repository, members]) => ({
        actions: REGISTER_TAGS,
        regions: members.map(({ region }) => region),
        repository,
      })),
    ];
  },

  /** One step a tag, which needs the copy of its own tag alone. */
  steps({ modelarts }, { target, items }, earlier, { dryRun, pollIntervalMs }) {
    if (modelarts === undefined) return [];
    const { workspace, registration } = modelarts;
    const { region, namespace, repository } = target;
    const verb = registration === undefined ? 'refresh' : 'register';
    let index: ImageIndex | undefined;
    return [...items].map(([copy, copyItem]): Step<Services> => {
      const { tag } = copy.target;
      const label = `${tag} in ModelArts of ${region}`;
      const item: Item = { operation: `${verb}-image`, region, namespace, repository, subject: tag, tag, label };
      return {
        title: `${verb} ${tag} in ModelArts of ${region}`,
        items: [item],
        needs: { how: 'every', items: earlier.filter((needed) => needed.tag === tag) },
        async run(context) {
          const modelArts = await context.services.cloud.modelArts(region);
          index ??= createImageIndex(context.clock, modelArts, { name: repository, namespace, workspace });
          const { locations } = context.verdictOf(copyItem) ?? {};
          const promoted = {
            item,
            region,
            modelArts,
            index,
            place: { locations: locationsOf(copy.target, locations, modelArts), namespace, tag, workspace },
            isInTarget: locations !== undefined,
            registration,
            dryRun,
            pollIntervalMs,
          };
          await promoteImage(promoted, context);
        },
      };
    });
  },
};

/** Addresses of private networks, with a port or without: the registry is reached there from inside its region. */
const INTERNAL_HOST =
  /^(?:10\.\d+|192\.168|172\.(?:1[6-9]|2\d|3[01])|100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7]))\.\d{1,3}\.\d{1,3}(?::\d{1,5})?$/;

/**
 * The addresses under which a tag may be registered. Of those that SWR shows, only the ones that name this tag in a registry
 * of the region count: an image of any other address may have other bytes. A registration is made under the registry's own
 * address, and in its absence under that of the public cloud.
 */
function locationsOf(
  { region, namespace, repository, tag }: TagRef,
  shown: readonly string[] = [],
  modelArts: Pick<ModelArts, 'isRegistry'>,
): readonly [string, ...string[]] {
  const end = `/${namespace}/${repository}:${tag}`;
  const hosts = shown.filter((location) => location.endsWith(end)).map((location) => location.slice(0, -end.length));
  const home = registryHostOf(region);
  const own = [...hosts.filter((host) => modelArts.isRegistry(host)), home];
  const others = hosts.filter((host) => INTERNAL_HOST.test(host));
  const [first = home, ...rest] = new Set([...own, ...others]);
  return [`${first}${end}`, ...rest.map((host) => `${host}${end}`)];
}
