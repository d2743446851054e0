import { expect, test } from '@jest/globals'
import { existingPool, poolConfig, poolFacts } from '../../support/pool-facts.js'
import { azureRule } from '../../support/rules.js'

const compared = azureRule('pool/hidden-values-are-compared')
const longEnough = azureRule('pool/secrets-are-compared')

const account = (password: string) => poolConfig({ userAccounts: [{ name: 'admin', password }] })

test('what is hidden in a pool of somebody else is told once, at its first place', () => {
  const config = poolConfig({
    scaleSettings: {
      fixedScale: { targetDedicatedNodes: 10, nodeDeallocationOption: 'Terminate' },
    },
    userAccounts: [{ name: 'admin', password: 'correct horse battery' }],
  })
  expect(compared.check(config, poolFacts({ existing: existingPool() }))).toEqual([
    {
      at: ['pool', 'properties', 'scaleSettings', 'fixedScale', 'nodeDeallocationOption'],
      message: expect.stringMatching(
        /^not compared: scaleSettings\S+nodeDeallocationOption, userAccounts\[0\]\.password of pool render\. /,
      ),
      help: expect.stringContaining('blue-green'),
    },
  ])
  expect(compared.check(config, poolFacts())).toEqual([])
  expect(compared.check(poolConfig(), poolFacts({ existing: existingPool() }))).toEqual([])
})

test('secrets of fewer than 12 characters are told, settings by their name', () => {
  const path = ['pool', 'properties', 'userAccounts', 0, 'password']
  expect(longEnough.check(account('11 letters!'), poolFacts())).toMatchObject([{ at: path }])
  expect(longEnough.check(account('12 letters!!'), poolFacts())).toEqual([])
  const setting = (name: string) =>
    poolConfig({ startTask: { commandLine: 'x', environmentSettings: [{ name, value: '1' }] } })
  expect(longEnough.check(setting('SIZE'), poolFacts())).toEqual([])
  expect(longEnough.check(setting('API_TOKEN'), poolFacts())).toMatchObject([
    { message: expect.stringContaining('startTask.environmentSettings[0].value') },
  ])
})
