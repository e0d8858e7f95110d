export { loadAssets, type Assets } from './assets.js'
export { sessionOf } from './current-session.js'
export { decodeCursor, encodeCursor, NoSuchListPage, pagingFrom, pagingLinks, type PagingLinks } from './paging.js'
export { withQuery } from './with-query.js'
export { errorPages, notFound, sendingAgain } from './errors.js'
export { refuseForeignForms } from './form-origin.js'
export { limitHeaders } from './header-limit.js'
export * from './forms.js'
export { carriedFields, readCarriedForm, unsavedForm, unsavedFields, type CarriedForm } from './unsaved-form.js'
export { nearestPage, pageAbove, postRouteAt, routeOfPage } from './nearest-page.js'
export { localPath } from './local-path.js'
export { pageSetup, setUpPages } from './page-setup.js'
export { notify, seeOther, show, markFormSaved } from './page.js'
export type {
  Breadcrumb,
  FieldLabels,
  HiddenField,
  UnsavedField,
  Link,
  Navigation,
  NavigationItem,
  Notice,
  PageModel,
  SignedIn,
  Site,
} from './page-model.js'
export type { SelectItem, ShownTime, Tag, TagColour } from './components.js'
export { requestLog } from './request-log.js'
export { createRouter } from './router.js'
export { routesOf, type Guard, type Route } from './routes.js'
export { securityHeaders } from './security-headers.js'
export { cookieName, cookieOptions, readCookies } from './cookies.js'
export { createFormTokens, visitorCookie, VISITOR_TOKEN_HOURS } from './csrf.js'
export { beginSession, MAX_SESSION_DAYS, sessionCookie, sessions, sweepSessions } from './session.js'
export { violationReports } from './violation-reports.js'
export { createViews, partial, view } from './views.js'
export { redirectToSegment, tidyAddresses } from './tidy-address.js'
