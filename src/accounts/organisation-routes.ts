import { dayOf } from '../platform/dates.js'
import type { Deps } from '../platform/deps.js'
import { NotFound } from '../platform/errors.js'
import { routesOf, show, type Route } from '../platform/http/index.js'
import { reader } from './guards.js'
import { kindWithArticle, type OrganisationKind } from './rules.js'
import { findOrganisation, findOrganisationBySlug, listOrganisations, type Organisation } from './store.js'

/** The list's headings, in its order. */
const headings: Readonly<Record<OrganisationKind, string>> = {
  'ministerial-department': 'Ministerial departments',
  'non-ministerial-department': 'Non-ministerial departments',
  'executive-agency': 'Executive agencies',
  'public-body': 'Public bodies',
  council: 'Councils',
  'combined-authority': 'Combined authorities',
  'nhs-body': 'NHS bodies',
  police: 'Police forces',
  'devolved-government': 'Devolved governments',
  other: 'Other public bodies',
}

const linkTo = (organisation: Organisation) => ({ name: organisation.name, href: `/organisations/${encodeURIComponent(organisation.slug)}` })

const endOf = ({ endedOn }: Organisation): string | undefined => (endedOn === null ? undefined : dayOf(endedOn))

/** The public bodies whose staff are members here. */
export const organisationRoutes = ({ db, config }: Deps): readonly Route[] =>
  routesOf(routes => {
    routes.get('/organisations', reader, async (req, res) => {
      const all = await listOrganisations(db)
      const byId = new Map(all.map(one => [one.id, one]))
      const rowOf = (one: Organisation) => {
        const successor = byId.get(one.successorId ?? '')
        return { ...linkTo(one), ended: endOf(one), successor: successor && linkTo(successor) }
      }
      const groups = Object.entries(headings).map(([kind, heading]) => ({
        heading, organisations: all.filter(one => (Object.hasOwn(headings, one.kind) ? one.kind : 'other') === kind).map(rowOf),
      }))
      show(req, res, 'accounts/organisations', { pageTitle: 'Organisations', section: 'organisations', groups: groups.filter(group => group.organisations.length > 0) })
    })

    routes.get('/organisations/:slug', reader, async (req, res) => {
      const organisation = await findOrganisationBySlug(db, String(req.params['slug']))
      if (!organisation) throw new NotFound('organisation')
      const successor = organisation.successorId === null ? undefined : await findOrganisation(db, organisation.successorId)
      show(req, res, 'accounts/organisation', {
        pageTitle: organisation.name, section: 'organisations', breadcrumbs: [{ text: 'Organisations', href: '/organisations' }],
        canonical: `${config.publicUrl}${linkTo(organisation).href}`, organisation, kind: kindWithArticle(organisation.kind).replace(/^./, letter => letter.toUpperCase()),
        ended: endOf(organisation), successor: successor && linkTo(successor),
      })
    })
  })
