import type { Link, Navigation, NavigationItem, SignedIn } from '../platform/http/index.js'

type SectionLink = Omit<NavigationItem, 'isCurrent'> & { readonly section: string }

const publicSections: readonly SectionLink[] = [
  { section: 'barriers', href: '/barriers', text: 'Barriers' },
  { section: 'solutions', href: '/solutions', text: 'Solutions' },
  { section: 'organisations', href: '/organisations', text: 'Organisations' },
  { section: 'activity', href: '/activity', text: 'Recent changes' },
]

const review: SectionLink = { section: 'review', href: '/review', text: 'Review' }

const signIn: SectionLink = { section: 'sign-in', href: '/sign-in', text: 'Sign in' }

// The page to sign in leads there too.
const register: SectionLink = { section: 'register', href: '/register', text: 'Create an account', onlyWide: true }

const signedIn = (actor: SignedIn): readonly SectionLink[] => [
  { section: 'suggestions', href: '/account/suggestions', text: 'My suggestions' },
  { section: 'account', href: '/account', text: actor.name },
]

/** Creates the function that returns the navigation of the header for a person, on a page of a section. */
export const createNavigation =
  (offersRegistration: boolean) =>
  (actor: SignedIn | undefined, section: string | undefined): Navigation => {
    const item = (link: SectionLink): NavigationItem => ({ ...link, isCurrent: link.section === section })
    const main = actor?.canReview ? [...publicSections, review] : publicSections
    const signedOut = offersRegistration ? [signIn, register] : [signIn]
    const account = actor ? signedIn(actor) : signedOut
    return { main: main.map(item), account: account.map(item) }
  }

/** The links of the footer. `sourceUrl` is where the source of this installation can be had, if anywhere. */
export const footerLinks = (sourceUrl: string | undefined): readonly Link[] => [
  { href: '/about', text: 'About' },
  { href: '/help/markdown', text: 'How to format text' },
  { href: '/accessibility', text: 'Accessibility' },
  { href: '/privacy', text: 'Privacy' },
  { href: '/cookies', text: 'Cookies' },
  { href: '/contact', text: 'Contact' },
  { href: '/moderation-log', text: 'Moderation log' },
  { href: sourceUrl ?? '/about#source', text: 'Source code' },
]
