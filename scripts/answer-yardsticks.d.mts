export function faultsOfAnswer(entry: {
  readonly method: string
  readonly path: string
  readonly status: number
  readonly answer: unknown
}): readonly string[] | undefined
