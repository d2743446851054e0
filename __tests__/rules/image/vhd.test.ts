import { expect, test } from '@jest/globals'
import { faultOfVhd } from '../../../src/model/vhd.js'
import type { VhdEnds } from '../../../src/ports/azure.js'
import { azureRule } from '../../support/rules.js'
import { check, imageConfig, imageFacts, source } from '../../support/image-facts.js'
import { fixedVhd, mib, otherFile, vhdFooter } from '../../support/vhd-ends.js'

const straight = 'qemu-img convert -O vpc -o subformat=fixed,force_size=on -f'

test.each<[string, VhdEnds, string | undefined, string]>([
  ['a fixed one', fixedVhd(30 * 1024 * mib), undefined, ''],
  ['one in a page blob', fixedVhd(30 * mib, { blobType: 'PageBlob' }), undefined, ''],
  [
    'a dynamic one',
    fixedVhd(30 * mib, { end: vhdFooter(30 * mib, 3), sizeBytes: 9 * mib }),
    'is dynamic, and Azure takes fixed ones only',
    `${straight} vpc os.vhd os.vhd.fixed.vhd`,
  ],
  [
    'a differencing one',
    fixedVhd(30 * mib, { end: vhdFooter(30 * mib, 4) }),
    'is differencing',
    'merge it with its parent first',
  ],
  [
    'one that is no whole number of MiB',
    fixedVhd(30 * mib + 393_216),
    'holds 31850496 bytes, which is no whole number of MiB',
    'qemu-img resize -f raw os.vhd.raw 31M',
  ],
  [
    'one that is cut off behind',
    fixedVhd(30 * mib, { sizeBytes: 29 * mib }),
    'is not whole',
    'azcopy',
  ],
  ['a block blob', fixedVhd(30 * mib, { blobType: 'BlockBlob' }), 'is a BlockBlob', 'azcopy'],
  ['a VHDX', otherFile('vhdxfile'), 'it is a VHDX', '-f vhdx -O raw'],
  ['a qcow2 image', otherFile('QFI\u{fb}'), 'it is a qcow2 image', '-f qcow2 -O raw'],
  ['a raw disk', otherFile(''), 'does not end in the footer', `${straight} raw os.vhd`],
  ['a raw disk of odd size', otherFile('', 1_000_000), 'does not end in', 'os.vhd.raw 1M'],
])('%s', (_what, ends, why, help) => {
  const fault = faultOfVhd(ends, 'os.vhd')
  if (why === undefined) expect(fault).toBeUndefined()
  else {
    expect(fault?.why).toContain(why)
    expect(fault?.help).toContain(help)
  }
})

test('a name is quoted as a shell wants it', () => {
  const fault = faultOfVhd(otherFile(''), "it's $(here).vhd")
  expect(fault?.help).toContain(String.raw`-f raw 'it'\''s $(here).vhd'`)
})

test('the finding says which, and shows no signature', () => {
  const uri = 'https://a.blob.core.windows.net/vhds/os.vhd?sig=s3cret'
  const rule = azureRule('image/vhd-fits')
  const of = (ends?: VhdEnds) =>
    check(
      rule,
      imageConfig(),
      imageFacts({ osSource: source({ kind: 'vhd', uri, ...(ends && { ends }) }) }),
    )
  expect(of()).toEqual([])
  expect(of(fixedVhd(mib))).toEqual([])
  const [found] = of(otherFile('vhdxfile'))
  expect(found).toMatchObject({ at: ['image', 'source'] })
  expect(found?.message).toContain('VHD https://a.blob.core.windows.net/vhds/os.vhd does not end')
  expect(JSON.stringify(found)).not.toContain('s3cret')
})
