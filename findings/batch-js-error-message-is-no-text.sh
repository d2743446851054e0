#!/usr/bin/env bash
# The errors that @azure/batch throws are Errors whose `message` is not a string: Batch's {lang, value} replaces it. Printing it
# gives [object Object], and what treats it as a string fails in its turn.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
npm_packages @azure/batch@10.2.0 @azure/ms-rest-js@2.7.0

cat >run.mjs <<'NODE'
import { createServer } from 'node:http'
import { BatchServiceClient, BatchSharedKeyCredentials } from '@azure/batch'
const message = { lang: 'en-US', value: 'The pool is being resized.\nRequestId:1\nTime:2' }
const server = createServer((request, response) => {
  response.writeHead(409, { 'content-type': 'application/json' }).end(JSON.stringify({ code: 'PoolBeingResized', message }))
})
await new Promise((listening) => server.listen(0, '127.0.0.1', listening))
const credentials = new BatchSharedKeyCredentials('invented', 'aW52ZW50ZWQ=')
const { pool } = new BatchServiceClient(credentials, `http://127.0.0.1:${server.address().port}`)
const error = await pool.resize('night', { targetDedicatedNodes: 3 }).catch((error) => error)
console.log(`an Error: ${error instanceof Error}, code ${error.code}, status ${error.statusCode}`)
console.log(`typeof message: ${typeof error.message}, in a text: ${error.message}`)
server.close()
server.closeAllConnections()
NODE

still 'a resize that Batch refuses with 409:' 'an Error: true, code PoolBeingResized, status 409
typeof message: object, in a text: [object Object]' "$(timeout 60 node run.mjs)"
