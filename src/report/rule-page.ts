/**
 * Where docs/rules.md explains a rule: an address where the runner says which repository this action is from, else the place in
 * that repository.
 */
export function rulePage(rule: string, rulesPage = 'docs/rules.md'): string {
  return `${rulesPage}#${rule.replace('/', '-')}`
}
