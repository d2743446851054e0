import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from '@jest/globals'
import { parse } from 'yaml'
import type { Clock } from '../../src/ports/clock.js'
import type { JsonObject } from '../../src/shared/json.js'
import { callCli } from '../support/call-cli.js'
import { openWorld, type World } from '../support/simulated-run.js'

const folder = mkdtempSync(join(tmpdir(), 'image-to-pool-azure-'))
afterAll(() => {
  rmSync(folder, { recursive: true })
})

const signal = new AbortController().signal
const subscription = '/subscriptions/30000000-0000-4000-a000-000000000001'
const account = `${subscription}/resourceGroups/rg-batch/providers/Microsoft.Batch/batchAccounts/renderbatch`
const compute = `${subscription}/resourceGroups/rg-images/providers/Microsoft.Compute`
const poolId = `${account}/pools/render`

/** Nothing is waited for here: the deadline of a run never comes. */
const standing = ({ clock }: World): Clock => ({
  now: () => clock.now(),
  sleep: async (_, aborted) => {
    await once(aborted, 'abort')
  },
})

const marketplace = { publisher: 'canonical', offer: 'ubuntu-24_04-lts', sku: 'server' }

const properties = (more: JsonObject = {}, image: JsonObject = marketplace): JsonObject => ({
  vmSize: 'Standard_D2s_v5',
  deploymentConfiguration: {
    virtualMachineConfiguration: {
      imageReference: image,
      nodeAgentSkuId: 'batch.node.ubuntu 24.04',
    },
  },
  scaleSettings: { fixedScale: { targetDedicatedNodes: 1 } },
  ...more,
})

async function poolOf(body: JsonObject, apiVersion = '2025-06-01'): Promise<World> {
  const world = await openWorld({})
  await world.azure.createPool(poolId, apiVersion, body, { signal })
  world.pass(600_000)
  return world
}

async function roundTrip(world: World, flags: readonly string[] = []) {
  const opened = { azure: world.azure, clock: standing(world) }
  const imported = await callCli({ folder, world: opened }, ['import', poolId])
  writeFileSync(join(folder, 'pool.yml'), imported.out)
  const planned = await callCli({ folder, world: opened }, ['plan', 'pool.yml', ...flags])
  return { imported, planned }
}

const bodies: readonly (readonly [string, JsonObject])[] = [
  ['the least', { properties: properties() }],
  [
    'a formula',
    {
      properties: properties({
        scaleSettings: {
          autoScale: { formula: '$TargetDedicatedNodes = 1;', evaluationInterval: 'PT10M' },
        },
      }),
    },
  ],
  [
    'tags, metadata, a start task and ports',
    {
      tags: { team: 'render' },
      properties: properties({
        displayName: 'Render',
        taskSlotsPerNode: 2,
        taskSchedulingPolicy: { nodeFillType: 'Pack' },
        metadata: [{ name: 'a', value: '1' }],
        startTask: {
          commandLine: '/bin/bash -c \'echo "$A"\'',
          environmentSettings: [{ name: 'A', value: 'yes' }],
          userIdentity: { autoUser: { scope: 'Pool', elevationLevel: 'Admin' } },
          maxTaskRetryCount: 2,
          waitForSuccess: true,
        },
        networkConfiguration: {
          endpointConfiguration: {
            inboundNatPools: [
              {
                name: 'ssh',
                protocol: 'TCP',
                backendPort: 22,
                frontendPortRangeStart: 15000,
                frontendPortRangeEnd: 15099,
              },
            ],
          },
        },
      }),
    },
  ],
]

describe('import of a pool in Azure', () => {
  test.each(bodies)('with %s: the plan of what it prints changes nothing', async (_, body) => {
    const { imported, planned } = await roundTrip(await poolOf(body))
    expect(imported).toMatchObject({ status: 0 })
    expect(parse(imported.out)).toMatchObject({ pool: { account, name: 'render' } })
    expect(planned.err).not.toMatch(/error:|warning:/)
    expect(planned.out).toMatch(/^plan: .*\n[^]*outcome: unchanged/)
  })

  test('on a managed image writes the config that moves it to a gallery', async () => {
    const world = await openWorld({})
    const image = `${compute}/images/render-2026-01-02`
    const operation = await world.azure.createImage(
      image,
      {
        location: 'koreacentral',
        properties: {
          hyperVGeneration: 'V2',
          storageProfile: {
            osDisk: {
              osType: 'Linux',
              osState: 'Generalized',
              snapshot: { id: `${compute}/snapshots/render-os` },
            },
          },
        },
      },
      { signal },
    )
    for (let polls = 0; !(await operation.poll({ signal })).done && polls < 100; polls += 1) {
      world.pass(30_000)
    }
    const body = { properties: properties({}, { id: image }) }
    await world.azure.createPool(poolId, '2019-08-01', body, { signal })
    world.pass(600_000)
    const { imported, planned } = await roundTrip(world)
    expect(parse(imported.out)).toEqual({
      image: { id: image },
      gallery: {
        imageDefinition: `${compute}/galleries/renderGallery/images/render`,
        createImageDefinition: true,
        hyperVGeneration: 'V2',
        securityType: 'Standard',
        imageVersion: 'auto',
      },
      pool: expect.not.objectContaining({ imageReference: expect.anything() }),
      rollout: { onExistingPool: 'blue-green' },
    })
    expect(imported.out).toContain(
      `# the image is ${image}\n# made from ${compute}/snapshots/render-os\n`,
    )
    expect(planned.err).not.toContain('error:')
    expect(planned.out).toMatch(/create image version 1\.0\.0 of render/)
  })

  test('that is not there, and of an ID of something else, says so', async () => {
    const { azure, clock } = await openWorld({})
    const none = await callCli({ folder, world: { azure, clock } }, ['import', poolId])
    expect(none).toMatchObject({ status: 1, out: '' })
    expect(none.err).toContain(`there is no pool ${poolId}`)
    const other = await callCli({ folder, world: { azure, clock } }, ['import', account])
    expect(other.err).toContain('is not the ID of a pool')
  })
})
