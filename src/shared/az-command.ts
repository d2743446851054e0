/** Commands of az in remedies. */
/**
 * `--subscription`, for the end of a command. Without it az takes the subscription that it happens to be set to, where the same
 * names may stand for other things; where none is known it is left for the reader to fill in. `id`: of anything in it.
 */
export function inSubscription(id: string | undefined): string {
  const subscription = /^\/subscriptions\/([^/]+)/i.exec(id ?? '')?.[1]
  return ` --subscription ${subscription ?? '<subscription>'}`
}

/** Lists what the account makes pools of, images with their node agents. */
export function listSupportedImages(accountId: string | undefined): string {
  return `az batch pool supported-images list${inSubscription(accountId)}`
}
