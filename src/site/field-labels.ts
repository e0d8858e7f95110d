import { roleLabels } from '../accounts/index.js'
import { removalReasons, stateLabels } from '../evidence/index.js'
import type { Config } from '../platform/deps.js'
import type { FieldLabels } from '../platform/http/index.js'
import { reasons, verdictItems } from '../review/index.js'

/** The fields of all forms, for giving back what was entered into one that could not be saved. */
export const fieldLabels = ({ themes }: Pick<Config, 'themes'>): FieldLabels => ({
  // A page or a change to one
  title: { label: 'Title' },
  summary: { label: 'Summary' },
  theme: { label: 'Theme', choices: Object.fromEntries(themes.map(({ slug, name }) => [slug, name])) },
  tags: { label: 'Tags' },
  body: { label: 'Text' },
  note: { label: 'Note' },
  links: null,
  find: null,
  base: null,
  keepBoth: null,
  sameTitleAs: null,
  intent: null,
  // A decision
  verdict: {
    label: 'Decision',
    // `refuse` and `ask` come from pages that were opened before these names changed.
    choices: { ...textsOf(verdictItems), refuse: verdictItems.reject.text, ask: verdictItems['request-changes'].text },
  },
  reason: { label: 'Reason', choices: { ...reasons, ...removalReasons } },
  message: { label: 'Message to the author' },
  sentence: { label: 'Message to the author' },
  seenHash: null,
  // A report or a trial
  state: { label: 'What you said', choices: textsOf(stateLabels) },
  day: { label: 'Date' },
  approvedBy: { label: 'Who approved it?' },
  weeks: { label: 'How many weeks' },
  cost: { label: 'Cost in pounds' },
  other: null,
  organisation: null,
  // An account
  name: { label: 'Name' },
  email: { label: 'Email address' },
  role: { label: 'Role', choices: roleLabels },
  shownRole: null,
  // Synonyms
  terms: { label: 'Terms' },
  // Any form
  key: null,
  unsavedForm: null,
  unsavedFormSignature: null,
  return: null,
  shownAs: null,
})

const textsOf = (items: Readonly<Record<string, { readonly text: string }>>): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(items).map(([value, { text }]) => [value, text]))
