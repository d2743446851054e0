/** What `time("...")` reads. */
export interface ReadTime {
  /** Milliseconds since the epoch, where it can be read at all. */
  readonly ms: number | undefined
  /** Why the service may refuse it; `isCertain`: documented, or seen. */
  readonly doubt?: { readonly message: string; readonly isCertain: boolean }
  readonly help: string
}

const help = 'write it as in "2026-01-31T08:00:00Z" or "Sat, 31 Jan 2026 08:00:00 GMT"'

/** https://www.w3.org/TR/NOTE-datetime, from the year alone to fractions of a second. */
const isoPattern =
  /^(\d{4})(?:-(\d\d)(?:-(\d\d)(?:([Tt])(\d\d):(\d\d)(?::(\d\d)(?:\.(\d+))?)?(Z|z|[+-]\d\d:\d\d)?)?)?)?$/
/** RFC 1123, which takes its form from RFC 822. */
const rfcPattern =
  /^(?:(Mon|Tue|Wed|Thu|Fri|Sat|Sun), )?(\d{1,2}) (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) (\d{2}|\d{4}) (\d\d):(\d\d)(?::(\d\d))? ([A-Z]{1,3}|[+-]\d{4})$/
const weekdays = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat']
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** Nine digits of a second were refused (nextflow-io/nextflow#3866); up to six are in use, and .NET itself reads seven. */
const refusedFraction = 9
const sureFraction = 7

export function readTime(text: string): ReadTime {
  if (text === '') return { ms: undefined, help }
  const iso = isoPattern.exec(text)
  if (iso !== null) return readIso(text, iso)
  const rfc = rfcPattern.exec(text)
  if (rfc !== null) return readRfc(text, rfc)
  const shown = text.length > 40 ? `${text.slice(0, 40)}…` : text
  return refuse(`'${shown}' is neither a W3C date and time nor one of RFC 1123`)
}

function refuse(message: string): ReadTime {
  return { ms: undefined, doubt: { message, isCertain: true }, help }
}

function doubtful(ms: number, message: string, fix = help): ReadTime {
  return { ms, doubt: { message, isCertain: false }, help: fix }
}

interface Parts {
  readonly year: number
  readonly month: number
  readonly day: number
  readonly hour: number
  readonly minute: number
  readonly second: number
}

/** Undefined where there is no such day or time. */
function toMs({ year, month, day, hour, minute, second }: Parts): number | undefined {
  const date = new Date(0)
  date.setUTCFullYear(year, month - 1, day)
  const isDay = date.getUTCMonth() === month - 1 && date.getUTCDate() === day
  if (!isDay || year < 1 || hour > 23 || minute > 59 || second > 59) return undefined
  return date.getTime() + ((hour * 60 + minute) * 60 + second) * 1000
}

function readIso(text: string, match: RegExpExecArray): ReadTime {
  const [
    ,
    year,
    month = '01',
    day = '01',
    mark,
    hour = '0',
    minute = '0',
    second = '0',
    fraction = '',
    zone,
  ] = match
  const parts = { year, month, day, hour, minute, second }
  const ms = toMs(numbers(parts))
  const offset = offsetMs(zone ?? 'Z')
  if (ms === undefined || offset === undefined) return refuse(`there is no such time as '${text}'`)
  if (fraction.length >= refusedFraction) {
    return refuse(`a fraction of ${String(fraction.length)} digits is refused: '${text}'`)
  }
  const at = ms + Number(`0.${fraction === '' ? '0' : fraction}`) * 1000 - offset
  if (fraction.length > sureFraction) {
    return doubtful(at, `a fraction of ${String(fraction.length)} digits may be refused: '${text}'`)
  }
  if (mark === 't' || zone === 'z') return doubtful(at, `small letters in '${text}' may be refused`)
  if (mark !== undefined && zone === undefined) {
    return doubtful(at, `'${text}' has no zone, which a W3C time must have`, 'add Z for UTC')
  }
  return { ms: at, help }
}

function readRfc(text: string, match: RegExpExecArray): ReadTime {
  const [
    ,
    weekday,
    day = '',
    monthName = '',
    year = '',
    hour = '',
    minute = '',
    second = '0',
    zone = '',
  ] = match
  const month = String(months.indexOf(monthName) + 1)
  const fullYear = year.length === 2 ? `${Number(year) < 50 ? '20' : '19'}${year}` : year
  const ms = toMs(numbers({ year: fullYear, month, day, hour, minute, second }))
  if (ms === undefined) return refuse(`there is no such time as '${text}'`)
  const isUtc = ['GMT', 'UT', 'UTC', 'Z'].includes(zone)
  const at = ms - (isUtc ? 0 : (offsetMs(`${zone.slice(0, 3)}:${zone.slice(3)}`) ?? 0))
  const real = weekdays[new Date(ms).getUTCDay()]
  if (weekday !== undefined && weekday !== real) {
    return doubtful(at, `'${text}' is a ${real ?? ''}, and may be refused`, `write ${real ?? ''}`)
  }
  const isUsual = weekday !== undefined && day.length === 2 && year.length === 4 && zone === 'GMT'
  return isUsual && text.length === 29
    ? { ms: at, help }
    : doubtful(at, `'${text}' is an old form of RFC 1123 and may be refused`)
}

function numbers(parts: Readonly<Record<keyof Parts, string | undefined>>): Parts {
  return {
    year: Number(parts.year),
    month: Number(parts.month),
    day: Number(parts.day),
    hour: Number(parts.hour),
    minute: Number(parts.minute),
    second: Number(parts.second),
  }
}

/** `+02:00` */
function offsetMs(zone: string): number | undefined {
  if (zone === 'Z' || zone === 'z') return 0
  const match = /^([+-])(\d\d):(\d\d)$/.exec(zone)
  if (match === null) return undefined
  const [, sign, hours, minutes] = match
  if (Number(hours) > 14 || Number(minutes) > 59) return undefined
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000
}
