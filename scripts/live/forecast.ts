/** What `--list` and `--dry-run` print. */
import { costItems, mostUsd } from './cost.js'
import { notAsked } from './not-asked.js'
import type { Options } from './options.js'
import type { Probe } from './probe.js'

export function listOf(wanted: readonly Probe[]): readonly string[] {
  return [
    ...wanted.map(({ id, question }) => `${id}: ${question}`),
    '',
    'not asked:',
    ...notAsked.map(({ id, question, reason }) => `${id}: ${question} (${reason})`),
  ]
}

export function forecastOf(
  { location, otherLocation, against }: Pick<Options, 'location' | 'otherLocation' | 'against'>,
  wanted: readonly Probe[],
): readonly string[] {
  return [
    `${String(wanted.length)} questions to ${against}, in one resource group image-to-pool-live-DATE-RANDOM in ${location}`,
    `(a few disks and snapshots of it in ${otherLocation}), which is removed at the end. At most at once:`,
    '',
    ...costItems.map(({ what, count, hours, usdPerHour }) => {
      const usd = (count * hours * usdPerHour).toFixed(2)
      return `  ${String(count).padStart(2)} x ${what}: ${usd} USD in ${String(hours)} hours`
    }),
    '',
    `At most ${mostUsd.toFixed(2)} USD and fifty minutes, then the removal. Nothing outside of the group is written.`,
    'The identity needs to be Contributor of the subscription, and Azure Batch Data Contributor for questions on jobs.',
  ]
}
