// Tests are ES modules, as the sources are; swc only strips the types (tsc checks them in `npm run types`).
// Imports end in `.js`, as Node wants; the mapper finds the `.ts` behind them.
const common = {
  transform: { '^.+\\.ts$': '@swc/jest' },
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  testEnvironment: 'node',
  restoreMocks: true,
}

/** @type {(name: string, folders: string[]) => object} */
const project = (name, folders) => ({
  ...common,
  displayName: name,
  testMatch: folders.map((folder) => `<rootDir>/__tests__/${folder}/**/*.test.ts`),
})

export default {
  randomize: true,
  // By default one core is left idle, which on a runner with two is half the machine.
  maxWorkers: '100%',
  // For what hangs, not for what is slow: a test of the built action starts processes, on machines that do more than that.
  testTimeout: 60_000,
  // Tests of the built action wait for processes that wait for Azure; those that say so wait together.
  maxConcurrency: 4,
  projects: [
    // A folder at a time, each loaded once; the next four are the same tests, to run one file alone.
    {
      ...project('rooms', ['rooms']),
      testMatch: [
        '<rootDir>/__tests__/rooms/*.test.ts',
        // Those with snapshots.
        '<rootDir>/__tests__/report/{comment,report-file,summary}.test.ts',
      ],
    },
    project('unit', ['unit', 'live', 'autoscale', 'cli', 'rules', 'inputs', 'report', 'project']),
    project('simulator', ['simulator']),
    project('integration', ['integration']),
    { ...project('conformance', ['conformance']), testPathIgnorePatterns: ['az-cli\\.test'] },
    // The real Azure CLI against the simulator: needs azure-cli, and a minute.
    { ...project('az', ['conformance']), testPathIgnorePatterns: ['(?<!az-cli)\\.test\\.ts$'] },
    // SDKs that others wrote, as they come from their registries.
    project('clients', ['clients']),
    project('e2e', ['e2e']),
    // Faults at every request, kills, signals, big worlds: minutes, not seconds.
    {
      ...project('bad-days', ['bad-days']),
      testMatch: [
        '<rootDir>/__tests__/bad-days/**/*.test.ts',
        '<rootDir>/__tests__/{autoscale/properties,conformance/import-round-trip,inputs/ordinary-yaml,integration/odd-answers,live/contradictions,unit/plan/cleanup}.test.ts',
      ],
      // Tests over random worlds and texts take all that were promised, and not a part of them.
      globals: { isFullSize: true },
    },
  ],
}
