import { existsSync, readFileSync } from 'node:fs'
import { parseEnv } from 'node:util'
import { z } from 'zod'
import type { Config } from './platform/deps.js'
import { CannotStart } from './platform/errors.js'
import { slugOf } from './platform/slug.js'

const THEMES =
  'IT and access | Culture and leadership | Policy and legal | Data and privacy | Security | Procurement | ' +
  'Money and governance | Skills and people | Users and accessibility'

const wholeNumber = (least: number, most: number) =>
  z
    .string()
    .refine(
      text => /^\d{1,9}$/.test(text) && Number(text) >= least && Number(text) <= most,
      `must be a whole number from ${least} to ${most}`,
    )
    .transform(Number)

const oneOf = <const T extends readonly [string, ...string[]]>(...values: T) =>
  z.enum(values, `must be one of: ${values.join(', ')}`)

const yesOrNo = oneOf('yes', 'no').transform(text => text === 'yes')

const httpAddress = z.string().refine(
  text => {
    const url = URL.canParse(text) ? new URL(text) : undefined
    return url !== undefined && /^https?:$/.test(url.protocol)
  },
  { error: 'must be an http:// or https:// address', abort: true },
)

/** The host and port alone, in their one form: `https://Example.org:443/` is `https://example.org`. */
const origin = httpAddress
  .refine(text => /^[^/]*\/\/[^/?#]+\/?$/.test(text), 'must have no path')
  .transform(text => new URL(text).origin)

const line = (most: number) =>
  z
    .string()
    .max(most, `must be at most ${most} characters`)
    .regex(/^[^\p{Cc}]+$/u, 'must be one line of text')

/** Each variable: how it is read, and an example for the message when it is wrong. `.env.example` says what each means. */
const variables = {
  NODE_ENV: { read: oneOf('production', 'development', 'test'), fallback: 'development', example: 'production' },
  DEMONSTRATION: { read: yesOrNo, fallback: 'no', example: 'no' },
  PORT: { read: wholeNumber(0, 65535), fallback: '3000', example: '3000' },
  HOST: { read: line(255), fallback: '127.0.0.1', example: '127.0.0.1' },
  PUBLIC_URL: { read: origin, fallback: undefined, example: 'https://unblock.example.gov.uk' },
  DATABASE_URL: {
    read: z
      .string()
      .regex(/^(sqlite:.+|postgres(ql)?:\/\/.+)$/, 'must begin with sqlite: or postgres://')
      .refine(text => text !== 'sqlite::memory:', 'must name a file'),
    fallback: 'sqlite:./data/unblock.db',
    example: 'sqlite:./data/unblock.db',
  },
  LOG_LEVEL: { read: oneOf('fatal', 'error', 'warn', 'info', 'debug', 'silent'), fallback: 'info', example: 'info' },
  SITE_NAME: { read: line(60), fallback: 'Unblock', example: 'Unblock' },
  OPERATOR_NAME: { read: line(120), fallback: 'the operator of this site', example: 'Exampleshire Council' },
  OPERATOR_EMAIL: {
    read: z.email('must be an email address'),
    fallback: 'operator@localhost.example',
    example: 'unblock@exampleshire.gov.uk',
  },
  CONTENT_LICENCE: {
    read: line(120),
    fallback: 'Open Government Licence v3.0',
    example: 'Open Government Licence v3.0',
  },
  CONTENT_LICENCE_URL: {
    read: httpAddress,
    fallback: 'https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/',
    example: 'https://creativecommons.org/licenses/by/4.0/',
  },
  SOURCE_URL: { read: httpAddress, fallback: undefined, example: 'https://git.example.org/unblock' },
  READ_ACCESS: { read: oneOf('public', 'members'), fallback: 'public', example: 'public' },
  THEMES: {
    read: z
      .string()
      .transform(text => text.split('|').map(name => ({ name: name.trim(), slug: slugOf(name.trim()) })))
      .refine(
        themes => themes.every(theme => theme.slug !== '' && theme.name.length <= 60),
        'must be names of 60 characters or fewer, with a | between them',
      )
      .refine(themes => new Set(themes.map(theme => theme.slug)).size === themes.length, 'must not name a theme twice'),
    fallback: THEMES,
    example: '"IT and access | Policy and legal"',
  },
  TRUST_PROXY: { read: wholeNumber(0, 10), fallback: '0', example: '1' },
  PASSPHRASE_HASH_COST: { read: oneOf('standard', 'low'), fallback: 'standard', example: 'standard' },
  SESSION_HOURS: { read: wholeNumber(1, 24 * 90), fallback: '336', example: '336' },
  EVIDENCE_AGES_AFTER_MONTHS: { read: wholeNumber(1, 240), fallback: '18', example: '18' },
} as const

type Values = { [K in keyof typeof variables]: z.output<(typeof variables)[K]['read']> }

/**
 * Reads the configuration from `environment`; an empty value counts as absent.
 * @throws CannotStart that names the variable, what is wrong with its value, and an example.
 */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  const values = {} as Record<string, unknown>
  for (const [name, { read, fallback, example }] of Object.entries(variables)) {
    const text = environment[name]?.trim() || fallback
    if (text === undefined) continue
    const result = read.safeParse(text)
    if (!result.success) {
      const shown = name === 'DATABASE_URL' ? 'its value' : JSON.stringify(text.slice(0, 80))
      throw new CannotStart(`${name} ${result.error.issues[0]?.message}; ${shown} is not. Example: ${name}=${example}`)
    }
    values[name] = result.data
  }
  const read = values as Values
  const production = read.NODE_ENV === 'production'
  if (production && read.DEMONSTRATION)
    throw new CannotStart('DEMONSTRATION must be no in production: it prints passphrases. Example: DEMONSTRATION=no')
  if (production && read.PASSPHRASE_HASH_COST === 'low')
    throw new CannotStart(
      'PASSPHRASE_HASH_COST must be standard in production: a low cost makes stolen passphrase hashes easy to crack. ' +
        'Example: PASSPHRASE_HASH_COST=standard',
    )
  return {
    production,
    demonstration: read.DEMONSTRATION,
    port: read.PORT,
    host: read.HOST,
    publicUrl: (values['PUBLIC_URL'] as string | undefined) ?? `http://localhost:${read.PORT}`,
    databaseUrl: read.DATABASE_URL,
    logLevel: read.LOG_LEVEL,
    siteName: read.SITE_NAME,
    operatorName: read.OPERATOR_NAME,
    operatorEmail: read.OPERATOR_EMAIL,
    contentLicence: read.CONTENT_LICENCE,
    contentLicenceUrl: read.CONTENT_LICENCE_URL,
    sourceUrl: values['SOURCE_URL'] as string | undefined,
    readAccess: read.READ_ACCESS,
    themes: read.THEMES,
    trustProxy: read.TRUST_PROXY,
    passphraseHashCost: read.PASSPHRASE_HASH_COST,
    sessionHours: read.SESSION_HOURS,
    evidenceAgesAfterMonths: read.EVIDENCE_AGES_AFTER_MONTHS,
  }
}

/** The names of all variables, for the test that holds `.env.example` to them. */
export const variableNames: readonly string[] = Object.keys(variables)

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
