import { createTypeScriptImportResolver } from 'eslint-import-resolver-typescript'
import { importX } from 'eslint-plugin-import-x'
import { defineConfig } from 'eslint/config'
import tseslint from 'typescript-eslint'

const awaitedOperations = {
  selector: 'MemberExpression[property.name=/AndWait$/]',
  message: 'begin…AndWait keeps waiting after an abort: poll through apply/wait.ts',
}
const environment = {
  selector: 'MemberExpression[object.name="process"][property.name="env"]',
  message: 'the environment is read in src/index.ts and src/github only, and handed on',
}
const timers = {
  selector: 'CallExpression[callee.name=/^set(Timeout|Interval)$/]',
  message: 'time passes through ports/clock.ts',
}

const clock = [
  'CallExpression[callee.object.name="Date"][callee.property.name="now"]',
  'NewExpression[callee.name="Date"][arguments.length=0]',
].map((selector) => ({
  selector,
  message: 'what time it is comes in as a value: this folder is pure',
}))

/** What a folder of src may reach: the table of docs/ARCHITECTURE.md. */
const mayImport = {
  shared: [],
  'pool-forms': ['shared'],
  autoscale: ['shared'],
  secrets: ['shared'],
  ports: ['shared'],
  inputs: ['shared', 'secrets', 'pool-forms'],
  import: ['shared', 'pool-forms', 'inputs', 'model'],
  model: ['shared', 'autoscale', 'inputs', 'ports'],
  'in-use': ['shared', 'ports', 'model'],
  plan: ['shared', 'inputs', 'ports', 'model', 'in-use'],
  observe: ['shared', 'inputs', 'ports', 'model', 'plan'],
  rules: ['shared', 'secrets', 'autoscale', 'inputs', 'ports', 'model', 'plan', 'diagnosis'],
  diagnosis: ['shared', 'ports', 'model'],
  apply: ['shared', 'secrets', 'ports', 'model', 'in-use', 'plan', 'diagnosis'],
  outcome: ['shared', 'inputs', 'model', 'plan', 'diagnosis', 'apply'],
  report: [
    'shared',
    'autoscale',
    'secrets',
    'inputs',
    'ports',
    'model',
    'plan',
    'diagnosis',
    'outcome',
  ],
  run: [
    'shared',
    'autoscale',
    'secrets',
    'ports',
    'inputs',
    'model',
    'in-use',
    'observe',
    'rules',
    'plan',
    'apply',
    'outcome',
    'report',
    'cancel',
  ],
  cli: [
    'shared',
    'pool-forms',
    'autoscale',
    'ports',
    'inputs',
    'import',
    'model',
    'observe',
    'outcome',
    'report',
    'run',
  ],
  cancel: ['shared', 'ports'],
  azure: ['shared', 'secrets', 'ports', 'inputs'],
  github: ['ports'],
  simulator: ['autoscale'],
}
const folders = Object.keys(mayImport)
/** Folders that may talk to the outside, and so may import the packages that do. */
const packages = [
  { group: ['@actions/*'], message: 'only src/github imports @actions/*', except: ['github'] },
  {
    group: ['@azure/*'],
    message: 'only src/azure and src/simulator import @azure/*',
    except: ['azure', 'simulator'],
  },
]
const pure = [
  'shared',
  'pool-forms',
  'autoscale',
  'secrets',
  'model',
  'in-use',
  'rules',
  'plan',
  'diagnosis',
  'outcome',
  'report',
]

const direction = Object.entries(mayImport).map(([folder, allowed]) => ({
  files: [`src/${folder}/**`],
  rules: {
    '@typescript-eslint/no-restricted-imports': [
      'error',
      {
        patterns: [
          ...folders
            .filter((other) => other !== folder && !allowed.includes(other))
            .map((other) => ({
              group: [`../${other}/**`, `../../${other}/**`, `../../../${other}/**`],
              message: `${folder} must not reach ${other}`,
            })),
          ...packages
            .filter(({ except }) => !except.includes(folder))
            .map(({ group, message }) => ({ group, message })),
          ...(pure.includes(folder)
            ? [{ group: ['node:*'], message: `${folder} does no I/O` }]
            : []),
        ],
      },
    ],
  },
}))

const hooksOfAll = {
  selector:
    'Program > ExpressionStatement > CallExpression[callee.name=/^(beforeAll|beforeEach|afterEach)$/]',
  message: 'A hook lies in a describe: the files of a folder are run as one suite.',
}

export default defineConfig(
  { ignores: ['dist/', 'build/', 'coverage/', 'node_modules/'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked],
    plugins: { 'import-x': importX },
    languageOptions: { parserOptions: { projectService: true } },
    settings: {
      'import-x/resolver-next': [createTypeScriptImportResolver()],
      // Without these two the plugin parses no .ts file, and finds no cycle in any.
      'import-x/extensions': ['.ts', '.js'],
      'import-x/parsers': { '@typescript-eslint/parser': ['.ts'] },
    },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/explicit-module-boundary-types': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-shadow': 'error',
      '@typescript-eslint/promise-function-async': 'error',
      '@typescript-eslint/return-await': ['error', 'always'],
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      'import-x/no-cycle': 'error',
      'import-x/no-default-export': 'error',
      'max-lines': ['error', 400],
      'no-console': 'error',
      'no-restricted-syntax': ['error', awaitedOperations, environment, timers],
      eqeqeq: 'error',
    },
  },
  ...direction,
  {
    files: pure.map((folder) => `src/${folder}/**`),
    rules: {
      'no-restricted-syntax': ['error', awaitedOperations, environment, timers, ...clock],
    },
  },
  { files: ['src/**'], rules: { 'no-nested-ternary': 'error' } },
  {
    // A subject exports one list, typed as a whole; this rule does not see through a list.
    files: ['src/rules/*/**', 'scripts/live/probes/**'],
    ignores: ['src/rules/kit/**'],
    rules: { '@typescript-eslint/explicit-module-boundary-types': 'off' },
  },
  {
    // The two places that read the environment, and the one that waits.
    files: ['src/index.ts', 'src/github/**', 'src/azure/**'],
    rules: { 'no-restricted-syntax': ['error', awaitedOperations, timers] },
  },
  {
    files: [
      'src/ports/system-clock.ts',
      'src/cancel/**',
      'src/simulator/**',
      '__tests__/**',
      'scripts/**',
    ],
    rules: { 'no-restricted-syntax': ['error', awaitedOperations] },
  },
  {
    // Their folders are run as one suite (__tests__/rooms).
    files: ['__tests__/**/*.test.ts'],
    ignores: ['__tests__/{bad-days,e2e,rooms}/**'],
    rules: { 'no-restricted-syntax': ['error', awaitedOperations, hooksOfAll] },
  },
  {
    files: ['src/simulator/main.ts', 'scripts/**'],
    rules: { 'no-console': 'off' },
  },
  {
    files: ['__tests__/**'],
    rules: {
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/explicit-module-boundary-types': 'off',
      'max-lines': 'off',
      'no-console': 'off',
    },
  },
)
