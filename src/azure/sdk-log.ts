import { format } from 'node:util'
import { AzureLogger } from '@azure/logger'
import { redact } from '../secrets/redact.js'

/**
 * Sends what the Azure SDKs log (when AZURE_LOG_LEVEL asks for it) through redaction to `log`; without one, nowhere.
 * By itself core-lro would print signed operation URLs.
 */
export function redirectSdkLog(log: (line: string) => void, secrets: readonly string[]): void {
  AzureLogger.log = (...args: unknown[]) => {
    log(redact(format(...args), secrets))
  }
}
