import { hashPassphrase, passphraseProblem, verifyPassphrase } from '../../src/accounts/passphrase.js'
import { PASSPHRASE } from '../support/site.js'

const ada = ['Ada Byron', 'ada.byron@testshire.example']

test.each([
  ['four random words', PASSPHRASE, undefined],
  ['four short words', 'blue table green lamp', undefined],
  ['15 characters', 'qz7vkp2mxw9htby', undefined],
  ['spaces and accents', 'la forêt mange un vélo', undefined],
  ['another script', '私は毎朝青い自転車で山の図書館へ通う', undefined],
  ['as long as may be', 'vx9 '.concat('kettle ravine 42 plum '.repeat(11)).padEnd(256, 'z'), undefined],
  ['14 characters', 'qz7vkp2mxw9htb', '15 characters or more'],
  ['14 characters of two units each', '😀😁😂😃😄😅😆😇😈😉😊😋😌😍', '15 characters or more'],
  ['nothing', '', '15 characters or more'],
  ['too long', 'x'.repeat(257), 'at most 256 characters'],
  ['a common one', 'passwordpassword', 'too easy to guess'],
  ['a common one with decoration', 'Password1234567!', 'too easy to guess'],
  ['a common one with a year', 'Passw0rd2026!!!!', 'too easy to guess'],
  ['one letter', 'aaaaaaaaaaaaaaaaaaaa', 'too easy to guess'],
  ['a pattern repeated', 'abcabcabcabcabcabc', 'too easy to guess'],
  ['a run of the keyboard', 'qwertyuiopasdfghjkl', 'too easy to guess'],
  ['a run of digits', '123456789012345', 'too easy to guess'],
  ['a date, repeated', '01/01/201001/01/2010', 'too easy to guess'],
  ['the person’s own name', 'adabyronadabyron', 'too easy to guess'],
  ['the person’s own address', 'ada.byron@testshire.example', 'too easy to guess'],
  ['the organisation’s domain', 'testshiretestshire1', 'too easy to guess'],
])('%s', (_, passphrase, problem) => {
  if (problem === undefined) expect(passphraseProblem(passphrase, ada)).toBeUndefined()
  else expect(passphraseProblem(passphrase, ada)).toContain(problem)
})

test('what is stored is an Argon2id hash, another each time, and it knows its passphrase', async () => {
  const [one, two] = [await hashPassphrase(PASSPHRASE), await hashPassphrase(PASSPHRASE)]
  expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
  expect(one).not.toBe(two)
  expect(await verifyPassphrase(one, PASSPHRASE)).toBe(true)
  expect(await verifyPassphrase(one, `${PASSPHRASE} `)).toBe(false)
  expect(await verifyPassphrase(undefined, PASSPHRASE)).toBe(false)
  expect(await verifyPassphrase(undefined, 'no account has this one')).toBe(false)
})

test('an accent typed on another keyboard is the same accent', async () => {
  expect(
    await verifyPassphrase(await hashPassphrase('la fore\u0302t mange un velo'), 'la for\u00eat mange un velo'),
  ).toBe(true)
})

test('nothing after the 72nd byte, nor after a NUL, is passed over', async () => {
  const long = 'x'.repeat(100)
  expect(await verifyPassphrase(await hashPassphrase(`${long}a`), `${long}b`)).toBe(false)
  expect(await verifyPassphrase(await hashPassphrase('abc\0def'), 'abc\0xyz')).toBe(false)
})
