import { readFileSync } from 'node:fs'
import { createOneTimeLink, findMemberByEmail, register, type Member, type Role } from '../accounts/index.js'
import { changeRole } from '../admin/index.js'
import type { Deps } from '../platform/deps.js'
import { Refused } from '../platform/errors.js'
import { newSecret } from '../platform/ids.js'
import { printLine, withDeps } from './with-deps.js'

export interface NewMemberFlags {
  readonly name: string
  readonly role: Role
  readonly passphraseStdin?: boolean
}

/** Creates a member, with a passphrase from standard input or a one-time link for choosing one. */
export const createMember = (email: string, { name, role, passphraseStdin }: NewMemberFlags): Promise<void> =>
  withDeps(async deps => {
    const passphrase = passphraseStdin ? readPassphrase(deps, [name, email]) : undefined
    // Without a passphrase the account gets one that nobody knows, until the link is used.
    const member = await register(deps, { name, email, passphrase: passphrase ?? newSecret() }, role)
    const at = member.organisation ? ` at ${member.organisation.name}` : ''
    printLine(`Created ${role} ${email}${at}.`)
    if (passphrase === undefined)
      printLine(`To choose a passphrase, open this link within 24 hours: ${await passphraseLink(deps, member)}`)
  })

/** Reads the first passphrase from standard input. @throws Refused when it is too easy to guess. */
function readPassphrase(deps: Deps, details: readonly string[]): string {
  const passphrase = readFileSync(0, 'utf8').replace(/\r?\n$/, '')
  const problem = deps.passphrases.problem(passphrase, details)
  if (problem) throw new Refused(`${problem}.`)
  return passphrase
}

/** Changes the role of a member. */
export const setMemberRole = (email: string, role: Role): Promise<void> =>
  withDeps(async deps => {
    const member = await getMemberByEmail(deps, email)
    const { hasChanged } = await changeRole(deps, undefined, member.id, role)
    printLine(`The role of ${email} is ${hasChanged ? 'now' : 'already'} ${role}.`)
  })

/** Prints a one-time link for choosing a new passphrase. */
export const printPassphraseLink = (email: string): Promise<void> =>
  withDeps(async deps => {
    const member = await getMemberByEmail(deps, email)
    printLine(await passphraseLink(deps, member))
  })

async function passphraseLink(deps: Deps, member: Member): Promise<string> {
  const secret = await createOneTimeLink(deps, 'passphrase', member.id)
  return `${deps.config.publicUrl}/passphrase/${secret}`
}

async function getMemberByEmail(deps: Deps, email: string): Promise<Member> {
  const member = await findMemberByEmail(deps.db, email)
  if (!member) throw new Refused(`There is no member with the email address ${email}.`)
  return member
}
