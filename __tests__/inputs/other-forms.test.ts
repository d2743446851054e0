/** Pools as people have them: in other letter cases, with nulls, in the words of az, Terraform and older versions. */
import { describe, expect, test } from '@jest/globals'
import { loadInputs } from '../../src/inputs/load-inputs.js'
import { checkConfig } from '../../src/rules/index.js'
import { memorySource } from './memory-source.js'

const versionId =
  '/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/rg/providers/Microsoft.Compute/galleries/g/images/d/versions/1.0.0'
const accountId =
  '/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/rg/providers/Microsoft.Batch/batchAccounts/renderbatch'
const agent = 'deploymentConfiguration: { virtualMachineConfiguration: { nodeAgentSkuId: auto } }'

interface Read {
  /** `severity rule place-without-prefix message -> help` */
  readonly said: readonly string[]
  readonly properties: unknown
  readonly pool: unknown
}

async function readPool(pool: string): Promise<Read> {
  const text = `image: { id: ${versionId} }\npool:\n  account: ${accountId}\n${pool.replace(/^/gm, '  ')}\n`
  const source = memorySource({
    inputs: { config: 'a.yml', mode: 'validate' },
    files: { 'a.yml': text },
  })
  const { findings, configs } = await loadInputs(source)
  const ofRules = configs.flatMap(checkConfig).filter(({ severity }) => severity === 'error')
  const said = [...findings, ...ofRules].map(
    ({ severity, message, help }) =>
      `${severity} ${message.replaceAll('pool.properties.', '')} -> ${help.replaceAll('pool.properties.', '')}`,
  )
  const config = configs[0]?.config.pool
  return { said, properties: config?.properties, pool: config }
}

async function readProperties(properties: string, withAgent = true): Promise<Read> {
  const own = withAgent ? `${agent}\n${properties}` : properties
  return await readPool(
    `name: p\nproperties:\n  vmSize: Standard_D2s_v5\n${own.replace(/^/gm, '  ')}`,
  )
}

describe('letter case of choices', () => {
  test.each([
    ['startTask: { commandLine: x, userIdentity: { autoUser: { scope: pool } } }', 'Pool'],
    ['userAccounts: [{ name: a, password: b, elevationLevel: ADMIN }]', 'Admin'],
    ['taskSchedulingPolicy: { nodeFillType: pack }', 'Pack'],
    ['interNodeCommunication: DISABLED', 'Disabled'],
    [
      'scaleSettings: { fixedScale: { targetDedicatedNodes: 1, nodeDeallocationOption: taskcompletion } }',
      'TaskCompletion',
    ],
    ['networkConfiguration: { dynamicVnetAssignmentScope: Job }', 'job'],
  ])('%s is a notice, and stays as it is written', async (written, spelled) => {
    const { said, properties } = await readProperties(written)
    expect(said).toEqual([expect.stringMatching(new RegExp(`^notice .* -> write ${spelled}$`))])
    const word = /(\w+)[ }\]]*$/.exec(written)?.[1]
    expect(JSON.stringify(properties)).toContain(`"${word!}"`)
  })

  test('a word that is none of them is still an error', async () => {
    const { said } = await readProperties('interNodeCommunication: on_')
    expect(said).toEqual([expect.stringMatching(/^error interNodeCommunication cannot be 'on_'/)])
  })
})

