import { testRules } from '../../support/rule-cases.js'

const properties = (text: string) => `pool: { properties: ${text} }`
const long = (count: number) => 'x'.repeat(count)

testRules({
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
})
