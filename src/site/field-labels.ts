import type { FieldLabels } from '../platform/http/index.js'

/** The fields of all forms, for giving back what was typed into one that could not be saved. */
export const fieldLabels: FieldLabels = {
  // A page or a change to one
  title: 'Title',
  summary: 'Summary',
  theme: 'Theme',
  tags: 'Tags',
  body: 'Text',
  note: 'Note',
  links: null,
  find: null,
  base: null,
  intent: null,
  // A decision
  verdict: 'Decision',
  reason: 'Reason',
  message: 'Message to the author',
  seenHash: null,
  // A report or a trial
  state: 'What you said',
  day: 'When',
  approvedBy: 'Whose approval',
  weeks: 'How many weeks',
  cost: 'Cost in pounds',
  other: null,
  organisation: null,
  // An account
  name: 'Name',
  email: 'Email address',
  // A group of synonyms
  terms: 'Terms',
  // A member, for admins
  role: 'Role',
  // Any form
  key: null,
  kept: null,
  return: null,
  shownAs: null,
}
