import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { parse } from 'yaml'
import { importPools } from '../../src/import/import-pools.js'
import { findNames } from '../../src/pool-forms/find-name.js'
import type { Json, JsonObject } from '../../src/shared/json.js'

const page = readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'COMING-FROM.md'), 'utf8')
const block = (language: string): string =>
  new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``).exec(
    page.slice(page.indexOf('side by side')),
  )?.[1] ?? ''

describe('docs/COMING-FROM.md', () => {
  test('shows one pool: what import makes of the body is the config beside it', () => {
    const [imported] = importPools(JSON.parse(block('json')) as Json)?.pools ?? []
    const made = parse(imported?.yaml ?? '') as { pool: JsonObject }
    const shown = parse(block('yaml')) as { pool: JsonObject }
    expect(made.pool['name']).toBe(shown.pool['name'])
    expect(made.pool['properties']).toEqual(shown.pool['properties'])
  })

  test('has names in Terraform that mean what stands beside them', () => {
    const rows = [...page.matchAll(/^\| `([^`]+)` \| .* \| `([^`]+)` \| .* \|$/gm)]
    expect(rows.length).toBeGreaterThan(80)
    for (const [, arm = '', terraform = ''] of rows) {
      const found = findNames(terraform.split('.').map((step) => step.replace('[]', '')))
      expect({ terraform, arm: found.map(({ name }) => name.arm) }).toEqual({
        terraform,
        arm: expect.arrayContaining([arm]),
      })
    }
  })
})
