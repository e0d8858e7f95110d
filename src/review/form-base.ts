/**
 * What a form for a suggestion was opened with: the number of the suggestion's version and, if the form holds the text
 * merged with a newer revision of the page, that revision's id.
 */
export interface FormBase {
  readonly version: number
  readonly revisionId: string | undefined
}

/** The value of the form's field `base`. */
export const encodeBase = ({ version, revisionId }: FormBase): string =>
  revisionId === undefined ? String(version) : `${version}:${revisionId}`

/** A field that was tampered with gives values that match nothing. */
export function decodeBase(base = ''): FormBase {
  const [version, revisionId] = base.split(':')
  return { version: Number(version), revisionId }
}
