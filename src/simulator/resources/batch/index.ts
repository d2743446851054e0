import type { Route } from '../../kernel.js'

export const batchRoutes: readonly Route[] = []
