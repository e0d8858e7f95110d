import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { projectRoot } from '../../src/platform/paths.js'
import { checkViews } from './check-views.js'

const signIn = readFileSync(join(projectRoot, 'views/accounts/sign-in.ejs'), 'utf8')

/** What the check says about the sign-in view after `added` was put on a line of its own at its end. */
const problemsWith = (added: string) => checkViews({ 'accounts/sign-in': signIn + added }).map(({ message }) => message)

test('all templates fit their models', () => {
  expect(checkViews()).toEqual([])
})

test('a misspelt property of the model is found, with the file and the line of the template', () => {
  const lines = signIn.split('\n').length
  expect(checkViews({ 'accounts/sign-in': `${signIn}<p><%= it.pageTitel %></p>` })).toEqual([
    {
      file: 'views/accounts/sign-in.ejs',
      line: lines,
      message: expect.stringContaining("Property 'pageTitel' does not exist") as string,
    },
  ])
})

test.each([
  ['what may be undefined is printed', '<%= it.description %>', "'string | undefined' is not assignable to parameter"],
  ['an object is printed', '<%= it.site %>', "'Site' is not assignable to parameter"],
  ['HTML that no partial made is printed raw', '<%- it.pageTitle %>', "to parameter of type 'Included'"],
  ['a partial is unknown', `<%- include('/partials/imput', {}) %>`, `Argument of type '"/partials/imput"'`],
  ['a view defines a function', '<% const shout = (text: string) => text %>', 'A view defines no function'],
])('it is an error when %s', (_, added, message) => {
  expect(problemsWith(added)).toEqual([expect.stringContaining(message)])
})
