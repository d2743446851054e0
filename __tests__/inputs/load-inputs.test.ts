import { describe, expect, test } from '@jest/globals'
import type { LoadedInputs } from '../../src/inputs/config.js'
import { loadInputs } from '../../src/inputs/load-inputs.js'
import { actionInputs } from '../../src/inputs/inputs-table.js'
import type { Path } from '../../src/shared/finding.js'
import { memorySource } from './memory-source.js'

async function load(
  inputs: Record<string, string>,
  files: Record<string, string> = {},
  env: Record<string, string> = {},
): Promise<LoadedInputs> {
  return await loadInputs(memorySource({ inputs, files, env }))
}

const messages = ({ findings }: LoadedInputs) => findings.map(({ message }) => message)
const subscription = '11111111-1111-1111-1111-111111111111'
const image = 'image: { name: i, osSnapshot: os, resourceGroup: rg }\n'

function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>((here, step) => (here as Record<string, unknown>)[step], value)
}

describe('general inputs', () => {
  test('none given: the defaults', async () => {
    const loaded = await load({ mode: 'validate', 'image-name': 'i', 'resource-group': 'rg' })
    expect(loaded.runOptions).toMatchObject({
      mode: 'validate',
      subscriptionId: undefined,
      credential: 'auto',
      environment: 'AzureCloud',
      failOn: 'error',
      comment: 'auto',
      expectedPlanHash: undefined,
      timeout: { iso: 'PT5H30M', ms: 19_800_000 },
      parallelism: 4,
      dryRun: false,
    })
  })

  test.each([
    ['mode', 'PLAN', 'mode', 'plan'],
    ['subscription-id', ` ${subscription}\n`, 'subscriptionId', subscription],
    ['tenant-id', 'contoso.onmicrosoft.com', 'tenantId', 'contoso.onmicrosoft.com'],
    ['credential', 'managed-identity', 'credential', 'managed-identity'],
    ['environment', 'azureusgovernment', 'environment', 'AzureUSGovernment'],
    ['environment', 'https://localhost:8443', 'environment', 'https://localhost:8443'],
    ['environment', 'Simulator', 'environment', 'simulator'],
    ['fail-on', 'warning', 'failOn', 'warning'],
    ['timeout', '90', 'timeout', { iso: 'PT90M', ms: 5_400_000 }],
    ['timeout', 'PT2H', 'timeout', { iso: 'PT2H', ms: 7_200_000 }],
    ['parallelism', '8', 'parallelism', 8],
    ['dry-run', 'True', 'dryRun', true],
  ])('%s %j', async (name, text, key, expected) => {
    const { runOptions: read } = await load({ config: 'a.yml', [name]: text }, { 'a.yml': image })
    expect(read).toMatchObject({ [key]: expected })
  })

  test.each([
    ['mode', 'clean'],
    ['mode', 'aply'],
    ['subscription-id', 'my subscription'],
    ['tenant-id', 'no tenant'],
    ['client-id', '42'],
    ['credential', 'secret'],
    ['environment', 'http://localhost'],
    ['environment', 'https://user:pass@localhost'],
    ['environment', 'AzureGermanCloud'],
    ['resource-group', 'rg.'],
    ['location', 'korea/central'],
    ['fail-on', 'notice'],
    ['timeout', '0'],
    ['timeout', '-PT5M'],
    ['timeout', '2 hours'],
    ['parallelism', '0'],
    ['parallelism', '2.5'],
    ['dry-run', 'yes'],
  ])('a malformed one is an error that names it: %s %j', async (name, text) => {
    const loaded = await load({ config: 'a.yml', [name]: text }, { 'a.yml': image })
    expect(loaded.runOptions).toBeUndefined()
    expect(loaded.findings).toContainEqual(
      expect.objectContaining({
        severity: 'error',
        message: expect.stringMatching(new RegExp(`^${name} (cannot be|is) '`)),
        at: { kind: 'input', input: name },
      }),
    )
  })

  test('all malformed ones are told, not the first', async () => {
    const loaded = await load({ mode: 'x', timeout: 'x', 'dry-run': 'x', config: 'none.yml' })
    expect(messages(loaded)).toHaveLength(4)
  })

  test('ids fall back to the environment, and a malformed variable is named', async () => {
    const env = { AZURE_SUBSCRIPTION_ID: subscription, AZURE_CLIENT_ID: 'nobody' }
    const loaded = await load({ config: 'a.yml' }, { 'a.yml': image }, env)
    expect(messages(loaded)).toEqual([
      "client-id is not given, and AZURE_CLIENT_ID cannot be 'nobody'",
    ])
    const clientId = '22222222-2222-2222-2222-222222222222'
    const given = await load({ config: 'a.yml', 'client-id': clientId }, { 'a.yml': image }, env)
    expect(given.runOptions).toMatchObject({ subscriptionId: subscription, clientId })
  })
})

