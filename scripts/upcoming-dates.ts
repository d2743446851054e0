/**
 * Lists the dates of the tables of time that come within so many days (60 unless the first argument says otherwise), and fails
 * when there are any: what Azure has announced may have been put off, or be worded too softly. Run by a scheduled workflow, not by
 * the tests, which must not fail because a day has passed.
 */
import { appendFileSync } from 'node:fs'
import { upcoming } from './upcoming.js'

const days = Number(process.argv[2] ?? 60)
const today = new Date().toISOString().slice(0, 10)
const near = upcoming(today, days)
const lines = near.map(({ name, on, source }) => `- ${on}: ${name} (${source})`)
const text =
  near.length === 0
    ? `No date of the tables comes within ${String(days)} days.`
    : [
        `Dates that come within ${String(days)} days: look whether they still hold.`,
        '',
        ...lines,
      ].join('\n')
console.log(text)
const summary = process.env['GITHUB_STEP_SUMMARY']
if (summary !== undefined && summary !== '') appendFileSync(summary, `${text}\n`)
process.exitCode = near.length === 0 ? 0 : 1
