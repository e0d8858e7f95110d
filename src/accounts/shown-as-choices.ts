import { attribution, attributionText } from './attribution.js'
import { shownAsOptions, type Member, type ShownAs } from './rules.js'

/** An option for how to be shown, for a form. */
export interface ShownAsChoice {
  readonly value: ShownAs
  readonly text: string
  readonly hint: { readonly text: string }
}

const shownAsLabels: Readonly<Record<ShownAs, string>> = {
  name: 'Name and organisation',
  organisation: 'Organisation only',
  kind: 'Kind of organisation only',
}

/** Lists the ways to show `member`, each with what readers would see. */
export const shownAsChoices = (member: Member): readonly ShownAsChoice[] =>
  shownAsOptions.map(value => ({
    value,
    text: shownAsLabels[value],
    hint: { text: `Shown as: ${attributionText(attribution(member, value))}` },
  }))
