/** What the action tells people to run acts on the subscription that the config is about, whichever az is set to. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { unboundCommands } from '../support/az-commands.js'

const root = join(import.meta.dirname, '..', '..')
const source = join(root, 'src')
/** Rooms whose texts are remedies. */
const rooms = ['rules', 'diagnosis', 'run', 'outcome', 'apply', 'plan', 'observe', 'in-use']
const files = rooms.flatMap((room) =>
  readdirSync(join(source, room), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join(room, name)),
)

/** Lines of code, with what fills in a subscription or an ID written out. */
function codeOf(text: string): readonly string[] {
  return text
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .split('\n')
    .filter((line) => !line.trim().startsWith('//'))
    .map((line) =>
      line
        .replace(/\$\{(?:inSubscription|versionArguments)\([^}]*\)\}/g, ' --subscription s')
        .replace(/--(ids|resource-id) \$\{[^}]*\}/g, '--$1 /subscriptions/s'),
    )
}

test('no text of a rule or remedy has a command without its subscription', () => {
  expect(files.length).toBeGreaterThan(200)
  const found = files.flatMap((file) =>
    codeOf(readFileSync(join(source, file), 'utf8'))
      .flatMap(unboundCommands)
      .map((command) => `${file}: az ${command}`),
  )
  expect(found).toEqual([])
})

test('neither has any finding that is expected of the example configs', () => {
  const golden = join(root, '__tests__', 'inputs', 'golden')
  const texts = readdirSync(golden).map((name) => readFileSync(join(golden, name), 'utf8'))
  const remedies = texts.flatMap((text) => text.match(/^ *-> .*$/gm) ?? [])
  expect(remedies.length).toBeGreaterThan(100)
  expect(remedies.flatMap(unboundCommands)).toEqual([])
})
