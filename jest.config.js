/**
 * Tests that send signals to other processes, or start shell scripts. Windows has neither: a signal ends a process there
 * and then, so these would test nothing of the action.
 */
const POSIX_ONLY = [
  'scenarios.(cancellation|runner-files|stopping|second-run)',
  'emulator.command',
  'tools.chaos.bundle',
  'tools.run',
].map((name) => `${name}\\.test`);

/** Native ES modules: swc only strips the types. */
export default {
  testEnvironment: 'node',
  roots: ['<rootDir>/__tests__'],
  testMatch: ['**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/', ...(process.platform === 'win32' ? POSIX_ONLY : [])],
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      { jsc: { target: 'es2024', parser: { syntax: 'typescript' } }, module: { type: 'es6' }, sourceMaps: 'inline' },
    ],
  },
  // Ends a test that hangs. No test comes near it on a busy machine.
  testTimeout: 300_000,
  // A worker has more than a gigabyte of memory at the end. To free it takes longer than the usual 500 ms on a busy machine.
  workerGracefulExitTimeout: 30_000,
  // Most of the time of a scenario is the emulated cloud's, not the machine's.
  maxWorkers: 2,
  maxConcurrency: 10,
};
