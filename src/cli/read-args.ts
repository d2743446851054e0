import { parseArgs, type ParseArgsConfig } from 'node:util'
import { suggest } from '../shared/suggest.js'
import { codeOf, WrongCall } from './command.js'

type Options = NonNullable<ParseArgsConfig['options']>

/** The flags and the words of a command line; what cannot be understood is a wrong call. */
export function readArgs<Given extends Options>(
  args: readonly string[],
  options: Given,
): ReturnType<typeof parseArgs<{ options: Given; allowPositionals: true }>> {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true })
  } catch (error) {
    if (codeOf(error)?.startsWith('ERR_PARSE_ARGS') !== true) throw error
    const { message } = error as Error
    const unknown = /^Unknown option '--?([^']+)'/.exec(message)?.[1]
    if (unknown === undefined) throw new WrongCall(message)
    const meant = suggest(unknown, Object.keys(options))
    throw new WrongCall(
      `there is no flag --${unknown}${meant === undefined ? '' : `; did you mean --${meant}?`}`,
    )
  }
}
