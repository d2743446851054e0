import { isMadeByUs } from '../model/lineage.js'
import { UserError } from '../shared/errors.js'

/** Throws `UserError` for something that lacks this action's tags: it is not for this action to delete. */
export function refuseForeign(what: string, tags: Readonly<Record<string, string>>): void {
  if (isMadeByUs(tags)) return
  throw new UserError([
    {
      rule: 'cleanup/made-by-this-action',
      severity: 'error',
      message: `${what} has no tags image-to-pool-run, -digest and -made: this action did not make it, and does not delete it`,
      help: 'delete it by hand if it is not needed any more',
      at: { kind: 'default' },
    },
  ])
}
