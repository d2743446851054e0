/** What an expression is. */
export type Type =
  | 'double'
  | 'vector'
  | 'string'
  | 'timestamp'
  | 'interval'
  /** A read-only service variable: taken for a number where one is wanted. */
  | 'metric'
  /** What GetSamplePercent gives: documented as a vector, and printed by the service as a number. Taken for both. */
  | 'percent'
  | 'option'
  /** Of `stop()`. */
  | 'nothing'
  /** Nothing can be said, because of a mistake that was reported or a gap in the documentation. */
  | 'unknown'

const words: Readonly<Record<Type, string>> = {
  double: 'a number',
  vector: 'a vector',
  string: 'a string',
  timestamp: 'a timestamp',
  interval: 'a time interval',
  metric: 'a metric',
  percent: 'a number',
  option: 'a deallocation option',
  nothing: 'nothing',
  unknown: 'a value',
}

/** `a time interval` */
export function describeType(type: Type): string {
  return words[type]
}

/** The type that it has in arithmetic. */
export function asOperand(type: Type): Type {
  return type === 'metric' || type === 'percent' ? 'double' : type
}

export function isNumber(type: Type): boolean {
  return asOperand(type) === 'double' || type === 'unknown'
}

/** How sure it is that an operator takes its operands. */
export interface Typed {
  readonly type: Type
  /**
   * `undocumented`: not in the table of operators, but it makes sense, and the service may take it. `senseless`: not in
   * the table, and nothing that it could mean.
   */
  readonly doubt?: 'undocumented' | 'senseless'
}
