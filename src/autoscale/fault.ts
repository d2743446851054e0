import type { EvaluationError } from './evaluate.js'

/** Ends an evaluation; it never leaves the evaluator. */
export class EvaluationFault extends Error {
  override readonly name = 'EvaluationFault'
  readonly fault: EvaluationError
  constructor(fault: EvaluationError) {
    super(fault.message)
    this.fault = fault
  }
}

export function fail(
  message: string,
  offset: number,
  code: EvaluationError['code'] = 'AutoScalingFormulaEvaluationError',
): never {
  throw new EvaluationFault({ code, message, offset })
}
