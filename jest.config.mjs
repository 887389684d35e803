import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';

import { swcOptions } from './scripts/swc-options.mjs';

/** Where each suite's specs lie. `services` runs with a real MariaDB and Redis, several processes. */
const specs = {
  unit: ['libs/**/*.spec.ts', 'apps/**/*.spec.ts', 'examples/**/*.spec.ts'],
  contract: ['test/contract/**/*.spec.ts'],
  architecture: ['test/architecture/**/*.spec.ts'],
  integration: ['test/integration/**/*.spec.ts'],
  e2e: ['test/e2e/**/*.spec.ts'],
  services: ['test/services/**/*.spec.ts'],
  corpora: ['test/corpora/**/*.spec.ts'],
  browser: ['test/browser/**/*.spec.ts'],
  faults: ['test/faults/**/*.spec.ts'],
  attacks: ['test/attacks/**/*.spec.ts'],
};

/** What needs a server: a channel is tested without one, whatever the database. */
const contractOfServices = [
  'test/contract/stores/**/*.spec.ts',
  'test/contract/queue/**/*.spec.ts',
];

const inProcess = ['unit', 'contract', 'architecture', 'integration', 'e2e'];
const suites = process.env.TOWNLINE_TEST_SUITES?.split(' ') ?? inProcess;
const onServices = process.env.TOWNLINE_TEST_SERVICES === '1';

function projectOf(suite) {
  if (!Object.hasOwn(specs, suite)) {
    throw new Error(`There is no suite "${suite}"; there are ${Object.keys(specs).join(', ')}.`);
  }
  return {
    displayName: suite,
    rootDir: fileURLToPath(new URL('.', import.meta.url)),
    testMatch: patternsOf(suite).map((pattern) => `<rootDir>/${pattern}`),
    testEnvironment: 'node',
    // `source` makes package.json#imports answer with TypeScript instead of dist.
    testEnvironmentOptions: { customExportConditions: ['source', 'node', 'node-addons'] },
    extensionsToTreatAsEsm: ['.ts'],
    moduleNameMapper: { '^(\\.{1,2}/.*)(?<!\\.json)\\.js$': '$1' },
    modulePathIgnorePatterns: ['<rootDir>/dist/'],
    transform: { '^.+\\.ts$': ['@swc/jest', swcOptions] },
    ...(onServices && {
      globalSetup: '<rootDir>/test/support/services-setup.mjs',
      globalTeardown: '<rootDir>/test/support/services-teardown.mjs',
    }),
  };
}

function patternsOf(suite) {
  return onServices && suite === 'contract' ? contractOfServices : specs[suite];
}

/** Two at least: many specs wait for processes. */
function workers() {
  return Math.max(2, availableParallelism() - 1);
}

export default {
  projects: suites.map(projectOf),
  passWithNoTests: false,
  maxWorkers: workers(),
  // Modules of a spec are never freed by Node's vm: a worker that grew takes twice as long for each spec.
  workerIdleMemoryLimit: '1500MB',
  testTimeout: onServices ? 120_000 : 30_000,
  reporters: [
    'default',
    ['<rootDir>/test/support/closing-line-reporter.mjs', { suites, onServices }],
  ],
};
