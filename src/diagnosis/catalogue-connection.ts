/** What went wrong on the way to Azure. The codes are ours and Node's. */
import type { Entry } from './catalogue.js'

export const connectionEntries: readonly Entry[] = [
  {
    code: 'BadMetadata',
    cause: 'what answers there is no Resource Manager of an Azure',
    remedy:
      'check the input environment: the name of a cloud, or the https:// URL of a Resource Manager',
  },
  {
    code: /^(UnusableAnswer|UnreadableAnswer|ForeignHost|EndlessList)$/,
    cause: 'what answered does not keep to the API of Azure',
    remedy:
      'check the input environment, and what proxy stands in between; of Azure itself, tell Microsoft the ids below',
  },
  {
    // https://nodejs.org/api/tls.html#x509-certificate-error-codes
    code: /^(\w+_)?(CERT|SIGNATURE|CHAIN)(_\w+)?$/,
    cause: 'the runner does not trust the certificate of the endpoint',
    remedy:
      'name the file of its certificate authority in NODE_EXTRA_CA_CERTS, or correct environment',
  },
  {
    code: /^(E[A-Z_]+|REQUEST_SEND_ERROR|PARSE_ERROR|ConnectionFailed)$/,
    cause: 'no answer came: nobody is there, or the way from this runner is closed',
    remedy:
      'check the input environment, DNS, and what proxy or firewall the runner has, then run again',
    retryable: true,
  },
]
