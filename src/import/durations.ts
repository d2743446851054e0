import { isJsonObject, type Json } from '../shared/json.js'
import { looseAt } from '../pool-forms/loose-keys.js'

/** As Python prints a timedelta, and so az: `0:15:00`, `1 day, 2:03:04.500000`. */
const pythonForm = /^(?:(-?\d+) days?, )?(\d+):(\d\d):(\d\d)(?:\.(\d{1,6}))?$/
/** As .NET prints a TimeSpan: `00:15:00`, `1.02:03:04.5000000`. */
const dotNetForm = /^(?:(\d+)\.)?(\d\d):(\d\d):(\d\d)(?:\.(\d{1,7}))?$/
const ticksPerSecond = 10_000_000

/** A duration as ISO 8601, from any form; undefined where it is none. */
export function toIsoDuration(value: Json): string | undefined {
  if (typeof value === 'string') {
    if (/^P/i.test(value)) return value.toUpperCase()
    const found = pythonForm.exec(value) ?? dotNetForm.exec(value)
    if (found === null) return undefined
    const [, days = '0', hours = '0', minutes = '0', seconds = '0', fraction = ''] = found
    const whole =
      ((Number(days) * 24 + Number(hours)) * 60 + Number(minutes)) * 60 + Number(seconds)
    return isoOf(whole, fraction.replace(/0+$/, ''))
  }
  if (!isJsonObject(value)) return undefined
  const ticks = looseAt(value, 'Ticks')
  if (typeof ticks === 'number') return isoOfTicks(ticks)
  return isoOfAzObject(value)
}

function isoOfTicks(ticks: number): string {
  const seconds = Math.floor(ticks / ticksPerSecond)
  const rest = String(Math.round(ticks % ticksPerSecond)).padStart(7, '0')
  return isoOf(seconds, rest.replace(/0+$/, ''))
}

/** What az prints of a duration with months or years: `{months, years, tdelta}`. */
function isoOfAzObject(value: Json): string | undefined {
  const count = (key: string) => {
    const held = looseAt(value, key)
    return typeof held === 'number' ? held : 0
  }
  const [years, months] = [count('years'), count('months')]
  if (years === 0 && months === 0) return undefined
  const rest = toIsoDuration(looseAt(value, 'tdelta') ?? '0:00:00') ?? 'PT0S'
  const longer = [
    years === 0 ? '' : `${String(years)}Y`,
    months === 0 ? '' : `${String(months)}M`,
  ].join('')
  return `P${longer}${rest === 'PT0S' ? '' : rest.slice(1)}`
}

function isoOf(seconds: number, fraction: string): string {
  const parts = [
    [Math.floor(seconds / 86_400), 'D'],
    [Math.floor((seconds % 86_400) / 3600), 'H'],
    [Math.floor((seconds % 3600) / 60), 'M'],
  ] as const
  const [days, ...clock] = parts.map(([count, unit]) =>
    count === 0 ? '' : `${String(count)}${unit}`,
  )
  const last = `${String(seconds % 60)}${fraction === '' ? '' : `.${fraction}`}`
  const time = [...clock, last === '0' ? '' : `${last}S`].join('')
  if (days === '' && time === '') return 'PT0S'
  return `P${days ?? ''}${time === '' ? '' : `T${time}`}`
}
