import { existsSync, readFileSync } from 'node:fs'
import { parseEnv } from 'node:util'
import { z } from 'zod'
import type { Config } from './platform/deps.js'
import { CannotStart } from './platform/errors.js'
import { slugOf } from './platform/slug.js'
import { truncate } from './platform/text.js'

const DEFAULT_THEMES = [
  'IT and access',
  'Culture and leadership',
  'Policy and legal',
  'Data and privacy',
  'Security',
  'Procurement',
  'Money and governance',
  'Skills and people',
  'Users and accessibility',
]

const MAX_THEME_LENGTH = 60

const MAX_SESSION_HOURS = 24 * 90

/** How much of a wrong value a message repeats, in characters. */
const MAX_SHOWN_LENGTH = 80

/** A variable of the environment. `.env.example` says what each one means. */
interface Variable<Schema extends z.ZodType = z.ZodType> {
  readonly schema: Schema
  /** The text that is read when the variable is not set. Without one, the variable stays undefined. */
  readonly fallback?: string
  /** A value for the message about a wrong one. */
  readonly example: string
}

const wholeNumber = (min: number, max: number) =>
  z
    .string()
    .refine(
      text => /^\d{1,9}$/.test(text) && Number(text) >= min && Number(text) <= max,
      `must be a whole number from ${min} to ${max}`,
    )
    .transform(Number)

const choice = <const T extends readonly [string, ...string[]]>(...values: T) =>
  z.enum(values, `must be one of: ${values.join(', ')}`)

const yesOrNo = choice('yes', 'no').transform(text => text === 'yes')

const line = (maxLength: number) =>
  z
    .string()
    .max(maxLength, `must be ${maxLength} characters or fewer`)
    .regex(/^[^\p{Cc}]+$/u, 'must be one line of text')

const httpAddress = z.string().refine(text => /^https?:$/.test(URL.parse(text)?.protocol ?? ''), {
  error: 'must be an http:// or https:// address',
  abort: true,
})

