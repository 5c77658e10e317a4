/** What became of a promise, as plain data to compare. */
import { Failure } from '../../src/errors.ts';

export type Ended<T> = { readonly value: T } | { readonly error: unknown };

export function ended<T>(work: Promise<T>): Promise<Ended<T>> {
  return work.then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  );
}

/** The failure that a promise rejects with; anything else is an error of the test. */
export async function failureFrom(work: Promise<unknown>): Promise<Failure> {
  const end = await ended(work);
  if ('error' in end && end.error instanceof Failure) return end.error;
  throw new Error('a Failure was expected', { cause: 'error' in end ? end.error : end.value });
}
