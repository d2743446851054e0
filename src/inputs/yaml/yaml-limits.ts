import { CST, Lexer } from 'yaml'
import { deepestColumn, deepestFlow, isWithinLimits, mostTokens } from './ordinary-limits.js'

export interface LimitProblem {
  readonly offset: number
  readonly message: string
  readonly help: string
}

/** Says whether a text is more than the composer should be given; time grows with its length only. */
export function findLimitProblem(text: string): LimitProblem | undefined {
  return isWithinLimits(text) ? undefined : findInTokens(text)
}

/** What is too much, from the tokens, which takes as long as reading the file. */
export function findInTokens(text: string): LimitProblem | undefined {
  let offset = 0
  let lineStart = 0
  let tokens = 0
  let flowDepth = 0
  let isLineOpen = true
  for (const token of new Lexer().lex(text)) {
    const type = CST.tokenType(token)
    // Marks that the lexer puts between tokens; they are not in the text.
    if (type === 'doc-mode' || type === 'flow-error-end' || type === 'scalar') {
      if (type === 'scalar') isLineOpen = false
      continue
    }
    tokens += 1
    if (tokens > mostTokens) return tooMuch(offset)
    if (type === 'flow-map-start' || type === 'flow-seq-start') flowDepth += 1
    if (type === 'flow-map-end' || type === 'flow-seq-end') flowDepth = Math.max(0, flowDepth - 1)
    if (flowDepth > deepestFlow) return tooDeep(offset)
    const opensBlock = type === 'seq-item-ind' || type === 'explicit-key-ind'
    if (isLineOpen && flowDepth === 0 && opensBlock && offset - lineStart > deepestColumn) {
      return tooDeep(offset)
    }
    if (type === 'space' && isLineOpen && flowDepth === 0 && token.length > deepestColumn) {
      return tooDeep(offset)
    }
    if (!opensBlock && type !== 'space' && type !== 'newline') isLineOpen = false
    offset += token.length
    const lineEnd = token.lastIndexOf('\n')
    if (lineEnd !== -1) {
      lineStart = offset - (token.length - lineEnd - 1)
      isLineOpen = true
    }
  }
  return undefined
}

function tooMuch(offset: number): LimitProblem {
  return {
    offset,
    message: `there are more than ${mostTokens.toLocaleString('en')} words and signs in this file`,
    help: 'describe one image and one pool in a file',
  }
}

function tooDeep(offset: number): LimitProblem {
  return {
    offset,
    message: 'maps and lists are nested too deeply here',
    help: `nest no more than ${String(deepestFlow)} brackets, and indent no further than column ${String(deepestColumn)}`,
  }
}
