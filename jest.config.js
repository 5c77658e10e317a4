/**
 * Tests that send signals to other processes, or start shell scripts. Windows has neither: a signal ends a process there
 * and then, so these would test nothing of the action.
 */
const POSIX_ONLY = [
  'scenarios.(cancellation|stopping|taking-up-again)',
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
  testTimeout: 60_000,
  // Most of the time of a scenario is the emulated cloud's, not the machine's.
  maxWorkers: 2,
  maxConcurrency: 10,
};
