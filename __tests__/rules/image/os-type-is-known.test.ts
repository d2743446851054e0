import { expect, test } from '@jest/globals'
import { snapshotId } from '../../../src/shared/arm-id.js'
import { AzureFailure } from '../../../src/shared/errors.js'
import {
  check,
  foundVm,
  imageConfig,
  imageFacts,
  scope,
  source,
} from '../../support/image-facts.js'
import { azureRule } from '../../support/rules.js'

const rule = azureRule('image/os-type-is-known')

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

test('of a source that may not be read it is not said that it states none', () => {
  const error = { code: 'AuthorizationFailed', message: 'no', details: [] }
  const failure = new AzureFailure({ operation: 'read snapshot os', status: 403, error })
  const assumed = { kind: 'snapshot', id: snapshotId(scope, 'os') } as const
  const osSource = source({ kind: 'unreadable', failure, assumed })
  // Being unreadable is the error then.
  expect(check(rule, imageConfig(), imageFacts({ osSource }))).toEqual([])
  const [problem] = check(rule, imageConfig(), imageFacts({ mode: 'plan', osSource }))
  expect(problem?.message).toMatch(/may not be read, so its OS type is not known/)
})
