import type { Content } from '../../src/pages/index.js'
import { mergeContent } from '../../src/revisions/index.js'

const base: Content = {
  title: 'Title',
  summary: 'Summary.',
  theme: 'security',
  tags: ['a', 'b'],
  links: ['1', '2'],
  body: 'one\ntwo\nthree\n',
}

describe('a merge that is clean', () => {
  test.each<readonly [string, Partial<Content>, Partial<Content>, Partial<Content>]>([
    ['of nothing', {}, {}, {}],
    ['of our change alone', { title: 'Ours' }, {}, { title: 'Ours' }],
    ['of their change alone', {}, { theme: 'procurement' }, { theme: 'procurement' }],
    ['of the same change by both', { summary: 'Same.' }, { summary: 'Same.' }, { summary: 'Same.' }],
    [
      'of different fields',
      { title: 'Ours', body: 'ONE\ntwo\nthree\n' },
      { summary: 'Theirs.' },
      { title: 'Ours', body: 'ONE\ntwo\nthree\n', summary: 'Theirs.' },
    ],
    ['of different lines', { body: 'ONE\ntwo\nthree\n' }, { body: 'one\ntwo\nTHREE\n' }, { body: 'ONE\ntwo\nTHREE\n' }],
    ['of tags that both added', { tags: ['a', 'b', 'c'] }, { tags: ['a', 'b', 'd'] }, { tags: ['a', 'b', 'd', 'c'] }],
    ['of a tag added and another removed', { tags: ['a', 'b', 'c'] }, { tags: ['b'] }, { tags: ['b', 'c'] }],
    ['of a tag that both removed', { tags: ['a'] }, { tags: ['a'] }, { tags: ['a'] }],
    [
      'of links that were removed by one and added to by the other',
      { links: ['1'] },
      { links: ['1', '2', '3'] },
      { links: ['1', '3'] },
    ],
  ])('%s', (_, ours, theirs, merged) => {
    const merge = mergeContent(base, { ...base, ...theirs }, { ...base, ...ours })
    expect(merge).toMatchObject({ clean: true, fields: [] })
    const sorted = ({ tags, links, ...rest }: Content): unknown => ({
      ...rest,
      tags: tags.toSorted(),
      links: links.toSorted(),
    })
    expect(sorted(merge.content)).toEqual(sorted({ ...base, ...merged }))
  })
})

describe('a merge that is not', () => {
  test.each(['title', 'summary', 'theme'] as const)('names the %s with both texts, and holds ours', field => {
    const merge = mergeContent(base, { ...base, [field]: 'theirs' }, { ...base, [field]: 'ours' })
    expect(merge).toMatchObject({
      clean: false,
      fields: [{ field, theirs: 'theirs', ours: 'ours' }],
      content: { ...base, [field]: 'ours' },
    })
  })

  test('holds both texts of the lines that both changed, and all that is clean', () => {
    const { clean, fields, content } = mergeContent(
      base,
      { ...base, body: 'one\nTHEIRS\nthree\n', summary: 'Theirs.' },
      { ...base, body: 'one\nOURS\nthree\n', tags: ['a'] },
    )
    expect({ clean, fields }).toEqual({ clean: false, fields: [] })
    expect(content).toMatchObject({ summary: 'Theirs.', tags: ['a'] })
    for (const text of ['one\n', 'OURS\n', 'THEIRS\n', 'three\n']) expect(content.body).toContain(text)
  })

  test('names every field at once', () => {
    const theirs: Content = { ...base, title: 'T', summary: 'T', theme: 'T', body: 'T\n' }
    const ours: Content = { ...base, title: 'O', summary: 'O', theme: 'O', body: 'O\n' }
    const merge = mergeContent(base, theirs, ours)
    expect(merge.fields.map(conflict => conflict.field)).toEqual(['title', 'summary', 'theme'])
    expect(merge.body.clean).toBe(false)
  })
})
