import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { maskNodeOutput, mostTailBytes, wholeLines } from '../../../src/secrets/mask-node-output.js'

const key = `${'aB3+'.repeat(21)}xY==`
const secrets: readonly (readonly [string, string, string])[] = [
  [
    'a SAS',
    'curl https://a.blob.core.windows.net/c/f.zip?sv=2022-11-02&se=2027&sig=AbC%2Bd',
    'AbC',
  ],
  ['a bare SAS', 'azcopy with ?sv=2022-11-02&ss=b&sp=r&sig=AbCd%3D failed', 'AbCd'],
  ['a variable', '+ export STORAGE_ACCOUNT_KEY=hunter2hunter2', 'hunter2'],
  ['a flag', 'az login --service-principal -u x --password hunter2', 'hunter2'],
  ['JSON', '{"clientSecret": "hunter2"}', 'hunter2'],
  ['a header', 'Authorization: Bearer abcdefghijkl', 'abcdefghijkl'],
  ['a web token', 'got eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJtZSJ9.c2lnbmF0dXJl', 'c2lnbmF0dXJl'],
  ['a token of GitHub', 'clone with ghp_0123456789abcdefghij', '0123456789'],
  ['an account key', `using ${key}`, key],
  ['a URL with a password', 'git clone https://me:hunter2@example.com/x.git', 'hunter2'],
  ['a private key', `-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----`, 'MIIE'],
  ['the inside of a key', `${'Ab3d'.repeat(16)}\nrest`, 'Ab3dAb3d'],
  [
    'a connection string',
    'DefaultEndpointsProtocol=https;AccountName=a;AccountKey=hunter2==',
    'hunter2',
  ],
]

describe('what a start task wrote', () => {
  test.each(secrets)('shows nothing of %s', (_, text, secret) => {
    expect(maskNodeOutput(text)).not.toContain(secret)
    expect(maskNodeOutput(text)).toContain('***')
  })

  test('shows what says why', () => {
    const text =
      'E: Unable to locate package blender\nmount error(13): Permission denied\ntoken expired at 2026-11-23T08:00:00Z\n/mnt/batch/tasks/startup/wd/install.sh: line 3: foo: command not found'
    expect(maskNodeOutput(text)).toBe(text)
  })

  test('shows no value that the pool hands to it, however it is written', () => {
    fc.assert(
      fc.property(
        fc.stringMatching(/^[!-~]{6,40}$/).filter((secret) => !'***'.includes(secret)),
        fc.string(),
        fc.string(),
        (secret, before, after) => {
          expect(maskNodeOutput(`${before} ${secret} ${after}`, [secret])).not.toContain(secret)
        },
      ),
    )
  })
})

describe('the end of a file', () => {
  test('begins with a whole line', () => {
    const long = `end-of-a-secret\n${'x'.repeat(mostTailBytes)}`
    expect(wholeLines(long)).toBe('x'.repeat(mostTailBytes))
  })

  test('of one endless line is nothing', () => {
    expect(wholeLines('x'.repeat(mostTailBytes))).toBe('')
  })

  test('of a short file is the file', () => {
    expect(wholeLines('only line\n')).toBe('only line')
  })
})
