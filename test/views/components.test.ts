/**
 * Holds our partials to the HTML of govuk-frontend's own macros: the same for the same options, for every fixture that
 * the package ships, except those that use an option we do not have.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { load, type Cheerio, type CheerioAPI } from 'cheerio'
import * as components from '../../src/platform/http/components.js'
import { createViews, type PartialView } from '../../src/platform/http/views.js'
import { projectRoot } from '../../src/platform/paths.js'

type Options = Readonly<Record<string, unknown>>

interface Fixture {
  readonly name: string
  readonly options: Options
  readonly html: string
}

/** A change to the HTML of the design system that makes it ours, and why we differ. */
interface Difference {
  readonly because: string
  readonly apply: ($: CheerioAPI) => void
}

interface Component {
  /** Its folder in govuk-frontend. */
  readonly name: string
  readonly partial: PartialView<object>
  /** Options that our partial has no use for. Fixtures with one of them are left out. `items.*` stands for all below. */
  readonly unsupported: readonly string[]
  /** Fixtures that are left out for another reason, by name. */
  readonly leftOut?: Readonly<Record<string, string>>
  readonly differences: readonly Difference[]
  /** The options as our partial takes them, where its names differ. */
  readonly adapt?: (options: Options) => Options
}

const noScript: Difference = {
  because: 'none of its scripts is shipped: every component works without',
  apply: $ => $('[data-module]').removeAttr('data-module'),
}

const directedByItsText: Difference = {
  because: 'people write from right to left too',
  apply: $ => $('input, textarea').attr('dir', 'auto'),
}

const invalidWhenFaulty: Difference = {
  because: 'screen readers announce a faulty field as invalid',
  apply: $ => $('.govuk-input--error, .govuk-textarea--error, .govuk-select--error').attr('aria-invalid', 'true'),
}

/** Our fields find their own error among all errors of the form. */
const withErrors = (options: Options): Options => {
  const { errorMessage, idPrefix, ...rest } = options as Options & { errorMessage?: { text: string } }
  const id = rest['id'] ?? idPrefix ?? rest['name']
  const adapted = { ...rest, id }
  return errorMessage ? { ...adapted, errors: [{ field: id, message: errorMessage.text }] } : adapted
}

const unsupportedOfFields = ['attributes.*', 'describedBy', 'disabled', 'formGroup.*', 'label.html', 'label.isPageHeading']

const unsupportedOfGroups = [
  'attributes.*',
  'describedBy',
  'fieldset.attributes.*',
  'fieldset.classes',
  'fieldset.describedBy',
  'fieldset.legend.html',
  'fieldset.legend.isPageHeading',
  'formGroup.*',
  'items.attributes.*',
  'items.conditional.*',
  'items.disabled',
  'items.divider',
  'items.html',
  'items.id',
  'items.label.*',
]

const hasNoFieldset = 'our groups always have a fieldset with a legend, so that their question is read out'
const hasEmptyItems = 'our items are typed: none is empty'
const hasNoValues = 'each of our items has a value'

