export function demoSummary(): Promise<string>
