/** The outcome of a promise, as plain data to compare. */
import { Failure } from '../../src/errors.ts';

/** A value or an error. */
export type Ended<T> = { readonly value: T } | { readonly error: unknown };

/** Resolves when the promise has settled. */
export function ended<T>(work: Promise<T>): Promise<Ended<T>> {
  return work.then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  );
}

/** The failure that the promise rejects with. Throws when it resolves, or rejects with anything else. */
export async function failureFrom(work: Promise<unknown>): Promise<Failure> {
  const end = await ended(work);
  if ('error' in end && end.error instanceof Failure) return end.error;
  throw new Error('a Failure was expected', { cause: 'error' in end ? end.error : end.value });
}
