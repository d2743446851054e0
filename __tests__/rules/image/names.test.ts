import { expect, test } from '@jest/globals'
import { imageId, resourceId, snapshotId } from '../../../src/shared/arm-id.js'
import { check, scope } from '../../support/image-facts.js'
import { offlineRule } from '../../support/rules.js'

const definition = resourceId(scope, 'Microsoft.Compute/galleries', 'g/images/d')
const givenIdIsAnImage = offlineRule('image/given-id-is-an-image')
const nameIsValid = offlineRule('image/name-is-valid')

test.each([
  imageId(scope, 'render'),
  'render',
  'g/d/1.0.0',
  definition,
  `${definition}/versions/1.0.0`,
])('%s is', (id) => {
  expect(check(givenIdIsAnImage, { image: { id } })).toEqual([])
})

test.each(['render image', snapshotId(scope, 'os'), `${imageId(scope, 'render')}/`])(
  '%s is not',
  (id) => {
    const [problem] = check(givenIdIsAnImage, { image: { id } })
    expect(problem?.message).toContain(`'${id}' is`)
  },
)

test('control characters of an id are not in the message', () => {
  const type = 'Microsoft.Compute/sna\u001b[31mpshots'
  for (const id of ['a\n::error::b', resourceId(scope, type, 'os')]) {
    expect(check(givenIdIsAnImage, { image: { id } })[0]?.message).not.toMatch(/\p{Cc}/u)
  }
})

test('no image-id, no problem', () => {
  expect(check(givenIdIsAnImage, {})).toEqual([])
})

test.each(['a', 'farm-node_2024.01.31-1', 'x_', 'a'.repeat(80)])('%s can be an image', (name) => {
  expect(check(nameIsValid, { image: { name } })).toEqual([])
})

test.each(['my image', 'a/b', '-a', '_a', 'a.', 'a-', 'a'.repeat(81), 'größe', 'a?', '..'])(
  '%s cannot',
  (name) => {
    const [problem] = check(nameIsValid, { image: { name } })
    const shown = name.length > 80 ? `${name.slice(0, 80)}…` : name
    expect(problem?.message).toBe(`'${shown}' is not a valid image name`)
  },
)

test('control characters of a name are not in the message', () => {
  const image = { name: 'a\u001b[31m\n::error::b', resourceGroup: 'a\u202eb\r' }
  const problems = check(nameIsValid, { image })
  expect(problems).toHaveLength(2)
  for (const { message } of problems) expect(message).not.toMatch(/[\p{Cc}\p{Cf}]/u)
})

test.each(['rg_(prod).1-x', 'RG', 'größe', 'a'.repeat(90)])('%s can be a group', (group) => {
  expect(check(nameIsValid, { image: { resourceGroup: group } })).toEqual([])
})

test.each(['rg.', 'a b', 'a/b', 'a'.repeat(91)])('%s cannot be a group', (group) => {
  expect(check(nameIsValid, { image: { resourceGroup: group } })).toMatchObject([
    { at: ['image', 'resourceGroup'] },
  ])
})
