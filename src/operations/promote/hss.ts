/** The stage that has HSS import the promoted tags of the region. */
import { HSS_IMAGES } from '../../cloud/permission.ts';
import type { Item } from '../../engine/item.ts';
import { unmetDependency } from '../../engine/needs.ts';
import { shownDigestOf } from '../../engine/verdict.ts';
import type { ScanItem } from '../../scanning/judge-item.ts';
import { synchronizeScanner } from '../../scanning/synchronize.ts';
import { readImageList, SYNC_HSS, syncTitle } from '../sync-hss.ts';
import type { Stage } from './stage.ts';

/** One item a tag, which HSS lists with the promoted digest. */
export const hssStage: Stage = {
  readInputs: (reader) => (reader.flag('hss') ? { hss: readImageList(reader) } : {}),
  permissions: ({ hss }, targets) =>
    hss === undefined ? [] : [{ actions: HSS_IMAGES, regions: targets.map(({ region }) => region) }],
  /** One request for all tags of the region, when all of them have ended: HSS imports the list as a whole. */
  steps({ hss }, { target, items: copyItems }, earlier, options) {
    if (hss === undefined) return [];
    const { region, namespace, repository } = target;
    const rows = [...copyItems].map(([copy, copyItem]) => {
      const { tag } = copy.target;
      const label = `${tag} in HSS of ${region}`;
      const item: Item = { operation: SYNC_HSS, region, namespace, repository, subject: tag, tag, label };
      const needs = { how: 'every', items: earlier.filter((needed) => needed.tag === tag) } as const;
      return { item, tag, copyItem, needs };
    });
    return [
      {
        title: syncTitle(region, hss),
        items: rows.map(({ item }) => item),
        needs: { how: 'ended', items: earlier },
        async run(context) {
          const items: ScanItem[] = [];
          for (const { item, tag, copyItem, needs } of rows) {
            const message = unmetDependency({ needs }, context);
            if (message === undefined)
              items.push({ item, promoted: { tag, digest: shownDigestOf(context.verdictOf(copyItem)) } });
            else context.settle(item, { kind: 'skipped', code: 'dependency-failed', message });
          }
          if (items.length === 0) return;
          await synchronizeScanner(
            { items, region, repository: { namespace, repository }, ...hss, ...options },
            context,
          );
        },
      },
    ];
  },
};
