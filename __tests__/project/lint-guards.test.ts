/** Every rule that guards the architecture reports what it is there for: each is shown a violation. */
import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'

const root = join(import.meta.dirname, '..', '..')

interface Planted {
  readonly what: string
  /** The file that the text stands in for. */
  readonly file: string
  readonly text: string
  readonly rule: string
}

const planted: readonly Planted[] = [
  {
    what: 'a cycle',
    file: 'src/model/lineage.ts',
    text: "import { isReusable } from './snapshot-reuse.js'\nexport const a = isReusable\n",
    rule: 'import-x/no-cycle',
  },
  {
    what: 'an import of a folder that lies behind',
    file: 'src/model/lineage.ts',
    text: "import { planConfig } from '../plan/plan.js'\nexport const a = planConfig\n",
    rule: '@typescript-eslint/no-restricted-imports',
  },
  {
    what: 'a type of a folder that lies behind',
    file: 'src/apply/apply.ts',
    text: "import type { RunReport } from '../outcome/result.js'\nexport type A = RunReport\n",
    rule: '@typescript-eslint/no-restricted-imports',
  },
  {
    what: 'a stage in the simulator',
    file: 'src/simulator/world.ts',
    text: "import { planConfig } from '../plan/plan.js'\nexport const a = planConfig\n",
    rule: '@typescript-eslint/no-restricted-imports',
  },
  {
    what: 'an Azure SDK outside of azure and simulator',
    file: 'src/run/run-config.ts',
    text: "import { ComputeManagementClient } from '@azure/arm-compute'\nexport const a = ComputeManagementClient\n",
    rule: '@typescript-eslint/no-restricted-imports',
  },
  {
    what: '@actions/* outside of github',
    file: 'src/report/summary.ts',
    text: "import { summary } from '@actions/core'\nexport const a = summary\n",
    rule: '@typescript-eslint/no-restricted-imports',
  },
  {
    what: 'a pure folder that reads files',
    file: 'src/rules/check.ts',
    text: "import { readFileSync } from 'node:fs'\nexport const a = readFileSync\n",
    rule: '@typescript-eslint/no-restricted-imports',
  },
  {
    what: 'a rule that reads the clock',
    file: 'src/rules/check.ts',
    text: 'export const now = Date.now()\n',
    rule: 'no-restricted-syntax',
  },
  {
    what: 'a plan that reads the clock',
    file: 'src/plan/plan.ts',
    text: 'export const now = new Date()\n',
    rule: 'no-restricted-syntax',
  },
  {
    what: 'the environment outside of its two readers',
    file: 'src/inputs/load-inputs.ts',
    text: "export const a = process.env['HOME']\n",
    rule: 'no-restricted-syntax',
  },
  {
    what: 'time that does not pass through the clock',
    file: 'src/apply/wait.ts',
    text: 'setTimeout(() => undefined, 1)\n',
    rule: 'no-restricted-syntax',
  },
  {
    what: 'a wait of the SDK that no abort ends',
    file: 'src/azure/compute.ts',
    text: 'export const a = (images: { beginCreateAndWait(): void }) => { images.beginCreateAndWait() }\n',
    rule: 'no-restricted-syntax',
  },
  {
    what: 'a hook that would be that of all tests of a folder',
    file: '__tests__/rules/list.test.ts',
    text: "import { beforeEach } from '@jest/globals'\nbeforeEach(() => undefined)\n",
    rule: 'no-restricted-syntax',
  },
  {
    what: 'a file of more than 400 lines',
    file: 'src/plan/plan.ts',
    text: `${Array.from({ length: 401 }, (_, n) => `export const a${String(n)} = ${String(n)}`).join('\n')}\n`,
    rule: 'max-lines',
  },
]

/** Rules that need types take ten times as long, and none of these is among them. */
const script = `
import { ESLint } from 'eslint'
import tseslint from 'typescript-eslint'
const planted = JSON.parse(process.argv[1])
const eslint = new ESLint({ overrideConfig: [{ files: ['**/*.ts'], ...tseslint.configs.disableTypeChecked }] })
const found = await Promise.all(planted.map(async ({ file, text }) => {
  const [result] = await eslint.lintText(text, { filePath: file })
  return result.messages.map(({ ruleId, severity }) => [ruleId, severity])
}))
console.log(JSON.stringify(found))
`

const found = JSON.parse(
  execFileSync(
    process.execPath,
    ['--input-type=module', '--eval', script, JSON.stringify(planted)],
    { cwd: root, encoding: 'utf8' },
  ),
) as readonly (readonly (readonly [string, number])[])[]

const error = 2

test.each(planted.map((one, index) => [one.what, one.rule, index] as const))(
  '%s is reported by %s',
  (_what, rule, index) => {
    expect(found[index]).toContainEqual([rule, error])
  },
)
