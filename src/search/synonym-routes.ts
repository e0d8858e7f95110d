import type { Request, Response } from 'express'
import { z } from 'zod'
import { moderator } from '../accounts/index.js'
import type { Deps } from '../platform/deps.js'
import { NotFound, Refused } from '../platform/errors.js'
import {
  fieldErrorFrom,
  notify,
  parseForm,
  requiredLine,
  routesOf,
  seeOther,
  show,
  view,
  type FieldError,
  type PageModel,
  type Route,
} from '../platform/http/index.js'
import { isId } from '../platform/ids.js'
import { MAX_SYNONYM_LENGTH, MAX_SYNONYM_TERMS, MIN_SYNONYM_TERMS } from './limits.js'
import { removeSynonymGroup } from './remove-synonym-group.js'
import { saveSynonymGroup } from './save-synonym-group.js'
import { listSynonymGroups } from './synonym-store.js'

type SynonymDeps = Pick<Deps, 'db' | 'clock'>

const SYNONYMS_PATH = '/admin/synonyms'

/** Room for the longest terms, with a comma and a space after each. */
const MAX_FORM_LENGTH = (MAX_SYNONYM_LENGTH + 2) * MAX_SYNONYM_TERMS

const termsForm = z.strictObject({
  terms: requiredLine('the terms', MAX_FORM_LENGTH, 'The list of terms'),
})

interface SynonymsModel extends PageModel {
  readonly hint: string
  /** What was typed into the form for a new group. */
  readonly typed: string | undefined
  readonly groups: readonly {
    readonly path: string
    /** The id of the field. */
    readonly field: string
    readonly text: string
    readonly value: string
    readonly error: string | undefined
  }[]
}

export const synonymsView = view<SynonymsModel>('search/synonyms')

/** A form that was refused: what was typed, and what is wrong. Without a group's id, the form for a new group. */
interface RefusedForm {
  readonly groupId: string | undefined
  readonly typed: string
  readonly errors: readonly FieldError[]
}

/** The page on which moderators look after synonyms. */
export const synonymRoutes = (deps: SynonymDeps): readonly Route[] =>
  routesOf(routes => {
    routes.get(SYNONYMS_PATH, moderator, (req, res) => showSynonyms(deps, req, res))
    routes.post(SYNONYMS_PATH, moderator, (req, res) => submitGroup(deps, req, res, undefined), {
      writesText: 'add search synonyms',
    })
    routes.post(`${SYNONYMS_PATH}/:id`, moderator, (req, res) => submitGroup(deps, req, res, groupIdFrom(req)), {
      writesText: 'change search synonyms',
    })
    routes.post(`${SYNONYMS_PATH}/:id/remove`, moderator, (req, res) => submitRemoval(deps, req, res))
  })

async function showSynonyms({ db }: SynonymDeps, req: Request, res: Response, refused?: RefusedForm): Promise<void> {
  const groups = await listSynonymGroups(db)
  const model: SynonymsModel = {
    pageTitle: 'Search synonyms',
    section: 'review',
    noindex: true,
    errors: refused?.errors,
    hint: `Enter ${MIN_SYNONYM_TERMS} to ${MAX_SYNONYM_TERMS} terms of one or more words, for example: vpn, remote access`,
    typed: refused && refused.groupId === undefined ? refused.typed : undefined,
    groups: groups.map(({ id, terms }) => {
      const field = fieldOf(id)
      const text = terms.join(', ')
      return {
        path: `${SYNONYMS_PATH}/${id}`,
        field,
        text,
        value: refused?.groupId === id ? refused.typed : text,
        error: refused?.errors.find(error => error.field === field)?.message,
      }
    }),
  }
  show(req, res, synonymsView, model, refused ? 422 : 200)
}

/** The id of the field for the terms of a group. */
const fieldOf = (groupId: string | undefined): string => (groupId === undefined ? 'terms' : `terms-${groupId}`)

/** Saves what was typed, or shows it again with what is wrong. */
async function submitGroup(deps: SynonymDeps, req: Request, res: Response, groupId: string | undefined): Promise<void> {
  const form = parseForm(termsForm, req.body)
  const typed = String(form.values['terms'] ?? '')
  if (!form.ok) {
    const errors = form.errors.map(error => (error.field === '' ? error : { ...error, field: fieldOf(groupId) }))
    return showSynonyms(deps, req, res, { groupId, typed, errors })
  }
  try {
    await saveSynonymGroup(deps, form.value.terms.split(','), groupId)
  } catch (error) {
    if (!(error instanceof Refused)) throw error
    const errors = [fieldErrorFrom(error, fieldOf(groupId))]
    return showSynonyms(deps, req, res, { groupId, typed, errors })
  }
  notify(req, { heading: 'Synonyms saved', text: 'Searching for one of these terms now also finds the others.' })
  seeOther(res, SYNONYMS_PATH)
}

async function submitRemoval(deps: SynonymDeps, req: Request, res: Response): Promise<void> {
  await removeSynonymGroup(deps, groupIdFrom(req))
  notify(req, { heading: 'Synonyms removed', text: 'Searching for one of these terms no longer finds the others.' })
  seeOther(res, SYNONYMS_PATH)
}

function groupIdFrom(req: Request): string {
  const id = String(req.params['id'])
  if (!isId(id)) throw new NotFound('There is no such group of synonyms.')
  return id
}
