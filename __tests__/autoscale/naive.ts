/**
 * Formulas made at random, and what they give: worked out a second time, in the plainest way there is, without parser, types
 * or anything else of the product.
 */

/** Numbers below 1, always the same for one seed. */
export function dice(seed: number): () => number {
  let state = seed | 0
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}

export const nowMs = Date.parse('2026-11-18T10:30:00Z')
/** Samples of 15, 45, ... seconds ago, the newest first. */
export const samples: Readonly<Record<string, readonly number[]>> = {
  ActiveTasks: [11, 3, 3, 4, 9, 3, 0, 1, 3, 3],
  RunningTasks: [5, 5, 6, 6, 6, 7, 7, 7, 8, 8],
  PendingTasks: [16, 8, 9, 10, 15, 10, 7, 8, 11, 11],
}

type Naive = number | readonly number[] | string
export type Env = Map<string, Naive>

/** A piece of a formula: how tightly it binds, its text, and what it gives. Times and intervals are milliseconds. */
interface Piece {
  readonly binds: number
  readonly text: string
  readonly value: (env: Env) => Naive
}

const number = (value: Naive): number => value as number
const list = (value: Naive): readonly number[] => value as readonly number[]

export class Maker {
  readonly #roll: () => number
  readonly #names: Record<'number' | 'vector', string[]> = { number: [], vector: [] }

  constructor(seed: number) {
    this.#roll = dice(seed)
  }

  /** A formula and its last variable, `r`. */
  formula(): { readonly text: string; readonly run: () => Env } {
    const lines: { readonly name: string; readonly piece: Piece }[] = []
    const count = this.#below(4)
    for (let index = 0; index < count; index++) {
      const kind = this.#roll() < 0.7 ? 'number' : 'vector'
      const piece = kind === 'number' ? this.#number(3) : this.#vector(2)
      const name = `${this.#pick(['', '$'])}${kind}${String(this.#below(3))}`
      lines.push({ name, piece })
      if (!this.#names[kind].includes(name)) this.#names[kind].push(name)
    }
    lines.push({ name: 'r', piece: this.#number(4) })
    const space = () => this.#pick(['', ' ', '\n', ' // note; (\n', '\t'])
    return {
      text: lines
        .map(({ name, piece }) => `${space()}${name}${space()}=${space()}${piece.text};`)
        .join('\n'),
      run: () => {
        const env: Env = new Map()
        for (const { name, piece } of lines) env.set(name, piece.value(env))
        return env
      },
    }
  }

  #below(limit: number): number {
    return Math.floor(this.#roll() * limit)
  }

  #pick<Item>(items: readonly Item[]): Item {
    return items[this.#below(items.length)]!
  }

  /** In brackets where it binds less tightly than it must, and now and then for no reason. */
  #in(piece: Piece, least: number): string {
    return piece.binds < least || this.#roll() < 0.1 ? `( ${piece.text} )` : piece.text
  }

  #number(depth: number): Piece {
    if (depth === 0) return this.#leaf()
    const makers = [
      () => this.#leaf(),
      () => this.#arithmetic(depth),
      () => this.#arithmetic(depth),
      () => this.#comparison(depth),
      () => this.#logic(depth),
      () => this.#conditional(depth),
      () => this.#sign(depth),
      () => this.#listCall(depth),
      () => this.#mapping(depth),
      () => this.#times(depth),
    ]
    return this.#pick(makers)()
  }

  #leaf(): Piece {
    const { number: names } = this.#names
    const roll = this.#roll()
    if (roll < 0.3 && names.length > 0) {
      const name = this.#pick(names)
      return { binds: 9, text: name, value: (env) => env.get(name)! }
    }
    const metric = this.#pick(Object.keys(samples))
    const all = samples[metric]!
    if (roll < 0.4) return { binds: 9, text: `$${metric}.Count()`, value: () => all.length }
    if (roll < 0.5) return { binds: 9, text: `$${metric}`, value: () => all[0]! }
    if (roll < 0.6) {
      const minutes = 1 + this.#below(9)
      const there = Math.min(all.length, minutes * 2)
      return {
        binds: 9,
        text: `$${metric}.GetSamplePercent(${String(minutes)} * TimeInterval_Minute)`,
        value: () => (there / (minutes * 2)) * 100,
      }
    }
    const value = this.#pick([0, 1, 2, 3, 7, 10, 0.5, 1.25, 100])
    const text = value === 0.5 ? this.#pick(['.5', '0.5', '0.50']) : String(value)
    return { binds: 9, text, value: () => value }
  }

