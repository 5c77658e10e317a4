/** The grammar of the input `tags`: an entry is `[SOURCE =>] TARGET`, and its source may end in `@DIGEST`. */
import { TAG } from './rules.ts';

/** What one entry asks for. */
export interface TagEntry {
  /** The tag in the source repository. */
  readonly source: string;
  /** The digest that the source must have; undefined for whatever it has. */
  readonly digest: string | undefined;
  /** The name that the image gets; that of the source where no other is given. */
  readonly target: string;
}

/** Why an entry, or the entries together, are not accepted: the entry, and what is wrong where in it. */
export interface TagEntryError {
  readonly entry: string;
  /** Completes "must …". */
  readonly rule: string;
}

/** Digests of the manifest, as SWR gives them. */
const DIGEST = /^sha256:[0-9a-f]{64}$/;

const FORMS = 'TAG, TAG@sha256:…, SOURCE => TARGET or SOURCE@sha256:… => TARGET';

/** Reads one entry without the white space around it. */
export function parseTagEntry(entry: string): TagEntry | TagEntryError {
  const fail = (rule: string): TagEntryError => ({ entry, rule });
  const [left = '', right, ...more] = entry.split('=>');
  if (more.length > 0) return fail(`have one => at most; write ${FORMS}`);
  if (right === undefined && /[=>→]/.test(entry)) {
    const at = entry.search(/[=>→]/) + 1;
    return fail(`be one of ${FORMS}: the arrow at character ${at} is not =>`);
  }
  const [source = '', ...digests] = left.trim().split('@');
  const target = right?.trim();
  if (target?.includes('@') === true)
    return fail(`have the digest before the =>, because it is that of the source: write SOURCE@sha256:… => TARGET`);
  if (source === '') return fail(`name a tag before the ${digests.length > 0 ? 'digest' : '=>'}: write ${FORMS}`);
  if (target === '') return fail(`name a tag after the =>: write ${FORMS}`);
  for (const [place, tag] of [['source', source] as const, ['target', target ?? source] as const]) {
    if (!TAG.pattern.test(tag)) return fail(`have as ${place} ${TAG.description}; '${tag}' is not`);
  }
  const [digest, ...others] = digests;
  if (others.length > 0 || (digest !== undefined && !DIGEST.test(digest)))
    return fail(`have after the @ sha256: and 64 lowercase hexadecimal digits; '${digests.join('@')}' is not`);
  return { source, digest, target: target ?? source };
}

/**
 * What is wrong with entries that are each right. A new name is given in the source repository, so it must not be what
 * another entry copies from.
 */
export function conflictsOf(entries: readonly TagEntry[]): readonly TagEntryError[] {
  return entries.flatMap((entry, index): readonly TagEntryError[] => {
    const { source, target } = entry;
    const errors: TagEntryError[] = [];
    if (entries.slice(0, index).some((other) => other.target === target))
      errors.push({ entry: describeEntry(entry), rule: `not give the name ${target}, which another entry gives too` });
    if (source !== target && entries.some((other) => other !== entry && other.source === target))
      errors.push({
        entry: describeEntry(entry),
        rule: `not give the name ${target}, which another entry copies from`,
      });
    return errors;
  });
}

/** The shortest text that is read as this entry. */
export function describeEntry({ source, digest, target }: TagEntry): string {
  const pinned = digest === undefined ? source : `${source}@${digest}`;
  return source === target ? pinned : `${pinned} => ${target}`;
}
