/** How the service modules reach the cloud. */
import type { Call, CallResult } from '../http/call.ts';
import type { Target } from './endpoints.ts';

/** A {@link Call} with a path and a query instead of the URL; the caller adds the service's address and the credential. */
export type ServiceCall<T> = Omit<Call<T>, 'url' | 'authorizer' | 'rules'> & Target;

/** Sends a call to one service in one region; see {@link Client.send} for what it rejects with. */
export type Caller = <T>(call: ServiceCall<T>) => Promise<CallResult<T>>;