  #arithmetic(depth: number): Piece {
    const sign = this.#pick(['+', '-', '*', '/'])
    const binds = sign === '+' || sign === '-' ? 5 : 6
    const [a, b] = [this.#number(depth - 1), this.#number(depth - 1)]
    return {
      binds,
      text: `${this.#in(a, binds)} ${sign} ${this.#in(b, binds + 1)}`,
      value: (env) => {
        const [x, y] = [number(a.value(env)), number(b.value(env))]
        if (sign === '+') return x + y
        if (sign === '-') return x - y
        // No negative zero.
        return sign === '*' ? x * y : x / (y + 0)
      },
    }
  }

  #comparison(depth: number): Piece {
    const sign = this.#pick(['<', '<=', '>', '>=', '==', '!='])
    const binds = sign === '==' || sign === '!=' ? 3 : 4
    const [a, b] = [this.#number(depth - 1), this.#number(depth - 1)]
    const tests: Record<string, (x: number, y: number) => boolean> = {
      '<': (x, y) => x < y,
      '<=': (x, y) => x <= y,
      '>': (x, y) => x > y,
      '>=': (x, y) => x >= y,
      '==': (x, y) => x === y,
      '!=': (x, y) => x !== y,
    }
    return {
      binds,
      text: `${this.#in(a, binds)} ${sign} ${this.#in(b, binds + 1)}`,
      value: (env) => Number(tests[sign]!(number(a.value(env)), number(b.value(env)))),
    }
  }

  #logic(depth: number): Piece {
    const isAnd = this.#roll() < 0.5
    const binds = isAnd ? 2 : 1
    const [a, b] = [this.#number(depth - 1), this.#number(depth - 1)]
    return {
      binds,
      text: `${this.#in(a, binds)} ${isAnd ? '&&' : '||'} ${this.#in(b, binds + 1)}`,
      value: (env) => {
        const [x, y] = [number(a.value(env)) !== 0, number(b.value(env)) !== 0]
        return Number(isAnd ? x && y : x || y)
      },
    }
  }

  #conditional(depth: number): Piece {
    const [a, b, c] = [this.#number(depth - 1), this.#number(depth - 1), this.#number(depth - 1)]
    return {
      binds: 0,
      text: `${this.#in(a, 1)} ? ${this.#in(b, 0)} : ${this.#in(c, 0)}`,
      value: (env) => (number(a.value(env)) === 0 ? c.value(env) : b.value(env)),
    }
  }

