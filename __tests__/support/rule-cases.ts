import { describe, expect, test } from '@jest/globals'
import * as v from 'valibot'
import { parse } from 'yaml'
import { configSchema } from '../../src/inputs/schema.js'
import type { OfflineRule } from '../../src/rules/rule.js'
import { pathText } from '../../src/shared/path-text.js'
import { offlineRule } from './rules.js'

/** Configs in YAML that a rule has nothing against, and those that it finds fault with, in which words. */
export interface RuleCases {
  readonly passes: readonly string[]
  readonly fails: readonly (readonly [config: string, ...found: string[]])[]
}

const vmPrefix = 'deploymentConfiguration.virtualMachineConfiguration.'

/** What a rule finds in a config: severity, place (of a pool's property without what all have in front) and message. */
export function findingsIn(rule: OfflineRule, text: string): readonly string[] {
  const config = v.parse(configSchema, parse(text))
  const isOfPool = rule.id.startsWith('pool/')
  return rule.check(config).map(({ at, message, help, severity = rule.severity }) => {
    expect(help).toMatch(/\S/)
    expect(message).toMatch(/^(?!(?!Batch|LUN)[A-Z]).*[^.]$/)
    const place = pathText(at)
    const short = place.replace('pool.properties.', '').replace(vmPrefix, 'vm.')
    return `${severity} at ${isOfPool ? short : place}: ${message}`
  })
}

/** Tests rules that need the config alone, by their ids. */
export function testRules(cases: Readonly<Record<string, RuleCases>>): void {
  describe.each(Object.entries(cases))('%s', (id, { passes, fails }) => {
    const rule = offlineRule(id)
    const always = ['{}', 'pool: {}', 'pool: { properties: { startTask: x, userAccounts: 1 } }']
    test.each([...(id.startsWith('pool/') ? always : []), ...passes])('passes %s', (config) => {
      expect(findingsIn(rule, config)).toEqual([])
    })

    test.each(fails)('finds what is wrong in %s', (config, ...found) => {
      expect(findingsIn(rule, config)).toEqual(found)
    })
  })
}
