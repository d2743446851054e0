import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { loadInputs } from '../../src/inputs/load-inputs.js'
import { memorySource } from './memory-source.js'

const compute = '/subscriptions/s-1/resourceGroups/rg/providers/Microsoft.Compute'
const image = `${compute}/images/node-7`
const version = `${compute}/galleries/g/images/d/versions/1.2.3`
const disk = `${compute}/disks/pkros`
const vhd = 'https://acct.blob.core.windows.net/vhds/node-os.vhd'
const manifest = 'out/packer.json'

interface Build {
  readonly name?: string
  readonly builder_type?: string
  readonly artifact_id?: string
  readonly packer_run_uuid?: string
  readonly custom_data?: Readonly<Record<string, string>> | null
}

function written(builds: readonly Build[], last = 'run-2'): string {
  const all = builds.map((build) => ({
    ...{ name: 'node', builder_type: 'azure-arm', files: null, packer_run_uuid: 'run-2' },
    ...{ artifact_id: image, custom_data: null },
    ...build,
  }))
  return JSON.stringify({ builds: all, last_run_uuid: last })
}

async function load(text: string | undefined, inputs: Readonly<Record<string, string>> = {}) {
  const loaded = await loadInputs(
    memorySource({
      inputs: { mode: 'validate', 'resource-group': 'rg', 'packer-manifest': manifest, ...inputs },
      files: text === undefined ? {} : { [manifest]: text },
    }),
  )
  const { id, source, osSnapshot, dataSnapshots } = loaded.configs[0]?.config.image ?? {}
  const found = { id, source, osSnapshot, dataSnapshots }
  return {
    image: Object.fromEntries(Object.entries(found).filter(([, value]) => value !== undefined)),
    findings: loaded.findings.filter(({ rule }) => rule === 'image/packer-manifest'),
  }
}

describe('the artifact of a build becomes', () => {
  const named = { osSnapshot: 'node-7-os', dataSnapshots: '0=node-7-data-0, 1=node-7-data-1' }
  const asSnapshots = {
    osSnapshot: `${compute}/snapshots/node-7-os`,
    dataSnapshots: [
      { lun: 0, source: `${compute}/snapshots/node-7-data-0` },
      { lun: 1, source: `${compute}/snapshots/node-7-data-1` },
    ],
  }
  test.each<[string, Build, string, object]>([
    ['a managed image', {}, '', { id: image }],
    ['a gallery version', { artifact_id: version }, '', { id: version }],
    ['a version rather than an image', { artifact_id: `${version},${image}` }, '', { id: version }],
    [
      'the image where it is asked for',
      { artifact_id: `${version},${image}` },
      'image',
      { id: image },
    ],
    ['a VHD', { artifact_id: vhd }, '', { source: vhd }],
    ['a kept disk', { artifact_id: disk }, '', { source: disk }],
    [
      'the image where custom_data names a version too',
      { custom_data: { published: version } },
      '',
      { id: image },
    ],
    [
      'a version of custom_data where it is asked for',
      { custom_data: { published: version } },
      'gallery',
      { id: version },
    ],
    [
      'a version in two parts',
      { custom_data: { definition: version.split('/versions')[0] ?? '', imageVersion: '1.2.3' } },
      'gallery',
      { id: version },
    ],
    ['the image beside named snapshots', { custom_data: named }, '', { id: image }],
    ['named snapshots', { custom_data: named }, 'snapshots', asSnapshots],
    [
      'whatever builder it is of',
      { builder_type: 'azure-chroot', artifact_id: image.toLowerCase() },
      '',
      { id: image.toLowerCase() },
    ],
  ])('%s', async (_what, build, wanted, expected) => {
    const read = await load(written([build]), { 'packer-artifact': wanted })
    expect(read).toEqual({ image: expected, findings: [] })
  })
})

