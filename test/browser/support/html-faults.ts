import { HtmlValidate } from 'html-validate'

/** The rules that html-validate recommends, except a few that are matters of taste here. */
const html = new HtmlValidate({
  extends: ['html-validate:recommended'],
  rules: {
    // A filter may have several fields of the same name, one for each value.
    'form-dup-name': 'off',
    // Authors choose the titles of pages, and only search engines cut long ones off.
    'long-title': 'off',
    // Code in a page keeps the spaces at the ends of its lines.
    'no-trailing-whitespace': 'off',
    // GOV.UK's notification banner is a `div` with this role.
    'prefer-native-element': ['error', { exclude: ['region'] }],
  },
})

/** Lists the faults in the HTML that was sent. A browser would already have repaired some of them. */
export async function htmlFaults(source: string): Promise<readonly string[]> {
  const report = await html.validateString(source)
  return report.results.flatMap(result =>
    result.messages.map(({ line, message, ruleId }) => `HTML, line ${line}: ${message} (${ruleId})`),
  )
}
