#!/usr/bin/env bash
# maxRetryDelayInMs limits only the waits that the SDK makes up itself. One that the service asks for by Retry-After is kept in
# full with 429 and 503; with 500, 502 and 504 the same header is passed over.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
npm_packages @azure/core-rest-pipeline@1.24.0

cat >run.mjs <<'NODE'
import { createServer } from 'node:http'
import { createDefaultHttpClient, createPipelineFromOptions, createPipelineRequest } from '@azure/core-rest-pipeline'
let requests, status
const server = createServer((request, response) => {
  requests += 1
  response.writeHead(requests === 1 ? status : 200, { 'retry-after': '2' }).end()
})
await new Promise((listening) => server.listen(0, '127.0.0.1', listening))
const url = `http://127.0.0.1:${server.address().port}/pools`
const pipeline = createPipelineFromOptions({ retryOptions: { retryDelayInMs: 1, maxRetryDelayInMs: 100 } })
for (status of [429, 503, 500, 502, 504]) {
  requests = 0
  const startMs = Date.now()
  await pipeline.sendRequest(createDefaultHttpClient(), createPipelineRequest({ url, allowInsecureConnection: true }))
  console.log(`${status}: sent again after ${Math.round((Date.now() - startMs) / 1000)} s`)
}
server.close()
server.closeAllConnections()
NODE

still 'Retry-After: 2, with maxRetryDelayInMs: 100:' '429: sent again after 2 s
503: sent again after 2 s
500: sent again after 0 s
502: sent again after 0 s
504: sent again after 0 s' "$(timeout 60 node run.mjs)"
