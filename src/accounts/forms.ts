import { z } from 'zod'
import { requiredChoice, requiredLine } from '../platform/http/index.js'
import { personalDetailsProblem, type Passphrases } from '../platform/passphrases.js'
import { nameProblem, normaliseName } from './names.js'
import { isEmailAddress, normaliseEmail } from './email-address.js'
import { shownAsOptions, type ShownAs } from './rules.js'

/** The longest address that mail servers accept (RFC 5321). */
const MAX_EMAIL_LENGTH = 254

/** Maximum length of a person's name, in characters. */
const MAX_NAME_LENGTH = 80

/** Maximum length, in UTF-16 code units, of a passphrase that we compare with a hash. New ones must be much shorter. */
const MAX_ENTERED_PASSPHRASE_LENGTH = 1024

const emailAddress = requiredLine('your email address', MAX_EMAIL_LENGTH).pipe(
  z
    .string()
    .transform(normaliseEmail)
    .refine(isEmailAddress, 'Enter an email address in the correct format, like name@example.gov.uk'),
)

const name = requiredLine('your name', MAX_NAME_LENGTH)
  .transform(normaliseName)
  .pipe(
    z.string().superRefine((text, context) => {
      const problem = nameProblem(text)
      if (problem) context.addIssue({ code: 'custom', message: problem })
    }),
  )

const enteredPassphrase = (message: string) =>
  z.string({ error: message }).min(1, message).max(MAX_ENTERED_PASSPHRASE_LENGTH, 'This passphrase is too long')

const signInForm = z.strictObject({
  // Do not check the format: an address without an account is wrong anyway.
  email: requiredLine('your email address', MAX_EMAIL_LENGTH),
  passphrase: enteredPassphrase('Enter your passphrase'),
  return: z.string().optional(),
  /** A form that was sent after its session had ended: see `readCarriedForm`. */
  unsavedForm: z.string().optional(),
  unsavedFormSignature: z.string().optional(),
})

const accountForm = z.strictObject({
  // Its rules are checked on saving, and only for another name: one from before these rules may stay.
  name: requiredLine('your name', MAX_NAME_LENGTH).transform(normaliseName),
  shownAs: requiredChoice(shownAsOptions, 'Choose how your name appears').transform(value => value as ShownAs),
})

/** The forms of the account pages. */
export type AccountForms = ReturnType<typeof accountForms>

/** Builds the forms of the account pages. New passphrases must pass `passphrases`. */
export function accountForms(passphrases: Passphrases) {
  const newPassphrase = z.string({ error: 'Enter a passphrase' }).superRefine((passphrase, context) => {
    const problem = passphrases.problem(passphrase)
    if (problem) context.addIssue({ code: 'custom', message: problem })
  })
  return {
    register: z
      .strictObject({ name, email: emailAddress, passphrase: newPassphrase, return: z.string().optional() })
      .superRefine((value, context) => {
        const problem = personalDetailsProblem(value.passphrase, [value.name, value.email])
        if (problem) context.addIssue({ code: 'custom', path: ['passphrase'], message: problem })
      }),
    changePassphrase: z.strictObject({
      currentPassphrase: enteredPassphrase('Enter your current passphrase'),
      passphrase: newPassphrase,
    }),
    resetPassphrase: z.strictObject({ passphrase: newPassphrase }),
    signIn: signInForm,
    account: accountForm,
  }
}