describe('nulls and empty texts', () => {
  test('null is absent, whatever the key, and is not sent', async () => {
    const { said, properties } = await readProperties(
      'autoScaleFormula: null\napplicationPackageReferences: ~\nnever_heard_of: null\nscaleSettings: { autoScale: null, fixedScale: { targetDedicatedNodes: 1, resizeTimeout: null } }\nstartTask: null',
    )
    expect(said).toEqual([])
    expect(properties).toMatchObject({ scaleSettings: { fixedScale: { targetDedicatedNodes: 1 } } })
    expect(JSON.stringify(properties)).not.toContain('null')
  })

  test('null in settings that are free is what it says', async () => {
    const { properties } = await readProperties(
      'deploymentConfiguration: { virtualMachineConfiguration: { nodeAgentSkuId: auto, extensions: [{ name: a, publisher: b, type: c, settings: { d: null } }] } }',
      false,
    )
    expect(JSON.stringify(properties)).toContain('"settings":{"d":null}')
  })

  test.each([
    'scaleSettings: { fixedScale: { targetDedicatedNodes: 1, nodeDeallocationOption: "" } }',
    'scaleSettings: { fixedScale: { targetDedicatedNodes: 1, resizeTimeout: "" } }',
    'networkConfiguration: { subnetId: "" }',
    'startTask: { commandLine: x, waitForSuccess: "" }',
  ])('%s: an empty text is a warning, and is not sent', async (written) => {
    const { said, properties } = await readProperties(written)
    expect(said).toEqual([expect.stringMatching(/^warning \S+ is empty and is not sent/)])
    expect(JSON.stringify(properties)).not.toContain('""')
  })

  test('an empty value of a name is a value', async () => {
    const { said, properties } = await readProperties('metadata: [{ name: a, value: "" }]')
    expect(said).toEqual([])
    expect(properties).toMatchObject({ metadata: [{ name: 'a', value: '' }] })
  })

  test('what cannot be left out cannot be empty', async () => {
    const { said } = await readProperties('taskSchedulingPolicy: { nodeFillType: "" }')
    expect(said).toEqual([
      expect.stringMatching(/^error taskSchedulingPolicy.nodeFillType is empty/),
    ])
  })
})

describe('durations', () => {
  test.each([
    ['PT0.5H', 'PT30M'],
    ['P1W', 'P7D'],
    ['P0Y0M0DT0H30M0S', 'PT30M'],
    ['PT1.5M', 'PT1M30S'],
    ['P1DT0H', 'P1D'],
    ['PT90M', 'PT90M'],
    ['P1DT2H', 'P1DT2H'],
  ])('%s is sent as %s, as az sends it', async (written, sent) => {
    const { properties } = await readProperties(
      `upgradePolicy: { mode: rolling, rollingUpgradePolicy: { pauseTimeBetweenBatches: ${written} } }`,
    )
    expect(properties).toMatchObject({
      upgradePolicy: { rollingUpgradePolicy: { pauseTimeBetweenBatches: sent } },
    })
  })

  test.each([
    ['0:30:00', 'PT30M'],
    ['1 day, 0:00:00', 'P1D'],
    ['2 days, 3:04:05', 'P2DT3H4M5S'],
    ['00:45:00', 'PT45M'],
    ['1.02:03:04', 'P1DT2H3M4S'],
  ])('%s, as az and PowerShell print it, is one error with %s', async (written, iso) => {
    const { said } = await readProperties(
      `scaleSettings: { autoScale: { formula: $TargetDedicatedNodes = 1;, evaluationInterval: '${written}' } }`,
    )
    expect(said.filter((one) => one.includes('ISO 8601'))).toEqual([
      `error scaleSettings.autoScale.evaluationInterval is '${written}', which is not an ISO 8601 duration -> write ${iso}`,
    ])
  })
})

describe('what Azure and its tools write around a pool', () => {
  const identityId =
    '/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/rg/providers/Microsoft.ManagedIdentity/userAssignedIdentities/i'

  test('what a GET shows of an identity is reported and not sent', async () => {
    const { said, pool } = await readPool(
      `name: p\nidentity:\n  type: UserAssigned\n  tenantId: t\n  principalId: ~\n  userAssignedIdentities:\n    ${identityId}: { clientId: a, principalId: b }\nproperties: { vmSize: S, ${agent} }`,
    )
    expect(said.map((one) => /(\w+) is set by Azure and is not sent/.exec(one)?.[1])).toEqual([
      'tenantId',
      'clientId',
      'principalId',
    ])
    expect(pool).toMatchObject({
      identity: { type: 'UserAssigned', userAssignedIdentities: { [identityId]: {} } },
    })
    expect(JSON.stringify(pool)).not.toMatch(/clientId|principalId|tenantId/)
  })

  test('an identity with nothing behind its ID is whole', async () => {
    const { said, pool } = await readPool(
      `name: p\nidentity: { type: UserAssigned, userAssignedIdentities: { ${identityId}: ~ } }\nproperties: { vmSize: S, ${agent} }`,
    )
    expect(said).toEqual([])
    expect(pool).toMatchObject({ identity: { userAssignedIdentities: { [identityId]: {} } } })
  })

  test.each([
    ['resourceGroup: rg', 'added by the tool'],
    ['state: active', 'is set by Azure'],
    ['eTag: x', 'is set by Azure'],
  ])('%s is a warning, and is not sent', async (written, why) => {
    const { said, properties } = await readProperties(written)
    expect(said).toEqual([expect.stringMatching(new RegExp(`^warning .*${why}.*not sent`))])
    expect(properties).not.toHaveProperty(written.split(':')[0]!)
  })
})

