import { describe, expect, test } from '@jest/globals'
import { parse } from 'yaml'
import * as v from 'valibot'
import { configSchema } from '../../../src/inputs/schema.js'
import { rules } from '../../../src/rules/index.js'
import type { OfflineRule } from '../../../src/rules/rule.js'
import { pathText } from '../../../src/shared/path-text.js'

const offline = rules.filter((rule) => rule.needs === 'config')
const own = offline.filter(({ id }) => id.startsWith('config/'))

function check(rule: OfflineRule, text: string): readonly string[] {
  const config = v.parse(configSchema, parse(text))
  return rule.check(config).map(({ at, message, help, severity = rule.severity }) => {
    expect(help).toMatch(/\S/)
    expect(message).toMatch(/^[^A-Z].*[^.]$/)
    return `${severity} at ${pathText(at)}: ${message}`
  })
}

const id = '/subscriptions/s/resourceGroups/g/providers'
const properties = (text: string) => `pool: { properties: ${text} }`
const scale = (text: string) => properties(`{ scaleSettings: ${text} }`)
const identity = (text: string) => `pool: { identity: ${text} }`
const long = (count: number) => 'x'.repeat(count)

interface Cases {
  readonly passes: readonly string[]
  readonly fails: readonly (readonly [config: string, ...found: string[]])[]
}

