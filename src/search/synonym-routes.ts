import type { Request, Response } from 'express'
import { z } from 'zod'
import { moderator } from '../accounts/index.js'
import type { Deps } from '../platform/deps.js'
import { NotFound, Refused } from '../platform/errors.js'
import {
  requiredLine,
  notify,
  parseForm,
  routesOf,
  seeOther,
  show,
  type FieldError,
  type Route,
  type FormValues,
} from '../platform/http/index.js'
import { isId } from '../platform/ids.js'
import { MAX_SYNONYM_LENGTH, MAX_SYNONYM_TERMS } from './limits.js'
import { listSynonymGroups, removeSynonymGroup, saveSynonymGroup } from './synonyms.js'

const HERE = '/admin/synonyms'

const termsForm = z.strictObject({
  terms: requiredLine(
    'the words that mean the same',
    (MAX_SYNONYM_LENGTH + 2) * MAX_SYNONYM_TERMS,
    'The list of words',
  ),
})

/** Words that mean the same: looked after by moderators, used by search and by "is it one of these?". */
export const synonymRoutes = ({ db, clock }: Pick<Deps, 'db' | 'clock'>): readonly Route[] =>
  routesOf(routes => {
    async function showAll(
      req: Request,
      res: Response,
      again: { readonly id?: string; readonly errors?: readonly FieldError[]; readonly values?: FormValues } = {},
    ): Promise<void> {
      const groups = await listSynonymGroups(db)
      show(
        req,
        res,
        'search/synonyms',
        {
          pageTitle: 'Words that mean the same',
          section: 'review',
          noindex: true,
          errors: again.errors,
          typed: again.id === undefined ? again.values?.['terms'] : undefined,
          groups: groups.map(({ id, words }) => ({
            id,
            field: `terms-${id}`,
            text: words.join(', '),
            value: again.id === id ? again.values?.['terms'] : words.join(', '),
            isFaulty: again.id === id,
          })),
          mostTerms: MAX_SYNONYM_TERMS,
        },
        again.errors ? 422 : 200,
      )
    }

    /** Saves what was typed, or shows it again with what is wrong. */
    async function submit(req: Request, res: Response, id?: string): Promise<void> {
      const form = parseForm(termsForm, req.body)
      const again = (errors: readonly FieldError[]): Promise<void> =>
        showAll(req, res, {
          ...(id === undefined ? {} : { id }),
          errors: errors.map(error => ({
            ...error,
            field: id === undefined || error.field === '' ? error.field : `terms-${id}`,
          })),
          values: form.values,
        })
      if (!form.ok) return again(form.errors)
      try {
        await db.transaction(async tx => {
          if (id !== undefined && !(await listSynonymGroups(tx)).some(group => group.id === id))
            throw new NotFound('group of words')
          await saveSynonymGroup(tx, form.value.terms.split(','), clock.now(), id)
        })
      } catch (error) {
        if (!(error instanceof Refused)) throw error
        return again([{ field: 'terms', message: error.message }])
      }
      notify(req, { heading: 'Saved', text: 'Who searches for one of these finds the others too, from now on.' })
      seeOther(res, HERE)
    }

    routes.get(HERE, moderator, (req, res) => showAll(req, res))
    routes.post(HERE, moderator, (req, res) => submit(req, res))
    routes.post(`${HERE}/:id`, moderator, (req, res) => submit(req, res, known(req)))
    routes.post(`${HERE}/:id/remove`, moderator, async (req, res) => {
      const id = known(req)
      await db.transaction(tx => removeSynonymGroup(tx, id))
      notify(req, { heading: 'Removed', text: 'These words are searched for each by itself again.' })
      seeOther(res, HERE)
    })

    const known = (req: Request): string => {
      const id = String(req.params['id'])
      if (!isId(id)) throw new NotFound('group of words')
      return id
    }
  })
