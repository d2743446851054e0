import { describe, expect, test } from '@jest/globals'
import { loadInputs } from '../../src/inputs/load-inputs.js'
import { memorySource } from './memory-source.js'

const azShow = JSON.stringify({
  id: 'render',
  vmSize: 'x',
  applicationLicenses: null,
  targetDedicatedNodes: 1,
})
const documents: readonly (readonly [string, string, string])[] = [
  ['az batch pool show', azShow, 'is the output of az batch pool show, not a config'],
  [
    'az batch pool list',
    `[${azShow}]`,
    'is a list of pools (the output of az batch pool show), not a config',
  ],
  [
    'a body for --json-file',
    'id: render\nvmSize: x\nenableAutoScale: false\n',
    "is a pool in the form of the Batch service's own API (az batch pool create --json-file), not a config",
  ],
  [
    'an ARM GET',
    JSON.stringify({
      id: '/x',
      type: 'Microsoft.Batch/batchAccounts/pools',
      properties: { scaleSettings: {} },
    }),
    'is a pool as Resource Manager shows it, not a config',
  ],
  [
    'its properties',
    'vmSize: x\nscaleSettings: { fixedScale: {} }',
    'is the properties of a pool in Resource Manager, not a config',
  ],
  [
    'a template',
    JSON.stringify({ contentVersion: '1.0.0.0', resources: [] }),
    'is an ARM template, not a config',
  ],
  [
    'an old template of Batch Explorer',
    JSON.stringify({ parameters: {}, pool: { id: 'x', vmSize: 'y' } }),
    'is an ARM template, not a config',
  ],
  [
    'terraform show',
    JSON.stringify({ format_version: '1.0', values: {} }),
    'is a Terraform state, not a config',
  ],
  [
    'a state file',
    JSON.stringify({ version: 4, lineage: 'x', resources: [] }),
    'is a Terraform state, not a config',
  ],
  [
    'Get-AzBatchPool',
    JSON.stringify({ Id: 'x', VirtualMachineSize: 'y' }),
    'is the output of Get-AzBatchPool, not a config',
  ],
  [
    'a job',
    'poolInfo: { autoPoolSpecification: { pool: { vmSize: x } } }',
    'is the auto pool of a job, not a config',
  ],
  [
    'HCL',
    'resource "azurerm_batch_pool" "a" {\n  name = "x"\n}\n',
    'is Terraform source (HCL), not a config',
  ],
  [
    'Bicep',
    "resource pool 'Microsoft.Batch/batchAccounts/pools@2024-07-01' = {\n  name: 'x'\n}\n",
    'is Bicep source, not a config',
  ],
  [
    'the parameters of Bicep',
    "using './main.bicep'\nparam poolName = 'x'\n",
    'is the parameters of a Bicep file, not a config',
  ],
  [
    'the parameters of a template',
    JSON.stringify({
      $schema: 'https://schema.management.azure.com/schemas/2019-04-01/deploymentParameters.json#',
      parameters: {},
    }),
    'is the parameters of an ARM template, not a config',
  ],
  [
    'a script',
    '#!/bin/sh\naz batch pool create --id x --vm-size y\n',
    'is a command line that creates a pool, not a config',
  ],
]

describe('a document of another tool', () => {
  test.each(documents)(
    '%s is one finding that says what it is and names import',
    async (_, text, said) => {
      const source = memorySource({
        inputs: { config: 'pool.json', mode: 'validate' },
        files: { 'pool.json': text },
      })
      const { findings, configs } = await loadInputs(source)
      expect(configs).toEqual([])
      expect(findings).toMatchObject([
        { rule: 'config/foreign-form', severity: 'error', message: `'pool.json' ${said}` },
      ])
      expect(findings[0]!.help).toContain('image-to-pool import')
    },
  )

  test.each([
    [
      'of Packer',
      JSON.stringify({ builds: [], last_run_uuid: 'x' }),
      "is the output of Packer's manifest post-processor, not a config",
      'name it as packer-manifest (image.packerManifest)',
    ],
    [
      'of GitHub',
      'name: pools\non: push\njobs: {}\n',
      'is a workflow of GitHub Actions, not a config',
      'let config name the files of pools alone',
    ],
  ])('%s without a pool in it is one finding, too', async (_, text, said, help) => {
    const source = memorySource({
      inputs: { config: 'a.yml', mode: 'validate' },
      files: { 'a.yml': text },
    })
    const { findings } = await loadInputs(source)
    expect(findings).toMatchObject([
      { rule: 'config/foreign-form', severity: 'error', message: `'a.yml' ${said}`, help },
    ])
  })

  test.each([
    ['a config', 'pool:\n  name: render\n'],
    [
      'a config with a key of ARM in the wrong place',
      'pool: { name: x }\nvmSize: Standard_D2s_v5\n',
    ],
    ['nothing that anybody knows', 'name: x\n'],
  ])('%s is none', async (_, text) => {
    const source = memorySource({
      inputs: { config: 'a.yml', mode: 'validate' },
      files: { 'a.yml': text },
    })
    const { findings } = await loadInputs(source)
    expect(findings.map(({ rule }) => rule)).not.toContain('config/foreign-form')
  })
})
