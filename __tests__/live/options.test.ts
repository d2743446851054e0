import { describe, expect, test } from '@jest/globals'
import { readOptions, WrongCall } from '../../scripts/live/options.js'

describe('the command line of the live kit', () => {
  test('asks AzureCloud in westeurope unless it is told otherwise', () => {
    expect(readOptions([], { AZURE_SUBSCRIPTION_ID: 'from-env' })).toEqual({
      ...{ command: 'ask', against: 'AzureCloud', subscriptionId: 'from-env' },
      ...{ location: 'westeurope', otherLocation: 'northeurope', only: [] },
      ...{ report: 'live-report', isDryRun: false, olderThanMinutes: 0 },
    })
  })

  test('takes a clean-up with its age, and questions one by one', () => {
    const args = ['--clean-up', '--older-than', '90', '--dry-run']
    expect(readOptions(args, {})).toMatchObject({
      ...{ command: 'clean-up', olderThanMinutes: 90, isDryRun: true },
    })
    const only = readOptions(['--only', 'pool', '--only', 'image/if-none-match'], {}).only
    expect(only).toEqual(['pool', 'image/if-none-match'])
    expect(readOptions(['--list'], {}).command).toBe('list')
    expect(readOptions(['--help', '--list'], {}).command).toBe('help')
  })

  test.each([
    [['--older-than', 'an hour'], '"an hour" is no number of minutes'],
    [['--scenario', 'x.yml'], '--scenario is for --against simulator'],
    [['--location', 'northeurope'], 'are both northeurope'],
    [['--nonsense'], '--nonsense'],
    [['word'], 'word'],
  ])('%j is a wrong call', (args, message) => {
    expect(() => readOptions(args, {})).toThrow(WrongCall)
    expect(() => readOptions(args, {})).toThrow(message)
  })
})
