const dateText = String.raw`(\d{4})-?(\d\d)-?(\d\d)`
const timeText = String.raw`(\d\d):?(\d\d)(?::?(\d\d)(?:[.,](\d{1,6})\d*)?)?`
const zoneText = String.raw`(?:(z)|([+-])(\d\d):?(\d\d)?)?`
const pattern = new RegExp(`^${dateText}(?:t${timeText}${zoneText})?$`, 'i')

/** What az adds to a date alone: one minute to one, not to midnight; kept, so that both write the same. */
const timeOfDateAlone = 'T12:59:59.000Z'

/**
 * An ISO 8601 date, or date and time, as Azure takes it: `2030-12-31T06:00:00.000Z`. A time without offset
 * is UTC. Undefined for anything else, a 30 February included.
 */
export function parseEndOfLifeDate(text: string): string | undefined {
  const match = pattern.exec(text.trim())
  if (match === null) return undefined
  const [, year = '', month = '', day = '', hour, minute = '00', second = '00'] = match
  const [fraction = '', , sign, offsetHour = '00', offsetMinute = '00'] = match.slice(7)
  const date = `${year}-${month}-${day}`
  if (!isRealDate(date)) return undefined
  if (hour === undefined) return `${date}${timeOfDateAlone}`
  const offset = sign === undefined ? 'Z' : `${sign}${offsetHour}:${offsetMinute}`
  const at = Date.parse(`${date}T${hour}:${minute}:${second}${offset}`)
  if (Number.isNaN(at) || hour === '24') return undefined
  const seconds = new Date(at).toISOString().slice(0, 'yyyy-mm-ddThh:mm:ss'.length)
  return `${seconds}.${fraction.replace(/0+$/, '').padEnd(3, '0')}Z`
}

/** `Date` turns 30 February into 1 March, so compare what comes out. */
function isRealDate(date: string): boolean {
  const at = Date.parse(`${date}T00:00:00Z`)
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(date)
}
