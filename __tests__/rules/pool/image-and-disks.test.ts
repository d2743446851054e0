import { describe, expect, test } from '@jest/globals'
import { imageDefinition } from '../../support/gallery-facts.js'
import { imageFacts, foundDisk, snapshot, source } from '../../support/image-facts.js'
import {
  legacyConfig,
  legacyFacts,
  poolConfig,
  poolFacts,
  vm,
  versionId,
} from '../../support/pool-facts.js'
import { azureRule } from '../../support/rules.js'
import { imageVersion } from '../../support/image-version.js'

const agent = { nodeAgentSkuId: 'batch.node.ubuntu 22.04' }

describe('pool/os-disk-holds-image', () => {
  const rule = azureRule('pool/os-disk-holds-image')
  const asking = (diskSizeGB: number) => vm({ ...agent, osDisk: { diskSizeGB } })
  const legacy = legacyFacts({ properties: { storageProfile: { osDisk: { diskSizeGB: 128 } } } })
  const taken = imageFacts({ osSource: source(foundDisk(snapshot({ sizeGB: 128 }))) })
  const version = {
    ...imageVersion('1.0.0', { source: { kind: 'image', id: 'i' } }),
    properties: { storageProfile: { osDiskImage: { sizeInGB: 128 } } },
  }
  const given = { kind: 'gallery', id: versionId, definition: imageDefinition(), version } as const
  const made = { image: { name: 'render', osSnapshot: 'os' } }

  test.each([
    ['managed image', legacyConfig, legacy],
    [
      'snapshot',
      (properties: object) => poolConfig(properties as never, made),
      { ...poolFacts(), given: undefined, ...taken },
    ],
    ['gallery version', poolConfig, poolFacts({}, { given })],
  ] as const)('holds the size against that of a %s', (_name, config, facts) => {
    expect(rule.check(config(asking(64)), facts as never)).toMatchObject([
      {
        at: expect.arrayContaining(['osDisk', 'diskSizeGB']),
        message: 'an OS disk of 64 GiB cannot hold the image, whose OS disk has 128 GiB',
        help: 'write 128 or more, or leave diskSizeGB out',
      },
    ])
    expect(rule.check(config(asking(128)), facts as never)).toEqual([])
    expect(rule.check(config({}), facts as never)).toEqual([])
  })
})

describe('pool/image-takes-security-type', () => {
  const rule = azureRule('pool/image-takes-security-type')
  const asking = (securityType: string) => vm({ ...agent, securityProfile: { securityType } })
  const facts = (value: string | undefined, hyperVGeneration: 'V1' | 'V2' = 'V2') => {
    const features = value === undefined ? [] : [{ name: 'SecurityType', value }]
    const definition = imageDefinition({ features, hyperVGeneration })
    const version = imageVersion('1.0.0', { source: { kind: 'image', id: 'i' } })
    return poolFacts({}, { given: { kind: 'gallery', id: versionId, definition, version } })
  }

  test.each([
    ['trustedLaunch', undefined, /is of security type Standard/],
    ['trustedLaunch', 'ConfidentialVM', /is of security type ConfidentialVM/],
    ['confidentialVM', 'TrustedLaunch', /is of security type TrustedLaunch/],
  ])('%s of a definition of %s', (type, held, message) => {
    expect(rule.check(poolConfig(asking(type)), facts(held))).toMatchObject([
      { message: expect.stringMatching(message) },
    ])
  })

  test('neither does an image of generation V1, nor a managed one', () => {
    expect(
      rule.check(poolConfig(asking('trustedLaunch')), facts('TrustedLaunchSupported', 'V1')),
    ).toMatchObject([{ message: expect.stringContaining('generation V1') }])
    expect(rule.check(legacyConfig(asking('trustedLaunch')), legacyFacts())).toHaveLength(1)
  })

  test.each([
    ['trustedLaunch', 'TrustedLaunchSupported'],
    ['trustedLaunch', 'TrustedLaunch'],
    ['trustedLaunch', 'TrustedLaunchAndConfidentialVmSupported'],
    ['confidentialVM', 'ConfidentialVMSupported'],
  ])('%s is fine with a definition of %s', (type, held) => {
    expect(rule.check(poolConfig(asking(type)), facts(held))).toEqual([])
  })

  test('nor a marketplace image whose twin the account lists as the second generation', () => {
    const name = { publisher: 'contoso', offer: 'linux', sku: '9' }
    const config = poolConfig(
      vm({ ...agent, imageReference: name, securityProfile: { securityType: 'trustedLaunch' } }),
    )
    const { pool = {} } = config
    const listing = (sku: string) => {
      const list = [name, { ...name, sku }].map((image) => ({
        ...image,
        ...{ nodeAgentSkuId: agent.nodeAgentSkuId, osType: 'Linux' as const },
        ...{ verified: true, capabilities: [] },
      }))
      return poolFacts({ supportedImages: list }, { given: undefined } as never)
    }
    expect(rule.check({ pool }, listing('9-gen2'))).toMatchObject([
      { message: expect.stringContaining('contoso:linux:9 is of generation V1') },
    ])
    expect(rule.check({ pool }, listing('9-gen1'))).toEqual([])
  })

  test('of a definition that could not be read nothing is claimed', () => {
    const unread = poolFacts({}, { given: { kind: 'gallery', id: versionId } })
    expect(rule.check(poolConfig(asking('trustedLaunch')), unread)).toEqual([])
  })
})
