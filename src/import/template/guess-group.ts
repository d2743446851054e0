import type { JsonObject } from '../../shared/json.js'

/**
 * The resource group that a template is deployed to: that of the account where a person gave it, else the one that most of
 * the IDs in the template are in. A guess, and none where two are as frequent.
 */
export function guessGroup(
  template: JsonObject,
  account: string | undefined,
): { readonly group: string | undefined; readonly isGuess: boolean } {
  const ofAccount = groupIn.exec(account ?? '')?.[0]
  if (ofAccount !== undefined) return { group: ofAccount, isGuess: false }
  const counts = new Map<string, { readonly group: string; times: number }>()
  for (const [group] of JSON.stringify(template).matchAll(new RegExp(groupIn, 'gi'))) {
    const counted = counts.get(group.toLowerCase()) ?? { group, times: 0 }
    counted.times += 1
    counts.set(group.toLowerCase(), counted)
  }
  const [first, second] = [...counts.values()].sort((a, b) => b.times - a.times)
  const isTied = second !== undefined && second.times === first?.times
  return { group: isTied ? undefined : first?.group, isGuess: true }
}

const groupIn = /\/subscriptions\/[\da-f-]{36}\/resourceGroups\/[\w.()-]+/i
