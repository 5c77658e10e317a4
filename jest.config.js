/**
 * Stories of signals. Windows has none that one process could send to another: what is sent ends it there and then, so
 * that these would show nothing of the action.
 */
const SIGNALS = ['scenarios.(cancellation|stopping|second-run)', 'emulator.command', 'tools.chaos.bundle'].map(
  (name) => `${name}\\.test`,
);

/** Native ES modules; swc only strips the types, so what is tested is what runs. */
export default {
  testEnvironment: './__tests__/support/jest-environment.js',
  roots: ['<rootDir>/__tests__'],
  testMatch: ['**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/', ...(process.platform === 'win32' ? SIGNALS : [])],
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      { jsc: { target: 'es2024', parser: { syntax: 'typescript' } }, module: { type: 'es6' }, sourceMaps: 'inline' },
    ],
  },
  // Ends a test that hangs. No test comes near it on a busy machine.
  testTimeout: 300_000,
  // Most of the time of a scenario is the emulated cloud's, not the machine's.
  maxWorkers: 2,
  maxConcurrency: 10,
};
