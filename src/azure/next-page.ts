import { AzureFailure } from '../shared/errors.js'
import type { About } from './errors.js'

/** Far more than Azure has of anything: the longest lists have pages of at least fifty. */
const mostPages = 1_000

/**
 * Takes each link from one page of a list to the next. Throws for one that it had before, and for one too many: such a list
 * has no end, and would be read until the time is up.
 */
export function pageLinks(about: About): (link: string | undefined) => void {
  const followed = new Set<string>()
  return (link) => {
    if (link === undefined) return
    if (followed.has(link)) {
      const message = `the list goes in circles: its page ${String(followed.size + 1)} leads back to an earlier one`
      throw new AzureFailure({ ...about, error: { code: 'EndlessList', message, details: [] } })
    }
    if (followed.size >= mostPages) {
      const message = `the list does not end: it has more than ${String(mostPages)} pages`
      throw new AzureFailure({ ...about, error: { code: 'EndlessList', message, details: [] } })
    }
    followed.add(link)
  }
}
