/**
 * What the documentation leaves open, and the evaluation has to decide. Each is read in one way at first; where a formula
 * meets one, it is evaluated in the other ways too, and a result that depends on it is known to be uncertain.
 */
export interface Readings {
  /** What `rand()` gives. */
  readonly random: number
  /** @unverified autoscale/order-of-samples Which end of a vector the newest sample stands at. */
  readonly newest: 'first' | 'last'
  /** @unverified autoscale/of-nothing What `max`, `min` or `avg` of no value is, and what `val` gives beyond the end. */
  readonly ofNothing: number
  readonly sunday: 0 | 7
  /** @unverified autoscale/longer-vector What becomes of a vector that is longer than the one that it is added to. */
  readonly longerVector: 'cut' | 'padded'
  /** @unverified autoscale/half What `round` does with a half. */
  readonly half: 'away' | 'even'
  readonly daysOfYear: number
  /** @unverified autoscale/metric-as-number What a metric is worth as a number. */
  readonly metric: 'present' | 'average'
  /** @unverified autoscale/before-stop Whether the targets that were set before `stop()` count. */
  readonly beforeStop: 'counts' | 'is lost'
  /** @unverified autoscale/percentile Which of two neighbours a percentile between them is. */
  readonly percentile: 'lower' | 'between' | 'upper'
  /** @unverified autoscale/negative-target What a negative target, or one that is no number, becomes. */
  readonly badTarget: 'zero' | 'kept'
}
export type Gap = keyof Readings

export const usualReadings: Readings = {
  random: 0.5,
  newest: 'first',
  ofNothing: 0,
  sunday: 0,
  longerVector: 'cut',
  half: 'away',
  daysOfYear: 365,
  metric: 'present',
  beforeStop: 'counts',
  percentile: 'between',
  badTarget: 'zero',
}

/** The other ways to read a gap. */
export const otherReadings: Readonly<Record<Gap, readonly Partial<Readings>[]>> = {
  random: [{ random: 0 }, { random: 1 }],
  newest: [{ newest: 'last' }],
  ofNothing: [{ ofNothing: Number.NaN }],
  sunday: [{ sunday: 7 }],
  longerVector: [{ longerVector: 'padded' }],
  half: [{ half: 'even' }],
  daysOfYear: [{ daysOfYear: 365.25 }],
  metric: [{ metric: 'average' }],
  beforeStop: [{ beforeStop: 'is lost' }],
  percentile: [{ percentile: 'lower' }, { percentile: 'upper' }],
  badTarget: [{ badTarget: 'kept' }],
}

/** What a result depends on that nobody says: ends the sentence "the result depends on ...". */
export const gapWords: Readonly<Record<Gap, string>> = {
  random: 'rand()',
  newest: 'the order of the samples in a vector, which is not documented',
  ofNothing: 'what max, min, avg or val gives where there is no sample, which is not documented',
  sunday: 'whether Sunday is 0 or 7, which is not documented',
  longerVector: 'what becomes of vectors of different lengths, which is not documented',
  half: 'how a half is rounded, which is not documented',
  daysOfYear: 'the length of TimeInterval_Year, which is not documented',
  metric: 'which sample a metric is worth as a number, which is not documented',
  beforeStop: 'whether what was assigned before stop() counts, which is not documented',
  percentile: 'how percentile counts between two values, which is not documented',
  badTarget: 'what Batch makes of a negative target, which is not documented',
}
