import type { Person } from './person.js'

/** Opens the form for a new page, past “is it one of these?”, and fills it in. */
export async function beginWriting(
  author: Person,
  kind: 'barrier' | 'solution',
  title: string,
  fields: Readonly<Record<string, string>> = {},
): Promise<void> {
  await author.open(`/${kind}s/new`)
  await author.fill({ 'Describe it in a few words': title })
  await author.press('Continue')
  await author.follow(`ocument a new ${kind}`)
  await author.fill({ Summary: `In short: ${title}.`, Text: '## What happens\n\nIt does not work.\n', ...fields })
  await author.select('Theme', 'IT and access')
}

/** Writes a page that is published at once. Returns its address. */
export async function publishPage(
  author: Person,
  kind: 'barrier' | 'solution',
  title: string,
  fields: Readonly<Record<string, string>> = {},
): Promise<string> {
  await beginWriting(author, kind, title, fields)
  await author.press(`Publish this ${kind}`)
  await author.arrives(title)
  return new URL(author.page.url()).pathname
}
