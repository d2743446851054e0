/** `[parameters('size')]`, as a whole value of a template (a doubled bracket there is only a bracket). */
const expression = /^\[\s*([a-z]\w*)\([^]*\]$/i

/** What an expression of an ARM template calls first. */
export function calledInTemplate(text: string): string | undefined {
  return expression.exec(text)?.[1]
}

export function isTemplateExpression(text: string): boolean {
  return expression.test(text)
}
