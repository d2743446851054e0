import { resolveGallery } from '../../plan/resolve-gallery.js'
import type { PurchasePlan } from '../../ports/azure.js'
import type { AzureRule } from '../rule.js'

export const definitionPurchasePlan: AzureRule = {
  id: 'gallery/definition-purchase-plan',
  title: 'the image definition carries the purchase plan of the source',
  severity: 'error',
  docs: 'https://learn.microsoft.com/azure/batch/batch-sig-images',
  needs: 'facts',
  check: (config, facts) => {
    const { definition, traits } = resolveGallery(config, facts) ?? {}
    if (definition === undefined || traits === undefined) return []
    const [theirs, ours] = [definition.purchasePlan, traits.purchasePlan].map(show)
    if (theirs === ours) return []
    const at = ['gallery', 'imageDefinition']
    if (ours === undefined) {
      const message = `image definition ${definition.id} carries the purchase plan ${theirs ?? ''}, the source states none`
      const help = 'unless the base image has that plan, give a definition without one'
      return [{ at, message, help, severity: 'warning' }]
    }
    const carried = theirs === undefined ? 'no purchase plan' : `the purchase plan ${theirs}`
    const message = `the source has the purchase plan ${ours}, image definition ${definition.id} carries ${carried}`
    return [{ at, message, help: 'give an image definition with that plan' }]
  },
}

/** `publisher:product:name`, lower case: Azure does not mind the case. */
function show(plan: PurchasePlan | undefined): string | undefined {
  if (plan === undefined) return undefined
  return [plan.publisher, plan.product, plan.name].join(':').toLowerCase()
}