describe('the build is', () => {
  const older = { artifact_id: `${compute}/images/old`, packer_run_uuid: 'run-1' }
  test("the last run's, whatever older runs left", async () => {
    const { image: found } = await load(written([older, {}]))
    expect(found).toEqual({ id: image })
  })

  test('the one that is named', async () => {
    const other = { name: 'cpu', artifact_id: version }
    const { image: found } = await load(written([{}, other]), { 'packer-build': 'cpu' })
    expect(found).toEqual({ id: version })
  })

  test('the only one of Azure', async () => {
    const aws = { name: 'aws', builder_type: 'amazon-ebs', artifact_id: 'eu-west-1:ami-1' }
    expect((await load(written([aws, {}]))).image).toEqual({ id: image })
  })

  test.each<[string, readonly Build[], Readonly<Record<string, string>>, string]>([
    ['several, and none is named', [{}, { name: 'cpu' }], {}, "several builds: 'node', 'cpu'"],
    [
      'of an older run',
      [older, { name: 'cpu' }],
      { 'packer-build': 'node' },
      'only in an older one',
    ],
    ['unknown', [{}], { 'packer-build': 'gpu' }, "no build 'gpu'"],
    ['named twice', [{}, {}], { 'packer-build': 'node' }, '2 builds named'],
    ['of another builder', [{ builder_type: 'null', artifact_id: 'Null' }], {}, 'no Azure image'],
    ['without an artifact', [{ artifact_id: '' }], {}, 'artifact_id is empty'],
    ['with an unknown artifact', [{ artifact_id: 'UNKNOWN ID' }], {}, "'UNKNOWN ID'"],
    ['without what is asked for', [{}], { 'packer-artifact': 'gallery' }, "no artifact 'gallery'"],
  ])('an error: %s', async (_what, builds, inputs, message) => {
    const { image: found, findings } = await load(written(builds), inputs)
    expect(found).toEqual({})
    expect(findings).toMatchObject([
      { severity: 'error', message: expect.stringContaining(message), at: { kind: 'input' } },
    ])
  })
})

test('data disks that a manifest does not name are told of', async () => {
  const custom = { osSnapshot: 'o', dataSnapshotPrefix: 'o-data-' }
  const build = { custom_data: custom }
  const { findings } = await load(written([build]), { 'packer-artifact': 'snapshots' })
  expect(findings).toMatchObject([
    { severity: 'warning', message: expect.stringContaining('without data disks') },
  ])
})

test.each<[string, string | undefined, Readonly<Record<string, string>>, string]>([
  ['is not there', undefined, {}, 'does not exist'],
  ['is no JSON', '{', {}, 'is not JSON'],
  ['is another file', '{"a": 1}', {}, 'no list "builds"'],
  ['is a list', '[]', {}, 'not a manifest'],
  ['lies outside', undefined, { 'packer-manifest': '../x.json' }, 'outside the workspace'],
  ['is beside another source', written([{}]), { 'os-snapshot': 's' }, 'image.osSnapshot exclude'],
  ['is beside an image', written([{}]), { 'image-id': image }, 'image.id exclude'],
  ['is beside new snapshots', written([{}]), { 'snapshot-source-vm': 'vm' }, 'section snapshots'],
  [
    'is missing where a build is named',
    undefined,
    { 'packer-manifest': '', 'packer-build': 'b' },
    'none is named',
  ],
])('a manifest that %s is an error', async (_what, text, inputs, message) => {
  const { findings } = await load(text, inputs)
  expect(findings).toMatchObject([{ severity: 'error', message: expect.stringContaining(message) }])
})

const forms = join(import.meta.dirname, '..', '..', '..', 'shared', 'field', 'forms')
const expectedFile = join(forms, 'packer-manifest.expected.json')
const recorded = existsSync(expectedFile)
  ? Object.entries(
      JSON.parse(readFileSync(expectedFile, 'utf8')) as Readonly<Record<string, unknown>>,
    ).filter(([name]) => name.startsWith('packer-manifest.'))
  : []

describe(`manifests beside the project${recorded.length === 0 ? ': none there, skipped' : ''}`, () => {
  if (recorded.length === 0) test.skip('are not there', () => undefined)
  for (const [name, artifacts] of recorded) {
    test(name, async () => {
      const text = readFileSync(join(forms, name), 'utf8')
      const all = artifacts as readonly { kind: string; id: string; build?: string }[]
      for (const build of new Set(all.map((one) => one.build))) {
        const [first] = all.filter((one) => one.build === build)
        const read = await load(text, { 'packer-build': build ?? '', 'packer-artifact': '' })
        const isSource = first?.kind === 'vhd' || first?.kind === 'managed-disk'
        expect(read.image).toEqual({ [isSource ? 'source' : 'id']: first?.id })
      }
      if (all.length === 0)
        expect((await load(text)).findings).toMatchObject([{ severity: 'error' }])
    })
  }
})
