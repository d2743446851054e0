#!/usr/bin/env bash
# @azure/arm-batch 9.1 has constants and defaults in its model of a pool, and puts them in the place of what Azure answered: a pool
# of confidential VMs is read as trusted launch, and the ID of an exact gallery version is read with the version "latest".
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
npm_packages @azure/arm-batch@9.1.0 @azure/core-client@1.10.2 @azure/core-rest-pipeline@1.24.0

cat >run.mjs <<'NODE'
import { BatchManagementClient } from '@azure/arm-batch'
import { createHttpHeaders } from '@azure/core-rest-pipeline'
const version = '/subscriptions/s/resourceGroups/g/providers/Microsoft.Compute/galleries/l/images/i/versions/1.2.3'
const securityProfile = { securityType: 'confidentialVM', uefiSettings: { secureBootEnabled: true, vTpmEnabled: true } }
const virtualMachineConfiguration = { nodeAgentSkuId: 'batch.node.ubuntu 24.04', imageReference: { id: version }, securityProfile }
const pool = { properties: { vmSize: 'Standard_DC4as_v5', deploymentConfiguration: { virtualMachineConfiguration } } }
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
for (const [name, it] of Object.entries({ Azure: pool.properties, object: got, sent: sent.properties })) {
  const { imageReference, securityProfile } = it.deploymentConfiguration.virtualMachineConfiguration
  console.log(`${name}: ${securityProfile.securityType}, ${JSON.stringify({ ...imageReference, id: imageReference.id.slice(-14) })}`)
}
NODE

still 'a pool, read and sent back unchanged (IDs cut):' 'Azure: confidentialVM, {"id":"versions/1.2.3"}
object: trustedLaunch, {"version":"latest","id":"versions/1.2.3"}
sent: trustedLaunch, {"version":"latest","id":"versions/1.2.3"}' "$(node run.mjs)"
