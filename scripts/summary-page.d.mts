export function findBrowser(): string | undefined
export function installRenderers(folder: string): void
export function summaryPage(
  markdown: string,
  theme: 'light' | 'dark',
  folder: string,
): Promise<string>
export function look(html: string): unknown
export function takePicture(html: string, path: string, height: number): void
