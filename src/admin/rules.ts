import type { Member } from '../accounts/index.js'

/** Says why `member` must keep their role, where `admins` is the number of all admins. Undefined if it can change. */
export const whyNotChangeRole = ({ role }: Pick<Member, 'role'>, admins: number): string | undefined =>
  role === 'admin' && admins === 1 ? 'This is the only admin. Make someone else an admin first.' : undefined
