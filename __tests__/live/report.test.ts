import { describe, expect, test } from '@jest/globals'
import { createBlanking } from '../../scripts/live/blank.js'
import { readMarks } from '../../scripts/live/marks.js'
import { notAsked } from '../../scripts/live/not-asked.js'
import { probes } from '../../scripts/live/probes/index.js'
import { markdownOf, reportOf, type Report } from '../../scripts/live/report.js'
import { openKitWorld } from './kit-world.js'
import { lies, telling } from './lies.js'

const known = {
  subscriptionId: '30000000-0000-4000-a000-000000000001',
  group: 'image-to-pool-live-20261130-0a1b2c3d',
  suffix: '0a1b2c3d',
  secrets: ['v3ry-s3cret'],
}

async function reportOn(ids: readonly string[], lie = ''): Promise<Report> {
  const { simulator, run } = await openKitWorld({}, lie === '' ? undefined : telling(lies[lie]!))
  const result = await run(probes.filter(({ id }) => ids.includes(id)))
  const { subscriptionId } = simulator
  const marks = readMarks(process.cwd())
  return reportOf({
    ...{ result, subscriptionId, marks, notAsked, against: 'simulator', secrets: [] },
  })
}

describe('the report', () => {
  test('names what of ours an answer contradicts, with its file, and shows the bytes', async () => {
    const report = await reportOn(['pool/if-none-match', 'pool/if-match'], 'pool/if-none-match')
    expect(report.counts).toEqual({ confirmed: 1, contradicted: 1, unanswered: 0 })
    expect(report.notAsked).toEqual(notAsked)
    const answer = report.answers.find(({ verdict }) => verdict === 'contradicted')
    expect(answer).toMatchObject({
      id: 'pool/if-none-match',
      expected: { status: 412, code: 'ConditionNotMet' },
      seen: { status: 409, code: 'PoolExists' },
      sentences: [{ file: 'src/simulator/README.md', sentence: expect.stringContaining('412') }],
    })
    expect(answer?.exchanges.at(-1)?.answer).toContain('PoolExists')
    const page = markdownOf(report)
    expect(page).toContain('**1 contradicted**, 1 confirmed, 0 unanswered')
    expect(page).toContain(
      'We say status `412`, code `ConditionNotMet`, Azure status `409`, code `PoolExists`.',
    )
    expect(page).toContain('(src/simulator/README.md, line ')
    expect(page).toContain('Everything that was made is removed.')
  })

  test('holds no ID and no name of the run, in whatever it shows', async () => {
    const report = await reportOn([
      'pool/refusal-form',
      'graph/pools',
      'request/changed-operation-url',
    ])
    for (const text of [JSON.stringify(report), markdownOf(report)]) {
      expect(text).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/i)
      expect(text).not.toMatch(/image-to-pool-live-\d|itplive[0-9a-f]{8}/)
      // The signature of an operation's URL.
      expect(text).not.toMatch(/[?&]s=(?!<|\*|\[)[\w-]{40}/)
    }
    expect(JSON.stringify(report)).toContain('/subscriptions/<subscription>/resourceGroups/<group>')
  })

  test('says what is left behind, and how to remove it', () => {
    const report = {
      ...{ against: 'AzureCloud', location: 'westeurope', startedAt: '2026-11-30T08:00' },
      ...{ minutes: 1, counts: { confirmed: 0, contradicted: 0, unanswered: 0 }, answers: [] },
      ...{ notAsked: [], leftBehind: `${known.group}: 409 ScopeLocked` },
    }
    const page = markdownOf(report)
    expect(page).toContain(`**Left behind in Azure:** ${known.group}: 409 ScopeLocked`)
    expect(page).toContain('npm run live -- --clean-up')
  })
})

describe('blanking', () => {
  const blank = createBlanking(known)

  test.each([
    [`/subscriptions/${known.subscriptionId.toUpperCase()}/x`, '/subscriptions/<subscription>/x'],
    [`resourceGroups/${known.group.toUpperCase()}/x`, 'resourceGroups/<group>/x'],
    ['itplive0a1b2c3d.westeurope.batch.azure.com', 'itplive<run>.westeurope.batch.azure.com'],
    ['user a.b@example.org at 203.0.113.9', 'user <address> at <address>'],
    ['versions/1.0.0 of version 2.4.1.7', 'versions/1.0.0 of version 2.4.1.7'],
    ['secret v3ry-s3cret!', 'secret ***!'],
  ])('%s', (text, wanted) => {
    expect(blank(text)).toBe(wanted)
  })

  test('the same ID has the same name wherever it stands, another has another', () => {
    const [a, b] = ['aaaaaaaa-0000-4000-a000-000000000001', 'bbbbbbbb-0000-4000-a000-000000000001']
    const text = blank(`${a} ${b} ${a.toUpperCase()}`)
    const [first, second, third] = text.split(' ')
    expect(first).toMatch(/^<id-\d+>$/)
    expect(second).not.toBe(first)
    expect(third).toBe(first)
  })
})
