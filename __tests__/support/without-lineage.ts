const own = /^image-to-pool(-|$)/

/** A body as az would have sent it: without the tags that the action adds of its own, and nothing else changed. */
export function withoutLineageTags(body: unknown): unknown {
  if (typeof body !== 'object' || body === null || !('tags' in body)) return body
  const tags = Object.entries(body.tags as Record<string, string>)
  return { ...body, tags: Object.fromEntries(tags.filter(([name]) => !own.test(name))) }
}

interface PoolProperties {
  readonly metadata?: readonly { readonly name: string }[]
}

/** Properties of a pool without the metadata that the action adds of its own. */
export function withoutLineageMetadata<T>(properties: T): T {
  const { metadata } = properties as PoolProperties
  if (metadata === undefined) return properties
  return { ...properties, metadata: metadata.filter(({ name }) => !own.test(name)) }
}
