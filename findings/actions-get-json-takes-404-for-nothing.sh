#!/usr/bin/env bash
# getJson of @actions/http-client throws for every refusal but 404, which it resolves with null; so it does with a body that is no
# JSON, such as a sign-in page. A caller that looks at `result` alone takes both for "there is nothing".
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
npm_packages @actions/http-client@4.0.1

cat >run.mjs <<'NODE'
import { createServer } from 'node:http'
import { HttpClient } from '@actions/http-client'
const answers = {
  '/not-found': [404, '{"message":"Not Found"}'],
  '/forbidden': [403, '{"message":"Forbidden"}'],
  '/sign-in-page': [200, '<html>Sign in</html>'],
}
const server = createServer((request, response) => {
  const [status, body] = answers[request.url]
  response.writeHead(status).end(body)
})
await new Promise((listening) => server.listen(0, '127.0.0.1', listening))
const client = new HttpClient('invented')
for (const path of Object.keys(answers)) {
  const end = await client.getJson(`http://127.0.0.1:${server.address().port}${path}`).then(
    ({ statusCode, result }) => `resolves with ${statusCode}, result ${JSON.stringify(result)}`,
    (error) => `throws ${error.statusCode}`,
  )
  console.log(`${path}: ${end}`)
}
server.close()
server.closeAllConnections()
NODE

still 'getJson of three answers:' '/not-found: resolves with 404, result null
/forbidden: throws 403
/sign-in-page: resolves with 200, result null' "$(timeout 60 node run.mjs)"
