#!/usr/bin/env bash
# uploadArtifact of @actions/artifact wants a list of files. A folder in it is no error: the upload succeeds, and what is in the folder
# is left out; in the zip there is an empty file of its name. The action upload-artifact takes the same path with all that is in it.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
npm_packages @actions/artifact@6.2.1

mkdir -p out/logs
echo '{"pools": 3}' >out/report.json
echo 'all is well' >out/logs/apply.log
cat >run.mjs <<'NODE'
import { writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
const part = (claims) => Buffer.from(JSON.stringify(claims)).toString('base64url')
const server = createServer(async (request, response) => {
  const chunks = []
  for await (const chunk of request) chunks.push(chunk)
  if (request.url.includes('comp=block&')) writeFileSync(process.argv[2], Buffer.concat(chunks))
  if (!request.url.startsWith('/twirp/')) return response.writeHead(201).end()
  const answer = { ok: true, signed_upload_url: `http://${request.headers.host}/artifacts/1.zip`, artifact_id: '1' }
  const known = request.url.endsWith('/CreateArtifact') ? ['ok', 'signed_upload_url'] : ['ok', 'artifact_id']
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer, known))
})
await new Promise((listening) => server.listen(0, '127.0.0.1', listening))
process.env.ACTIONS_RUNTIME_TOKEN = `${part({})}.${part({ scp: 'Actions.Results:run:job' })}.`
process.env.ACTIONS_RESULTS_URL = `http://127.0.0.1:${server.address().port}`
const { DefaultArtifactClient } = await import('@actions/artifact')
const end = await new DefaultArtifactClient().uploadArtifact('report', process.argv.slice(3), '.').then(
  ({ id, size }) => `artifact ${id} of ${size} bytes`,
  (error) => error.message,
)
console.log(`uploadArtifact: ${end}`)
server.close()
server.closeAllConnections()
NODE
in_zip() { python3 -c 'import sys, zipfile
print("in it: " + ", ".join("%s (%d bytes)" % (entry.filename, entry.file_size) for entry in zipfile.ZipFile(sys.argv[1]).infolist()))' "$1"; }

seen=
for files in 'out/report.json out/logs/apply.log' out; do
  # shellcheck disable=SC2086
  seen+="$files"$'\n'"$(timeout 60 node run.mjs "$work/sent.zip" $files | grep ^uploadArtifact)"$'\n'"$(in_zip sent.zip)"$'\n'
done
still 'the files, and then the folder that they are in:' 'out/report.json out/logs/apply.log
uploadArtifact: artifact 1 of 301 bytes
in it: out/report.json (13 bytes), out/logs/apply.log (12 bytes)
out
uploadArtifact: artifact 1 of 120 bytes
in it: out (0 bytes)' "${seen%$'\n'}"
