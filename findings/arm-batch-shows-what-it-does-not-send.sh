#!/usr/bin/env bash
# @azure/arm-batch 9.1 (API 2023-11-01) is the newest management client of Batch for JavaScript. Newer properties of a pool that
# lie deep are in the object that it returns, those directly below `properties` are not; when the object is sent back unchanged,
# all of them are gone, the tags too.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
npm_packages @azure/arm-batch@9.1.0 @azure/core-client@1.10.2 @azure/core-rest-pipeline@1.24.0

cat >run.mjs <<'NODE'
import { BatchManagementClient } from '@azure/arm-batch'
import { createHttpHeaders } from '@azure/core-rest-pipeline'
const pool = {
  tags: { team: 'render' },
  properties: {
    vmSize: 'Standard_DC4as_v5',
    upgradePolicy: { mode: 'rolling' },
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        nodeAgentSkuId: 'batch.node.ubuntu 24.04',
        imageReference: { publisher: 'p', offer: 'o', sku: 's' },
        osDisk: { managedDisk: { securityProfile: { securityEncryptionType: 'VMGuestStateOnly' } } },
        securityProfile: { securityType: 'trustedLaunch', proxyAgentSettings: { enabled: true } },
      },
    },
  },
}
let sent
const httpClient = {
  async sendRequest(request) {
    sent = request.body === undefined ? undefined : JSON.parse(request.body)
    return { request, status: 200, headers: createHttpHeaders(), bodyAsText: JSON.stringify(pool) }
  },
}
const credential = { getToken: async () => ({ token: 'not-a-token', expiresOnTimestamp: Date.now() + 3_600_000 }) }
const { poolOperations } = new BatchManagementClient(credential, 's', { httpClient })
const got = await poolOperations.get('g', 'account', 'night')
await poolOperations.create('g', 'account', 'night', got)
const places = {
  tags: (it) => it.tags,
  upgradePolicy: (it) => it.upgradePolicy,
  'osDisk..securityEncryptionType': (it) => it.deploymentConfiguration.virtualMachineConfiguration.osDisk.managedDisk.securityProfile?.securityEncryptionType,
  'securityProfile.proxyAgentSettings': (it) => it.deploymentConfiguration.virtualMachineConfiguration.securityProfile.proxyAgentSettings,
}
const has = (value) => (value === undefined ? '-' : JSON.stringify(value))
for (const [name, at] of Object.entries(places)) {
  const azure = at({ ...pool.properties, tags: pool.tags })
  console.log(`${name}: Azure ${has(azure)}, object ${has(at(got))}, sent ${has(at({ ...sent.properties, tags: sent.tags }))}`)
}
NODE

still 'a pool, read and sent back unchanged:' 'tags: Azure {"team":"render"}, object {"team":"render"}, sent -
upgradePolicy: Azure {"mode":"rolling"}, object -, sent -
osDisk..securityEncryptionType: Azure "VMGuestStateOnly", object "VMGuestStateOnly", sent -
securityProfile.proxyAgentSettings: Azure {"enabled":true}, object {"enabled":true}, sent -' "$(node run.mjs)"
