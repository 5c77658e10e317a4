/** What each verdict means: the rows of docs/reference.md. */
import { failureKindOf, VERDICTS, type VerdictKind } from '../../src/engine/verdict.ts';

const MEANINGS: Readonly<Record<VerdictKind, string>> = {
  copied: "The target shows the source's digest, and had no such tag before",
  overwritten: "The target shows the source's digest, and had another one before (`previousDigest`)",
  unchanged: "The target had the source's digest already; nothing was sent",
  tagged: 'The new name shows the digest',
  verified: '`verify-tags`: the target shows the expected digest',
  kept: 'A moving tag whose target is as new already, or newer; nothing was sent',
  restored: '`rollback`: the tag shows the digest of its backup again',
  active: 'ModelArts reports `ACTIVE`',
  synchronized: 'HSS reports the end of its synchronization; in `promote`, HSS lists the tag with the promoted digest',
  deleted: 'ModelArts has deleted the image',
  absent: '`delete-image`: there was no such image, as ModelArts said twice',
  accepted: 'Requested and not verified: `wait: false`, or HSS in a region that gives no report',
  planned: '`dry-run`: would be done',
  missing: 'The source has no such tag, or ModelArts has no such image',
  conflict: 'The target has the tag with another digest, which may not be replaced; nothing was replaced',
  moved: 'Seen before anything was sent: the source or the target is not what the pin or the plan says',
  drifted: '`verify-tags`: the target has no such tag, or another digest',
  mismatch: 'The service reports that the copy is done, but the target shows another digest, or none',
  'bad-status': 'ModelArts reports a final status other than `ACTIVE`',
  refused:
    'The service refused the request, or did not accept the credentials; code, message and request id are in the message',
  unavailable: 'No useful reply after all attempts',
  timeout: '`timeout` has passed; the message says what was last observed',
  cancelled: 'The job was cancelled',
  skipped: 'Not attempted, because an earlier stage failed',
};

/** In the order of the code. */
const KINDS: readonly VerdictKind[] = Object.keys(VERDICTS).filter(isVerdictKind);

/** A refusal of the credentials has the verdict `refused` as well. */
const OTHER_FAILURE_KINDS: { readonly [K in VerdictKind]?: string } = { refused: ' or `auth`' };

/** Cells: verdict, whether it is ok, its failure kind, meaning. */
export function verdictRows(): readonly (readonly string[])[] {
  return KINDS.map((kind) => {
    const failure = failureKindOf({ kind });
    return [
      `\`${kind}\``,
      VERDICTS[kind] === 'ok' ? 'yes' : 'no',
      failure === undefined ? '' : `\`${failure}\`${OTHER_FAILURE_KINDS[kind] ?? ''}`,
      MEANINGS[kind],
    ];
  });
}

function isVerdictKind(name: string): name is VerdictKind {
  return name in VERDICTS;
}
