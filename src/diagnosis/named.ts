/** How entries name what they are about. */
import { isClosedFamily, isClosedQuotaFamily, retirementOf } from '../model/retirements.js'
import { familyIn, type About } from './catalogue.js'

export const size = ({ vmSize }: About): string => vmSize ?? 'the VM size'
export const place = ({ region }: About): string => region ?? "the account's region"
export const account = (about: About): string =>
  about.account === undefined ? 'the Batch account' : `Batch account ${about.account}`
export const family = (about: About): string =>
  familyIn(about.text) ??
  (about.vmSize === undefined ? 'the VM family' : `the family of ${about.vmSize}`)

/** Before any other remedy: of a family that Azure gives out no more of, nobody gets more. */
export const growth = (about: About, otherwise: string): string => {
  const ofSize =
    about.vmSize === undefined ? undefined : retirementOf('vm-family', about.vmSize)?.name
  const isClosed =
    (ofSize !== undefined && isClosedFamily(ofSize)) ||
    isClosedQuotaFamily(familyIn(about.text) ?? '')
  return isClosed
    ? `move to a vmSize of generation v5 or later (such as Standard_D4s_v5): the family is closed for growth since July 2026; else ${otherwise}`
    : otherwise
}
