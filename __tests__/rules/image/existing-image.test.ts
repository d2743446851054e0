import { expect, test } from '@jest/globals'
import type { Facts } from '../../../src/model/facts.js'
import { check, existingImage, imageConfig, imageFacts } from '../../support/image-facts.js'
import { azureRule } from '../../support/rules.js'

const existingImageIsTheSame = azureRule('image/existing-image-is-the-same')
const imageRights = azureRule('image/caller-has-rights')

test('an image made from the same with the same settings is fine, done or on its way', () => {
  for (const provisioningState of ['Succeeded', 'Creating', 'Updating']) {
    const existing = existingImage({ provisioningState })
    expect(check(existingImageIsTheSame, imageConfig(), imageFacts({ existing }))).toEqual([])
  }
  expect(check(existingImageIsTheSame, imageConfig(), imageFacts())).toEqual([])
})

test('another image of that name is never overwritten, and what differs is shown', () => {
  const existing = existingImage({ location: 'eastus' })
  const config = imageConfig({ osDiskCaching: 'ReadWrite' })
  const [problem] = check(existingImageIsTheSame, config, imageFacts({ existing }))
  expect(problem?.message).toBe(
    'image render exists and is another: location is eastus, wanted westeurope; osDisk.caching is not set, wanted ReadWrite',
  )
  expect(problem?.severity).toBeUndefined()
})

test('an image that failed has to be deleted, one that is being deleted has to go', () => {
  const failed = existingImage({ provisioningState: 'Failed' })
  expect(
    check(existingImageIsTheSame, imageConfig(), imageFacts({ existing: failed })),
  ).toMatchObject([{ help: expect.stringContaining(`az image delete --ids ${failed.id}`) }])
  const going = existingImage({ provisioningState: 'Deleting' })
  expect(
    check(existingImageIsTheSame, imageConfig(), imageFacts({ existing: going })),
  ).toMatchObject([{ help: expect.stringContaining('run again once it is gone') }])
})

test('other tags are told and leave the image in use', () => {
  const config = imageConfig({ tags: { team: 'render' } })
  const existing = existingImage({ tags: { team: 'other' } })
  expect(check(existingImageIsTheSame, config, imageFacts({ existing }))).toMatchObject([
    { at: ['image', 'tags'], severity: 'notice' },
  ])
})

test('image/caller-has-rights asks for the right to write the image at its group', () => {
  const scope = '/subscriptions/s-1/resourceGroups/rg'
  const granted = (...actions: string[]): Facts => ({
    ...imageFacts(),
    checks: {
      mode: 'apply',
      permissions: [{ scope, read: { kind: 'found', value: [{ actions, notActions: [] }] } }],
    },
  })
  expect(imageRights.check(imageConfig(), granted('Microsoft.Compute/images/*'))).toEqual([])
  expect(imageRights.check(imageConfig(), granted('*/read'))).toMatchObject([
    {
      at: ['image'],
      message: `to create image render from snapshot os, the right Microsoft.Compute/images/write is missing at ${scope}`,
      help: `ask for the role Compute Gallery Artifacts Publisher at ${scope}`,
    },
  ])
})
