/**
 * Jest's environment for Node, in workers that end within milliseconds. A worker that nothing keeps alive would spend up to
 * a second of a busy machine on freeing its memory, and jest waits half a second before it reports a worker that does not
 * exit. `beforeExit` is emitted only when no socket, timer or child process is left, so leaks are still reported.
 */
import { TestEnvironment } from 'jest-environment-node';

if (process.send !== undefined) process.once('beforeExit', () => process.exit());

export default TestEnvironment;
