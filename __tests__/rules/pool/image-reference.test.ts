import { describe, expect, test } from '@jest/globals'
import type { Config } from '../../../src/inputs/config.js'
import type { DatedRule } from '../../../src/rules/rule.js'
import { withSecurityType } from '../../support/gallery-facts.js'
import { managedImageId, poolConfig, poolFacts, versionId, vm } from '../../support/pool-facts.js'
import { inVm, managed, providers, version } from '../../support/pool-yaml.js'
import { testRules } from '../../support/rule-cases.js'
import { azureRule, datedRule } from '../../support/rules.js'

const today = '2026-11-23'
function endsFound(rule: DatedRule, config: Config, day = today): readonly string[] {
  return rule
    .check(config, day)
    .map(({ message, severity = rule.severity }) => `${severity}: ${message}`)
}
const osImageIsInService = datedRule('pool/os-image-is-in-service')
const imageReferenceAgrees = azureRule('pool/image-reference-agrees')
const vmPath = ['pool', 'properties', 'deploymentConfiguration', 'virtualMachineConfiguration']
const securityProfileFits = azureRule('pool/security-profile-fits')

const ofUbuntu = (sku: string) =>
  `imageReference: { publisher: canonical, offer: ubuntu-24_04-lts, sku: ${sku} }`
const ofWindows = (sku: string) =>
  `imageReference: { publisher: MicrosoftWindowsServer, offer: WindowsServer, sku: ${sku} }`

testRules({
  'pool/one-image-reference': {
    passes: [
      inVm('imageReference: { id: x }'),
      inVm('imageReference: {}'),
      inVm('imageReference: { publisher: p, offer: o, sku: s }'),
      inVm('imageReference: { publisher: p, offer: o, sku: s, version: latest }'),
    ],
    fails: [
      [
        inVm('imageReference: { id: x, offer: o, sku: s }'),
        'error at vm.imageReference.offer: id and offer exclude each other',
      ],
      [
        inVm('imageReference: { communityGalleryImageId: x, sharedGalleryImageId: y }'),
        'error at vm.imageReference.communityGalleryImageId: sharedGalleryImageId and communityGalleryImageId exclude each other',
      ],
      [
        inVm('imageReference: { publisher: p }'),
        'error at vm.imageReference: imageReference has publisher, but no offer and no sku',
      ],
    ],
  },
  'pool/marketplace-image-fits': {
    passes: [
      inVm(`${ofUbuntu('server')}, securityProfile: { securityType: trustedLaunch }`),
      inVm(`${ofUbuntu('server-gen1')}, securityProfile: { encryptionAtHost: true }`),
      inVm(`${ofUbuntu('server')}, osDisk: { diskSizeGB: 30 }`),
      inVm(`${ofWindows('2022-datacenter-smalldisk-g2')}, osDisk: { diskSizeGB: 64 }`),
      inVm(`${ofWindows('2022-datacenter-g2')}, osDisk: { diskSizeGB: 127 }`),
      // Of an image of one's own the plan knows more than its name.
      inVm(`imageReference: { id: ${version} }, securityProfile: { securityType: trustedLaunch }`),
    ],
    fails: [
      [
        inVm(`${ofUbuntu('server-gen1')}, securityProfile: { securityType: trustedLaunch }`),
        'error at vm.securityProfile.securityType: securityType is trustedLaunch, and the image canonical:ubuntu-24_04-lts:server-gen1 is of generation V1, which boots without secure boot and vTPM only',
      ],
      [
        inVm(`${ofWindows('2019-datacenter')}, securityProfile: { securityType: confidentialVM }`),
        'error at vm.securityProfile.securityType: securityType is confidentialVM, and the image MicrosoftWindowsServer:WindowsServer:2019-datacenter is of generation V1, which boots without secure boot and vTPM only',
      ],
      [
        inVm(`${ofWindows('2022-datacenter-g2')}, osDisk: { diskSizeGB: 64 }`),
        'warning at vm.osDisk.diskSizeGB: an OS disk of 64 GiB does not hold MicrosoftWindowsServer:WindowsServer:2022-datacenter-g2: such images have 127 GiB',
      ],
    ],
  },
  'pool/image-reference-id': {
    passes: [
      inVm(`imageReference: { id: ${version} }`),
      inVm(`imageReference: { id: ${managed} }`),
      inVm('imageReference: { sharedGalleryImageId: /SharedGalleries/g/Images/i/Versions/1.0.0 }'),
      inVm('imageReference: { communityGalleryImageId: /communityGalleries/g/images/i }'),
    ],
    fails: [
      [
        inVm('imageReference: { id: render }'),
        "error at vm.imageReference.id: id 'render' is not the ID of an image",
      ],
      [
        inVm(`imageReference: { id: ${providers}/Microsoft.Compute/snapshots/s }`),
        `error at vm.imageReference.id: id '${providers}/Microsoft.Compute/snapshots/s' is of type Microsoft.Compute/snapshots`,
      ],
      [
        inVm(`imageReference: { sharedGalleryImageId: x, communityGalleryImageId: y }`),
        "error at vm.imageReference.sharedGalleryImageId: sharedGalleryImageId 'x' is not the ID of an image",
        "error at vm.imageReference.communityGalleryImageId: communityGalleryImageId 'y' is not the ID of an image",
      ],
    ],
  },
})

