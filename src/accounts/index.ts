export { authentication } from './authentication.js'
export { actorOf, admin, anyone, member, memberOf, moderator, reader, visitor } from './guards.js'
export {
  findOneTimeLinkBySecret,
  createOneTimeLink,
  register,
  registerFirstAdmin,
  registerWithoutPassphrase,
  resetPassphrase,
  type NewAccount,
  type LinkPurpose,
} from './join.js'
export { accountRoutes, shownAsChoices } from './routes.js'
export {
  attribution,
  countOfKind,
  isAdmin,
  isModerator,
  isOrganisationKind,
  isRole,
  kindHeadings,
  kindWithArticle,
  normaliseEmail,
  organisationKinds,
  publishesWithoutReview,
  kindPlural,
  SUGGESTIONS_UNTIL_TRUSTED,
  roles,
  shownAsOptions,
  type Actor,
  type Member,
  type OrganisationKind,
  type Role,
  type ShownAs,
  type Trust,
} from './rules.js'
export { createSignInLimiter, type SignInLimiter } from './sign-in.js'
export {
  countAdmins,
  countMembers,
  findMember,
  findMemberByEmail,
  findOrganisation,
  findOrganisationBySlug,
  getMember,
  listMembers,
  listOrganisations,
  listOrganisationSlugs,
  upsertOrganisation,
  setSuccessor,
  updateMember,
  type Organisation,
  type OrganisationDetails,
} from './store.js'
