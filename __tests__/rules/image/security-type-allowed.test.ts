import { expect, test } from '@jest/globals'
import {
  check,
  dataSnapshot,
  foundDisk,
  foundVm,
  imageConfig,
  imageFacts,
  snapshot,
  source,
  straightFacts,
} from '../../support/image-facts.js'
import { azureRule } from '../../support/rules.js'

const rule = azureRule('image/security-type-allowed')

test.each(['TrustedLaunch', 'ConfidentialVM_DiskEncryptedWithPlatformKey'])(
  'no managed image is made of a snapshot with security type %s',
  (securityType) => {
    const osSource = source(foundDisk(snapshot({ securityType })))
    const [problem] = check(rule, imageConfig(), imageFacts({ osSource }))
    expect(problem).toMatchObject({ at: ['image', 'source'] })
    expect(problem?.message).toContain(securityType)
    expect(check(rule, imageConfig(), straightFacts({ osSource }))).toEqual([])
  },
)

test('nor of a VM, nor with such a data disk', () => {
  const vm = imageFacts({ osSource: source(foundVm({ securityType: 'TrustedLaunch' })) })
  expect(check(rule, imageConfig(), vm)).toHaveLength(1)
  const data = dataSnapshot('data', { securityType: 'TrustedLaunch' })
  const facts = imageFacts({ dataSources: [source(foundDisk(data), 0)] })
  expect(check(rule, imageConfig(), facts)).toMatchObject([{ at: ['image', 'dataDiskSources', 0] }])
})

test('Standard and the unstated are fine', () => {
  const osSource = source(foundDisk(snapshot({ securityType: 'Standard' })))
  expect(check(rule, imageConfig(), imageFacts({ osSource }))).toEqual([])
  expect(check(rule, imageConfig(), imageFacts())).toEqual([])
})
