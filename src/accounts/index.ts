export { isEmailAddress, normaliseEmail } from './email-address.js'
export type { AccountDeps, StatementToConfirm } from './account-deps.js'
export { authentication } from './authentication.js'
export { actorOf, admin, anyone, member, memberOf, moderator, reader } from './guards.js'
export {
  countAdmins,
  countMembers,
  findMember,
  findMemberByEmail,
  getMember,
  listMembers,
  updateMember,
} from './members-store.js'
export { createOneTimeLink } from './one-time-links.js'
export {
  countOfKind,
  isOrganisationKind,
  kindHeadings,
  kindName,
  kindPlural,
  kindWithArticle,
  organisationKinds,
  type OrganisationKind,
} from './organisation-kinds.js'
export {
  findOrganisation,
  findOrganisationBySlug,
  listOrganisations,
  listOrganisationSlugs,
  setSuccessor,
  upsertOrganisation,
  type Organisation,
} from './organisations-store.js'
export { register, registerWithoutPassphrase } from './register.js'
export { accountRoutes } from './routes.js'
export {
  attribution,
  canManageMembers,
  canReview,
  isModerator,
  isRole,
  publishesWithoutReview,
  roleLabels,
  roles,
  shownAsChoices,
  shownAsOptions,
  SUGGESTIONS_UNTIL_TRUSTED,
  type Actor,
  type Member,
  type Role,
  type ShownAs,
  type ShownAsChoice,
  type Trust,
} from './rules.js'
export { createSignInLimiter, FAILED_SIGN_INS_SECONDS } from './sign-in.js'
