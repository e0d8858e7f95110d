export { authentication } from './authentication.js'
export { actorOf, admin, anyone, member, memberOf, moderator, reader, visitor } from './guards.js'
export {
  findLink,
  makeOneTimeLink,
  register,
  registerFirstAdmin,
  registerWithoutPassphrase,
  resetPassphrase,
  type Joining,
  type LinkPurpose,
} from './join.js'
export { accountRoutes, shownAsChoices } from './routes.js'
export {
  attribution,
  countedOfKind,
  isAdmin,
  isModerator,
  isOrganisationKind,
  isRole,
  kindHeadings,
  kindWithArticle,
  normalisedEmail,
  organisationKinds,
  publishesAtOnce,
  severalOfKind,
  PUBLISHED_FOR_TRUST,
  roles,
  shownAsOptions,
  type Actor,
  type Member,
  type OrganisationKind,
  type Role,
  type ShownAs,
  type Trust,
} from './rules.js'
export { passphraseProblem } from './passphrase.js'
export { signIn } from './sign-in.js'
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
  listSlugsBeginning,
  putOrganisation,
  setSuccessor,
  updateMember,
  type Organisation,
  type OrganisationFacts,
} from './store.js'
