import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { projectRoot } from '../../src/platform/paths.js'
import { checkViews } from './check-views.js'

const faults = [
  ['<p><%= it.pageTitel %></p>', "Property 'pageTitel' does not exist"],
  ['<%= it.description %>', "'string | undefined' is not assignable to parameter"],
  ['<%= it.site %>', "'Site' is not assignable to parameter"],
  ['<%- it.pageTitle %>', "to parameter of type 'Included'"],
  [`<%- include('/partials/tga', { text: 'New' }) %>`, `Argument of type '"/partials/tga"'`],
  [`<%- include('/partials/tag', {}) %>`, "Property 'text' is missing"],
  [`<%- include('/partials/tag', { text: 'New', color: 'red' }) %>`, "'color' does not exist in type 'Tag'"],
  [`<%- include('/partials/tag', { text: 'New', colour: 'rde' }) %>`, `'"rde"' is not assignable to type 'TagColour`],
  ['<% const shout = (text: string) => text %>', 'A view defines no function'],
] as const

test('the check reports each fault in a template with its line, and nothing else', () => {
  const template = readFileSync(join(projectRoot, 'views/accounts/sign-in.ejs'), 'utf8')
  const problems = checkViews({ 'accounts/sign-in': template + faults.map(([code]) => code).join('\n') })
  const firstLine = template.split('\n').length
  expect(problems).toEqual(
    faults.map(([, message], index) => ({
      file: 'views/accounts/sign-in.ejs',
      line: firstLine + index,
      message: expect.stringContaining(message) as string,
    })),
  )
})

test('the check reports a view that nothing declares', () => {
  expect(checkViews({ 'search/nobody': '<p>Nobody shows this</p>' })).toEqual([
    { file: 'views/search/nobody.ejs', line: 1, message: 'No view<Model>() or partial<Options>() declares it' },
  ])
})
