import { expect, test } from '@jest/globals'
import { showValue } from '../../../src/shared/show-value.js'

const longId = `/subscriptions/${'0'.repeat(36)}/resourceGroups/rg-images/providers/Microsoft.Compute/galleries/renderGallery/images/render-node`

test.each([
  ['text', "'text'"],
  ['', "''"],
  [5, '5'],
  [false, 'false'],
  [null, 'empty'],
  [[], 'a list'],
  [{}, 'a map'],
  ['a\nb\u202E::error::', "'a\uFFFDb\uFFFD::error::'"],
  ['x'.repeat(100), `'${'x'.repeat(80)}…'`],
  [`${'x'.repeat(79)}😀`, `'${'x'.repeat(79)}…'`],
  [
    'https://a.blob.core.windows.net/v/os.vhd?sv=1&sig=secret',
    "'https://a.blob.core.windows.net/v/os.vhd?…'",
  ],
  ['what?', "'what?'"],
  [longId, `'${longId}'`],
  [`${longId}${'x'.repeat(300)}`, `'${`${longId}${'x'.repeat(300)}`.slice(0, 300)}…'`],
])('%j is shown as %s', (value, expected) => {
  expect(showValue(value)).toBe(expected)
})