const list: readonly Component[] = [
  {
    name: 'input',
    partial: components.inputPartial,
    unsupported: [...unsupportedOfFields, 'inputWrapper.*', 'pattern', 'prefix.*', 'suffix.*'],
    differences: [directedByItsText, invalidWhenFaulty],
    adapt: withErrors,
  },
  {
    name: 'textarea',
    partial: components.textareaPartial,
    unsupported: unsupportedOfFields.filter(option => option !== 'disabled' && option !== 'label.html'),
    differences: [directedByItsText, invalidWhenFaulty],
    adapt: withErrors,
  },
  {
    name: 'select',
    partial: components.selectPartial,
    unsupported: [
      ...unsupportedOfFields.filter(option => option !== 'disabled' && option !== 'label.html'),
      'items.attributes.*',
      'items.disabled',
      'items.selected',
    ],
    leftOut: {
      'with falsy items': hasEmptyItems,
      'hint': 'it has no items',
      'without values': hasNoValues,
      'without values with selected value': hasNoValues,
    },
    differences: [invalidWhenFaulty],
    adapt: withErrors,
  },
  {
    name: 'radios',
    partial: components.radiosPartial,
    unsupported: [...unsupportedOfGroups.filter(option => option !== 'describedBy'), 'items.checked'],
    leftOut: {
      'minimal items and name': hasNoFieldset,
      'prechecked using value': hasNoFieldset,
      'with error message': hasNoFieldset,
      'with error message and idPrefix': hasNoFieldset,
      'with falsy items': hasNoFieldset,
      'with idPrefix': hasNoFieldset,
      'without fieldset': hasNoFieldset,
    },
    differences: [noScript],
    adapt: withErrors,
  },
  {
    name: 'checkboxes',
    partial: components.checkboxesPartial,
    unsupported: [...unsupportedOfGroups, 'items.behaviour', 'items.name', 'values'],
    leftOut: {
      'classes': hasNoFieldset,
      'multiple hints': hasNoFieldset,
      'with checked item': hasNoFieldset,
      'with error and idPrefix': hasNoFieldset,
      'with falsy values': hasNoFieldset,
      'with idPrefix': hasNoFieldset,
    },
    differences: [noScript],
    adapt: withErrors,
  },
  {
    name: 'error-summary',
    partial: components.errorSummaryPartial,
    unsupported: [
      'attributes.*',
      'classes',
      'descriptionHtml',
      'descriptionText',
      'disableAutoFocus',
      'errorList.attributes.*',
      'errorList.html',
      'titleHtml',
    ],
    leftOut: {
      'html as titleText': 'our title is always the same',
    },
    differences: [
      noScript,
      {
        because: 'it takes the focus without a script',
        apply: $ => $('.govuk-error-summary').attr({ tabindex: '-1', autofocus: '' }),
      },
      {
        because: 'an error that belongs to no field has the colour of the linked ones',
        apply: $ => $('li').not(':has(a)').addClass('app-error-summary__plain'),
      },
    ],
    adapt: ({ errorList }) => ({
      errors: (errorList as readonly { text: string; href?: string }[]).map(({ text, href }) => ({
        field: href?.slice(1) ?? '',
        message: text,
      })),
    }),
  },
  {
    name: 'inset-text',
    partial: components.insetTextPartial,
    unsupported: ['attributes.*', 'classes', 'html', 'id'],
    differences: [],
  },
  {
    name: 'warning-text',
    partial: components.warningTextPartial,
    unsupported: ['classes', 'html'],
    leftOut: {
      'icon fallback text only': 'it has no text',
    },
    differences: [],
  },
  {
    name: 'notification-banner',
    partial: components.notificationBannerPartial,
    unsupported: [
      'attributes.*',
      'classes',
      'disableAutoFocus',
      'html',
      'role',
      'titleHeadingLevel',
      'titleHtml',
      'titleId',
      'titleText',
    ],
    differences: [
      noScript,
      {
        because: 'it takes the focus without a script',
        apply: $ => $('.govuk-notification-banner').attr({ tabindex: '-1', autofocus: '' }),
      },
    ],
    adapt: ({ text, type }) => ({ type, heading: text, autofocus: true }),
  },
  {
    name: 'pagination',
    partial: components.paginationPartial,
    unsupported: ['attributes.*', 'classes', 'items.*', 'landmarkLabel', 'next.labelText', 'previous.labelText'],
    differences: [
      {
        because: 'next stands beside previous, with its arrow behind it, as above numbered pages',
        apply: $ => {
          $('nav').removeClass('govuk-pagination--block').addClass('app-pagination')
          $('.govuk-pagination__link-title').removeClass('govuk-pagination__link-title--decorated')
          const next = $('.govuk-pagination__next a')
          next.append(next.children('svg'))
        },
      },
      {
        because: 'it says of what the pages are, as a page can have other navigation',
        apply: $ => $('nav').attr('aria-label', 'Pages of this list'),
      },
    ],
  },
  {
    name: 'breadcrumbs',
    partial: components.breadcrumbsPartial,
    unsupported: ['attributes.*', 'classes', 'collapseOnMobile', 'items.attributes.*', 'items.html', 'labelText'],
    differences: [
      {
        because: 'titles that people wrote keep their own direction of writing',
        apply: $ => $('a, li:not(:has(a))').addClass('app-isolate'),
      },
    ],
  },
  {
    name: 'summary-list',
    partial: components.summaryListPartial,
    unsupported: [
      'attributes.*',
      'card.*',
      'classes',
      'rows.actions.*',
      'rows.classes',
      'rows.key.classes',
      'rows.key.html',
      'rows.value.classes',
      'rows.value.html',
    ],
    leftOut: {
      'with falsy values': hasEmptyItems,
    },
    differences: [],
  },
  {
    name: 'tag',
    partial: components.tagPartial,
    unsupported: ['attributes.*', 'html'],
    differences: [],
    adapt: ({ text, classes }) => ({ text, colour: (classes as string | undefined)?.replace('govuk-tag--', '') }),
  },
]

