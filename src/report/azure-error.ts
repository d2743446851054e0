/**
 * What is told of an error of Azure, once for the log and for Markdown: both go through these parts in their order, and
 * neither can forget one.
 */
import type { Explanation } from '../model/explanation.js'
import { mdCode, mdLink, mdText } from './escape.js'
import type { Failure } from '../outcome/result.js'
import { shorten } from './shorten.js'

type AzureProblem = Extract<Failure, { kind: 'azure' }>

export type Part =
  | { readonly kind: 'error' | 'evidence'; readonly code: string; readonly message: string }
  | { readonly kind: 'cause' | 'target'; readonly text: string }
  | { readonly kind: 'remedy'; readonly text: string; readonly docs: string | undefined }
  /** What to name in a support ticket. */
  | {
      readonly kind: 'reference'
      readonly what: 'resource' | 'request id' | 'correlation id'
      readonly text: string
    }

/** Beneath one error. The report file has them all. */
const mostEvidence = 100

/** Code and message, what of the request it is about, cause, remedy, and everything beneath it in order. */
export function explanationParts(explanation: Explanation): readonly Part[] {
  const { code, message, target, cause, remedy, docs, evidence } = explanation
  const left = evidence.length - mostEvidence
  return [
    { kind: 'error', code, message },
    ...(target === undefined ? [] : [{ kind: 'target', text: target } as const]),
    { kind: 'cause', text: cause },
    { kind: 'remedy', text: remedy, docs },
    ...evidence.slice(0, mostEvidence).map((one) => ({
      kind: 'evidence' as const,
      code: one.code,
      message: one.target === undefined ? one.message : `${one.message} (target: ${one.target})`,
    })),
    ...(left > 0
      ? [{ kind: 'evidence', code: 'and', message: `${String(left)} more like these` } as const]
      : []),
  ]
}

/** Which request it was, of which resource; the headline names the operation. */
export function referenceParts(problem: AzureProblem): readonly Part[] {
  const references = [
    ['resource', problem.resource],
    ['request id', problem.requestId],
    ['correlation id', problem.correlationId],
  ] as const
  return references.flatMap(([what, text]) =>
    text === undefined ? [] : [{ kind: 'reference', what, text } as const],
  )
}

/** A line of the log for each part, those beneath the error indented. */
export function partLines(parts: readonly Part[]): readonly string[] {
  return parts.flatMap((part) => {
    switch (part.kind) {
      case 'error':
        return [part.message === '' ? part.code : `${part.code}: ${part.message}`]
      case 'target':
        return [`  target: ${part.text}`]
      case 'cause':
        return [`  cause: ${part.text}`]
      case 'remedy':
        return [
          `  what to do: ${part.text}`,
          ...(part.docs === undefined ? [] : [`  see: ${part.docs}`]),
        ]
      case 'evidence':
        return [`  evidence: ${part.code}: ${part.message}`]
      case 'reference':
        return [`${part.what}: ${part.text}`]
    }
  })
}

/** A Markdown list item for each part; `characters`: of each text that others wrote. */
export function partItems(parts: readonly Part[], characters: number): readonly string[] {
  const text = (given: string): string => mdText(shorten(given, characters))
  const code = (given: string): string => mdCode(shorten(given, characters))
  return parts.map((part) => {
    switch (part.kind) {
      case 'error':
        return `- ${code(part.code)} ${text(part.message)}`.trimEnd()
      case 'target':
        return `  - **Target:** ${code(part.text)}`
      case 'cause':
        return `  - **Cause:** ${mdText(part.text)}`
      case 'remedy': {
        const link = part.docs === undefined ? '' : ` (${mdLink('documentation', part.docs)})`
        return `  - **What to do:** ${mdText(part.text)}${link}`
      }
      case 'evidence':
        return `  - ${code(part.code)} ${text(part.message)}`
      case 'reference':
        return `- ${part.what}: ${code(part.text)}`
    }
  })
}
