import { expect, test } from '@jest/globals'
import { check } from '../../support/image-facts.js'
import { offlineRule } from '../../support/rules.js'

const rule = offlineRule('image/name-is-valid')

test.each(['a', 'farm-node_2024.01.31-1', 'x_', 'a'.repeat(80)])('%s can be an image', (name) => {
  expect(check(rule, { image: { name } })).toEqual([])
})

test.each(['my image', 'a/b', '-a', '_a', 'a.', 'a-', 'a'.repeat(81), 'größe', 'a?', '..'])(
  '%s cannot',
  (name) => {
    const [problem] = check(rule, { image: { name } })
    const shown = name.length > 80 ? `${name.slice(0, 80)}…` : name
    expect(problem?.message).toBe(`'${shown}' is not a valid image name`)
  },
)

test('control characters of a name are not in the message', () => {
  const image = { name: 'a\u001b[31m\n::error::b', resourceGroup: 'a\u202eb\r' }
  const problems = check(rule, { image })
  expect(problems).toHaveLength(2)
  for (const { message } of problems) expect(message).not.toMatch(/[\p{Cc}\p{Cf}]/u)
})

test.each(['rg_(prod).1-x', 'RG', 'größe', 'a'.repeat(90)])('%s can be a group', (group) => {
  expect(check(rule, { image: { resourceGroup: group } })).toEqual([])
})

test.each(['rg.', 'a b', 'a/b', 'a'.repeat(91)])('%s cannot be a group', (group) => {
  expect(check(rule, { image: { resourceGroup: group } })).toMatchObject([
    { at: ['image', 'resourceGroup'] },
  ])
})
