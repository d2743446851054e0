#!/usr/bin/env bash
# 303 says: what you posted is taken, read the answer over there (RFC 9110, 15.4.4). @actions/http-client posts the body once more over
# there; fetch reads. A Location without a host, which is as valid (10.2.2), is the error "Invalid URL", which names no URL.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
npm_packages @actions/http-client@4.0.1

cat >run.mjs <<'NODE'
import { createServer } from 'node:http'
import { HttpClient } from '@actions/http-client'
let requests
const server = createServer((request, response) => {
  let body = ''
  request.on('data', (data) => (body += data)).on('end', () => {
    requests.push([request.method, request.url, body.replace(/\s/g, '')].filter(Boolean).join(' '))
    const here = `http://${request.headers.host}`
    if (request.url === '/jobs') response.writeHead(303, { location: `${here}/jobs/1` })
    if (request.url === '/short') response.writeHead(303, { location: '/jobs/1' })
    response.end('{}')
  })
})
await new Promise((listening) => server.listen(0, '127.0.0.1', listening))
const base = `http://127.0.0.1:${server.address().port}`
const body = { id: 1 }
const clients = {
  toolkit: (url) => new HttpClient('invented').postJson(url, body),
  fetch: (url) => fetch(url, { method: 'POST', body: JSON.stringify(body) }),
}
for (const path of ['/jobs', '/short']) {
  for (const [name, post] of Object.entries(clients)) {
    requests = []
    const end = await post(base + path).then(() => 'fine', (error) => error.message)
    console.log(`${name}: ${requests.join(', then ')}: ${end}`)
  }
}
server.close()
server.closeAllConnections()
NODE

still 'a POST that is answered with 303:' 'toolkit: POST /jobs {"id":1}, then POST /jobs/1 {"id":1}: fine
fetch: POST /jobs {"id":1}, then GET /jobs/1: fine
toolkit: POST /short {"id":1}: Invalid URL
fetch: POST /short {"id":1}, then GET /jobs/1: fine' "$(timeout 60 node run.mjs)"
