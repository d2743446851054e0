/** The versions that the action itself sends, as far as a question is not about another one. */
export const versions = {
  batch: '2025-06-01',
  batchData: '2025-06-01',
  disks: '2025-01-02',
  images: '2026-03-01',
  galleries: '2025-03-03',
  resourceGraph: '2024-04-01',
  usages: '2024-07-01',
} as const
