#!/usr/bin/env bash
# getIDToken of @actions/core asks with "up to ten retries". They are for three statuses alone: a connection that breaks once, the
# commonest hiccup of all, ends the sign-in at the first attempt.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
npm_packages @actions/core@3.0.1 @actions/http-client@4.0.1

cat >run.mjs <<'NODE'
import { createServer } from 'node:http'
import { getIDToken } from '@actions/core'
let asked = 0
const first = {
  'a status 503': (_, response) => response.writeHead(503).end(),
  'a status 500': (_, response) => response.writeHead(500).end('{}'),
  'a broken connection': (request) => request.socket.destroy(),
}
let hiccup
const server = createServer((request, response) => {
  asked += 1
  if (asked === 1) hiccup(request, response)
  else response.end('{"value":"invented"}')
})
await new Promise((listening) => server.listen(0, '127.0.0.1', listening))
process.env.ACTIONS_ID_TOKEN_REQUEST_URL = `http://127.0.0.1:${server.address().port}/?of=the-run`
process.env.ACTIONS_ID_TOKEN_REQUEST_TOKEN = 'invented'
for (const [name, answer] of Object.entries(first)) {
  asked = 0
  hiccup = answer
  const end = await getIDToken().then(() => 'a token', () => 'throws')
  console.log(`first ${name}: ${end}, asked ${asked} times`)
}
server.close()
server.closeAllConnections()
NODE

still 'getIDToken when the first answer is:' 'first a status 503: a token, asked 2 times
first a status 500: throws, asked 1 times
first a broken connection: throws, asked 1 times' "$(timeout 60 node run.mjs | grep -v '^::')"
