import { testRules } from '../../support/rule-cases.js'

const long = (count: number) => 'x'.repeat(count)
const id = '/subscriptions/s/resourceGroups/g/providers'
const properties = (text: string) => `pool: { properties: ${text} }`
const identity = (text: string) => `pool: { identity: ${text} }`

testRules({
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
})
