#!/usr/bin/env bash
# A shared access signature is base64 and ends with "=", which may stand in a query as it is (RFC 3986, 3.4). @azure/storage-blob sends
# the URL as it came for what needs no query of its own, and cuts the "=" off for the rest: the same client can read and create a
# VHD, and is refused its pages. @azure/core-client below it splits the query at every "=" and keeps two parts of what comes out.
# (microsoft/AzureStorageExplorer#8884.)
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
npm_packages @azure/storage-blob@12.32.0 @azure/core-client@1.10.2

cat >run.mjs <<'NODE'
import { createServer } from 'node:http'
import { PageBlobClient } from '@azure/storage-blob'
let signature
const server = createServer((request, response) => {
  signature = request.url.match(/sig=([^&]*)/)[1]
  request.resume().on('end', () => response.writeHead(request.method === 'HEAD' ? 200 : 201).end())
})
await new Promise((listening) => server.listen(0, '127.0.0.1', listening))
for (const given of ['c2lnbmVkIGJ5IEF6dXJl=', 'c2lnbmVkIGJ5IEF6dXJl%3D']) {
  console.log(`given          ${given}`)
  const blob = new PageBlobClient(`http://127.0.0.1:${server.address().port}/invented/vhds/base.vhd?sp=rcw&sig=${given}&sr=b`)
  const calls = {
    getProperties: () => blob.getProperties(),
    create: () => blob.create(512),
    uploadPages: () => blob.uploadPages(Buffer.alloc(512), 0, 512),
    createSnapshot: () => blob.createSnapshot(),
  }
  for (const [name, call] of Object.entries(calls)) {
    await call()
    console.log(`${name.padEnd(14)} ${signature}`)
  }
}
server.close()
server.closeAllConnections()
NODE

still 'the signature as the service gets it:' 'given          c2lnbmVkIGJ5IEF6dXJl=
getProperties  c2lnbmVkIGJ5IEF6dXJl=
create         c2lnbmVkIGJ5IEF6dXJl=
uploadPages    c2lnbmVkIGJ5IEF6dXJl
createSnapshot c2lnbmVkIGJ5IEF6dXJl
given          c2lnbmVkIGJ5IEF6dXJl%3D
getProperties  c2lnbmVkIGJ5IEF6dXJl%3D
create         c2lnbmVkIGJ5IEF6dXJl%3D
uploadPages    c2lnbmVkIGJ5IEF6dXJl%3D
createSnapshot c2lnbmVkIGJ5IEF6dXJl%3D' "$(timeout 60 node run.mjs)"
