/** The stage that refreshes or registers the promoted tags in ModelArts. */
import { registryHostOf } from '../../cloud/endpoints.ts';
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
            locations: withDefault(locations, copy.target),
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

/** Where SWR says that the tag can be pulled from, or its address in the public cloud. */
function withDefault(
  locations: readonly string[] | undefined,
  { region, namespace, repository, tag }: TagRef,
): readonly [string, ...string[]] {
  const [first, ...others] = locations ?? [];
  return first === undefined ? [`${registryHostOf(region)}/${namespace}/${repository}:${tag}`] : [first, ...others];
}
