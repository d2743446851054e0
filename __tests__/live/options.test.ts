import { describe, expect, test } from '@jest/globals'
import { forecastOf, listOf } from '../../scripts/live/forecast.js'
import { notAsked } from '../../scripts/live/not-asked.js'
import { readOptions, WrongCall } from '../../scripts/live/options.js'
import { probes } from '../../scripts/live/probes/index.js'

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
    [['--against', 'azurecloud.example'], '"azurecloud.example" is no cloud'],
    [['--nonsense'], '--nonsense'],
    [['word'], 'word'],
  ])('%j is a wrong call', (args, message) => {
    expect(() => readOptions(args, {})).toThrow(WrongCall)
    expect(() => readOptions(args, {})).toThrow(message)
  })
})

describe('what is told before anything is made', () => {
  test('--list: each question, and those that are not asked with the reason', () => {
    const text = listOf(probes).join('\n')
    for (const { id, question } of probes) expect(text).toContain(`${id}: ${question}`)
    for (const { id, question, reason } of notAsked) {
      expect(text).toContain(`${id}: ${question} (${reason})`)
    }
  })

  test('--dry-run: how much of what, where, for how much at most, and with which rights', () => {
    const text = forecastOf(readOptions(['--location', 'uksouth'], {}), probes).join('\n')
    expect(text).toContain(`${String(probes.length)} questions to AzureCloud`)
    expect(text).toContain('in uksouth')
    expect(text).toMatch(/5 x a node of two cores .*: 1\.\d\d USD/)
    expect(text).toMatch(/At most 1\.\d\d USD and fifty minutes/)
    expect(text).toContain('Azure Batch Data Contributor')
  })
})
