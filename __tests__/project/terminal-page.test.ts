import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { parse } from 'yaml'
import { callCli } from '../support/call-cli.js'

const root = join(import.meta.dirname, '..', '..')
const page = readFileSync(join(root, 'docs', 'terminal.md'), 'utf8')
const blocks = [...page.matchAll(/```(json|yaml)\n([\s\S]*?)```/g)].map(([, , text = '']) => text)

interface Tasks {
  readonly tasks: readonly {
    readonly problemMatcher: {
      readonly pattern: Readonly<Record<string, number>> & { readonly regexp: string }
    }
  }[]
}

test('the problem matcher of the page finds what the command prints', async () => {
  const text = blocks.find((block) => block.includes('problemMatcher')) ?? ''
  const [task] = (JSON.parse(text) as Tasks).tasks
  const { regexp, file, line, column, severity, message } = task!.problemMatcher.pattern
  const folder = mkdtempSync(join(tmpdir(), 'image-to-pool-task-'))
  try {
    writeFileSync(join(folder, 'bad.yml'), 'pool: { nam: render }\n')
    const { err } = await callCli({ folder }, ['validate', 'bad.yml'])
    const found = err.split('\n').map((one) => new RegExp(regexp).exec(one) ?? [])
    const [first = []] = found.filter(({ length }) => length > 0)
    expect([file, line, column, severity].map((group) => first[group ?? -1])).toEqual([
      'bad.yml',
      '1',
      '9',
      'error',
    ])
    expect(first[message ?? -1]).toContain('pool.nam is not a known key')
  } finally {
    rmSync(folder, { recursive: true })
  }
})

test('the hook of the page is one that the repository offers', () => {
  const hooks = parse(readFileSync(join(root, '.pre-commit-hooks.yaml'), 'utf8')) as {
    id: string
  }[]
  const text = blocks.find((block) => block.includes('hooks:')) ?? ''
  const { repos } = parse(text) as { repos: { hooks: { id: string }[] }[] }
  const named = repos.flatMap((repo) => repo.hooks.map(({ id }) => id))
  expect(hooks.map(({ id }) => id)).toEqual(expect.arrayContaining(named))
})