describe('inputs that stand for a place in the config file', () => {
  const texts: Record<string, readonly [string, unknown]> = {
    'data-snapshots': ['\none\n  3=two\n\n', [{ source: 'one' }, { lun: 3, source: 'two' }]],
    'data-disk-sources': [
      'https://a.blob.core.windows.net/v/d.vhd?sig=1=2\nb',
      ['https://a.blob.core.windows.net/v/d.vhd?sig=1=2', 'b'],
    ],
    'os-type': ['linux', 'Linux'],
    'os-disk-caching': ['readonly', 'ReadOnly'],
    'data-disk-caching': ['None', 'None'],
    'storage-sku': ['premium_lrs', 'Premium_LRS'],
    'hyper-v-generation': ['v2', 'V2'],
    'zone-resilient': ['false', false],
    tags: ['a=b=c\nkey\n a = 2 ', { a: '2', key: '' }],
    'gallery-source': ['snapshots', 'snapshots'],
    'snapshot-data-disks': ['0\n2', [0, 2]],
    'snapshot-incremental': ['true', true],
    'snapshot-sku': ['standard_zrs', 'Standard_ZRS'],
    'snapshot-network-access-policy': ['denyall', 'DenyAll'],
    'snapshot-public-network-access': ['disabled', 'Disabled'],
    'snapshot-tags': ['a=b', { a: 'b' }],
    'allow-not-generalized': ['false', false],
    'target-regions': [
      'Korea Central=2\nwesteurope=Premium_LRS\neastus=1=standard_zrs',
      [
        { name: 'Korea Central', replicas: 2 },
        { name: 'westeurope', storageAccountType: 'Premium_LRS' },
        { name: 'eastus', replicas: 1, storageAccountType: 'Standard_ZRS' },
      ],
    ],
    'replica-count': ['Auto', 'auto'],
    'exclude-from-latest': ['true', true],
    'replication-mode': ['shallow', 'Shallow'],
    'replication-timeout': ['PT3H', { iso: 'PT3H', ms: 10_800_000 }],
    'create-image-definition': ['TRUE', true],
    'security-type': ['standard', 'Standard'],
    pool: ['tags: { a: b }', { tags: { a: 'b' } }],
    'target-dedicated-nodes': ['12', 12],
    'target-low-priority-nodes': ['0', 0],
    'resize-timeout': ['PT45M', 'PT45M'],
    'on-existing-pool': ['fail', 'fail'],
    'wait-for': ['None', 'none'],
    'min-dedicated-nodes': ['3', 3],
    'min-low-priority-nodes': ['0', 0],
    'resize-attempts': ['4', 4],
    'on-failure': ['Rollback', 'rollback'],
    'on-cancel': ['stop-resize', 'stop-resize'],
    'drain-timeout': ['90', { iso: 'PT90M', ms: 5_400_000 }],
    'move-jobs': ['true', true],
    'rollback-window': ['P1D', { iso: 'P1D', ms: 86_400_000 }],
    'keep-last': ['1', 1],
  }
  const placed = actionInputs.flatMap(({ name, path }) =>
    // What a Packer manifest says is read from the file: packer.test.ts.
    path === undefined || name.startsWith('packer-') ? [] : [{ name, path }],
  )

  test.each(placed)('$name', async ({ name, path }) => {
    const [text, expected] = texts[name] ?? ['some text', 'some text']
    const { configs, findings } = await load(
      { mode: 'validate', config: 'a.yml', 'resource-group': 'rg', [name]: text },
      { 'a.yml': image },
    )
    expect(findings).toEqual([])
    expect(valueAt(configs[0]!.config, path)).toEqual(expected)
    const origin = configs[0]!.originOf(name === 'pool' ? ['pool', 'tags', 'a'] : path)
    expect(origin).toMatchObject({ kind: 'input', input: name })
  })

  test.each([
    ['target-dedicated-nodes', 'ten', 'a whole number'],
    ['target-dedicated-nodes', '1e3', 'a whole number'],
    ['replica-count', 'some', 'a whole number, or auto'],
    ['zone-resilient', '1', 'true or false'],
    ['wait-for', 'everything', 'one of none, steady, nodes'],
    ['on-existing-pool', 'overwrite', 'one of update, fail, recycle, replace, blue-green'],
    ['min-dedicated-nodes', '-1', 'a whole number of 0 or more'],
    ['replication-timeout', 'soon', 'an ISO 8601 duration such as PT30M, or minutes'],
  ])('a malformed one is an error: %s %j', async (name, text, wanted) => {
    const loaded = await load(
      { mode: 'validate', config: 'a.yml', [name]: text },
      { 'a.yml': image },
    )
    const shown = /^-?\d+$/.test(text) && name.startsWith('min') ? text : `'${text}'`
    expect(loaded.findings).toEqual([
      expect.objectContaining({
        message: `${name} cannot be ${shown}`,
        help: `write ${wanted}`,
        at: { kind: 'input', input: name },
      }),
    ])
  })

  test.each([
    ['data-snapshots', 'source in data-snapshots is empty'],
    ['data-disk-sources', 'an item of data-disk-sources is empty'],
    ['target-regions', 'name in target-regions is empty'],
  ])(
    'a blank line between two of %s is an item that is empty, not one less',
    async (name, message) => {
      const inputs = { mode: 'validate', config: 'a.yml', [name]: 'one\n  \nthree' }
      const { findings } = await load(inputs, { 'a.yml': image })
      expect(findings).toMatchObject([
        {
          severity: 'error',
          message,
          at: { kind: 'input', input: name, span: { line: 2 } },
        },
      ])
    },
  )

  test('an item of a list and a line of the inline pool know their lines', async () => {
    const { configs } = await load({
      mode: 'validate',
      'resource-group': 'rg',
      'data-snapshots': '\n one\n  2=two',
      pool: '\nproperties:\n  vmSize: S\n',
    })
    const { originOf } = configs[0]!
    expect(originOf(['image', 'dataSnapshots', 1, 'lun'])).toEqual({
      kind: 'input',
      input: 'data-snapshots',
      span: { line: 3, column: 3, endLine: 3, endColumn: 8 },
    })
    expect(originOf(['pool', 'properties', 'vmSize'])).toEqual({
      kind: 'input',
      input: 'pool',
      span: { line: 3, column: 11, endLine: 3, endColumn: 12 },
    })
  })
})

