#!/usr/bin/env bash
# The pipeline below every Azure SDK for JavaScript sends a refused request again by itself. A POST (resize, generalize, restart)
# is sent four times in all after a 500, a 503, a 408 or a connection that broke, though the first may have done its work.
# A 429, which did nothing for sure, is not sent again unless the answer says Retry-After.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
npm_packages @azure/core-rest-pipeline@1.24.0

cat >run.mjs <<'NODE'
import { createServer } from 'node:http'
import { createDefaultHttpClient, createPipelineFromOptions, createPipelineRequest } from '@azure/core-rest-pipeline'
let requests, answer
const server = createServer((request, response) => {
  requests += 1
  request.resume().on('end', () => (answer === 'broken' ? request.socket.destroy() : response.writeHead(answer).end()))
})
await new Promise((listening) => server.listen(0, '127.0.0.1', listening))
const url = `http://127.0.0.1:${server.address().port}/pools/night/resize`
const pipeline = createPipelineFromOptions({ retryOptions: { retryDelayInMs: 1 } })
for (answer of [500, 503, 408, 'broken', 429, 409]) {
  requests = 0
  const request = createPipelineRequest({ url, method: 'POST', body: '{}', allowInsecureConnection: true })
  await pipeline.sendRequest(createDefaultHttpClient(), request).catch(() => undefined)
  console.log(`${answer}: ${requests}`)
}
server.close()
server.closeAllConnections()
NODE

still 'how often one POST reaches the service, by its answer:' '500: 4
503: 4
408: 4
broken: 4
429: 1
409: 1' "$(timeout 60 node run.mjs)"