const fixturesOf = ({ name }: Component): readonly Fixture[] => {
  const file = join(projectRoot, `node_modules/govuk-frontend/dist/govuk/components/${name}/fixtures.json`)
  return (JSON.parse(readFileSync(file, 'utf8')) as { fixtures: readonly Fixture[] }).fixtures
}

/** The names of all options in `value`, with their way in: `label.text`, `items.value`. */
function optionNames(value: unknown, name = ''): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(item => optionNames(item, name))
  if (value === null || typeof value !== 'object') return [name]
  return Object.entries(value).flatMap(([key, below]) => optionNames(below, name === '' ? key : `${name}.${key}`))
}

const matches = (option: string, pattern: string): boolean =>
  pattern.endsWith('.*') ? option.startsWith(pattern.slice(0, -1)) || option === pattern.slice(0, -2) : option === pattern

const isSupported = ({ unsupported, leftOut = {} }: Component, { name, options }: Fixture): boolean =>
  !(name in leftOut) &&
  !optionNames(options).some(option => unsupported.some(pattern => matches(option, pattern)))

type Nodes = Cheerio<Parameters<CheerioAPI['contains']>[0]>

/** HTML as lines, one for each tag and text, so that attributes and white space are compared by what they mean. */
function normalised($: CheerioAPI): string {
  const lines: string[] = []
  const walk = (parent: Nodes, indent: string): void => {
    for (const node of parent.contents().toArray()) {
      if ('attribs' in node) {
        lines.push(`${indent}<${[node.name, ...attributesOf(node.attribs)].join(' ')}>`)
        walk($(node), `${indent}  `)
      } else if ('data' in node) {
        const text = textOf(node.data, parent)
        if (text !== '') lines.push(`${indent}${text}`)
      }
    }
  }
  walk($.root(), '')
  return lines.join('\n')
}

/** In the order of the alphabet, classes too. */
const attributesOf = (attributes: Readonly<Record<string, string>>): readonly string[] =>
  Object.entries(attributes)
    .map(([name, value]) => `${name}="${name === 'class' ? value.split(/\s+/).sort().join(' ') : value}"`)
    .sort()

/**
 * White space beside a tag is that of the templates' own lines. Where screen readers join a hidden text to the one
 * before it, it counts; in a text area it is what a person typed.
 */
function textOf(text: string, parent: Nodes): string {
  if (parent.is('textarea')) return JSON.stringify(text)
  const collapsed = text.replace(/\s+/g, ' ')
  return parent.is('.govuk-visually-hidden') ? JSON.stringify(collapsed) : collapsed.trim()
}

const views = createViews()

describe.each(list.map(component => [component.name, component] as const))('%s', (_, component) => {
  const fixtures = fixturesOf(component)
  const supported = fixtures.filter(fixture => isSupported(component, fixture))

  test.each(supported.map(fixture => [fixture.name, fixture] as const))(
    'has the same HTML as the design system for the fixture “%s”',
    (_name, { options, html }) => {
      const expected = load(html, null, false)
      for (const difference of component.differences) difference.apply(expected)
      const ours = views.partial(component.partial, component.adapt?.(options) ?? options)
      expect(normalised(load(ours.toString(), null, false))).toBe(normalised(expected))
    },
  )

  test('lists no unsupported option or fixture that does not exist', () => {
    const used = fixtures.flatMap(({ options }) => optionNames(options))
    expect(component.unsupported.filter(pattern => !used.some(option => matches(option, pattern)))).toEqual([])
    const names = fixtures.map(({ name }) => name)
    expect(Object.keys(component.leftOut ?? {}).filter(name => !names.includes(name))).toEqual([])
    expect(supported.length).toBeGreaterThan(0)
  })
})
