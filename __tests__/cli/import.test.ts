import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from '@jest/globals'
import { parse, parseAllDocuments } from 'yaml'
import { callCli } from '../support/call-cli.js'

const folder = mkdtempSync(join(tmpdir(), 'image-to-pool-import-'))
afterAll(() => {
  rmSync(folder, { recursive: true })
})

const account =
  '/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg/providers/Microsoft.Batch/batchAccounts/a'

async function importing(content: unknown, ...flags: string[]) {
  const text = typeof content === 'string' ? content : JSON.stringify(content)
  writeFileSync(join(folder, 'pool.json'), text)
  return await callCli({ folder }, ['import', 'pool.json', ...flags])
}

const pool = (id: string) => ({ id, vmSize: 'standard_d2s_v5', targetDedicatedNodes: 1 })

describe('image-to-pool import', () => {
  test('prints a config on stdout, and what is to be filled in on stderr', async () => {
    const { status, out, err } = await importing(pool('render'))
    expect(status).toBe(0)
    expect(parse(out)).toEqual({
      pool: {
        name: 'render',
        properties: {
          vmSize: 'standard_d2s_v5',
          scaleSettings: { fixedScale: { targetDedicatedNodes: 1 } },
        },
      },
    })
    expect(out).toContain('  # fill in: pool.account\n')
    expect(err).toBe('fill in: render: pool.account\n')
  })

  test('prints one document for each pool of a list, or the one that --pool names', async () => {
    const list = [pool('a'), pool('b')]
    const all = parseAllDocuments((await importing(list)).out)
    expect(all.map((document) => document.getIn(['pool', 'name']))).toEqual(['a', 'b'])
    const one = await importing(list, '--pool', 'B')
    expect(parse(one.out)).toMatchObject({ pool: { name: 'b' } })
  })

  test('says which pools there are where the one asked for is not among them', async () => {
    const { status, out, err } = await importing([pool('a'), pool('b')], '--pool', 'c')
    expect({ status, out }).toEqual({ status: 1, out: '' })
    expect(err).toBe('error: pool.json has no pool c: it has a, b\n')
  })

  test('takes YAML, and the byte order mark of PowerShell', async () => {
    expect((await importing('id: render\nvmSize: x\n')).status).toBe(0)
    expect((await importing(`\uFEFF${JSON.stringify(pool('render'))}`)).status).toBe(0)
  })

  test('writes out applications with the account that a person gives', async () => {
    const packages = [{ applicationId: 'blender', version: '4.2' }]
    const body = { ...pool('render'), applicationPackageReferences: packages }
    const without = await importing(body)
    expect(parse(without.out)).not.toHaveProperty('pool.properties.applicationPackages')
    expect(without.out).toContain('with --batch-account ID it is written out')
    const { out } = await importing(body, '--batch-account', account)
    expect(parse(out)).toMatchObject({
      pool: {
        account,
        properties: {
          applicationPackages: [{ id: `${account}/applications/blender`, version: '4.2' }],
        },
      },
    })
  })

  test.each([
    ['resource "azurerm_batch_pool" "a" {\n}\n', 'is Terraform source (HCL): apply it'],
    ['just some text', 'is neither JSON nor YAML with a pool in it'],
    [{ hello: 'world' }, 'is no form of a pool that is known here'],
    [
      { contentVersion: '1.0.0.0', resources: [] },
      'is an ARM template, and there is no pool in it',
    ],
    [
      {
        Id: 'x',
        VirtualMachineSize: 'y',
        StartTask: 'Microsoft.Azure.Commands.Batch.Models.PSStartTask',
      },
      'PowerShell stopped before the end of the pool: run it again as Get-AzBatchPool | ConvertTo-Json -Depth 10 -EnumsAsStrings',
    ],
    [
      { Id: 'x', VirtualMachineSize: 'y', UserAccounts: [{ Name: 'a', ElevationLevel: 1 }] },
      'UserAccounts.ElevationLevel is 1, the number of a choice: run it again',
    ],
  ])('of %j says why not, and ends with 1', async (content, said) => {
    const { status, out, err } = await importing(content)
    expect({ status, out }).toEqual({ status: 1, out: '' })
    expect(err).toContain(said)
  })

  test.each([
    [['import'], 'import takes one SOURCE'],
    [['import', 'a', 'b'], 'import takes one SOURCE'],
    [['import', 'a', '--pol', 'b'], 'there is no flag --pol; did you mean --pool?'],
  ])('%j is a wrong call', async (args, said) => {
    const { status, err } = await callCli({ folder }, args)
    expect(status).toBe(2)
    expect(err).toContain(said)
  })

  test('of a file that is not there says so', async () => {
    const { status, err } = await callCli({ folder }, ['import', 'nowhere.json'])
    expect(status).toBe(1)
    expect(err).toContain('nowhere.json cannot be read')
  })
})
