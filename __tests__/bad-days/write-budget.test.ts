/** Many pools at once against a Resource Manager that lets few writes through: the real SDK, the simulator's buckets. */
import { describe, expect, test } from '@jest/globals'
import { openAzure } from '../../src/azure/open-azure.js'
import { createSimulator } from '../../src/simulator/simulator.js'
import { poolBody, poolId, resources, accountId } from '../simulator/batch-world.js'

const speed = 10
/** In a second of this machine. */
const writesPerSecond = 9
const pools = 70

describe('a small bucket of writes', () => {
  test('lets many pools through without refusing any', async () => {
    const writes = { size: 20, perSecond: writesPerSecond / speed }
    const account = { properties: { poolQuota: 100 } }
    const simulator = createSimulator({
      ...{ speed, rateLimits: { writes } },
      resources: resources({ [accountId]: account }),
    })
    const paced: string[] = []
    const azure = await openAzure({
      environment: 'AzureCloud',
      credential: 'auto',
      env: {},
      version: '0.0.0',
      signal: new AbortController().signal,
      httpClient: simulator.httpClient(),
      tokenCredential: {
        getToken: async () =>
          await Promise.resolve({ token: 'simulated', expiresOnTimestamp: Date.now() + 3_600_000 }),
      },
      onPaced: (waitMs, what) => paced.push(`${what}: ${String(Math.round(waitMs))} ms`),
    })
    const started = performance.now()
    await Promise.all(
      Array.from({ length: pools }, async (_, index) => {
        const id = poolId(`render-${String(index)}`)
        const call = { signal: new AbortController().signal }
        await azure.createPool(id, '2025-06-01', poolBody(), call)
      }),
    )
    const seconds = (performance.now() - started) / 1000
    const statuses = simulator.transcript.writes().map(({ status }) => status)
    const refused = statuses.filter((status) => status === 429).length
    const fewest = (pools - writes.size) / writesPerSecond
    console.log(
      `${String(pools)} pools: ${String(refused)} refused, ${seconds.toFixed(1)} s, at best ${fewest.toFixed(1)} s; ` +
        paced.join('; '),
    )
    expect(statuses.filter((status) => status === 200)).toHaveLength(pools)
    expect(refused).toBeLessThanOrEqual(2)
    expect(paced).toHaveLength(1)
    expect(seconds).toBeLessThan(fewest * 1.6 + 3)
  })
})
