/** HTML that our own code made, from text it escaped. Templates print it as it is; every other value is escaped. */
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

/** `value` for HTML text or a quoted attribute. Absent values are empty. */
export function escaped(value: unknown): string {
  if (value instanceof SafeHtml) return value.toString()
  if (value === undefined || value === null) return ''
  // eslint-disable-next-line @typescript-eslint/no-base-to-string -- a template prints what it is given
  const text = String(value)
  return /[&<>"']/.test(text) ? text.replace(/[&<>"']/g, character => entities[character] as string) : text
}
