import { readConfig } from '../src/config.js'
import { CannotStart } from '../src/platform/errors.js'

/** The message that refuses to start with these variables, or `none`. */
function refusal(environment: Record<string, string>): string {
  try {
    readConfig(environment)
  } catch (error) {
    if (error instanceof CannotStart) return error.message
    throw error
  }
  return 'none'
}

describe('wrong values', () => {
  test.each([
    ['NODE_ENV', 'staging', 'must be one of: production, development, test'],
    ['DEMONSTRATION', 'true', 'must be one of: yes, no'],
    ['PORT', 'eighty', 'must be a whole number from 0 to 65535'],
    ['PORT', '65536', 'must be a whole number from 0 to 65535'],
    ['PORT', '-1', 'must be a whole number from 0 to 65535'],
    ['PORT', '80.5', 'must be a whole number from 0 to 65535'],
    ['PORT', '0x50', 'must be a whole number from 0 to 65535'],
    ['HOST', 'x'.repeat(256), 'must be 255 characters or fewer'],
    ['PUBLIC_URL', 'unblock.example.gov.uk', 'must be an http:// or https:// address'],
    ['PUBLIC_URL', 'ftp://unblock.example.gov.uk', 'must be an http:// or https:// address'],
    ['PUBLIC_URL', 'https://', 'must be an http:// or https:// address'],
    ['PUBLIC_URL', 'https://example.gov.uk/unblock', 'must have no path'],
    ['PUBLIC_URL', 'https://example.gov.uk/?from=mail', 'must have no path'],
    ['LOG_LEVEL', 'loud', 'must be one of: fatal, error, warn, info, debug, silent'],
    ['SITE_NAME', 'x'.repeat(61), 'must be 60 characters or fewer'],
    ['SITE_NAME', 'Un\nblock', 'must be one line of text'],
    ['OPERATOR_NAME', 'x'.repeat(121), 'must be 120 characters or fewer'],
    ['OPERATOR_EMAIL', 'the web team', 'must be an email address'],
    ['CONTENT_LICENCE', 'a\tb', 'must be one line of text'],
    ['CONTENT_LICENCE_URL', 'javascript:alert(1)', 'must be an http:// or https:// address'],
    ['SOURCE_URL', 'git@example.org:unblock.git', 'must be an http:// or https:// address'],
    ['READ_ACCESS', 'everyone', 'must be one of: public, members'],
    ['REGISTRATION', 'everyone', 'must be one of: open, domains, invitation, closed'],
    ['THEMES', 'Security | ! | Privacy', 'must be names of 60 characters or fewer, separated by |'],
    ['THEMES', 'x'.repeat(61), 'must be names of 60 characters or fewer, separated by |'],
    ['THEMES', 'Security | security', 'must not repeat a theme'],
    ['TRUST_PROXY', 'yes', 'must be a whole number from 0 to 10'],
    ['SESSION_HOURS', '0', 'must be a whole number from 1 to 2160'],
    ['SESSION_HOURS', '2161', 'must be a whole number from 1 to 2160'],
  ])(
    '%s=%j stops the start with a message that names the variable, the problem and an example',
    (name, value, problem) => {
      const message = refusal({ [name]: value })
      expect(message).toContain(
        `${name} ${problem}, but it is ${JSON.stringify(value.slice(0, 80))}. Example: ${name}=`,
      )
      const example = /Example: \w+=(.*)$/.exec(message)![1]!
      expect(refusal({ [name]: example.replace(/^"|"$/g, '') })).toBe('none')
    },
  )

  test.each([
    ['mysql://unblock:hunter2@db/unblock', 'must begin with sqlite: or postgres://'],
    ['unblock.db', 'must begin with sqlite: or postgres://'],
    ['sqlite:', 'must begin with sqlite: or postgres://'],
    ['sqlite::memory:', 'must name a file'],
  ])('DATABASE_URL=%s stops the start without repeating the value, which can hold a password', (value, problem) => {
    const message = refusal({ DATABASE_URL: value })
    expect(message).toBe(`DATABASE_URL ${problem}. Example: DATABASE_URL=sqlite:./data/unblock.db`)
  })

  test('the message is one line even when the value has several', () => {
    expect(refusal({ SITE_NAME: 'Un\nblock\r\n\nhere' }).split(/[\r\n]/)).toHaveLength(1)
  })
})

test('the defaults make a small site that only this machine can reach', () => {
  expect(readConfig({})).toMatchObject({
    production: false,
    demonstration: false,
    port: 3000,
    host: '127.0.0.1',
    publicUrl: 'http://localhost:3000',
    databaseUrl: 'sqlite:./data/unblock.db',
    logLevel: 'info',
    siteName: 'Unblock',
    contentLicence: 'Open Government Licence v3.0',
    readAccess: 'public',
    trustProxy: 0,
    sessionHours: 336,
  })
  expect(readConfig({}).themes).toHaveLength(9)
  expect(readConfig({}).themes[0]).toEqual({ name: 'IT and access', slug: 'it-and-access' })
})

test.each([
  ['an empty value counts as absent', { PORT: '', SITE_NAME: '  ' }, { port: 3000, siteName: 'Unblock' }],
  ['the public address follows the port', { PORT: '8080' }, { publicUrl: 'http://localhost:8080' }],
  [
    'the public address loses its trailing slash',
    { PUBLIC_URL: 'https://unblock.example/' },
    { publicUrl: 'https://unblock.example' },
  ],
  [
    'the public address takes its canonical form',
    { PUBLIC_URL: 'HTTPS://Unblock.Example:443' },
    { publicUrl: 'https://unblock.example' },
  ],
  ['spaces around a value are ignored', { PORT: ' 80 ' }, { port: 80 }],
  [
    'the operator can choose the themes',
    { THEMES: 'Forms|Trains and boats' },
    {
      themes: [
        { name: 'Forms', slug: 'forms' },
        { name: 'Trains and boats', slug: 'trains-and-boats' },
      ],
    },
  ],
  ['anyone can register where anyone can read', {}, { registration: 'open' }],
  ['people need an invitation where only members can read', { READ_ACCESS: 'members' }, { registration: 'invitation' }],
  [
    'the operator can decide otherwise',
    { READ_ACCESS: 'members', REGISTRATION: 'domains' },
    { registration: 'domains' },
  ],
  ['an unknown variable is ignored', { PORTS: 'x' }, { port: 3000 }],
])('%s', (_, environment: Record<string, string>, expected) => {
  expect(readConfig(environment)).toMatchObject(expected)
})

test('a demonstration is refused in production', () => {
  expect(refusal({ NODE_ENV: 'production', DEMONSTRATION: 'yes' })).toMatch(
    /^DEMONSTRATION must be "no" in production.* Example: DEMONSTRATION=no$/,
  )
  expect(refusal({ NODE_ENV: 'production', DEMONSTRATION: 'no' })).toBe('none')
})

test('a low passphrase hash cost is accepted outside production and stops the start in production', () => {
  expect(readConfig({ PASSPHRASE_HASH_COST: 'low' }).passphraseHashCost).toBe('low')
  expect(() => readConfig({ NODE_ENV: 'production', PASSPHRASE_HASH_COST: 'low' })).toThrow(
    'PASSPHRASE_HASH_COST must be "standard" in production',
  )
})