describe('inputs over files', () => {
  const file = `image:
  name: i
  resourceGroup: rg
  osSnapshot: os
  tags: { team: render }
pool:
  account: acc
  name: p
  tags: { a: file, b: file }
  properties:
    vmSize: FromFile
    scaleSettings:
      fixedScale: { targetDedicatedNodes: 4, resizeTimeout: PT20M }
`

  test('beat the same value and leave the others, each with its own origin', async () => {
    const { configs } = await load(
      {
        mode: 'validate',
        config: 'a.yml',
        'resource-group': 'other',
        tags: 'run=1',
        'target-dedicated-nodes': '9',
        pool: 'tags: { b: input }\nproperties: { vmSize: FromPool, displayName: d }',
        'vm-size': 'FromVmSize',
      },
      { 'a.yml': file },
    )
    const { config, originOf } = configs[0]!
    expect(config.image).toMatchObject({ resourceGroup: 'rg' })
    expect(config.image!.tags).toEqual({ run: '1' })
    expect(config.pool).toEqual({
      account: 'acc',
      name: 'p',
      tags: { a: 'file', b: 'input' },
      properties: {
        vmSize: 'FromVmSize',
        displayName: 'd',
        scaleSettings: { fixedScale: { targetDedicatedNodes: 9, resizeTimeout: 'PT20M' } },
      },
    })
    const scale = ['pool', 'properties', 'scaleSettings', 'fixedScale']
    expect(originOf([...scale, 'targetDedicatedNodes'])).toEqual({
      kind: 'input',
      input: 'target-dedicated-nodes',
    })
    expect(originOf([...scale, 'resizeTimeout'])).toMatchObject({
      kind: 'file',
      file: 'a.yml',
      span: { line: 13, column: 61 },
    })
    expect(originOf(['pool', 'tags', 'b'])).toMatchObject({ kind: 'input', input: 'pool' })
  })

  test('where nothing was written, the nearest ancestor answers with its key', async () => {
    const { configs } = await load({ mode: 'validate', config: 'a.yml' }, { 'a.yml': file })
    const { originOf } = configs[0]!
    const span = { line: 12, column: 5, endLine: 12, endColumn: 18 }
    const autoScale = ['pool', 'properties', 'scaleSettings', 'autoScale', 'formula']
    expect(originOf(autoScale)).toEqual({ kind: 'file', file: 'a.yml', span })
    expect(originOf(['gallery'])).toMatchObject({ span: { line: 1, column: 1 } })
  })

  test('resource-group and location hold for an image that says nothing else', async () => {
    const { configs } = await load({
      mode: 'validate',
      'image-name': 'i',
      'resource-group': 'rg',
      location: 'Korea Central',
    })
    expect(configs[0]).toMatchObject({
      file: undefined,
      config: { image: { name: 'i', resourceGroup: 'rg', location: 'Korea Central' } },
    })
    expect(configs[0]!.originOf(['image', 'location'])).toEqual({
      kind: 'input',
      input: 'location',
    })
    const given = await load({
      mode: 'validate',
      'image-id': '/subscriptions/s/…',
      'resource-group': 'rg',
    })
    expect(given.configs[0]!.config.image).toEqual({ id: '/subscriptions/s/…' })
  })

  test('an inline pool that is no map is told without being shown', async () => {
    const loaded = await load({ mode: 'validate', pool: 'hunter2' })
    expect(loaded.findings).toHaveLength(1)
    expect(messages(loaded)).toEqual(['pool is a single value, not a map'])
  })

  test('other names of keys, in a file and inline', async () => {
    const { configs, findings } = await load(
      { mode: 'validate', config: 'a.yml', pool: 'poolName: p' },
      { 'a.yml': 'image: { imageId: x }\npool: { batchAccount: a/b }' },
    )
    expect(findings).toEqual([])
    expect(configs[0]!.config).toEqual({ image: { id: 'x' }, pool: { account: 'a/b', name: 'p' } })
  })

  test('what Azure only shows is told and not sent', async () => {
    const { configs, findings } = await load({
      mode: 'validate',
      pool: 'id: x\nname: p\nproperties: { vmSize: S, allocationState: Steady }',
    })
    expect(configs[0]!.config.pool).toEqual({ name: 'p', properties: { vmSize: 'S' } })
    expect(findings.map(({ severity, message }) => `${severity}: ${message}`)).toEqual([
      'warning: pool.id is set by Azure and is not sent',
      'warning: pool.properties.allocationState is set by Azure and is not sent',
    ])
  })

  test('properties of a pool reach the config as written, empty ones too', async () => {
    const free = [{}, null, '', 0, false, { a: { b: [] } }]
    const virtualMachineConfiguration = {
      extensions: [{ type: 't', publisher: 'p', settings: free, name: 'n' }],
    }
    const properties = {
      vmSize: 'S',
      deploymentConfiguration: { virtualMachineConfiguration },
      applicationPackages: [],
      startTask: {},
    }
    const { configs, findings } = await load(
      { mode: 'validate', config: 'a.json' },
      { 'a.json': JSON.stringify({ pool: { account: '/a', name: 'p', properties } }, null, '\t') },
    )
    expect(findings).toEqual([])
    expect(JSON.stringify(configs[0]!.config.pool!.properties)).toBe(JSON.stringify(properties))
  })

  test('properties that only a newer API version has are told of, and reach the config as written', async () => {
    const properties = {
      newest: [{}, null, { a: 0 }],
      vmSize: 'S',
      upgradePolicy: { mode: 'Swift' },
    }
    const pool = { account: '/a', name: 'p', batchApiVersion: '2027-01-01', properties }
    const { configs, findings } = await load(
      { mode: 'validate', config: 'a.json' },
      { 'a.json': JSON.stringify({ pool }) },
    )
    expect(findings.map(({ severity, message }) => `${severity}: ${message}`)).toEqual([
      'warning: pool.properties.newest is not a known key',
      "warning: pool.properties.upgradePolicy.mode cannot be 'Swift'",
    ])
    expect(JSON.stringify(configs[0]!.config.pool!.properties)).toBe(JSON.stringify(properties))
  })
})

