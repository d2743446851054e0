/** A body as az would have sent it: without the tags that the action adds of its own, and nothing else changed. */
export function withoutLineageTags(body: unknown): unknown {
  if (typeof body !== 'object' || body === null || !('tags' in body)) return body
  const tags = Object.entries(body.tags as Record<string, string>)
  const others = tags.filter(([name]) => !/^image-to-pool(-|$)/.test(name))
  return { ...body, tags: Object.fromEntries(others) }
}
