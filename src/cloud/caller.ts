/** How the service modules reach the cloud. */
import type { Call, CallResult } from '../http/call.ts';
import type { ServiceError } from '../http/service-error.ts';
import type { Target } from './endpoints.ts';
import { refusedFailure } from './reply-rules.ts';

/** A {@link Call} with a path and a query instead of the URL; the caller adds the service's address and the credential. */
export type ServiceCall<T> = Omit<Call<T>, 'url' | 'authorizer' | 'rules'> & Target;

/** Sends a call to one service in one region; see {@link Client.send} for what it rejects with. */
export type Caller = <T>(call: ServiceCall<T>) => Promise<CallResult<T>>;

/** A call of which a refusal is a failure. */
export type PlainCall<T> = ServiceCall<T> & {
  /** What to do about a refusal: the permission to grant. A sentence. */
  readonly hint: string;
  /** Whether an error says that what was asked for does not exist; without it, none does. */
  readonly isAbsent?: (error: ServiceError) => boolean;
};

/** The value of a call; undefined for an {@link PlainCall.isAbsent} error. Rejects with {@link refusedFailure} for any other. */
export async function valueOf<T>(
  call: Caller,
  { hint, isAbsent = () => false, ...request }: PlainCall<T>,
): Promise<T | undefined> {
  const answer = await call(request);
  if (answer.ok) return answer.value;
  if (isAbsent(answer.error)) return undefined;
  throw refusedFailure(request.doing, answer.error, hint);
}