describe('files', () => {
  const pool = (name: string) =>
    `image: { id: x }\npool: { account: /a, name: ${name}, properties: { vmSize: S } }\n`

  test('paths and patterns, each file once, in the order of the lines', async () => {
    const { configs, findings } = await load(
      { mode: 'validate', config: 'pools/c.yml\npools/*.yml\n!pools/b.yml\n' },
      { 'pools/a.yml': pool('a'), 'pools/b.yml': pool('b'), 'pools/c.yml': pool('c') },
    )
    expect(findings).toEqual([])
    expect(configs.map(({ file }) => file)).toEqual(['pools/c.yml', 'pools/a.yml'])
  })

  test('a path or pattern without a file is an error at its line', async () => {
    const loaded = await load(
      { mode: 'validate', config: 'a.yml\nmissing.yml\nnone/*.yml\n../out.yml' },
      { 'a.yml': pool('a') },
    )
    expect(messages(loaded)).toEqual([
      "no file matches 'none/*.yml'",
      "there is no file 'missing.yml'",
      "'../out.yml' leads out of the workspace",
    ])
    expect(loaded.findings[1]!.at).toEqual({
      kind: 'input',
      input: 'config',
      span: { line: 2, column: 1, endLine: 2, endColumn: 12 },
    })
    expect(loaded.configs).toHaveLength(1)
  })

  test('every file with all that is wrong in it', async () => {
    const loaded = await load(
      { mode: 'validate', config: '*.yml' },
      { 'a.yml': 'image: { x: 1, y: 2 }', 'b.yml': 'image: [', 'c.yml': 'pool: 1' },
    )
    expect(loaded.findings.map(({ at }) => (at.kind === 'file' ? at.file : at.kind))).toEqual([
      'a.yml',
      'a.yml',
      'a.yml',
      'b.yml',
      'c.yml',
    ])
  })

  test('a malformed input is told once, however many files it is laid over', async () => {
    const loaded = await load(
      { mode: 'validate', config: '*.yml', 'os-type': 'Linus', pool: 'colour: red' },
      { 'a.yml': pool('a'), 'b.yml': pool('b') },
    )
    expect(messages(loaded)).toEqual([
      'pool.colour is not a known key',
      "os-type is 'Linus', which is not one of Linux, Windows",
    ])
  })

  test('neither file nor section: the error says what to give', async () => {
    const loaded = await load({})
    expect(loaded.configs).toEqual([])
    expect(loaded.findings[0]).toMatchObject({ rule: 'inputs/nothing-given', severity: 'error' })
    expect(loaded.findings[0]!.help).toMatch(/config.*os-snapshot/)
  })
})

