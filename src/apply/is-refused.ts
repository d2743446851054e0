import { AzureFailure } from '../shared/errors.js'

/** Azure said no: nothing came of it. A server error or no answer leaves that open. */
export function isRefused(error: unknown): boolean {
  const status = error instanceof AzureFailure ? error.status : undefined
  return status !== undefined && status >= 400 && status < 500 && status !== 408
}
