/** Findings in short forms. */
import type { Finding } from '../../engine/check.ts';
import type { ErrorCode, Failure } from '../../errors.ts';

/** It works. */
export function ok(message: string): Finding {
  return { result: 'ok', message };
}

/** Nobody can tell, or it depends. */
export function unknown(message: string, remedy?: string): Finding {
  return { result: 'unknown', message, remedy };
}

/** It does not work. */
export function wrong(code: ErrorCode, message: string, remedy: string): Finding {
  return { result: 'failed', code, message, remedy };
}

/** A failure; one that cut the check off leaves open what it would have found. */
export function failed({ kind, code, message, hint }: Failure): Finding {
  const found = { code, message, remedy: hint };
  const isCutOff = kind === 'cancelled' || kind === 'timeout';
  return isCutOff ? { result: 'unknown', ...found } : { result: 'failed', ...found };
}

/** Something that the check depends on failed: `reason` completes "Not asked: …". */
export function notAsked(reason: string): Finding {
  return { result: 'unknown', code: 'dependency-failed', message: `Not asked: ${reason}.` };
}