describe('what names need of the general inputs', () => {
  const named = 'image: { id: x }\npool: { account: acc, name: p }'

  test('a resource group', async () => {
    const loaded = await load({ mode: 'validate', config: 'a.yml' }, { 'a.yml': named })
    expect(messages(loaded)).toEqual([
      "Batch account 'acc' is a name, and there is no resource group to find it in",
    ])
  })

  test.each([
    ['validate', 'AzureCloud', 0],
    ['plan', 'AzureCloud', 1],
    ['apply', 'simulator', 0],
  ])('a subscription in %s of %s: %d findings', async (mode, environment, count) => {
    const { findings } = await load(
      { mode, environment, config: 'a.yml', 'resource-group': 'rg' },
      { 'a.yml': named },
    )
    expect(findings).toHaveLength(count)
    if (count > 0) expect(findings[0]!.help).toContain('subscription-id')
  })

  test.each([
    ['the one that its ids are of', [subscription, subscription.toUpperCase()], 0],
    ['none where they are of several', [subscription, subscription.replace(/1/g, '2')], 1],
  ])('no subscription but %s', async (_, [one, other], count) => {
    const snapshot = (of: string, name: string) =>
      `/subscriptions/${of}/resourceGroups/rg/providers/Microsoft.Compute/snapshots/${name}`
    const file = `image: { name: i, osSnapshot: ${snapshot(one!, 'os')}, dataSnapshots: [${snapshot(other!, 'data')}] }`
    const inputs = { mode: 'plan', config: 'a.yml', 'resource-group': 'rg' }
    const { findings } = await load(inputs, { 'a.yml': file })
    expect(findings.map(({ rule }) => rule)).toEqual(count === 0 ? [] : ['inputs/subscription-id'])
  })
})
