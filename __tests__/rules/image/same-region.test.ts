import { expect, test } from '@jest/globals'
import {
  check,
  dataSnapshot,
  foundDisk,
  imageConfig,
  imageFacts,
  snapshot,
  source,
} from '../../support/image-facts.js'
import { azureRule } from '../../support/rules.js'

const rule = azureRule('image/same-region')

test('a source in another region than the location that is given is refused', () => {
  const [problem] = check(rule, imageConfig(), imageFacts({ givenLocation: 'East US' }))
  expect(problem?.message).toMatch(/is in westeurope, the image would be in eastus$/)
  expect(problem?.help).toMatch(/^leave location out/)
})

test('data disks must be where the OS source is', () => {
  const data = dataSnapshot('data', { location: 'eastus' })
  const facts = imageFacts({ dataSources: [source(foundDisk(data), 0)] })
  expect(check(rule, imageConfig(), facts)).toMatchObject([
    { at: ['image', 'dataDiskSources', 0], help: expect.stringContaining('copy the snapshot') },
  ])
})

test('a location that is no region is told by another rule', () => {
  const locations = [{ name: 'westeurope', displayName: 'West Europe' }]
  const facts = imageFacts({ givenLocation: 'Middle Earth', locations })
  expect(check(rule, imageConfig(), facts)).toEqual([])
})

test('spelling does not matter, nor the region of the resource group', () => {
  const osSource = source(foundDisk(snapshot({ location: 'West Europe' })))
  const facts = imageFacts({ osSource, givenLocation: 'WESTEUROPE' })
  expect(check(rule, imageConfig(), facts)).toEqual([])
  expect(check(rule, imageConfig(), imageFacts())).toEqual([])
})
