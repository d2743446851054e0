/** The built action asks the server of each VHD for its two ends, and for no more. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:https'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from '@jest/globals'
import type { VhdEnds } from '../../src/ports/azure.js'
import { makeLoopbackCertificate } from '../../src/simulator/certificate.js'
import { fixedVhd, mib, otherFile, vhdFooter } from '../support/vhd-ends.js'
import { runAction } from './action.js'
import { startCloud, wholeWay } from './azure.js'

const folder = mkdtempSync(join(tmpdir(), 'image-to-pool-vhd-'))
afterAll(() => {
  rmSync(folder, { recursive: true, force: true })
})

const files: Readonly<Record<string, VhdEnds>> = {
  '/os.vhd': fixedVhd(30 * 1024 * mib, { blobType: 'PageBlob' }),
  '/dynamic.vhd': fixedVhd(mib, { end: vhdFooter(mib, 3) }),
  '/odd.vhd': fixedVhd(mib + 4096),
  '/raw.vhd': otherFile('', 4 * mib),
}
const asked: string[] = []

function answer({ url = '', headers }: IncomingMessage, response: ServerResponse): void {
  const { pathname, search } = new URL(url, 'https://localhost')
  asked.push(
    `${pathname} ${headers.range ?? 'all'}${headers.authorization === undefined ? '' : ' with a token'}`,
  )
  const file = files[pathname]
  if (pathname === '/slow.vhd') return
  if (pathname === '/all.vhd') {
    response.writeHead(200, { 'content-length': String(10 * mib) })
    response.write(Buffer.alloc(mib))
    return
  }
  if (file === undefined || search !== '?sig=s3cret') {
    response.writeHead(403).end('<Error/>')
    return
  }
  const from = Number(/^bytes=(\d+)-/.exec(headers.range ?? '')?.[1])
  response.writeHead(206, {
    'content-range': `bytes ${String(from)}-${String(from + 511)}/${String(file.sizeBytes)}`,
    ...(file.blobType !== undefined && { 'x-ms-blob-type': file.blobType }),
  })
  response.end(from === 0 ? file.start : file.end)
}

test('an unfit VHD is told with its remedy; one that cannot be read is none', async () => {
  const { ca, ...certificate } = await makeLoopbackCertificate()
  const server = createServer(certificate, answer)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const host = `https://localhost:${String((server.address() as AddressInfo).port)}`
  const cloud = await startCloud()
  try {
    const trusted = join(folder, 'ca.pem')
    const theirs = readFileSync(cloud.env['NODE_EXTRA_CA_CERTS'] ?? '', 'utf8')
    writeFileSync(trusted, `${theirs}\n${ca}`)
    const uris = ['dynamic', 'odd', 'raw', 'private', 'all', 'slow'].map((name) =>
      name === 'private' ? `${host}/${name}.vhd` : `${host}/${name}.vhd?sig=s3cret`,
    )
    const ended = await runAction({
      inputs: {
        ...cloud.inputs,
        mode: 'plan',
        'subscription-id': wholeWay['subscription-id'] ?? '',
        'resource-group': 'rg-images',
        'image-name': 'from-vhds',
        source: `${host}/os.vhd?sig=s3cret`,
        'data-disk-sources': uris.join('\n'),
        'os-type': 'Linux',
        'hyper-v-generation': 'V2',
        location: 'koreacentral',
      },
      env: { ...cloud.env, NODE_EXTRA_CA_CERTS: trusted },
    })
    const found = JSON.parse(ended.outputs['diagnostics'] ?? '[]') as readonly {
      readonly rule: string
      readonly message: string
      readonly help: string
    }[]
    const unfit = found.filter(({ rule }) => rule === 'image/vhd-fits')
    expect(unfit.map(({ message }) => message)).toEqual([
      `VHD ${host}/dynamic.vhd is dynamic, and Azure takes fixed ones only`,
      `VHD ${host}/odd.vhd holds 1052672 bytes, which is no whole number of MiB`,
      `VHD ${host}/raw.vhd does not end in the footer of a VHD: it is a raw disk, or something else`,
    ])
    expect(unfit.every(({ help }) => help.includes('qemu-img convert'))).toBe(true)
    expect(ended.outputs['outcome']).toBe('failed')
    const shown = ended.log.replaceAll(/^::add-mask::.*$/gm, '')
    expect(shown).not.toMatch(/private\.vhd|slow\.vhd|all\.vhd|s3cret/)
    expect(asked.filter((one) => one.startsWith('/os.vhd'))).toEqual([
      '/os.vhd bytes=0-511',
      `/os.vhd bytes=${String(30 * 1024 * mib)}-${String(30 * 1024 * mib + 511)}`,
    ])
    expect(asked.filter((one) => /all$|token/.test(one))).toEqual([])
    expect(cloud.simulator.transcript.writes()).toEqual([])
  } finally {
    await cloud.close()
    server.closeAllConnections()
    server.close()
  }
})
