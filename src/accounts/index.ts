export type { AccountDeps, StatementToConfirm } from './account-deps.js'
export {
  attribution,
  attributionFrom,
  attributionHtml,
  attributionText,
  byName,
  organisationHtml,
  type Attribution,
} from './attribution.js'
export { authentication } from './authentication.js'
export { resetPassphrase } from './change-passphrase.js'
export { actorOf, admin, anyone, member, memberOf, moderator, reader, visitor } from './guards.js'
export {
  countAdmins,
  countMembers,
  findMember,
  findMemberByEmail,
  getMember,
  listMembers,
  updateMember,
} from './members-store.js'
export { createOneTimeLink, findOneTimeLinkBySecret, type LinkPurpose } from './one-time-links.js'
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
  type OrganisationDetails,
} from './organisations-store.js'
export { register, registerFirstAdmin, registerWithoutPassphrase, type NewAccount } from './register.js'
export { accountRoutes } from './routes.js'
export {
  canManageMembers,
  isModerator,
  isRole,
  normaliseEmail,
  publishesWithoutReview,
  roleLabels,
  roles,
  shownAsOptions,
  SUGGESTIONS_UNTIL_TRUSTED,
  type Actor,
  type Member,
  type Role,
  type ShownAs,
  type Trust,
} from './rules.js'
export { shownAsChoices, type ShownAsChoice } from './shown-as-choices.js'
export { createSignInLimiter, FAILED_SIGN_INS_SECONDS, type SignInLimiter } from './sign-in.js'
