import { GitHub, getOctokitOptions } from '@actions/github/lib/utils'

export type Octokit = InstanceType<typeof GitHub>

/** `apiUrl`: `https://api.github.com`, or that of an Enterprise Server. */
export function openGitHub(token: string, apiUrl: string): Octokit {
  const silent = () => undefined
  return new GitHub({
    ...getOctokitOptions(token, { userAgent: 'image-to-pool' }),
    baseUrl: apiUrl.replace(/\/+$/, ''),
    // Its own log would print headers of the answer as they come.
    log: { debug: silent, info: silent, warn: silent, error: silent },
  })
}
