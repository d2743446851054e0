#!/usr/bin/env bash
# client.pool.exists() of @azure/batch does not resolve to true or false: it resolves to an object whose `body` is that. A test
# like `if (await client.pool.exists('night'))` holds for a pool that does not exist.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
npm_packages @azure/batch@10.2.0 @azure/ms-rest-js@2.7.0

cat >run.mjs <<'NODE'
import { createServer } from 'node:http'
import { BatchServiceClient, BatchSharedKeyCredentials } from '@azure/batch'
const server = createServer((request, response) => response.writeHead(request.url.startsWith('/pools/there') ? 200 : 404).end())
await new Promise((listening) => server.listen(0, '127.0.0.1', listening))
const credentials = new BatchSharedKeyCredentials('invented', 'aW52ZW50ZWQ=')
const { pool } = new BatchServiceClient(credentials, `http://127.0.0.1:${server.address().port}`)
for (const id of ['there', 'not-there']) {
  const exists = await pool.exists(id)
  console.log(`${id}: ${exists ? 'truthy' : 'falsy'}, typeof ${typeof exists}, body ${exists.body}`)
}
server.close()
server.closeAllConnections()
NODE

still 'pool.exists(), of a pool that is there and of one for which Batch answers 404:' \
  'there: truthy, typeof object, body true
not-there: truthy, typeof object, body false' "$(timeout 60 node run.mjs)"
