#!/usr/bin/env bash
# NO_PROXY=example.invalid takes api.example.invalid past the proxy in curl and in GitHub's toolkit, and so does an asterisk for all
# hosts and a host with its port. The Azure SDKs know none of the three: only the whole name, or a suffix that begins with a point.
# And HTTP_PROXY alone is their proxy for https too. An action that uses both libraries goes two ways with one variable.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
npm_packages @actions/http-client@4.0.1 @azure/core-rest-pipeline@1.24.0 @typespec/ts-http-runtime@0.3.5

cat >proxy.mjs <<'NODE'
import { writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
const proxy = createServer((_, response) => response.end('{}'))
proxy.on('connect', (_, socket) => socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n'))
proxy.listen(0, '127.0.0.1', () => writeFileSync('port', String(proxy.address().port)))
setTimeout(() => process.exit(), 120_000)
NODE
in_background node proxy.mjs

# The name exists nowhere: whoever goes past the proxy does not find it. A proxy that refuses to connect was asked all the same.
cat >toolkit.mjs <<'NODE'
import { HttpClient } from '@actions/http-client'
const told = (error) => (/ENOTFOUND|EAI_AGAIN/.test(error.message) ? 'direct' : 'proxy')
console.log(await new HttpClient('invented').get(process.argv[2]).then(() => 'proxy', told))
process.exit()
NODE
cat >sdk.mjs <<'NODE'
import { createDefaultHttpClient, createEmptyPipeline, createPipelineRequest, proxyPolicy } from '@azure/core-rest-pipeline'
const pipeline = createEmptyPipeline()
pipeline.addPolicy(proxyPolicy())
const request = createPipelineRequest({ url: process.argv[2], allowInsecureConnection: true })
const told = (error) => (/ENOTFOUND|EAI_AGAIN/.test(error.message) ? 'direct' : 'proxy')
console.log(await pipeline.sendRequest(createDefaultHttpClient(), request).then(() => 'proxy', told))
process.exit()
NODE

proxy="http://127.0.0.1:$(cat port)"
seen=
for value in example.invalid .example.invalid api.example.invalid api.example.invalid:80 '*'; do
  one() { env -u https_proxy -u HTTPS_PROXY -u http_proxy -u all_proxy -u ALL_PROXY -u no_proxy HTTP_PROXY="$proxy" NO_PROXY="$value" "$@"; }
  seen+="$value: toolkit $(one timeout 60 node toolkit.mjs http://api.example.invalid/), SDK $(one timeout 60 node sdk.mjs http://api.example.invalid/)
"
done
value=
seen+="HTTP_PROXY alone, https: toolkit $(one timeout 60 node toolkit.mjs https://api.example.invalid/), SDK $(one timeout 60 node sdk.mjs https://api.example.invalid/)"

still 'NO_PROXY, and the way to api.example.invalid:' 'example.invalid: toolkit direct, SDK proxy
.example.invalid: toolkit direct, SDK direct
api.example.invalid: toolkit direct, SDK direct
api.example.invalid:80: toolkit direct, SDK proxy
*: toolkit direct, SDK proxy
HTTP_PROXY alone, https: toolkit direct, SDK proxy' "$seen"
