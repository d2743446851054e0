import { expect, test } from '@jest/globals'
import { check, imageConfig, imageFacts, straightFacts } from '../../support/image-facts.js'
import { azureRule } from '../../support/rules.js'

const rule = azureRule('image/resource-group-exists')

test('a missing resource group is an error', () => {
  const [problem] = check(rule, imageConfig(), imageFacts({ resourceGroup: 'missing' }))
  expect(problem?.message).toContain('resource group rg')
  expect(problem?.severity).toBeUndefined()
})

test('with a location it is left to Azure to refuse, as az does', () => {
  const facts = imageFacts({ resourceGroup: 'missing', givenLocation: 'westeurope' })
  expect(check(rule, imageConfig(), facts)).toMatchObject([{ severity: 'warning' }])
})

test('a group that is there, or that nothing is put into, is fine', () => {
  expect(check(rule, imageConfig(), imageFacts())).toEqual([])
  expect(check(rule, imageConfig(), straightFacts({ resourceGroup: 'missing' }))).toEqual([])
})
