import { z } from 'zod'
import { requiredChoice, requiredLine } from '../platform/http/index.js'
import { passphraseProblem, personalProblem } from './passphrase.js'
import { shownAsOptions, type ShownAs } from './rules.js'

const emailAddress = requiredLine('your e-mail address', 254).pipe(
  z.email('Enter an e-mail address in the correct format, like name@example.gov.uk'),
)

const name = requiredLine('your name', 80)

const newPassphrase = z.string({ error: 'Enter a passphrase' }).superRefine((passphrase, context) => {
  const problem = passphraseProblem(passphrase)
  if (problem) context.addIssue({ code: 'custom', message: problem })
})

/** A form with a new passphrase and the person's own details, against which it is held too. */
const withPersonalCheck = <S extends z.ZodObject>(schema: S, personal: (value: z.output<S>) => readonly string[]) =>
  schema.superRefine((value, context) => {
    const problem = personalProblem((value as { passphrase: string }).passphrase, personal(value))
    if (problem) context.addIssue({ code: 'custom', path: ['passphrase'], message: problem })
  })

const joining = z.strictObject({ name, email: emailAddress, passphrase: newPassphrase, return: z.string().optional() })

export const registerForm = withPersonalCheck(joining, value => [value.name, value.email])

export const signInForm = z.strictObject({
  email: requiredLine('your e-mail address', 254),
  passphrase: z
    .string({ error: 'Enter your passphrase' })
    .min(1, 'Enter your passphrase')
    .max(1024, 'This passphrase is too long'),
  return: z.string().optional(),
  kept: z.string().optional(),
})

export const accountForm = z.strictObject({
  name,
  shownAs: requiredChoice(shownAsOptions, 'Choose how to be shown').transform(value => value as ShownAs),
})

export const changePassphraseForm = z.strictObject({
  currentPassphrase: z
    .string({ error: 'Enter your current passphrase' })
    .min(1, 'Enter your current passphrase')
    .max(1024, 'This passphrase is too long'),
  passphrase: newPassphrase,
})

export const resetForm = z.strictObject({ passphrase: newPassphrase })
