/** Creates a line of a history file, with defaults. Leaves out fields that are set to undefined. */
export const line = (fields: Readonly<Record<string, unknown>> = {}): string =>
  JSON.stringify({
    path: 'docs/page.md',
    op: 'M',
    date: '2019-02-20T10:17:12+01:00',
    author: 'A. Writer',
    message: 'Change it\n\nAt length.',
    text: '# A page\n\nIts first paragraph.\n',
    ...fields,
  })
