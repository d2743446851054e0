#!/usr/bin/env bash
# octokit.paginate, as getOctokit of @actions/github gives it, resolves with an empty list when GitHub refuses with 409 (it is meant
# for repositories without a commit). Every other refusal throws, and so does the same 409 without paginate.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
npm_packages @actions/github@9.1.1

cat >run.mjs <<'NODE'
import { createServer } from 'node:http'
let status
const server = createServer((_, response) => {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify({ message: 'refused' }))
})
await new Promise((listening) => server.listen(0, '127.0.0.1', listening))
const { getOctokit } = await import('@actions/github')
const octokit = getOctokit('not-a-token', { baseUrl: `http://127.0.0.1:${server.address().port}` })
const repository = { owner: 'invented', repo: 'invented' }
const { listCommits } = octokit.rest.repos
for (status of [403, 409]) {
  const paged = await octokit.paginate(listCommits, repository).catch((error) => `throws ${error.status}`)
  const plain = await listCommits(repository).catch((error) => `throws ${error.status}`)
  console.log(`${status}: paginate ${JSON.stringify(paged)}, listCommits ${JSON.stringify(plain)}`)
}
server.close()
server.closeAllConnections()
NODE

still 'a list that GitHub refuses:' '403: paginate "throws 403", listCommits "throws 403"
409: paginate [], listCommits "throws 409"' "$(timeout 60 node run.mjs)"
