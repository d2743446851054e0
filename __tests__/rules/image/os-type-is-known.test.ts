import { expect, test } from '@jest/globals'
import { osTypeIsKnown as rule } from '../../../src/rules/image/os-type-is-known.js'
import { check, foundVm, imageConfig, imageFacts, source } from '../../support/image-facts.js'

const vhd = source({ kind: 'vhd', uri: 'https://a.blob.core.windows.net/v/os.vhd?sig=secret' })

test('a VHD needs its OS type said, and its signature is not told', () => {
  const problems = check(rule, imageConfig(), imageFacts({ osSource: vhd }))
  expect(problems).toMatchObject([{ at: ['image', 'source'] }])
  expect(JSON.stringify(problems)).not.toContain('secret')
})

test('given, stated, or read from the VM by Azure, it is known', () => {
  expect(check(rule, imageConfig({ osType: 'Linux' }), imageFacts({ osSource: vhd }))).toEqual([])
  expect(check(rule, imageConfig(), imageFacts())).toEqual([])
  expect(check(rule, imageConfig(), imageFacts({ osSource: source(foundVm()) }))).toEqual([])
})
