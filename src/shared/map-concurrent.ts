/** Maps items, at most `most` of them at a time; the answers are in the order of the items. */
export async function mapConcurrent<T, R>(
  items: readonly T[],
  most: number,
  map: (item: T) => Promise<R>,
): Promise<readonly R[]> {
  const answers: R[] = []
  const queue = items.entries()
  const work = async (): Promise<void> => {
    // One iterator, shared: whoever is free takes the next.
    for (const [index, item] of queue) answers[index] = await map(item)
  }
  await Promise.all(Array.from({ length: Math.min(Math.max(1, most), items.length) }, work))
  return answers
}
