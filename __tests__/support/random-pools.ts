/** Random pools out of Azure's published schema: what the service takes of them, the simulator decides. */
import fc from 'fast-check'
import { isJsonObject, type Json, type JsonObject } from '../../src/shared/json.js'
import { readArmPool, type ArmNode } from './arm-pool-schema.js'

const account =
  '/subscriptions/30000000-0000-4000-a000-000000000001/resourceGroups/rg-batch/providers/Microsoft.Batch/batchAccounts/renderbatch'
const identity = `${account.split('/providers')[0] ?? ''}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/nodes`

/** Values that mean something, where a text is not just any text. */
const texts: readonly (readonly [RegExp, readonly string[]])[] = [
  [/imageReference\.publisher$/, ['canonical']],
  [/imageReference\.offer$/, ['ubuntu-24_04-lts']],
  [/imageReference\.sku$/, ['server']],
  [/imageReference\.version$/, ['latest', '24.04.202610010']],
  [/nodeAgentSkuId$/, ['batch.node.ubuntu 24.04']],
  [/identityReference\.resourceId$/, [identity]],
  [/(timeout|interval|pauseTimeBetweenBatches)$/i, ['PT15M', 'PT30M', 'PT1H']],
  [
    /formula$/,
    ['$TargetDedicatedNodes = 1;', '$TargetDedicatedNodes=2;\n$TargetLowPriorityNodes=0;'],
  ],
  [/sourceAddressPrefix$/, ['*', '10.0.0.0/8', 'Internet']],
  [/sourcePortRanges\[\]$/, ['*', '1024-2000']],
  [/(httpUrl|storageContainerUrl|azureFileUrl)$/, ['https://files.example.com/a/b']],
  [/fileMode$/, ['0644', '0755']],
  [/environmentSettings\[\]\.name$/, ['A', 'TEXTURES', 'path_2']],
]

/** Numbers that the service wants within bounds that the schema does not know. */
const numbers: readonly (readonly [RegExp, number, number])[] = [
  [/taskSlotsPerNode$/, 1, 8],
  [/diskSizeGB$/, 1, 100],
  [/backendPort$/, 1000, 20_000],
  [/priority$/, 150, 4096],
]

/** Needed by the service, and not by the schema. */
const alsoRequired =
  /startTask\.commandLine$|imageReference\.(publisher|offer|sku)$|targetDedicatedNodes$/

/** Parts whose keys depend on each other: what Azure takes of them. */
const wholes: readonly (readonly [RegExp, fc.Arbitrary<Json>])[] = [
  [
    /virtualMachineConfiguration\.osDisk$/,
    fc.record(
      {
        caching: fc.constantFrom('None', 'ReadOnly', 'ReadWrite'),
        diskSizeGB: fc.integer({ min: 64, max: 512 }),
        managedDisk: fc.record({
          storageAccountType: fc.constantFrom('Standard_LRS', 'Premium_LRS', 'StandardSSD_LRS'),
        }),
      },
      { requiredKeys: [] },
    ),
  ],
  [/virtualMachineConfiguration\.securityProfile$/, fc.record({ encryptionAtHost: fc.boolean() })],
  [
    /virtualMachineConfiguration\.extensions$/,
    fc.constant([
      {
        ...{
          name: 'monitor',
          publisher: 'Microsoft.Azure.Monitor',
          type: 'AzureMonitorLinuxAgent',
        },
        ...{
          typeHandlerVersion: '1.29',
          autoUpgradeMinorVersion: true,
          settings: { a: { B: [1] } },
        },
      },
    ]),
  ],
  [/publicIPAddressConfiguration$/, fc.constant({ provision: 'BatchManaged' })],
  [
    /mountConfiguration$/,
    fc.constant([
      {
        nfsMountConfiguration: {
          ...{ source: '10.0.0.4:/data', relativeMountPath: 'data', mountOptions: '-o vers=4,ro' },
        },
      },
    ]),
  ],
  [/upgradePolicy$/, fc.record({ mode: fc.constantFrom('manual', 'automatic') })],
]

