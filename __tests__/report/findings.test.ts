import { describe, expect, test } from '@jest/globals'
import type { Annotation, Log } from '../../src/ports/host.js'
import { detailLines, toAnnotation } from '../../src/report/annotations.js'
import { describeFindings, isBlocking, reportFindings } from '../../src/report/findings.js'
import { secretsIn } from '../../src/secrets/secrets-in.js'
import { finding } from './example.js'

const span = { line: 4, column: 3, endLine: 4, endColumn: 9 }

describe('an annotation', () => {
  test('has columns where it begins and ends on one line', () => {
    expect(toAnnotation(finding)).toEqual({
      severity: 'warning',
      title: 'image/generation-agrees',
      message: 'hyperVGeneration V1 | but the snapshot says V2; remove it',
      ...{ file: 'render.yml', line: 4, endLine: 4, column: 21, endColumn: 23 },
    })
  })

  test('has lines only where it is longer: GitHub refuses columns then', () => {
    const at = { kind: 'file', file: 'a.yml', span: { ...span, endLine: 6 } } as const
    expect(toAnnotation({ ...finding, at })).toMatchObject({ line: 4, endLine: 6, column: 3 })
    expect(toAnnotation({ ...finding, at })).not.toHaveProperty('endColumn')
  })

  test('ends on the line before when nothing of the last line belongs to it', () => {
    const at = { kind: 'file', file: 'a.yml', span: { ...span, endLine: 6, endColumn: 1 } } as const
    expect(toAnnotation({ ...finding, at })).toMatchObject({ line: 4, endLine: 5 })
  })

  test('names the input once', () => {
    const at = { kind: 'input', input: 'timeout' } as const
    const reported = (message: string) => toAnnotation({ ...finding, at, message }).message
    expect(reported("timeout cannot be 'soon'")).toMatch(/^timeout cannot be 'soon'/)
    expect(reported('the run has no time')).toMatch(/^input timeout: the run has no time/)
  })

  test('names the input, and the line within it', () => {
    const at = { kind: 'input', input: 'pool', span } as const
    const annotation = toAnnotation({ ...finding, at })
    expect(annotation.message).toMatch(/^input pool:4:3: hyperVGeneration/)
    expect(annotation).not.toHaveProperty('file')
  })
})

describe('findings', () => {
  test('block from the severity that the user sets', () => {
    expect(isBlocking(finding, 'error')).toBe(false)
    expect(isBlocking(finding, 'warning')).toBe(true)
    expect(isBlocking({ ...finding, severity: 'error' }, 'error')).toBe(true)
    expect(isBlocking({ ...finding, severity: 'notice' }, 'warning')).toBe(false)
  })

  test('are counted in the headline', () => {
    const error = { ...finding, severity: 'error' } as const
    expect(describeFindings([error, error, finding], 'a.yml')).toBe(
      '2 errors and 1 warning in a.yml; nothing was written',
    )
    expect(describeFindings([finding], undefined)).toBe(
      '1 warning in the inputs; nothing was written',
    )
  })

  test('are told once each: the annotation has the sentence and the fix, the log what leads to it', () => {
    expect(detailLines({ ...finding, snippet: 'a: b\n   ^' })).toEqual([
      '    render.yml:4:21 [image/generation-agrees]',
      '    | a: b',
      '    |    ^',
      '    docs/rules.md#image-generation-agrees',
      `    ${finding.docs ?? ''}`,
    ])
    const said: (string | Annotation)[] = []
    const annotate: Log['annotate'] = (annotation, details = []) =>
      said.push(annotation, ...details)
    const rulesPage = 'https://github.com/owner/name/blob/v1/docs/rules.md'
    reportFindings({ log: { annotate } as Log, run: { rulesPage } }, [finding])
    expect(said[0]).toMatchObject({ file: 'render.yml', line: 4 })
    expect(said).toContain(`    ${rulesPage}#image-generation-agrees`)
    const sentence = 'the snapshot says V2'
    expect(said.filter((item) => JSON.stringify(item).includes(sentence))).toHaveLength(1)
    expect(said.filter((item) => JSON.stringify(item).includes('remove it'))).toHaveLength(1)
  })
})

describe('known secrets', () => {
  test('are the signature of a VHD, passwords of the pool, and the credentials of the environment', () => {
    const config = {
      image: { source: 'https://a.blob.core.windows.net/v/os.vhd?sv=1&sig=ab%2Bc' },
      pool: { properties: { userAccounts: [{ name: 'u', password: 'p4ssword' }] } },
    }
    expect(secretsIn({ AZURE_CLIENT_SECRET: 'client-s3cret', PATH: '/bin' }, [config])).toEqual([
      'client-s3cret',
      'sv=1&sig=ab%2Bc',
      'ab+c',
      'ab%2Bc',
      'p4ssword',
    ])
  })

  test('are numbers too, and settings that are named as secrets are', () => {
    const environmentSettings = [
      { name: 'API_KEY', value: 'k3y' },
      { name: 'POOL', value: 'render' },
    ]
    const userAccounts = [{ name: 'u', password: 20261128 }]
    const config = { pool: { properties: { userAccounts, startTask: { environmentSettings } } } }
    expect(secretsIn({ IDENTITY_HEADER: 'h3ader' }, [config] as never)).toEqual([
      ...['h3ader', '20261128', 'k3y'],
    ])
  })

  test.each([
    ['http://me:p%40ss@proxy:8080', ['p%40ss', 'p@ss']],
    ['http://me:p@ss word@proxy:no-port', ['p@ss word']],
    ['me:100%@proxy', ['100%']],
    ['http://proxy:8080', []],
  ])('are the password of a proxy: %s', (url, secrets) => {
    for (const name of ['HTTPS_PROXY', 'http_proxy']) {
      expect(secretsIn({ [name]: url }, [])).toEqual(secrets)
    }
  })

  test('are none where there are none', () => {
    const config = { image: { source: 'https://a.blob.core.windows.net/v/os.vhd', name: 'x' } }
    expect(secretsIn({}, [config])).toEqual([])
  })
})
