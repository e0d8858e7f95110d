import { randomInt } from 'node:crypto'
import { register, upsertOrganisation, type Role } from '../accounts/index.js'
import type { Deps } from '../platform/deps.js'

/** Letters and digits that are not easily confused. */
const CLEAR_CHARACTERS = 'abcdefghjkmnpqrstuvwxyz23456789'

/** Four groups of five characters have 99 bits. */
const GROUPS = 4
const GROUP_LENGTH = 5

const accounts: readonly { readonly role: Role; readonly name: string }[] = [
  { role: 'member', name: 'Demonstration member' },
  { role: 'moderator', name: 'Demonstration moderator' },
  { role: 'admin', name: 'Demonstration admin' },
]

/** Creates an account for each role, to try the site with, and prints their passphrases: they are stored nowhere. */
export async function createDemonstrationAccounts(deps: Deps, print: (line?: string) => void): Promise<void> {
  await addOrganisation(deps)
  print()
  print('Demonstration: sign in with any of these accounts. We print the passphrases only once.')
  for (const { role, name } of accounts) {
    const email = `${role}@exampleshire.example`
    const passphrase = randomPassphrase()
    await register(deps, { name, email, passphrase }, role, { anyName: true })
    print(`  ${role.padEnd(10)} ${email.padEnd(34)} ${passphrase}`)
  }
  print()
}

const addOrganisation = ({ db, clock }: Deps): Promise<string> =>
  db.transaction(tx =>
    upsertOrganisation(
      tx,
      {
        name: 'Exampleshire Council',
        kind: 'council',
        website: null,
        endedOn: null,
        domains: ['exampleshire.example'],
      },
      clock.now(),
    ),
  )

function randomPassphrase(): string {
  const group = (): string => Array.from({ length: GROUP_LENGTH }, randomCharacter).join('')
  return Array.from({ length: GROUPS }, group).join('-')
}

const randomCharacter = (): string => CLEAR_CHARACTERS[randomInt(CLEAR_CHARACTERS.length)]!
