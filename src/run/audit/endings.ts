import { endOfAgent, endOfImage } from '../../model/account-list.js'
import type { CheckFacts } from '../../model/check-facts.js'
import { marketplaceImageOf, nodeAgentOf } from '../../model/pool-body.js'
import { describeRetirement, retirementOf } from '../../model/retirements.js'
import type { Ending } from '../../outcome/inventory.js'
import { idKey } from '../../shared/arm-id.js'
import type { Finding } from '../../shared/finding.js'
import { textAt } from '../../shared/json-at.js'
import { placeOf, type Subject } from './subject.js'

const dayMs = 86_400_000
/** What ends later is no matter of an audit. */
const auditedDays = 180

/** Over, or to end within the days that an audit looks ahead. Both are ISO 8601 dates. */
export function isWithinAudit(on: string, today: string): boolean {
  return Date.parse(on) - Date.parse(today) <= auditedDays * dayMs
}

/** What the agent, image and VM size of a pool come to; the account's own list goes before the table. */
export function endingsOf({
  pool,
  supportedImages,
}: Pick<Subject, 'pool' | 'supportedImages'>): readonly Ending[] {
  const { properties } = pool
  const agent = nodeAgentOf(properties) ?? ''
  const image = marketplaceImageOf(properties)
  const checks: CheckFacts = {
    mode: 'audit',
    ...(supportedImages && { supportedImages: { kind: 'found', value: supportedImages } }),
  }
  const ofTable = (kind: 'node-agent' | 'os-image' | 'vm-family', text: string) => {
    const retirement = retirementOf(kind, text)
    return retirement && { kind, name: retirement.name, on: retirement.on }
  }
  const listed = (kind: 'node-agent' | 'os-image', name: string, on: string | undefined) =>
    on === undefined ? undefined : { kind, name, on }
  const [agentEnd, imageEnd] = [endOfAgent(agent, { checks }), endOfImage(image, { checks })]
  const all = [
    agentEnd === undefined
      ? ofTable('node-agent', agent)
      : listed('node-agent', agent, agentEnd.on),
    imageEnd === undefined ? ofTable('os-image', image) : listed('os-image', image, imageEnd.on),
    ofTable('vm-family', textAt(properties, 'vmSize') ?? ''),
  ]
  return all.flatMap((ending) => (ending === undefined ? [] : [{ ...ending, pools: [pool.id] }]))
}

/** One line for each thing that ends, with all pools that hang on it; only those of the audit's days, the soonest first. */
export function collectEndings(all: readonly Ending[], today: string): readonly Ending[] {
  const byName = new Map<string, Ending>()
  for (const ending of all) {
    if (ending.on !== undefined && !isWithinAudit(ending.on, today)) continue
    const key = `${ending.kind} ${idKey(ending.name)}`
    const before = byName.get(key)
    byName.set(key, { ...ending, pools: [...(before?.pools ?? []), ...ending.pools] })
  }
  return [...byName.values()].sort((a, b) => (a.on ?? '9').localeCompare(b.on ?? '9'))
}

const rules = {
  'node-agent': [
    'pool/node-agent-is-in-service',
    'the node agent',
    'build the image on a newer release',
  ],
  'os-image': ['pool/os-image-is-in-service', 'for Batch,', 'choose a newer release'],
  'vm-family': ['pool/vm-size-is-in-service', 'the VM family', 'choose a size of a newer family'],
} as const

/** The rules of configs look a year ahead and know the table alone: here theirs is said by what ends. */
export function isOfEndings({ rule }: Finding): boolean {
  return Object.values(rules).some(([id]) => id === rule)
}

/** What of a pool's endings is over or near. Versions of its own image are judged with their gallery. */
export function judgeEndings(
  subject: Pick<Subject, 'pool' | 'loaded'>,
  endings: readonly Ending[],
  today: string,
): readonly Finding[] {
  return endings.flatMap(({ kind, name, on }): readonly Finding[] => {
    if (kind === 'image-version' || (on !== undefined && !isWithinAudit(on, today))) return []
    const [rule, subjectWords, help] = rules[kind]
    const isOver = on !== undefined && on <= today
    return [
      {
        rule,
        severity: isOver ? 'error' : 'warning',
        message: `${subjectWords} ${name} ${describeRetirement({ on }, today)}`,
        help,
        at: placeOf(subject),
      },
    ]
  })
}
