import { BatchManagementClient } from '@azure/arm-batch'
import { describe, expect, test } from '@jest/globals'
import { readdirSync, readFileSync } from 'node:fs'
import { accountId, fixedScale, poolBody, subscription, versionId, World } from './batch-world.js'

const folder = '__tests__/simulator'

/** Microsoft's own client, which knows nothing of the simulator. */
function openClient(world: World): BatchManagementClient {
  const token = { token: 'any', expiresOnTimestamp: Date.now() + 3_600_000 }
  return new BatchManagementClient(
    { getToken: async () => await Promise.resolve(token) },
    subscription,
    {
      httpClient: world.simulator.httpClient(),
    },
  )
}

describe('Batch', () => {
  test("serves Microsoft's client: accounts, pools in pages, a stopped resize, a deletion", async () => {
    const world = new World({ pageSize: 2, poolDeleteSeconds: 0 })
    const client = openClient(world)
    const account = await client.batchAccountOperations.get('rg-batch', 'renderbatch')
    expect(account).toMatchObject({ id: accountId, poolQuota: 20, dedicatedCoreQuota: 5000 })
    const made = await client.poolOperations.create('rg-batch', 'renderbatch', 'one', {
      vmSize: 'Standard_D4s_v5',
      deploymentConfiguration: {
        virtualMachineConfiguration: {
          imageReference: { id: versionId },
          nodeAgentSkuId: 'batch.node.ubuntu 22.04',
        },
      },
      scaleSettings: { fixedScale: { targetDedicatedNodes: 5 } },
    })
    expect(made).toMatchObject({ allocationState: 'Resizing', provisioningState: 'Succeeded' })
    for (const name of ['two', 'three']) world.put(name, poolBody(fixedScale(0)))
    const names: unknown[] = []
    for await (const pool of client.poolOperations.listByBatchAccount('rg-batch', 'renderbatch')) {
      names.push(pool.name)
    }
    expect(names).toEqual(['one', 'two', 'three'])
    const stopped = await client.poolOperations.stopResize('rg-batch', 'renderbatch', 'one')
    expect(stopped.allocationState).toBe('Stopping')
    const deletion = await client.poolOperations.beginDelete('rg-batch', 'renderbatch', 'one')
    await deletion.pollUntilDone()
    await expect(client.poolOperations.get('rg-batch', 'renderbatch', 'one')).rejects.toMatchObject(
      {
        statusCode: 404,
        code: 'PoolNotFound',
      },
    )
    expect(world.simulator.unknownRequests).toEqual([])
  })

  test('says in its specification what its tests describe', () => {
    const specification = readFileSync('src/simulator/README.md', 'utf8')
    const section = /^## Batch\n([\s\S]*?)^## /m.exec(specification)?.[1] ?? ''
    const headings = [...section.matchAll(/^### (.+)$/gm)].map((match) => match[1])
    const tests = readdirSync(folder)
      .filter((name) => /^batch-.*\.test\.ts$/.test(name))
      .map((name) => readFileSync(`${folder}/${name}`, 'utf8'))
      .join('\n')
    const described = [...tests.matchAll(/^describe\('(.+?)'/gm)].map((match) => match[1])
    expect(headings.length).toBeGreaterThan(10)
    expect(headings.filter((heading) => !described.includes(heading))).toEqual([])
  })
})
