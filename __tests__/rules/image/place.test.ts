import { expect, test } from '@jest/globals'
import type { ManagedImage } from '../../../src/ports/azure.js'
import {
  check,
  dataSnapshot,
  existingImage,
  foundDisk,
  imageConfig,
  imageFacts,
  snapshot,
  source,
  straightFacts,
} from '../../support/image-facts.js'
import { azureRule } from '../../support/rules.js'

const givenImageExists = azureRule('image/given-image-exists')
const given = (image?: ManagedImage) => ({
  given: {
    kind: 'managed-image' as const,
    id: existingImage().id,
    ...(image !== undefined && { image }),
  },
})
const locations = [{ name: 'westeurope', displayName: 'West Europe' }]
const locationIsKnown = azureRule('image/location-is-known')
const resourceGroupExists = azureRule('image/resource-group-exists')
const sameRegion = azureRule('image/same-region')

test('an image that is missing or has failed cannot be used', () => {
  expect(check(givenImageExists, {}, given())).toMatchObject([{ at: ['image', 'id'] }])
  const failed = existingImage({ provisioningState: 'Failed' })
  expect(check(givenImageExists, {}, given(failed))).toMatchObject([
    { message: `image ${failed.id} is in state Failed` },
  ])
})

test('one that is there, or on its way, can', () => {
  expect(check(givenImageExists, {}, given(existingImage()))).toEqual([])
  expect(
    check(givenImageExists, {}, given(existingImage({ provisioningState: 'Creating' }))),
  ).toEqual([])
  expect(check(givenImageExists, {}, {})).toEqual([])
})

test('a display name that no region has is refused with the regions there are', () => {
  const facts = imageFacts({ givenLocation: 'Middle Earth', locations })
  expect(check(locationIsKnown, imageConfig(), facts)).toEqual([
    {
      at: ['image', 'location'],
      message: '"Middle Earth" is not a region of this subscription',
      help: 'give one of westeurope',
    },
  ])
})

test('a VHD in a group that is not known needs a location', () => {
  const osSource = source({ kind: 'vhd', uri: 'https://a.blob.core.windows.net/v/os.vhd' })
  const facts = imageFacts({ osSource, resourceGroup: 'missing' })
  expect(check(locationIsKnown, imageConfig(), facts)).toMatchObject([{ help: 'give location' }])
  expect(check(locationIsKnown, imageConfig(), imageFacts({ osSource }))).toEqual([])
})

test('a known region and a short name are fine', () => {
  const facts = imageFacts({ givenLocation: 'west europe', locations })
  expect(check(locationIsKnown, imageConfig(), facts)).toEqual([])
  expect(
    check(locationIsKnown, imageConfig(), imageFacts({ givenLocation: 'westeurope' })),
  ).toEqual([])
})

test('a missing resource group is an error', () => {
  const [problem] = check(
    resourceGroupExists,
    imageConfig(),
    imageFacts({ resourceGroup: 'missing' }),
  )
  expect(problem?.message).toContain('resource group rg')
  expect(problem?.severity).toBeUndefined()
})

test('with a location it is left to Azure to refuse, as az does', () => {
  const facts = imageFacts({ resourceGroup: 'missing', givenLocation: 'westeurope' })
  expect(check(resourceGroupExists, imageConfig(), facts)).toMatchObject([{ severity: 'warning' }])
})

test('a group that is there, or that nothing is put into, is fine', () => {
  expect(check(resourceGroupExists, imageConfig(), imageFacts())).toEqual([])
  expect(
    check(resourceGroupExists, imageConfig(), straightFacts({ resourceGroup: 'missing' })),
  ).toEqual([])
})

test('a source in another region than the location that is given is refused', () => {
  const [problem] = check(sameRegion, imageConfig(), imageFacts({ givenLocation: 'East US' }))
  expect(problem?.message).toMatch(/is in westeurope, the image would be in eastus$/)
  expect(problem?.help).toMatch(/^leave location out/)
})

test('data disks must be where the OS source is', () => {
  const data = dataSnapshot('data', { location: 'eastus' })
  const facts = imageFacts({ dataSources: [source(foundDisk(data), 0)] })
  expect(check(sameRegion, imageConfig(), facts)).toMatchObject([
    { at: ['image', 'dataDiskSources', 0], help: expect.stringContaining('copy the snapshot') },
  ])
})

test('a location that is no region is told by another rule', () => {
  const itsLocations = [{ name: 'westeurope', displayName: 'West Europe' }]
  const facts = imageFacts({ givenLocation: 'Middle Earth', locations: itsLocations })
  expect(check(sameRegion, imageConfig(), facts)).toEqual([])
})

test('spelling does not matter, nor the region of the resource group', () => {
  const osSource = source(foundDisk(snapshot({ location: 'West Europe' })))
  const facts = imageFacts({ osSource, givenLocation: 'WESTEUROPE' })
  expect(check(sameRegion, imageConfig(), facts)).toEqual([])
  expect(check(sameRegion, imageConfig(), imageFacts())).toEqual([])
})
