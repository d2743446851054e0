import { expect, test } from '@jest/globals'
import { check, foundVm, imageConfig, imageFacts, source } from '../../support/image-facts.js'
import { azureRule } from '../../support/rules.js'

const rule = azureRule('image/vm-brings-its-own-disks')

const vm = imageFacts({ osSource: source(foundVm()) })

test('a VM takes no data disk sources', () => {
  const config = imageConfig({ dataDiskSources: ['data'] })
  expect(check(rule, config, vm)).toMatchObject([{ at: ['image', 'dataDiskSources'] }])
  expect(check(rule, config, imageFacts())).toEqual([])
})

test('settings of disks are ignored, as az ignores them, but not in silence', () => {
  const config = imageConfig({ storageSku: 'Premium_LRS', osDiskCaching: 'None' })
  expect(check(rule, config, vm)).toMatchObject([
    { at: ['image', 'storageSku'], severity: 'warning' },
    { at: ['image', 'osDiskCaching'], severity: 'warning' },
  ])
  expect(check(rule, config, imageFacts())).toEqual([])
})