/** Scheme, host and port in their canonical form: `https://Example.org:443/` becomes `https://example.org`. */
const origin = httpAddress
  .refine(text => /^[^/]*\/\/[^/?#]+\/?$/.test(text), 'must have no path')
  .transform(text => new URL(text).origin)

const databaseUrl = z
  .string()
  .regex(/^(sqlite:.+|postgres(ql)?:\/\/.+)$/, 'must begin with sqlite: or postgres://')
  .refine(text => text !== 'sqlite::memory:', 'must name a file')

const themes = z
  .string()
  .transform(text => text.split('|').map(name => ({ name: name.trim(), slug: slugOf(name.trim()) })))
  .refine(
    list => list.every(({ slug, name }) => slug !== '' && name.length <= MAX_THEME_LENGTH),
    `must be names of ${MAX_THEME_LENGTH} characters or fewer, separated by |`,
  )
  .refine(list => new Set(list.map(theme => theme.slug)).size === list.length, 'must not repeat a theme')

const variables = {
  NODE_ENV: {
    schema: choice('production', 'development', 'test'),
    fallback: 'development',
    example: 'production',
  },
  DEMONSTRATION: { schema: yesOrNo, fallback: 'no', example: 'no' },
  PORT: { schema: wholeNumber(0, 65_535), fallback: '3000', example: '3000' },
  HOST: { schema: line(255), fallback: '127.0.0.1', example: '127.0.0.1' },
  PUBLIC_URL: { schema: origin.optional(), example: 'https://unblock.example.gov.uk' },
  DATABASE_URL: {
    schema: databaseUrl,
    fallback: 'sqlite:./data/unblock.db',
    example: 'sqlite:./data/unblock.db',
  },
  LOG_LEVEL: {
    schema: choice('fatal', 'error', 'warn', 'info', 'debug', 'silent'),
    fallback: 'info',
    example: 'info',
  },
  SITE_NAME: { schema: line(60), fallback: 'Unblock', example: 'Unblock' },
  OPERATOR_NAME: { schema: line(120).optional(), example: 'Exampleshire Council' },
  OPERATOR_EMAIL: {
    schema: z.email('must be an email address'),
    fallback: 'operator@localhost.example',
    example: 'unblock@exampleshire.gov.uk',
  },
  CONTENT_LICENCE: {
    schema: line(120),
    fallback: 'Open Government Licence v3.0',
    example: 'Open Government Licence v3.0',
  },
  CONTENT_LICENCE_URL: {
    schema: httpAddress,
    fallback: 'https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/',
    example: 'https://creativecommons.org/licenses/by/4.0/',
  },
  SOURCE_URL: { schema: httpAddress.optional(), example: 'https://git.example.org/unblock' },
  READ_ACCESS: { schema: choice('public', 'members'), fallback: 'public', example: 'public' },
  REGISTRATION: {
    schema: choice('open', 'domains', 'invitation', 'closed').optional(),
    example: 'invitation',
  },
  THEMES: { schema: themes, fallback: DEFAULT_THEMES.join(' | '), example: '"IT and access | Policy and legal"' },
  TRUST_PROXY: { schema: wholeNumber(0, 10), fallback: '0', example: '1' },
  PASSPHRASE_HASH_COST: { schema: choice('standard', 'low'), fallback: 'standard', example: 'standard' },
  SESSION_HOURS: { schema: wholeNumber(1, MAX_SESSION_HOURS), fallback: '336', example: '336' },
  EVIDENCE_AGES_AFTER_MONTHS: { schema: wholeNumber(1, 240), fallback: '18', example: '18' },
} satisfies Readonly<Record<string, Variable>>

type Values = { readonly [Name in keyof typeof variables]: z.output<(typeof variables)[Name]['schema']> }

/** The names of all variables, for the test that compares `.env.example` with them. */
export const variableNames: readonly string[] = Object.keys(variables)

/**
 * Reads the configuration from `environment`. An empty value counts as absent.
 * @throws CannotStart that names the variable, says what is wrong with its value, and gives an example.
 */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  const values = readValues(environment)
  refuseUnsafeProduction(values)
  return {
    production: values.NODE_ENV === 'production',
    demonstration: values.DEMONSTRATION,
    port: values.PORT,
    host: values.HOST,
    publicUrl: values.PUBLIC_URL ?? `http://localhost:${values.PORT}`,
    databaseUrl: values.DATABASE_URL,
    logLevel: values.LOG_LEVEL,
    siteName: values.SITE_NAME,
    operatorName: values.OPERATOR_NAME,
    operatorEmail: values.OPERATOR_EMAIL,
    contentLicence: values.CONTENT_LICENCE,
    contentLicenceUrl: values.CONTENT_LICENCE_URL,
    sourceUrl: values.SOURCE_URL,
    readAccess: values.READ_ACCESS,
    // Nobody confirms email addresses yet (decision 11), so a domain alone must not open a site that only members can read.
    registration: values.REGISTRATION ?? (values.READ_ACCESS === 'members' ? 'invitation' : 'open'),
    themes: values.THEMES,
    trustProxy: values.TRUST_PROXY,
    sessionHours: values.SESSION_HOURS,
    passphraseHashCost: values.PASSPHRASE_HASH_COST,
    evidenceAgesAfterMonths: values.EVIDENCE_AGES_AFTER_MONTHS,
  }
}

function readValues(environment: Readonly<Record<string, string | undefined>>): Values {
  const values: Record<string, unknown> = {}
  for (const [name, variable] of Object.entries<Variable>(variables))
    values[name] = readVariable(name, variable, environment[name]?.trim() || variable.fallback)
  return values as Values
}

function readVariable(name: string, { schema, example }: Variable, text: string | undefined): unknown {
  const result = schema.safeParse(text)
  if (result.success) return result.data
  const problem = `${name} ${result.error.issues[0]?.message}`
  // The address of a database can hold a passphrase, so we do not repeat it.
  const value = name === 'DATABASE_URL' ? '' : `, but it is ${JSON.stringify(truncate(text ?? '', MAX_SHOWN_LENGTH))}`
  throw new CannotStart(`${problem}${value}. Example: ${name}=${example}`)
}

/** @throws CannotStart for a value that is only for trying the site out, or for tests. */
function refuseUnsafeProduction(values: Values): void {
  if (values.NODE_ENV !== 'production') return
  if (values.DEMONSTRATION)
    throw new CannotStart('DEMONSTRATION must be "no" in production: it prints passphrases. Example: DEMONSTRATION=no')
  if (values.PASSPHRASE_HASH_COST === 'low')
    throw new CannotStart(
      'PASSPHRASE_HASH_COST must be "standard" in production: a low cost makes stolen passphrase hashes easy to crack. ' +
        'Example: PASSPHRASE_HASH_COST=standard',
    )
}

/**
 * Reads the configuration of this process. A variable of the environment wins over the same one in `.env` in the working
 * folder, and both win over `flags`, which a command's own options set.
 * @throws CannotStart as `readConfig` does.
 */
export function configOfProcess(flags: Readonly<Record<string, string>> = {}): Config {
  // Parsed by itself, not by process.loadEnvFile: there, a variable that is set but empty would hide the one in .env.
  const fromFile = existsSync('.env') ? parseEnv(readFileSync('.env', 'utf8')) : {}
  const fromEnvironment = Object.entries(process.env).filter(([, value]) => value?.trim() !== '')
  return readConfig({ ...flags, ...fromFile, ...Object.fromEntries(fromEnvironment) })
}
