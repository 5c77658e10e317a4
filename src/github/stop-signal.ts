/**
 * Listens for the signals that cancel the job. A module of its own, and the first that main.ts imports: a signal during the
 * loading of the others would otherwise end the process without outputs.
 */
const stop = new AbortController();

// The runner sends SIGINT, then SIGTERM 7.5 s later; Windows has SIGBREAK. All mean the same, however often they come.
for (const name of ['SIGINT', 'SIGTERM', 'SIGBREAK'] as const) process.on(name, () => stop.abort());

/** Fires when the job is stopped. */
export const stopped: AbortSignal = stop.signal;
