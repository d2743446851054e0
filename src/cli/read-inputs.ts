import type { ActionInput } from '../inputs/action-input.js'
import { suggest } from '../shared/suggest.js'
import { WrongCall } from './command.js'
import { isRepeated } from './input-flags.js'

/** A command line whose flags are inputs. */
export interface GivenInputs {
  readonly operands: readonly string[]
  /** Of a repeated input a line for each time. Of a switch `true` or `false`. */
  readonly flags: ReadonlyMap<string, string>
}

/** A flag besides the inputs: with a value behind it, or alone. */
export type OwnFlags = Readonly<Record<string, 'value' | 'switch'>>

/** Reads flags of the inputs' names: a boolean may stand alone, lists and maps are repeated. */
export function readInputs(
  args: readonly string[],
  inputs: readonly ActionInput[],
  own: OwnFlags,
): GivenInputs {
  const known = new Map<string, Flag>([
    ...inputs.map((input): [string, Flag] => [input.name, toFlag(input)]),
    ...Object.entries(own).map(([name, kind]): [string, Flag] => {
      return [name, { isSwitch: kind === 'switch', isRepeated: false }]
    }),
  ])
  const operands: string[] = []
  const flags = new Map<string, string>()
  for (let at = 0; at < args.length; at += 1) {
    const arg = args[at] ?? ''
    if (arg === '--') {
      operands.push(...args.slice(at + 1))
      break
    }
    if (arg === '-' || !arg.startsWith('-')) {
      operands.push(arg)
      continue
    }
    const [, name = '', given] = /^--([^=]*)(?:=(.*))?$/s.exec(arg) ?? []
    const flag = known.get(name)
    if (flag === undefined) throw new WrongCall(unknownFlag(arg, [...known.keys()]))
    const next = args[at + 1]
    const takesNext = given === undefined && isValue(flag, next)
    const value = given ?? (takesNext ? next : undefined) ?? (flag.isSwitch ? 'true' : undefined)
    if (value === undefined) throw new WrongCall(`--${name} needs a value behind it`)
    if (takesNext) at += 1
    const before = flags.get(name)
    if (before !== undefined && !flag.isRepeated) throw new WrongCall(`--${name} is given twice`)
    flags.set(name, before === undefined ? value : `${before}\n${value}`)
  }
  return { operands, flags }
}

interface Flag {
  readonly isSwitch: boolean
  readonly isRepeated: boolean
}

function toFlag(input: ActionInput): Flag {
  return { isSwitch: input.kind === 'boolean', isRepeated: isRepeated(input) }
}

function isValue({ isSwitch }: Flag, next: string | undefined): boolean {
  if (next === undefined) return false
  return isSwitch ? /^(?:true|false)$/i.test(next) : !next.startsWith('--')
}

function unknownFlag(arg: string, known: readonly string[]): string {
  const meant = suggest(arg.replace(/^-+/, '').replace(/=.*$/s, ''), known)
  return `there is no flag ${arg}${meant === undefined ? '' : `; did you mean --${meant}?`}`
}
