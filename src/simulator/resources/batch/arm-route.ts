/** What the routes of Batch in Resource Manager share: the account's path, and how refusals are worded. */
import type { RouteContext, SimulatedResponse } from '../../kernel.js'
import { armRefusal, BatchRefusal } from './problem.js'

export const accountPath =
  '/subscriptions/{subscription}/resourceGroups/{group}/providers/Microsoft.Batch/batchAccounts/{account}'

export type Handle = (context: RouteContext) => SimulatedResponse

/** Puts the service's refusals into Resource Manager's words. */
export function inArm(handle: Handle): Handle {
  return (context) => {
    try {
      return handle(context)
    } catch (error) {
      throw error instanceof BatchRefusal ? armRefusal(error.problem, context.clock) : error
    }
  }
}
