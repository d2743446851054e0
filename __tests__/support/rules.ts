import { rules } from '../../src/rules/index.js'
import type { Rule } from '../../src/rules/rule.js'

type RuleThatNeeds<N extends Rule['needs']> = Extract<Rule, { needs: N }>

/** The rule of an id; `needs` says which kind it is, for the compiler and for the reader. */
export function ruleOf<N extends Rule['needs']>(id: string, needs: N): RuleThatNeeds<N> {
  const isWanted = (rule: Rule): rule is RuleThatNeeds<N> => rule.id === id && rule.needs === needs
  const found = rules.find(isWanted)
  if (found === undefined) throw new Error(`no rule ${id} that needs ${needs}`)
  return found
}

export const offlineRule = (id: string): RuleThatNeeds<'config'> => ruleOf(id, 'config')
export const datedRule = (id: string): RuleThatNeeds<'date'> => ruleOf(id, 'date')
export const runRule = (id: string): RuleThatNeeds<'run'> => ruleOf(id, 'run')
export const acrossRule = (id: string): RuleThatNeeds<'configs'> => ruleOf(id, 'configs')
export const azureRule = (id: string): RuleThatNeeds<'facts'> => ruleOf(id, 'facts')
