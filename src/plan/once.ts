/** What config and facts resolve to is asked for by the reading, by many rules and by the plan: it is computed once. */

/**
 * The function, run once for each config and state of facts. Both are never changed: what is read later makes new
 * facts. What it returns goes with them.
 */
export function oncePer<C extends object, F extends object, T>(
  compute: (config: C, facts: F) => T,
): (config: C, facts: F) => T {
  const known = new WeakMap<C, WeakMap<F, { readonly value: T }>>()
  return (config, facts) => {
    const ofConfig = known.get(config) ?? new WeakMap<F, { readonly value: T }>()
    known.set(config, ofConfig)
    const held = ofConfig.get(facts) ?? { value: compute(config, facts) }
    ofConfig.set(facts, held)
    return held.value
  }
}
