import { expect, test } from '@jest/globals'
import { check, imageConfig, imageFacts, source } from '../../support/image-facts.js'
import { azureRule } from '../../support/rules.js'

const rule = azureRule('image/location-is-known')

const locations = [{ name: 'westeurope', displayName: 'West Europe' }]

test('a display name that no region has is refused with the regions there are', () => {
  const facts = imageFacts({ givenLocation: 'Middle Earth', locations })
  expect(check(rule, imageConfig(), facts)).toEqual([
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
  expect(check(rule, imageConfig(), facts)).toMatchObject([{ help: 'give location' }])
  expect(check(rule, imageConfig(), imageFacts({ osSource }))).toEqual([])
})

test('a known region and a short name are fine', () => {
  const facts = imageFacts({ givenLocation: 'west europe', locations })
  expect(check(rule, imageConfig(), facts)).toEqual([])
  expect(check(rule, imageConfig(), imageFacts({ givenLocation: 'westeurope' }))).toEqual([])
})