const cases: Readonly<Record<string, Cases>> = {
  'config/one-way-to-the-image': {
    passes: [
      '{}',
      'image: { osSnapshot: a, dataSnapshots: [b] }',
      'image: { source: a, dataDiskSources: [b] }',
      'image: { osSnapshot: a, dataDiskSources: [] }',
      `image: { id: x, name: i }`,
    ],
    fails: [
      [
        'image: { osSnapshot: a, source: b }',
        'error at image.source: os-snapshot and source exclude each other',
      ],
      [
        'image: { osSnapshot: a, dataDiskSources: [b] }',
        'error at image.dataDiskSources: os-snapshot and data-disk-sources exclude each other',
      ],
      [
        'image: { source: a, dataSnapshots: [b] }',
        'error at image.dataSnapshots: source and data-snapshots exclude each other',
      ],
      [
        'image: { dataDiskSources: [a], dataSnapshots: [b] }',
        'error at image.dataDiskSources: data-snapshots and data-disk-sources exclude each other',
      ],
      [
        'image: { id: x, osSnapshot: a, dataSnapshots: [b] }',
        'error at image.osSnapshot: os-snapshot and image-id exclude each other: with image-id no image is made',
        'error at image.dataSnapshots: data-snapshots and image-id exclude each other: with image-id no image is made',
      ],
    ],
  },
  'config/image-is-complete': {
    passes: [
      '{}',
      'image: { id: x }',
      'image: { name: i, osSnapshot: a }',
      'image: { name: i, source: a }',
      'image: { osSnapshot: a }\ngallery: { source: snapshots }',
    ],
    fails: [
      ['image: { name: i }', 'error at image: there is nothing to make the image from'],
      ['image: { source: a }', 'error at image: the image has no name'],
      [
        'image: { osSnapshot: a }\ngallery: { source: image }',
        'error at image: the image has no name',
      ],
    ],
  },
  'config/sources-are-distinct': {
    passes: ['{}', 'image: { osSnapshot: a, dataSnapshots: [b, 1=c] }', 'image: { source: a }'],
    fails: [
      [
        'image: { osSnapshot: a, dataSnapshots: [b, 5=A] }',
        "warning at image.dataSnapshots[1]: 'A' is the source of more than one disk",
      ],
      [
        'image: { source: a, dataDiskSources: [b, b] }',
        "warning at image.dataDiskSources[1]: 'b' is the source of more than one disk",
      ],
    ],
  },
  'config/image-tags': {
    passes: ['{}', 'image: { tags: {} }', `image: { tags: { team: '', 'a b.c': <> } }`],
    fails: [
      [`image: { tags: { 'a/b': c } }`, `error at image.tags["a/b"]: tag name 'a/b' holds /`],
      [
        `image: { tags: { a: ${long(257)} } }`,
        "error at image.tags.a: the value of tag 'a' has 257 characters",
      ],
      [
        `image: { tags: { ${Array.from({ length: 51 }, (_, index) => `t${String(index)}: x`).join(', ')} } }`,
        'error at image.tags: 51 tags are more than a resource can have',
      ],
      [
        `image: { tags: { Image-To-Pool-Commit: x, image-to-pool: y, image-to-poolside: z } }`,
        "error at image.tags.Image-To-Pool-Commit: tag name 'Image-To-Pool-Commit' is one that this action writes itself",
        "error at image.tags.image-to-pool: tag name 'image-to-pool' is one that this action writes itself",
      ],
      [
        `image: { tags: { ${Array.from({ length: 42 }, (_, index) => `t${String(index)}: x`).join(', ')} } }`,
        'notice at image.tags: 42 tags leave room for 8 of the 9 that say where the image comes from',
      ],
    ],
  },
  'config/pool-tags': {
    passes: ['{}', 'pool: { tags: { team: render } }'],
    fails: [
      [`pool: { tags: { 'a?b': c } }`, `error at pool.tags["a?b"]: tag name 'a?b' holds ?`],
      [
        `pool: { tags: { a: ${long(257)} } }`,
        "error at pool.tags.a: the value of tag 'a' has 257 characters",
      ],
    ],
  },
  'config/rollout-has-a-pool': {
    passes: ['{}', 'rollout: {}', 'pool: {}\nrollout: { waitFor: steady }'],
    fails: [
      [
        'rollout: { waitFor: steady, onExistingPool: fail }',
        'warning at rollout.onExistingPool: onExistingPool is given, but there is no pool that it could apply to',
        'warning at rollout.waitFor: waitFor is given, but there is no pool that it could apply to',
      ],
    ],
  },
  'config/secret-fields': {
    passes: [
      '{}',
      properties('{ userAccounts: [{ name: a, password: "<password>" }] }'),
      properties(
        '{ userAccounts: [{ name: password }], metadata: [{ name: a, value: password }] }',
      ),
    ],
    fails: [
      [
        properties(
          '{ userAccounts: [{ name: a, password: hunter2, linuxUserConfiguration: { sshPrivateKey: k } }] }',
        ),
        'warning at pool.properties.userAccounts[0].password: pool.properties.userAccounts[0].password holds a password in plain text',
        'warning at pool.properties.userAccounts[0].linuxUserConfiguration.sshPrivateKey: pool.properties.userAccounts[0].linuxUserConfiguration.sshPrivateKey holds a private key in plain text',
      ],
      [
        properties(
          '{ mountConfiguration: [{ azureBlobFileSystemConfiguration: { accountKey: k, sasKey: s } }] }',
        ),
        'warning at pool.properties.mountConfiguration[0].azureBlobFileSystemConfiguration.accountKey: pool.properties.mountConfiguration[0].azureBlobFileSystemConfiguration.accountKey holds the key of a storage account in plain text',
        'warning at pool.properties.mountConfiguration[0].azureBlobFileSystemConfiguration.sasKey: pool.properties.mountConfiguration[0].azureBlobFileSystemConfiguration.sasKey holds a shared access signature in plain text',
      ],
      [
        properties(
          '{ deploymentConfiguration: { virtualMachineConfiguration: { extensions: [{ protectedSettings: { script: x } }] } } }',
        ),
        'warning at pool.properties.deploymentConfiguration.virtualMachineConfiguration.extensions[0].protectedSettings.script: pool.properties.deploymentConfiguration.virtualMachineConfiguration.extensions[0].protectedSettings.script holds protected settings of an extension in plain text',
      ],
    ],
  },
  'config/secret-shapes': {
    passes: [
      '{}',
      'image: { source: "https://a.blob.core.windows.net/c/d.vhd?sv=2020&sp=r" }',
      properties(`{ startTask: { commandLine: ${long(5000)} } }`),
      // Told by its field already.
      properties('{ userAccounts: [{ password: "-----BEGIN PRIVATE KEY-----" }] }'),
    ],
    fails: [
      [
        'image: { source: "https://a.blob.core.windows.net/c/d.vhd?sv=2020&sig=abcdefghijklmnopqrstuvwx%3D" }',
        'warning at image.source: image.source looks like a shared access signature',
      ],
      [
        properties(
          `{ startTask: { environmentSettings: [{ name: A, value: "DefaultEndpointsProtocol=https;AccountName=a;AccountKey=${'Ab1/'.repeat(21)}Ab==" }, { name: B, value: "${'Ab1/'.repeat(21)}Ab==" }, { name: C, value: "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NSJ9.c2lnbmF0dXJl" }, { name: D, value: "-----BEGIN RSA PRIVATE KEY-----\\nMII" }, { name: E, value: "ghp_${'a1'.repeat(18)}" }] } }`,
        ),
        'warning at pool.properties.startTask.environmentSettings[0].value: pool.properties.startTask.environmentSettings[0].value looks like a connection string with an account key',
        'warning at pool.properties.startTask.environmentSettings[1].value: pool.properties.startTask.environmentSettings[1].value looks like an account key',
        'warning at pool.properties.startTask.environmentSettings[2].value: pool.properties.startTask.environmentSettings[2].value looks like a JSON Web Token',
        'warning at pool.properties.startTask.environmentSettings[3].value: pool.properties.startTask.environmentSettings[3].value looks like a private key',
        'warning at pool.properties.startTask.environmentSettings[4].value: pool.properties.startTask.environmentSettings[4].value looks like a token of GitHub',
      ],
    ],
  },
  'config/expressions-are-filled-in': {
    passes: ['{}', 'image: { name: $x }'],
    fails: [
      [
        'image: { name: "render-${{ github.sha }}" }',
        'warning at image.name: image.name holds ${{ github.sha }}, which nothing fills in here',
      ],
    ],
  },
  'config/pool-is-complete': {
    passes: ['{}', 'pool: { account: a, name: p, properties: { vmSize: s } }'],
    fails: [
      [
        'pool: {}',
        'error at pool: the pool has no Batch account',
        'error at pool: the pool has no name',
        'error at pool.properties.vmSize: the pool has no VM size',
      ],
    ],
  },
  'config/pool-name': {
    passes: ['{}', 'pool: { name: Render_Pool-1 }', `pool: { name: ${long(64)} }`],
    fails: [
      ['pool: { name: bad.name }', "error at pool.name: 'bad.name' is not a valid pool name"],
      [`pool: { name: ${long(65)} }`, `error at pool.name: '${long(65)}' is not a valid pool name`],
      ['pool: { name: "a\\n" }', "error at pool.name: 'a\uFFFD' is not a valid pool name"],
    ],
  },
  'config/pool-account': {
    passes: [
      '{}',
      'pool: { account: renderbatch }',
      `pool: { account: ${id}/microsoft.batch/BatchAccounts/renderbatch }`,
    ],
    fails: [
      ['pool: { account: ab }', "error at pool.account: 'ab' is not a valid Batch account name"],
      [
        'pool: { account: renderbatch.koreacentral.batch.azure.com }',
        "error at pool.account: 'renderbatch.koreacentral.batch.azure.com' is not a valid Batch account name",
      ],
      [
        `pool: { account: ${id}/Microsoft.Batch/batchAccounts/a.b }`,
        `error at pool.account: '${id}/Microsoft.Batch/batchAccounts/a.b' ends in no name that a Batch account can have`,
      ],
      [
        `pool: { account: ${id}/Microsoft.Compute/images/i }`,
        `error at pool.account: '${id}/Microsoft.Compute/images/i' is of type Microsoft.Compute/images, not a Batch account`,
      ],
      ['pool: { account: /a/b }', "error at pool.account: '/a/b' is not a resource ID"],
    ],
  },
  'config/pool-has-an-image': {
    passes: [
      '{}',
      'image: { id: x }\npool: {}',
      'gallery: {}\npool: {}',
      properties(
        '{ deploymentConfiguration: { virtualMachineConfiguration: { imageReference: { offer: o } } } }',
      ),
    ],
    fails: [
      ['pool: {}', 'error at pool: there is no image to make the nodes of the pool from'],
      [
        properties(
          '{ deploymentConfiguration: { virtualMachineConfiguration: { imageReference: {} } } }',
        ),
        'error at pool: there is no image to make the nodes of the pool from',
      ],
    ],
  },
  'config/pool-scale': {
    passes: [
      '{}',
      scale('{ fixedScale: { targetDedicatedNodes: 0 } }'),
      scale('{ fixedScale: { targetLowPriorityNodes: 5 }, autoScale: null }'),
      scale('{ autoScale: { formula: $TargetDedicatedNodes=1 } }'),
      // Values of another kind are told by the schema.
      scale('5'),
      scale('{ fixedScale: 5 }'),
      scale(`{ fixedScale: { targetDedicatedNodes: '3', targetLowPriorityNodes: 1.5 } }`),
    ],
    fails: [
      [
        'pool: {}',
        'notice at pool.properties.scaleSettings: the pool asks for no nodes, so Batch makes it with none',
      ],
      [
        scale('{}'),
        'notice at pool.properties.scaleSettings: the pool asks for no nodes, so Batch makes it with none',
      ],
      [
        scale('{ fixedScale: { targetDedicatedNodes: 1 }, autoScale: { formula: x } }'),
        'error at pool.properties.scaleSettings.fixedScale: fixedScale and autoScale exclude each other',
      ],
      [
        scale('{ fixedScale: { resizeTimeout: PT30M } }'),
        'error at pool.properties.scaleSettings.fixedScale: fixedScale has neither targetDedicatedNodes nor targetLowPriorityNodes',
      ],
      [
        scale(`{ fixedScale: { targetDedicatedNodes: -3, targetLowPriorityNodes: -1 } }`),
        'error at pool.properties.scaleSettings.fixedScale.targetDedicatedNodes: targetDedicatedNodes is -3, which is not a whole number of 0 or more',
        'error at pool.properties.scaleSettings.fixedScale.targetLowPriorityNodes: targetLowPriorityNodes is -1, which is not a whole number of 0 or more',
      ],
      [
        scale('{ autoScale: {} }'),
        'error at pool.properties.scaleSettings.autoScale.formula: autoScale has no formula',
      ],
    ],
  },
  'config/pool-times': {
    passes: [
      '{}',
      scale('{ fixedScale: { resizeTimeout: PT5M } }'),
      scale('{ fixedScale: { resizeTimeout: null } }'),
      scale('{ autoScale: { evaluationInterval: P7D } }'),
      scale('{ fixedScale: { resizeTimeout: 30 } }'),
    ],
    fails: [
      [
        scale('{ fixedScale: { resizeTimeout: PT4M59S } }'),
        "error at pool.properties.scaleSettings.fixedScale.resizeTimeout: resizeTimeout is 'PT4M59S', less than the five minutes that Batch asks for",
      ],
      [
        scale('{ autoScale: { evaluationInterval: PT169H } }'),
        "error at pool.properties.scaleSettings.autoScale.evaluationInterval: evaluationInterval is 'PT169H', more than seven days, the most that Batch allows",
      ],
    ],
  },
  'config/pool-metadata': {
    passes: [
      '{}',
      properties(`{ metadata: [] }`),
      properties(`{ metadata: [{ name: a, value: '' }] }`),
      properties('{ metadata: { a: b } }'),
      properties('{ metadata: [x, { value: 1 }] }'),
    ],
    fails: [
      [
        properties(`{ metadata: [{ name: '', value: a }] }`),
        'error at pool.properties.metadata[0].name: an item of metadata has no name',
      ],
      [
        properties(`{ metadata: [{ name: image-to-pool-run, value: x }] }`),
        "error at pool.properties.metadata[0].name: metadata 'image-to-pool-run' is of a name that this action writes itself",
      ],
    ],
  },
  'config/pool-identity': {
    passes: [
      '{}',
      identity('{}'),
      identity('{ type: None }'),
      identity(
        `{ type: userAssigned, userAssignedIdentities: { ${id}/Microsoft.ManagedIdentity/userAssignedIdentities/i: {} } }`,
      ),
    ],
    fails: [
      [
        identity('{ type: SystemAssigned }'),
        "error at pool.identity.type: the identity of the pool is of type 'SystemAssigned', which pools cannot have",
      ],
      [
        identity('{ userAssignedIdentities: {} }'),
        'error at pool.identity.type: the identity of the pool has no type',
      ],
      [
        identity('{ type: UserAssigned, userAssignedIdentities: { mine: {} } }'),
        "error at pool.identity.userAssignedIdentities.mine: 'mine' is not the resource ID of an identity",
      ],
    ],
  },
  'config/batch-api-version': {
    passes: [
      '{}',
      'pool: { batchApiVersion: 2025-06-01 }',
      'pool: { batchApiVersion: 2019-08-01 }',
    ],
    fails: [
      [
        'pool: { batchApiVersion: latest }',
        "error at pool.batchApiVersion: 'latest' is not an API version",
      ],
      [
        'pool: { batchApiVersion: 2024-07-01.20.0 }',
        "error at pool.batchApiVersion: '2024-07-01.20.0' is a version of the Batch service's own API, not of Resource Manager's",
      ],
      [
        'pool: { batchApiVersion: 2024-07-02 }',
        "error at pool.batchApiVersion: '2024-07-02' is not a version of the Batch management API that has pools",
      ],
      [
        'pool: { batchApiVersion: 2015-12-01 }',
        "error at pool.batchApiVersion: '2015-12-01' is not a version of the Batch management API that has pools",
      ],
      [
        'pool: { batchApiVersion: 2026-08-01 }',
        "warning at pool.batchApiVersion: '2026-08-01' is newer than what this action was made for",
      ],
    ],
  },
  'config/minimum-within-target': {
    passes: [
      '{}',
      'rollout: { waitFor: none }',
      `${scale('{ fixedScale: { targetDedicatedNodes: 3 } }')}\nrollout: { minDedicatedNodes: 3 }`,
      `${scale('{ autoScale: { formula: x } }')}\nrollout: { minDedicatedNodes: 3 }`,
    ],
    fails: [
      [
        `${scale('{ fixedScale: { targetDedicatedNodes: 3 } }')}\nrollout: { minDedicatedNodes: 4, minLowPriorityNodes: 1 }`,
        'error at rollout.minDedicatedNodes: min-dedicated-nodes is 4, more than the 3 that the pool asks for',
        'error at rollout.minLowPriorityNodes: min-low-priority-nodes is 1, more than the 0 that the pool asks for',
      ],
      [
        'rollout: { minDedicatedNodes: 1 }',
        'warning at rollout: a minimum of nodes is given, but no pool',
      ],
    ],
  },
}

test('every rule about the config alone has its cases here', () => {
  expect(Object.keys(cases).sort()).toEqual(own.map(({ id: name }) => name).sort())
})

describe.each(own.map((rule) => ({ name: rule.id, rule, ...cases[rule.id]! })))(
  '$name',
  ({ rule, passes, fails }) => {
    test.each(passes)('lets pass: %s', (text) => {
      expect(check(rule, text)).toEqual([])
    })

    test.each(fails)('finds fault with: %s', (text, ...found) => {
      expect(check(rule, text)).toEqual(found)
    })
  },
)
