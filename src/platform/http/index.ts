export { loadAssets, type Assets } from './assets.js'
export { sessionOf } from './current-session.js'
export { cursorOf, placeOf, withQuery } from './cursor.js'
export { requireToken, TokenMismatch } from './csrf.js'
export { errorPages, notFound } from './errors.js'
export { formBody } from './form-body.js'
export * from './forms.js'
export { inOrder } from './in-order.js'
export { keptText, shownFields } from './kept-text.js'
export { localAddress } from './local-address.js'
export { pageSetup, setUpPages } from './page-setup.js'
export { notify, seeOther, show, tellSaved } from './page.js'
export type {
  Breadcrumb,
  CommonModel,
  FieldLabels,
  HiddenField,
  KeptField,
  Link,
  Navigation,
  NavigationItem,
  Notice,
  PageModel,
  SignedIn,
  Site,
} from './page-model.js'
export type { FieldValue, SelectItem, ShownTime, Tag, TagColour } from './components.js'
export { requestLog } from './request-log.js'
export { routesOf, type Guard, type Handler, type Route, type RouteList } from './routes.js'
export { securityHeaders } from './security-headers.js'
export { sessionCookie, sessions, sweepSessions } from './session.js'
export { createViews, partial, view, type PartialView, type View, type Views } from './views.js'
