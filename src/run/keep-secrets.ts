import type { Host } from '../ports/host.js'
import { createHider, type Hider } from '../report/hide-secrets.js'

interface KeptSecrets {
  /** What it is told is secret is told to nobody: not by its log, and not by what `all` was made of. */
  readonly host: Host
  readonly all: Hider['all']
}

/** A host that hides what `setSecret` gets to know, besides having the runner hide it. */
export function keepSecrets(given: Host): KeptSecrets {
  const { learn, text, all } = createHider()
  const { log } = given
  return {
    all,
    host: {
      ...given,
      setSecret: (secret) => {
        learn(secret)
        given.setSecret(secret)
      },
      hideSecrets: text,
      log: {
        ...log,
        info: (line) => {
          log.info(text(line))
        },
        ...(log.result !== undefined && {
          result: (line: string) => {
            log.result?.(text(line))
          },
        }),
        debug: (line) => {
          log.debug(text(line))
        },
        startGroup: (title) => {
          log.startGroup(text(title))
        },
        annotate: (annotation, details) => {
          log.annotate({ ...annotation, message: text(annotation.message) }, details?.map(text))
        },
        fail: (message) => {
          log.fail(text(message))
        },
      },
    },
  }
}
