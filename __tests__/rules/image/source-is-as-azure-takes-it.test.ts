import { expect, test } from '@jest/globals'
import { check, imageConfig, imageFacts, snapshot, source } from '../../support/image-facts.js'
import { azureRule } from '../../support/rules.js'

const rule = azureRule('image/source-is-as-azure-takes-it')

const vhd = (uri: string) => imageFacts({ osSource: source({ kind: 'vhd', uri }) })

test.each(['stage:os', 'ftp://host/os.vhd?sig=secret', 'C:\\os.vhd'])('warns of %s', (uri) => {
  const problems = check(rule, imageConfig(), vhd(uri))
  expect(problems).toHaveLength(1)
  expect(JSON.stringify(problems)).not.toContain('secret')
})

test('warns of an id without its leading slash', () => {
  const disk = snapshot()
  const osSource = source({ kind: 'disk', id: disk.id.slice(1), disk })
  expect(check(rule, imageConfig(), imageFacts({ osSource }))).toMatchObject([
    { help: `write ${disk.id}` },
  ])
})

test('https URIs and whole ids are fine', () => {
  expect(check(rule, imageConfig(), vhd('https://a.blob.core.windows.net/v/os.vhd'))).toEqual([])
  expect(check(rule, imageConfig(), imageFacts())).toEqual([])
})