/** Left out: other kinds of image, resources that would have to be there, what is Windows' alone, secrets that no answer shows. */
const leftOut =
  /imageReference\.(id|communityGalleryImageId|sharedGalleryImageId)$|virtualMachineConfiguration\.(serviceArtifactReference|diskEncryptionConfiguration|containerConfiguration|licenseType|windowsConfiguration)|dataDisks\[\]\.managedDisk\.(diskEncryptionSet|securityProfile)|subnetId|ipAddressIds|ipTags|userAccounts|applicationPackages|registry|containerSettings|userIdentity\.userName|autoStorageContainerName|password/

export function randomPools(): fc.Arbitrary<JsonObject> {
  const { nodes } = readArmPool('2025-06-01')
  const childrenOf = (path: string): readonly ArmNode[] =>
    [...nodes.values()].filter(
      (node) => node.path.startsWith(`${path}.`) && !/[.[]/.test(node.path.slice(path.length + 1)),
    )

  function valueOf({ path, schema }: ArmNode): fc.Arbitrary<Json> {
    const known = texts.find(([pattern]) => pattern.test(path))?.[1]
    if (known !== undefined) return fc.constantFrom(...known)
    const whole = wholes.find(([pattern]) => pattern.test(path))?.[1]
    if (whole !== undefined) return whole
    if (schema.enum !== undefined) return fc.constantFrom(...schema.enum)
    const [, min, max] = numbers.find(([pattern]) => pattern.test(path)) ?? []
    if (min !== undefined) return fc.integer({ min, max: max ?? min })
    switch (schema.type) {
      case 'integer':
        return fc.integer({ min: schema.minimum ?? 0, max: schema.maximum ?? 3 })
      case 'boolean':
        return fc.boolean()
      case 'array': {
        const item = nodes.get(`${path}[]`)
        return item === undefined
          ? fc.constant([])
          : fc.array(valueOf(item), { minLength: 1, maxLength: 2 }).map((all) => all.map(toldApart))
      }
      case 'string':
        return fc
          .string({ unit: 'grapheme', minLength: 1, maxLength: 12 })
          .map((text) => `x${text}`)
      case undefined:
      default:
        return mapOf(path, schema.required ?? [])
    }
  }

  function mapOf(path: string, required: readonly string[]): fc.Arbitrary<JsonObject> {
    const children = childrenOf(path).filter((node) => !leftOut.test(node.path))
    const values = Object.fromEntries(
      children.map((node) => [node.path.slice(path.length + 1), valueOf(node)]),
    )
    const requiredKeys = Object.keys(values).filter(
      (key) => required.includes(key) || alsoRequired.test(`${path}.${key}`),
    )
    return fc.record(values, { requiredKeys })
  }

  const scale = fc.oneof(
    mapOf('.scaleSettings.fixedScale', []).map((fixedScale) => ({ fixedScale })),
    mapOf('.scaleSettings.autoScale', ['formula']).map((autoScale) => ({ autoScale })),
  )
  const base = fc.record({
    vmSize: fc.constantFrom('Standard_D4s_v5', 'STANDARD_D2S_V5'),
    scaleSettings: scale,
  })
  const machine = mapOf('.deploymentConfiguration.virtualMachineConfiguration', [
    'imageReference',
    'nodeAgentSkuId',
  ]).map((virtualMachineConfiguration) => ({
    deploymentConfiguration: { virtualMachineConfiguration },
  }))
  return fc
    .tuple(mapOf('', []), base, machine)
    .map((parts) => Object.assign({}, ...parts) as JsonObject)
}

/** Items of a list that must differ, and ports that must not overlap. */
function toldApart(item: Json, index: number): Json {
  if (!isJsonObject(item)) return item
  const start = 15_000 + index * 1000
  return {
    ...item,
    ...('lun' in item && { lun: index }),
    ...('priority' in item && { priority: 200 + index }),
    ...('backendPort' in item && { backendPort: 2000 + index }),
    ...('frontendPortRangeStart' in item && { frontendPortRangeStart: start }),
    ...('frontendPortRangeEnd' in item && { frontendPortRangeEnd: start + 99 }),
  }
}
