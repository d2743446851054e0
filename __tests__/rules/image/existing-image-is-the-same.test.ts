import { expect, test } from '@jest/globals'
import { check, existingImage, imageConfig, imageFacts } from '../../support/image-facts.js'
import { azureRule } from '../../support/rules.js'

const rule = azureRule('image/existing-image-is-the-same')

test('an image made from the same with the same settings is fine, done or on its way', () => {
  for (const provisioningState of ['Succeeded', 'Creating', 'Updating']) {
    const existing = existingImage({ provisioningState })
    expect(check(rule, imageConfig(), imageFacts({ existing }))).toEqual([])
  }
  expect(check(rule, imageConfig(), imageFacts())).toEqual([])
})

test('another image of that name is never overwritten, and what differs is shown', () => {
  const existing = existingImage({ location: 'eastus' })
  const config = imageConfig({ osDiskCaching: 'ReadWrite' })
  const [problem] = check(rule, config, imageFacts({ existing }))
  expect(problem?.message).toBe(
    'image render exists and is another: location is eastus, wanted westeurope; osDisk.caching is not set, wanted ReadWrite',
  )
  expect(problem?.severity).toBeUndefined()
})

test('an image that failed has to be deleted, one that is being deleted has to go', () => {
  const failed = existingImage({ provisioningState: 'Failed' })
  expect(check(rule, imageConfig(), imageFacts({ existing: failed }))).toMatchObject([
    { help: expect.stringContaining(`az image delete --ids ${failed.id}`) },
  ])
  const going = existingImage({ provisioningState: 'Deleting' })
  expect(check(rule, imageConfig(), imageFacts({ existing: going }))).toMatchObject([
    { help: expect.stringContaining('run again once it is gone') },
  ])
})

test('other tags are told and leave the image in use', () => {
  const config = imageConfig({ tags: { team: 'render' } })
  const existing = existingImage({ tags: { team: 'other' } })
  expect(check(rule, config, imageFacts({ existing }))).toMatchObject([
    { at: ['image', 'tags'], severity: 'notice' },
  ])
})