describe('the words of other forms', () => {
  test.each([
    [
      'enableInterNodeCommunication: true',
      'error enableInterNodeCommunication is not a known key -> write it as interNodeCommunication: Enabled',
      { interNodeCommunication: 'Enabled' },
    ],
    [
      'interNodeCommunication: false',
      'error interNodeCommunication cannot be false -> write Disabled',
      { interNodeCommunication: 'Disabled' },
    ],
    [
      'enableAutoScale: false\nscaleSettings: { fixedScale: { targetDedicatedNodes: 1 } }',
      'warning enableAutoScale is not needed and is not sent -> remove it: fixedScale says so',
      { scaleSettings: { fixedScale: { targetDedicatedNodes: 1 } } },
    ],
    [
      `applicationPackageReferences: [{ applicationId: ${accountId}/applications/b, version: "1" }]`,
      'error applicationPackageReferences is not a known key -> write it as applicationPackages, with id for applicationId',
      { applicationPackages: [{ id: `${accountId}/applications/b`, version: '1' }] },
    ],
    [
      'startTask: { commandLine: x, resourceFiles: [{ blobSource: https://a.b/c, filePath: f }] }',
      'error startTask.resourceFiles[0].blobSource is not a known key -> write it as httpUrl',
      { startTask: { resourceFiles: [{ httpUrl: 'https://a.b/c', filePath: 'f' }] } },
    ],
    [
      'startTask: { commandLine: x, runElevated: true }',
      'error startTask.runElevated does not belong here -> write it as startTask.userIdentity.autoUser.elevationLevel: Admin',
      { startTask: { userIdentity: { autoUser: { elevationLevel: 'Admin' } } } },
    ],
    [
      'vmCount: 3',
      'error vmCount does not belong here -> write it as scaleSettings.fixedScale.targetDedicatedNodes',
      { scaleSettings: { fixedScale: { targetDedicatedNodes: 3 } } },
    ],
    [
      'max_tasks_per_node: 2',
      'error max_tasks_per_node is not a known key -> write it as taskSlotsPerNode',
      { taskSlotsPerNode: 2 },
    ],
    [
      'maxTasksPerNode: 2\ntaskSlotsPerNode: 4',
      'error maxTasksPerNode is not a known key -> remove it: taskSlotsPerNode is given',
      { taskSlotsPerNode: 4 },
    ],
    [
      'metadata: { team: render }',
      'error metadata cannot be a map -> write a list: [{ name: team, value: … }]',
      { metadata: [{ name: 'team', value: 'render' }] },
    ],
    [
      'networkConfiguration: { public_address_provisioning_type: BatchManaged }',
      'error networkConfiguration.public_address_provisioning_type does not belong here -> write it as networkConfiguration.publicIPAddressConfiguration.provision',
      { networkConfiguration: { publicIPAddressConfiguration: { provision: 'BatchManaged' } } },
    ],
    [
      'startTask: { commandLine: x, common_environment_properties: { A: b } }',
      'error startTask.common_environment_properties is not a known key -> write it as environmentSettings: a list: [{ name: A, value: … }]',
      { startTask: { environmentSettings: [{ name: 'A', value: 'b' }] } },
    ],
    [
      'node_placement: { policy: Zonal }',
      'error node_placement does not belong here -> write it as deploymentConfiguration.virtualMachineConfiguration.nodePlacementConfiguration',
      {
        deploymentConfiguration: {
          virtualMachineConfiguration: { nodePlacementConfiguration: { policy: 'Zonal' } },
        },
      },
    ],
  ])('%s: one finding, and it is read as what it means', async (written, finding, meant) => {
    const { said, properties } = await readProperties(written)
    expect(said).toEqual([finding])
    expect(properties).toMatchObject(meant)
  })

  test.each([
    ['targetNodeCommunicationMode: simplified', 'targetNodeCommunicationMode'],
    ['targetNodeCommunicationMode: Default', 'targetNodeCommunicationMode'],
    ['targetNodeCommunicationMode: Classic', 'targetNodeCommunicationMode'],
    ['certificates: []', 'certificates'],
    ['certificateReferences: [{ thumbprint: a }]', 'certificateReferences'],
    ['applicationLicenses: [maya]', 'applicationLicenses'],
  ])('%s has no meaning any more: a warning, not sent', async (written, key) => {
    const { said, properties } = await readProperties(written)
    expect(said).toEqual([expect.stringMatching(/^warning \S+ has no meaning any more/)])
    expect(properties).not.toHaveProperty(key)
  })

  test('an older API version that is asked for has them still', async () => {
    const { said, properties } = await readPool(
      `name: p\nbatchApiVersion: '2024-07-01'\nproperties: { vmSize: S, targetNodeCommunicationMode: Simplified, ${agent} }`,
    )
    expect(said).toEqual([])
    expect(properties).toMatchObject({ targetNodeCommunicationMode: 'Simplified' })
  })

  test('the ID of a gallery image that the data plane calls virtualMachineImageId is the image', async () => {
    const { said, properties } = await readProperties(
      `deploymentConfiguration: { virtualMachineConfiguration: { nodeAgentSkuId: batch.node.ubuntu 24.04, imageReference: { virtualMachineImageId: ${versionId} } } }`,
      false,
    )
    expect(said).toEqual([
      expect.stringMatching(/^error .*virtualMachineImageId .* write it as id$/),
    ])
    expect(JSON.stringify(properties)).toContain(`"imageReference":{"id":"${versionId}"}`)
  })

  test('beside the properties: counts, groups and images of other tools', async () => {
    const { said } = await readPool(
      `name: p\nvm_count: 3\nresource_group_name: rg\nimage: Canonical:ubuntu-24_04-lts:server:latest\nproperties: { vmSize: S, ${agent} }`,
    )
    expect(said).toEqual([
      'error pool.vm_count does not belong here -> write it as scaleSettings.fixedScale.targetDedicatedNodes',
      'error pool.resource_group_name does not belong here -> remove it: the pool is where its account is; give pool.account as an ID, or its name with the input resource-group',
      'error pool.image does not belong here -> write it as deploymentConfiguration.virtualMachineConfiguration.imageReference: { publisher: Canonical, offer: ubuntu-24_04-lts, sku: server, version: latest }',
    ])
  })

  test("a whole pool in the data plane's form is one error that says so", async () => {
    const { said, properties } = await readPool(
      [
        'name: p',
        'properties:',
        '  id: p',
        '  vmSize: standard_d2s_v5',
        '  virtualMachineConfiguration: { nodeAgentSKUId: batch.node.ubuntu 24.04, dataDisks: null }',
        '  targetDedicatedNodes: 1',
        '  enableAutoScale: false',
        '  autoScaleFormula: null',
        '  enableInterNodeCommunication: false',
        '  applicationPackageReferences: null',
      ].join('\n'),
    )
    const errors = said.filter((one) => one.startsWith('error'))
    expect(errors).toEqual([
      expect.stringMatching(
        /^error pool.properties are written in the form of the Batch data plane .*image-to-pool import.*virtualMachineConfiguration as deploymentConfiguration/,
      ),
    ])
    expect(said[0]).toBe(errors[0])
    expect(properties).toMatchObject({
      interNodeCommunication: 'Disabled',
      scaleSettings: { fixedScale: { targetDedicatedNodes: 1 } },
    })
  })
})

test.each([
  [
    'networkConfiguration: { publicIPAddressConfiguration: { provision: NOPUBLICIPADDRESSES }, endpointConfiguration: { inboundNatPools: [{ name: a, protocol: tcp, backendPort: 22, frontendPortRangeStart: 1000, frontendPortRangeEnd: 1100 }] } }',
    /public address/,
  ],
  [
    'upgradePolicy: { mode: rolling, rollingUpgradePolicy: { enableCrossZoneUpgrade: true } }\ndeploymentConfiguration: { virtualMachineConfiguration: { nodeAgentSkuId: auto, nodePlacementConfiguration: { policy: REGIONAL } } }',
    /enableCrossZoneUpgrade/,
  ],
])('rules judge a choice in any letter case: %s', async (written, finding) => {
  const { said } = await readProperties(written, !written.includes('nodeAgentSkuId'))
  expect(said.filter((one) => one.startsWith('error'))).toEqual([expect.stringMatching(finding)])
})
