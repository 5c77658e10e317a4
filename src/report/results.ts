/** The rows of the output `results`, of the summary and of the report file: one an item. */
import type { Item, Outcome } from '../engine/item.ts';
import { isOk, isProved, type VerdictDetails, type VerdictKind } from '../engine/verdict.ts';
import type { ErrorCode } from '../errors.ts';
import { escapeInvisible } from '../escape.ts';

/** Fields that do not apply are undefined, and absent in JSON. */
export interface Result
  extends
    Pick<Item, 'operation' | 'region' | 'namespace' | 'repository' | 'subject'>,
    Pick<
      VerdictDetails,
      'digest' | 'previousDigest' | 'targetDigest' | 'sourceDigest' | 'backup' | 'status' | 'message'
    > {
  readonly verdict: VerdictKind;
  readonly ok: boolean;
  /** Whether the result was seen, and not only requested or planned. */
  readonly proved: boolean;
  /** The image tag, where the item is about one. */
  readonly tag?: string | undefined;
  /** The tag in the source, where the target has it under another name. */
  readonly sourceTag?: string | undefined;
  readonly imageId?: string | undefined;
  /** Stable code of what failed; see docs/troubleshooting.md. */
  readonly code?: ErrorCode | undefined;
  readonly seconds: number;
}

/**
 * The row of an item. Texts of the cloud are escaped and cut to 200 and 2000 characters, so that no row is too long for an
 * output. `imageId` is that of its ModelArts image, where the item itself names none.
 */
export function resultOf({ item, verdict, seconds }: Outcome, imageId?: string): Result {
  return {
    operation: item.operation,
    region: item.region,
    namespace: item.namespace,
    repository: item.repository,
    subject: item.subject,
    verdict: verdict.kind,
    ok: isOk(verdict),
    proved: isProved(verdict),
    tag: item.tag,
    sourceTag: item.sourceTag,
    digest: verdict.digest && escapeInvisible(verdict.digest, 200),
    previousDigest: verdict.previousDigest && escapeInvisible(verdict.previousDigest, 200),
    targetDigest: verdict.targetDigest && escapeInvisible(verdict.targetDigest, 200),
    sourceDigest: verdict.sourceDigest && escapeInvisible(verdict.sourceDigest, 200),
    backup: verdict.backup && escapeInvisible(verdict.backup, 200),
    imageId: item.imageId ?? (imageId && escapeInvisible(imageId, 200)),
    status: verdict.status && escapeInvisible(verdict.status, 200),
    code: verdict.code,
    message: verdict.message && escapeInvisible(verdict.message, 2000),
    seconds,
  };
}

/** The failures first, otherwise in the order of the plan. */
export function failuresFirst(results: readonly Result[]): readonly Result[] {
  return [...results.filter(({ ok }) => !ok), ...results.filter(({ ok }) => ok)];
}
