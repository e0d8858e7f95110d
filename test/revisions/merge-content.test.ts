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

describe('a merge of two revisions is clean if', () => {
  test.each<readonly [string, Partial<Content>, Partial<Content>, Partial<Content>]>([
    ['neither changed anything', {}, {}, {}],
    ['only we changed a field', { title: 'Ours' }, {}, { title: 'Ours' }],
    ['only they changed a field', {}, { theme: 'procurement' }, { theme: 'procurement' }],
    ['both made the same change', { summary: 'Same.' }, { summary: 'Same.' }, { summary: 'Same.' }],
    [
      'they changed different fields',
      { title: 'Ours', body: 'ONE\ntwo\nthree\n' },
      { summary: 'Theirs.' },
      { title: 'Ours', body: 'ONE\ntwo\nthree\n', summary: 'Theirs.' },
    ],
    [
      'they changed different lines',
      { body: 'ONE\ntwo\nthree\n' },
      { body: 'one\ntwo\nTHREE\n' },
      { body: 'ONE\ntwo\nTHREE\n' },
    ],
    ['both added tags', { tags: ['a', 'b', 'c'] }, { tags: ['a', 'b', 'd'] }, { tags: ['a', 'b', 'd', 'c'] }],
    ['one added a tag and the other removed another', { tags: ['a', 'b', 'c'] }, { tags: ['b'] }, { tags: ['b', 'c'] }],
    ['both removed the same tag', { tags: ['a'] }, { tags: ['a'] }, { tags: ['a'] }],
    ['one removed a link and the other added one', { links: ['1'] }, { links: ['1', '2', '3'] }, { links: ['1', '3'] }],
  ])('%s', (_, ours, theirs, merged) => {
    const merge = mergeContent(base, { ...base, ...ours }, { ...base, ...theirs })
    expect(merge).toMatchObject({ clean: true, fields: [] })
    const sorted = ({ tags, links, ...rest }: Content): unknown => ({
      ...rest,
      tags: tags.toSorted(),
      links: links.toSorted(),
    })
    expect(sorted(merge.content)).toEqual(sorted({ ...base, ...merged }))
  })
})

describe('a merge with conflicts', () => {
  test.each(['title', 'summary', 'theme'] as const)(
    'reports a conflict in the %s with both texts, and takes ours',
    field => {
      const merge = mergeContent(base, { ...base, [field]: 'ours' }, { ...base, [field]: 'theirs' })
      expect(merge).toMatchObject({
        clean: false,
        fields: [{ field, theirs: 'theirs', ours: 'ours' }],
        content: { ...base, [field]: 'ours' },
      })
    },
  )

  test('has both versions of the lines that both changed, and every clean change', () => {
    const { clean, fields, content } = mergeContent(
      base,
      { ...base, body: 'one\nOURS\nthree\n', tags: ['a'] },
      { ...base, body: 'one\nTHEIRS\nthree\n', summary: 'Theirs.' },
    )
    expect({ clean, fields }).toEqual({ clean: false, fields: [] })
    expect(content).toMatchObject({ summary: 'Theirs.', tags: ['a'] })
    for (const text of ['one\n', 'OURS\n', 'THEIRS\n', 'three\n']) expect(content.body).toContain(text)
  })

  test('reports every field that conflicts at once', () => {
    const theirs: Content = { ...base, title: 'T', summary: 'T', theme: 'T', body: 'T\n' }
    const ours: Content = { ...base, title: 'O', summary: 'O', theme: 'O', body: 'O\n' }
    const merge = mergeContent(base, ours, theirs)
    expect(merge.fields.map(conflict => conflict.field)).toEqual(['title', 'summary', 'theme'])
    expect(merge.body.clean).toBe(false)
  })
})
