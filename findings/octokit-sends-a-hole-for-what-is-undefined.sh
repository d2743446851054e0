#!/usr/bin/env bash
# A required parameter that is undefined is no error to the octokit of @actions/github: its place in the path stays empty. On events
# without a pull request context.issue.number is undefined, and what GitHub is asked for is /issues//comments.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
npm_packages @actions/github@9.1.1

cat >run.mjs <<'NODE'
import { createServer } from 'node:http'
const server = createServer((request, response) => {
  console.log(`${request.method} ${request.url}`)
  response.writeHead(404, { 'content-type': 'application/json' }).end(JSON.stringify({ message: 'Not Found' }))
})
await new Promise((listening) => server.listen(0, '127.0.0.1', listening))
process.env.GITHUB_REPOSITORY = 'invented/invented'
delete process.env.GITHUB_EVENT_PATH
const { context, getOctokit } = await import('@actions/github')
const octokit = getOctokit('not-a-token', { baseUrl: `http://127.0.0.1:${server.address().port}` })
const { owner, repo, number } = context.issue
await octokit.rest.issues.createComment({ owner, repo, issue_number: number, body: 'planned' }).catch((error) => {
  console.log(`${error.status} ${error.message.split(' - ')[0]}`)
})
server.close()
server.closeAllConnections()
NODE

still 'a comment on the pull request of a push:' 'POST /repos/invented/invented/issues//comments
404 Not Found' "$(timeout 60 node run.mjs)"
