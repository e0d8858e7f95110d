export { isEmailAddress, normaliseEmail } from './email-address.js'
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
export { CONFIRMATION_FIELD, confirmationError } from './confirmation.js'
export { actorOf, admin, anyone, member, memberOf, moderator, reader } from './guards.js'
export {
  countAdmins,
  countMembers,
  deleteSessions,
  findMember,
  findMemberByEmail,
  getMember,
  listMembers,
  updateMember,
} from './members-store.js'
export { KNOWN_DEVICE_DAYS, knownDeviceCookie } from './known-device.js'
export { cancelInvitations, countInvitations, createInvitation } from './invitations.js'
export { createOneTimeLink, INVITATION_DAYS } from './one-time-links.js'
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
  blockReasons,
  canManageMembers,
  canReview,
  isModerator,
  isRole,
  publishesWithoutReview,
  roleLabels,
  roles,
  shownAsOptions,
  trustAfterRoleChange,
  whyRegistrationIsClosed,
  SUGGESTIONS_UNTIL_TRUSTED,
  type Actor,
  type BlockReason,
  type Member,
  type Role,
  type ShownAs,
  type Trust,
} from './rules.js'
export { shownAsChoices, type ShownAsChoice } from './shown-as-choices.js'
export { createSignInLimits, type SignInLimits } from './sign-in-limits.js'
