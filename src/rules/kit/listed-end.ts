import type { ListedEnd } from '../../model/account-list.js'
import type { Facts } from '../../model/facts.js'
import { retirementProblem, type Retiring } from './retirement.js'
import type { Violation } from '../rule.js'
import { listSupportedImages } from '../../shared/az-command.js'

type Listed = Omit<Retiring, 'retirement'> & { readonly end: ListedEnd }

/** As the table's own ends are told, with the account as the source; none for what has no end. */
export function listedEndProblem(listed: Listed, { pool }: Facts): readonly Violation[] {
  const { end, at, subject, help } = listed
  if (end.on === undefined) return []
  const today = new Date(pool?.readAt ?? 0).toISOString().slice(0, 10)
  const retirement = {
    on: end.on,
    source: `batchSupportEndOfLife in ${listSupportedImages(pool?.accountId)}`,
  }
  const own = `by the list of Batch account ${pool?.account?.name ?? ''}, ${subject}`
  return [retirementProblem({ at, subject: own, help, retirement }, today)]
}
