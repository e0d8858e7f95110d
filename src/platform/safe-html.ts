/** HTML from our own code, which has escaped any text in it. Templates print it unchanged and escape all other values. */
export class SafeHtml {
  constructor(private readonly html: string) {}
  toString(): string {
    return this.html
  }
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&#34;',
  "'": '&#39;',
}

/** Escapes `value` for HTML text or a quoted attribute. Undefined and null become empty. */
export function escapeHtml(value: unknown): string {
  if (value instanceof SafeHtml) return value.toString()
  if (value === undefined || value === null) return ''
  // eslint-disable-next-line @typescript-eslint/no-base-to-string -- a template prints any value
  const text = String(value)
  return /[&<>"']/.test(text) ? text.replace(/[&<>"']/g, character => entities[character] as string) : text
}
