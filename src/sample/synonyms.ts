/** The groups of synonyms in the sample content. */
export const sampleSynonyms: readonly (readonly string[])[] = [
  ['vpn', 'remote access'],
  ['video call', 'video conference', 'video meeting'],
  ['wifi', 'wi-fi', 'wireless'],
  ['single sign-on', 'sso'],
  ['two-factor', 'multi-factor', '2fa', 'mfa'],
  ['laptop', 'device', 'computer'],
  ['mobile', 'phone', 'smartphone'],
  ['blocked', 'filtered', 'restricted'],
  ['browser', 'internet explorer', 'chrome', 'firefox'],
  ['social media', 'twitter', 'facebook'],
  ['spreadsheet', 'excel'],
  ['signature', 'sign', 'wet ink'],
  ['procurement', 'buying', 'purchasing'],
  ['data protection', 'gdpr', 'privacy'],
  ['screen reader', 'assistive technology'],
  ['freedom of information', 'foi'],
]
