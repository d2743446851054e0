/** What a config calls things by their names, and what is said of those that are not there. */
import { describe, expect, test } from '@jest/globals'
import type { Config } from '../../src/inputs/config.js'
import { withIds } from '../../src/observe/named-ids.js'
import { UserError } from '../../src/shared/errors.js'
import type { Finding } from '../../src/shared/finding.js'
import { defaultResources } from '../../src/simulator/default-world.js'
import { defaultSubscriptionId } from '../../src/simulator/world.js'
import { jobOf, openWorld, runLoaded } from '../support/simulated-run.js'

const groups = `/subscriptions/${defaultSubscriptionId}/resourceGroups`
const compute = `${groups}/rg-images/providers/Microsoft.Compute`
const definitionId = `${compute}/galleries/renderGallery/images/render-node`
const settings = { subscriptionId: defaultSubscriptionId, resourceGroup: 'rg-images' }
const { signal } = new AbortController()

async function named(config: Config, more: object = {}, resources: readonly object[] = []) {
  const { azure } = await openWorld({
    resources: [...defaultResources(defaultSubscriptionId), ...(resources as [])],
  })
  const { loaded, settings: options } = jobOf(config, { ...settings, ...more })
  return (await withIds(loaded, options, azure, { signal })).config
}

async function refused(config: Config, more: object = {}, resources: readonly object[] = []) {
  const error = await named(config, more, resources).catch((e: unknown) => e)
  if (!(error instanceof UserError)) throw new Error('nothing was refused')
  return error.findings
}

const definition = (imageDefinition: string): Config => ({ gallery: { imageDefinition } })

describe('an image definition', () => {
  test.each(['renderGallery/render-node', 'render-node', 'RENDER-NODE', definitionId])(
    'may be called %s',
    async (name) => {
      expect((await named(definition(name))).gallery?.imageDefinition).toBe(definitionId)
    },
  )

  test('that is in two galleries is told with both', async () => {
    const gallery = { id: `${compute}/galleries/other`, type: 'Microsoft.Compute/galleries' }
    const twin = { id: `${gallery.id}/images/render-node`, type: `${gallery.type}/images` }
    const location = 'koreacentral'
    const identifier = { publisher: 'p', offer: 'o', sku: 's' }
    const more = [
      { ...gallery, location, name: 'other', properties: {} },
      {
        ...{ ...twin, location, name: 'render-node' },
        properties: { osType: 'Linux', osState: 'Generalized', identifier },
      },
    ]
    expect(await refused(definition('render-node'), {}, more)).toMatchObject([
      {
        rule: 'gallery/definition-id',
        help: expect.stringMatching(
          /renderGallery\/render-node.*other\/render-node|other.*renderGal/,
        ),
      },
    ])
  })

  test('that is not there is told with the nearest, or those that are', async () => {
    expect(await refused(definition('render-nodes'))).toMatchObject([
      { help: 'did you mean renderGallery/render-node?' },
    ])
    expect(await refused(definition('x'))).toMatchObject([
      { help: expect.stringMatching(/^there are renderGallery\/render-node/) },
    ])
  })

  test('needs to be told where its name is looked for', async () => {
    expect(await refused(definition('node'), { resourceGroup: undefined })).toMatchObject([
      { help: 'give resource-group, or the whole ID' },
    ])
  })
})

test.each([
  ['render', `${compute}/images/render`],
  ['g/d', `${compute}/galleries/g/images/d`],
  ['g/d/1.0.0', `${compute}/galleries/g/images/d/versions/1.0.0`],
])('image-id may be %s', async (name, id) => {
  expect((await named({ image: { id: name } })).image?.id).toBe(id)
})

async function plan(config: Config, more: object = {}): Promise<readonly Finding[]> {
  const world = await openWorld({})
  const { findings, error } = await runLoaded(jobOf(config, { ...settings, ...more }), world)
  expect(error).toBeUndefined()
  return findings.filter(({ severity }) => severity === 'error')
}

const whole = (change: { snapshot?: string; account?: string; group?: string } = {}): Config => ({
  image: { name: 'render-1', osSnapshot: change.snapshot ?? 'render-os' },
  gallery: { imageDefinition: definitionId },
  pool: {
    account:
      change.account ?? `${groups}/rg-batch/providers/Microsoft.Batch/batchAccounts/renderbatch`,
    name: 'render',
    properties: {
      vmSize: 'Standard_D4s_v5',
      deploymentConfiguration: {
        virtualMachineConfiguration: { nodeAgentSkuId: 'batch.node.ubuntu 24.04' },
      },
    },
  },
})

describe('of what is not there the nearest is named', () => {
  test.each<[string, Config, string, string]>([
    [
      'a snapshot',
      whole({ snapshot: 'render-oss' }),
      'image/sources-exist',
      'did you mean render-os?',
    ],
    [
      'a snapshot in another group',
      whole({ snapshot: `${groups}/rg-batch/providers/Microsoft.Compute/snapshots/render-os` }),
      'image/sources-exist',
      `did you mean ${compute}/snapshots/render-os?`,
    ],
    [
      'an account',
      whole({ account: `${groups}/rg-batch/providers/Microsoft.Batch/batchAccounts/renderbtach` }),
      'pool/account-exists',
      'did you mean renderbatch?',
    ],
    [
      'a definition',
      {
        ...whole(),
        gallery: { imageDefinition: `${compute}/galleries/renderGallery/images/render-nod` },
      },
      'gallery/definition-exists',
      'did you mean render-node?',
    ],
    [
      'a gallery',
      {
        ...whole(),
        gallery: { imageDefinition: `${compute}/galleries/rendergalery/images/render-node` },
      },
      'gallery/definition-exists',
      'did you mean renderGallery?',
    ],
  ])('%s', async (_what, config, rule, help) => {
    expect(await plan(config)).toMatchObject([{ rule, help }])
  })
})

describe('a place that is not there is one error', () => {
  test('a resource group, with the nearest', async () => {
    const findings = await plan(whole(), { resourceGroup: 'rg-image' })
    expect(findings).toMatchObject([
      {
        rule: 'config/place-exists',
        message: `there is no resource group rg-image in subscription ${defaultSubscriptionId}`,
        help: 'did you mean rg-images?',
      },
    ])
  })

  test('a subscription, with those that the identity sees', async () => {
    const other = '99999999-0000-4000-a000-000000000009'
    const text = JSON.stringify(whole()).replaceAll(defaultSubscriptionId, other)
    const findings = await plan(JSON.parse(text) as Config, { subscriptionId: other })
    expect(findings).toMatchObject([
      {
        rule: 'config/place-exists',
        message: expect.stringContaining(`subscription ${other} does not exist`),
        help: expect.stringContaining(defaultSubscriptionId),
      },
    ])
  })

  test('and nothing is read for it where all is there', async () => {
    const world = await openWorld({})
    const { findings } = await runLoaded(jobOf(whole(), { ...settings, mode: 'plan' }), world)
    expect(findings.filter(({ severity }) => severity === 'error')).toEqual([])
    const asked = world.simulator.transcript.entries.map(({ path }) => path)
    expect(asked.filter((path) => /\/(resourceGroups|snapshots)$/i.test(path))).toEqual([])
  })
})
