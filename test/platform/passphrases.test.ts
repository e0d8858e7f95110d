import { createPassphrases } from '../../src/platform/passphrases.js'
import { PASSPHRASE } from '../support/browser.js'

const passphrases = createPassphrases('low')

const ada = ['Ada Byron', 'ada.byron@testshire.example']

test.each([
  ['four random words', PASSPHRASE],
  ['four short words', 'blue table green lamp'],
  ['15 characters', 'qz7vkp2mxw9htby'],
  ['spaces and accents', 'la forêt mange un vélo'],
  ['another script', '私は毎朝青い自転車で山の図書館へ通う'],
  ['256 characters', 'vx9 '.concat('kettle ravine 42 plum '.repeat(11)).padEnd(256, 'z')],
])('a passphrase of %s is accepted', (_, passphrase) => {
  expect(passphrases.problem(passphrase, ada)).toBeUndefined()
})

test.each([
  ['14 characters', 'qz7vkp2mxw9htb', 'must be at least 15 characters'],
  ['14 characters of two units each', '😀😁😂😃😄😅😆😇😈😉😊😋😌😍', 'must be at least 15 characters'],
  ['nothing', '', 'Enter a passphrase'],
  ['257 characters', 'x'.repeat(257), '256 characters or fewer'],
  ['a common passphrase', 'passwordpassword', 'too easy to guess'],
  ['a common passphrase with decoration', 'Password1234567!', 'too easy to guess'],
  ['a common passphrase with a year', 'Passw0rd2026!!!!', 'too easy to guess'],
  ['a repeated letter', 'aaaaaaaaaaaaaaaaaaaa', 'too easy to guess'],
  ['a repeated pattern', 'abcabcabcabcabcabc', 'too easy to guess'],
  ['a row of the keyboard', 'qwertyuiopasdfghjkl', 'too easy to guess'],
  ['a run of digits', '123456789012345', 'too easy to guess'],
  ['a repeated date', '01/01/201001/01/2010', 'too easy to guess'],
  ['the person’s own name', 'adabyronadabyron', 'too easy to guess'],
  ['the person’s own email address', 'ada.byron@testshire.example', 'too easy to guess'],
  ['the organisation’s domain', 'testshiretestshire1', 'too easy to guess'],
])('a passphrase of %s is refused with the reason', (_, passphrase, problem) => {
  expect(passphrases.problem(passphrase, ada)).toContain(problem)
})

test('hashes at the standard cost have the Argon2id settings that OWASP recommends', async () => {
  const standard = createPassphrases('standard')
  expect(await standard.hash(PASSPHRASE)).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
  expect(standard.unusableHash()).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
})

test('two hashes of a passphrase differ, and match only that passphrase', async () => {
  const first = await passphrases.hash(PASSPHRASE)
  const second = await passphrases.hash(PASSPHRASE)
  expect(second).not.toBe(first)
  expect(await passphrases.verify(first, PASSPHRASE)).toBe(true)
  expect(await passphrases.verify(second, PASSPHRASE)).toBe(true)
  expect(await passphrases.verify(first, `${PASSPHRASE} `)).toBe(false)
})

test('no passphrase matches an unusable hash or a missing account', async () => {
  expect(await passphrases.verify(passphrases.unusableHash(), PASSPHRASE)).toBe(false)
  expect(await passphrases.verify(undefined, PASSPHRASE)).toBe(false)
})

test('an accented letter matches whether it is typed as one code point or as two', async () => {
  expect(
    await passphrases.verify(await passphrases.hash('la fore\u0302t mange un velo'), 'la for\u00eat mange un velo'),
  ).toBe(true)
})

test('every character counts, even after the 72nd byte or a NUL', async () => {
  const long = 'x'.repeat(100)
  expect(await passphrases.verify(await passphrases.hash(`${long}a`), `${long}b`)).toBe(false)
  expect(await passphrases.verify(await passphrases.hash('abc\0def'), 'abc\0xyz')).toBe(false)
})
