import { expect, test } from '@jest/globals'
import { snapshotId } from '../../../src/shared/arm-id.js'
import { AzureFailure } from '../../../src/shared/errors.js'
import {
  check,
  dataSnapshot,
  foundDisk,
  foundVm,
  imageConfig,
  imageFacts,
  scope,
  snapshot,
  source,
  straightFacts,
} from '../../support/image-facts.js'
import { azureRule } from '../../support/rules.js'

const architectureAllowed = azureRule('image/architecture-allowed')
const osSource = source(foundDisk(snapshot({ architecture: 'Arm64' })))
const generationAgrees = azureRule('image/generation-agrees')
const v1 = imageConfig({ hyperVGeneration: 'V1' })
const osTypeAgrees = azureRule('image/os-type-agrees')
const windows = imageConfig({ osType: 'Windows' })
const osTypeIsKnown = azureRule('image/os-type-is-known')
const vhd = source({ kind: 'vhd', uri: 'https://a.blob.core.windows.net/v/os.vhd?sig=secret' })
const securityTypeAllowed = azureRule('image/security-type-allowed')

test('no managed image is made for Arm', () => {
  const [problem] = check(architectureAllowed, imageConfig(), imageFacts({ osSource }))
  expect(problem?.message).toContain('is Arm64')
  expect(problem?.help).toContain('gallery-source: snapshots')
})

test('a gallery version may be, and x64 and the unstated are fine', () => {
  expect(check(architectureAllowed, imageConfig(), straightFacts({ osSource }))).toEqual([])
  expect(check(architectureAllowed, imageConfig(), imageFacts())).toEqual([])
  const x64 = source(foundDisk(snapshot({ architecture: 'x64' })))
  expect(check(architectureAllowed, imageConfig(), imageFacts({ osSource: x64 }))).toEqual([])
})

test('a generation other than the one that the snapshot states is refused', () => {
  expect(check(generationAgrees, v1, imageFacts())).toMatchObject([
    { at: ['image', 'hyperVGeneration'], help: 'leave hyper-v-generation out, or give V2' },
  ])
})

test("a VM's generation is the one of its OS disk", () => {
  const facts = imageFacts({ osSource: source(foundVm({}, snapshot())) })
  expect(check(generationAgrees, v1, facts)).toHaveLength(1)
  expect(check(generationAgrees, v1, imageFacts({ osSource: source(foundVm()) }))).toEqual([])
})

test('the same, none given, and none stated are fine', () => {
  expect(check(generationAgrees, imageConfig({ hyperVGeneration: 'V2' }), imageFacts())).toEqual([])
  expect(check(generationAgrees, imageConfig(), imageFacts())).toEqual([])
  const unstated = source(foundDisk(dataSnapshot('os')))
  expect(check(generationAgrees, v1, imageFacts({ osSource: unstated }))).toEqual([])
})

test('an OS type that contradicts the snapshot or the VM is refused', () => {
  const [problem] = check(osTypeAgrees, windows, imageFacts())
  expect(problem).toMatchObject({ at: ['image', 'osType'] })
  expect(problem?.message).toMatch(/^OS type Windows is given, but snapshot .*\/os is Linux$/)
  expect(check(osTypeAgrees, windows, imageFacts({ osSource: source(foundVm()) }))).toHaveLength(1)
})

test('the same, and none given, are fine', () => {
  expect(check(osTypeAgrees, imageConfig({ osType: 'Linux' }), imageFacts())).toEqual([])
  expect(check(osTypeAgrees, imageConfig(), imageFacts())).toEqual([])
})

test('a VHD needs its OS type said, and its signature is not told', () => {
  const problems = check(osTypeIsKnown, imageConfig(), imageFacts({ osSource: vhd }))
  expect(problems).toMatchObject([{ at: ['image', 'source'] }])
  expect(JSON.stringify(problems)).not.toContain('secret')
})

test('given, stated, or read from the VM by Azure, it is known', () => {
  expect(
    check(osTypeIsKnown, imageConfig({ osType: 'Linux' }), imageFacts({ osSource: vhd })),
  ).toEqual([])
  expect(check(osTypeIsKnown, imageConfig(), imageFacts())).toEqual([])
  expect(check(osTypeIsKnown, imageConfig(), imageFacts({ osSource: source(foundVm()) }))).toEqual(
    [],
  )
})

test('of a source that may not be read it is not said that it states none', () => {
  const error = { code: 'AuthorizationFailed', message: 'no', details: [] }
  const failure = new AzureFailure({ operation: 'read snapshot os', status: 403, error })
  const assumed = { kind: 'snapshot', id: snapshotId(scope, 'os') } as const
  const itsOsSource = source({ kind: 'unreadable', failure, assumed })
  // Being unreadable is the error then.
  expect(check(osTypeIsKnown, imageConfig(), imageFacts({ osSource: itsOsSource }))).toEqual([])
  const [problem] = check(
    osTypeIsKnown,
    imageConfig(),
    imageFacts({ mode: 'plan', osSource: itsOsSource }),
  )
  expect(problem?.message).toMatch(/may not be read, so its OS type is not known/)
})

test.each(['TrustedLaunch', 'ConfidentialVM_DiskEncryptedWithPlatformKey'])(
  'no managed image is made of a snapshot with security type %s',
  (securityType) => {
    const itsOsSource = source(foundDisk(snapshot({ securityType })))
    const [problem] = check(
      securityTypeAllowed,
      imageConfig(),
      imageFacts({ osSource: itsOsSource }),
    )
    expect(problem).toMatchObject({ at: ['image', 'source'] })
    expect(problem?.message).toContain(securityType)
    expect(
      check(securityTypeAllowed, imageConfig(), straightFacts({ osSource: itsOsSource })),
    ).toEqual([])
  },
)

test('nor of a VM, nor with such a data disk', () => {
  const vm = imageFacts({ osSource: source(foundVm({ securityType: 'TrustedLaunch' })) })
  expect(check(securityTypeAllowed, imageConfig(), vm)).toHaveLength(1)
  const data = dataSnapshot('data', { securityType: 'TrustedLaunch' })
  const facts = imageFacts({ dataSources: [source(foundDisk(data), 0)] })
  expect(check(securityTypeAllowed, imageConfig(), facts)).toMatchObject([
    { at: ['image', 'dataDiskSources', 0] },
  ])
})

test('Standard and the unstated are fine', () => {
  const itsOsSource = source(foundDisk(snapshot({ securityType: 'Standard' })))
  expect(check(securityTypeAllowed, imageConfig(), imageFacts({ osSource: itsOsSource }))).toEqual(
    [],
  )
  expect(check(securityTypeAllowed, imageConfig(), imageFacts())).toEqual([])
})