  #sign(depth: number): Piece {
    const inner = this.#number(depth - 1)
    const isMinus = this.#roll() < 0.5
    return {
      binds: 7,
      text: `${isMinus ? '-' : '!'}${this.#in(inner, 7)}`,
      value: (env) => {
        const value = number(inner.value(env))
        return isMinus ? -value : Number(value === 0)
      },
    }
  }

  #listCall(depth: number): Piece {
    const name = this.#pick(['avg', 'max', 'min', 'sum', 'range', 'len', 'norm', 'std', 'val'])
    const parts = Array.from({ length: name === 'val' ? 1 : 1 + this.#below(3) }, () =>
      this.#roll() < 0.5 || name === 'val' ? this.#vector(depth - 1) : this.#number(depth - 1),
    )
    const args = parts.map((part) => this.#in(part, 0)).join(', ')
    return {
      binds: 9,
      text: `${name}(${args}${name === 'val' ? ', 0' : ''})`,
      value: (env) => {
        const values = parts.flatMap((part) => part.value(env) as number | number[])
        const sum = values.reduce((a, b) => a + b, 0)
        const mean = sum / values.length
        const squares = (from: number) => values.reduce((a, b) => a + (b - from) ** 2, 0)
        if (name === 'val') return values[0]!
        if (name === 'avg') return mean
        if (name === 'sum') return sum
        if (name === 'len') return values.length
        if (name === 'norm') return Math.sqrt(squares(0))
        if (name === 'std')
          return values.length < 2 ? 0 : Math.sqrt(squares(mean) / (values.length - 1))
        const [least, most] = [Math.min(...values), Math.max(...values)]
        return name === 'range' ? most - least : name === 'max' ? most : least
      },
    }
  }

  #mapping(depth: number): Piece {
    const name = this.#pick(['ceil', 'floor'] as const)
    const inner = this.#number(depth - 1)
    return {
      binds: 9,
      text: `${name}(${this.#in(inner, 0)})`,
      value: (env) => Math[name](number(inner.value(env))),
    }
  }

  #vector(depth: number): Piece {
    const { vector: names } = this.#names
    const roll = this.#roll()
    if (roll < 0.2 && names.length > 0) {
      const name = this.#pick(names)
      return { binds: 9, text: name, value: (env) => env.get(name)! }
    }
    if (roll < 0.5 && depth > 0) return this.#vectorArithmetic(depth)
    const metric = this.#pick(Object.keys(samples))
    const all = samples[metric]!
    const count = 1 + this.#below(6)
    if (roll < 0.7) {
      return {
        binds: 9,
        text: `$${metric}.GetSample(${String(count)})`,
        value: () => all.slice(0, count),
      }
    }
    const from = this.#below(3)
    const text = `$${metric}.GetSample(${String(from)} * TimeInterval_Minute, TimeInterval_Minute * ${String(from + 1)}, 50)`
    return { binds: 9, text, value: () => all.slice(from * 2, from * 2 + 2) }
  }

  #vectorArithmetic(depth: number): Piece {
    const sign = this.#pick(['+', '-', '*'])
    const binds = sign === '*' ? 6 : 5
    const [a, b] = [this.#vector(depth - 1), this.#number(depth - 1)]
    // With itself it has the same length.
    const isTwice = this.#roll() < 0.3
    const right = isTwice ? a : b
    return {
      binds,
      text: `${this.#in(a, binds)} ${sign} ${this.#in(right, binds + 1)}`,
      value: (env) => {
        const values = list(a.value(env))
        const other = right.value(env)
        return values.map((value, index) => {
          const by = typeof other === 'number' ? other : list(other)[index]!
          return sign === '+' ? value + by : sign === '-' ? value - by : value * by
        })
      },
    }
  }

  /** Something of a time: a member, or a comparison. */
  #times(depth: number): Piece {
    const time = this.#time(depth)
    if (this.#roll() < 0.5) {
      const other = this.#time(depth)
      return {
        binds: 4,
        text: `${this.#in(time, 4)} < ${this.#in(other, 5)}`,
        value: (env) => Number(number(time.value(env)) < number(other.value(env))),
      }
    }
    const members: Record<string, (date: Date) => number> = {
      year: (date) => date.getUTCFullYear(),
      month: (date) => date.getUTCMonth() + 1,
      day: (date) => date.getUTCDate(),
      hour: (date) => date.getUTCHours(),
      minute: (date) => date.getUTCMinutes(),
      second: (date) => date.getUTCSeconds(),
    }
    const member = this.#pick(Object.keys(members))
    return {
      binds: 9,
      text: `${this.#in(time, 9)}.${member}`,
      value: (env) => members[member]!(new Date(number(time.value(env)))),
    }
  }

  #time(depth: number): Piece {
    if (depth <= 1 || this.#roll() < 0.4) {
      const given = '2026-11-17T23:59:30.250Z'
      return this.#roll() < 0.5
        ? { binds: 9, text: 'time()', value: () => nowMs }
        : { binds: 9, text: `time("${given}")`, value: () => Date.parse(given) }
    }
    const [time, interval] = [this.#time(depth - 1), this.#interval(depth - 1)]
    return {
      binds: 5,
      text: `${this.#in(time, 5)} + ${this.#in(interval, 6)}`,
      value: (env) => number(time.value(env)) + number(interval.value(env)),
    }
  }

  #interval(depth: number): Piece {
    const units: Record<string, number> = {
      Second: 1000,
      Minute: 60_000,
      Hour: 3_600_000,
      Day: 86_400_000,
    }
    const unit = this.#pick(Object.keys(units))
    const roll = this.#roll()
    if (depth > 0 && roll < 0.3) {
      const [a, b] = [this.#interval(depth - 1), this.#interval(depth - 1)]
      return {
        binds: 5,
        text: `${this.#in(a, 5)} - ${this.#in(b, 6)}`,
        value: (env) => number(a.value(env)) - number(b.value(env)),
      }
    }
    if (depth > 0 && roll < 0.45) {
      const inner = this.#interval(depth - 1)
      return {
        binds: 7,
        text: `-${this.#in(inner, 7)}`,
        value: (env) => -number(inner.value(env)),
      }
    }
    const factor = this.#below(40)
    return roll < 0.7
      ? {
          binds: 6,
          text: `${String(factor)} * TimeInterval_${unit}`,
          value: () => factor * units[unit]!,
        }
      : { binds: 6, text: `TimeInterval_${unit} / 4`, value: () => units[unit]! / 4 }
  }
}