describe('pool/os-image-is-in-service', () => {
  test.each([
    [
      'canonical',
      '0001-com-ubuntu-server-focal',
      '20_04-lts-gen2',
      'error: for Batch, Ubuntu 20.04 retired on 2025-04-23',
    ],
    [
      'microsoft-dsvm',
      'ubuntu-hpc',
      '2204',
      'warning: for Batch, Ubuntu 22.04 retires on 2027-06-30',
    ],
    [
      'almalinux',
      'almalinux',
      '8_5',
      'error: for Batch, the offer almalinux:almalinux retired on 2024-12-29',
    ],
    [
      'MicrosoftWindowsServer',
      'WindowsServer',
      '2016-Datacenter-smalldisk',
      'warning: for Batch, Windows Server 2016 retires on 2027-01-12',
    ],
    ['Canonical', 'ubuntu-24_04-lts', 'server', undefined],
    ['almalinux', 'almalinux-x86_64', '9-gen2', undefined],
  ])('%s:%s:%s', (publisher, offer, sku, message) => {
    const config = poolConfig(vm({ imageReference: { publisher, offer, sku } }))
    expect(endsFound(osImageIsInService, config)).toEqual(message === undefined ? [] : [message])
  })
})

test('pool/image-reference-agrees compares the pool with the image sections', () => {
  const own = (id: string) => poolConfig(vm({ imageReference: { id } }))
  expect(imageReferenceAgrees.check(own(versionId.toUpperCase()), poolFacts())).toEqual([])
  expect(imageReferenceAgrees.check(own(managedImageId), poolFacts())).toMatchObject([
    {
      at: [...vmPath, 'imageReference'],
      message: `the pool names ${managedImageId}, the image sections end in ${versionId}`,
    },
  ])
})

describe('pool/security-profile-fits', () => {
  const given = (securityType: string) => {
    const facts = poolFacts()
    const definition = withSecurityType(securityType)
    return { ...facts, given: { ...facts.given!, definition } as NonNullable<typeof facts.given> }
  }
  const stated = (securityType: string) =>
    poolConfig(vm({ nodeAgentSkuId: 'batch.node.ubuntu 22.04', securityProfile: { securityType } }))

  test.each([
    ['TrustedLaunch', 'trustedLaunch'],
    ['ConfidentialVM', 'confidentialVM'],
  ])('a definition of %s wants it in the pool', (held, wanted) => {
    expect(securityProfileFits.check(poolConfig(), given(held))).toMatchObject([
      {
        at: [...vmPath, 'securityProfile', 'securityType'],
        help: expect.stringContaining(`securityType: ${wanted}`),
      },
    ])
    expect(securityProfileFits.check(stated(wanted.toUpperCase()), given(held))).toEqual([])
    expect(securityProfileFits.check(stated('standard'), given(held))).toHaveLength(1)
  })

  test('a definition that merely supports it leaves the pool free', () => {
    expect(securityProfileFits.check(poolConfig(), given('TrustedLaunchSupported'))).toEqual([])
  })
})
