import { appearances, seemsToContain } from './look-alikes.js'
import { isHighlyRestrictive, isInLivingScripts } from './name-scripts.js'

/** Composes accents with their letters, and puts one plain space where there is white space of any kind. */
export const normaliseName = (name: string): string =>
  name
    .normalize('NFC')
    .replace(/[\t\n\p{Zs}]+/gu, ' ')
    .replace(/^ | $/g, '')

/** Marks that end a syllable without a vowel. The joiners after them choose between forms of letters. */
const VIRAMAS = '\u094d\u09cd\u0a4d\u0acd\u0b4d\u0bcd\u0c4d\u0ccd\u0d4d\u0dca\u1039\u17d2'

/** Arabic letters that never join the next one: no joiner changes how they look. */
const NON_JOINING =
  '\u0621-\u0625\u0627\u0629\u062f-\u0632\u0648\u0649\u0671-\u0673\u0675\u0688-\u0699\u06c0\u06c3-\u06cb\u06cf\u06d5'

/**
 * The joiners and selectors that change how letters look, as in RFC 5892 (appendix A.1 and A.2) with what Bengali, Kannada,
 * Malayalam and Mongolian need beyond it.
 */
const neededJoiners = new RegExp(
  [
    `(?<=[${VIRAMAS}])\u200c(?=\\p{L})`,
    `(?<=[${VIRAMAS}])\u200d(?=\\p{L}|[ .-]|$)`,
    '(?<=[\u09b0\u09f0])\u200d(?=\u09cd)',
    '(?<=\u0cb0)\u200d(?=\u0ccd)',
    `(?<=(?![${NON_JOINING}])\\p{Script=Arabic}\\p{M}*)\u200c(?=\\p{Script=Arabic})`,
    '(?<=\\p{Script=Mongolian})(?:[\u180b-\u180d\u180f]|\u180e(?=\\p{Script=Mongolian}))',
  ].join('|'),
  'gu',
)

/** Characters without a look of their own, or that reorder others. */
const invisible = /[\p{Default_Ignorable_Code_Point}\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Zl}\p{Zp}]/u

/** What can set an organisation off from a name, in any script. */
const separators = /[\p{Ps}\p{Pe}\p{Pi}\p{Pf}\p{Pd}\p{Po}\p{Sm}@|\u02cc\u02d0\ua789\u0326\u0315]/u

/** Punctuation of names: apostrophes, hyphens, full stops, and the dots and marks of other scripts. */
const APOSTROPHES = "'’‘ʼʻ`´\u05f3\u05f4"
const HYPHENS = '\\-\u2010\u2011\u058a\u05be'
const DOTS = '·\u30fb\u2027\uff65\u0f0b'

/** Letters of names. Without those that only look like punctuation, and the small and styled ones of phonetics and mathematics. */
const NO_LETTERS =
  '\u0315\u0326\u02c2-\u02ff\u1d2c-\u1dbf\u2071-\u209f\u2c7c\u2c7d\ua700-\ua721\ua788-\ua78a\ua7f8\ua7f9\u{1d400}-\u{1d7ff}'
const LETTERS = `(?![${NO_LETTERS}])[\\p{L}\\p{M}\\p{Nd}\u200c\u200d\u180b-\u180f]`

const allowed = new RegExp(`^(?:${LETTERS}|[ .${APOSTROPHES}${HYPHENS}${DOTS}])*$`, 'u')

/** Hyphens and dots join two letters; they do not stand beside a space. A full stop ends an initial. */
const misplaced = new RegExp(
  `(?:^| )[.${HYPHENS}${DOTS}]|[${HYPHENS}${DOTS}](?= |$)|[${HYPHENS}${DOTS}][.${HYPHENS}${DOTS}]|[.]{2}|(?:^| )[${APOSTROPHES}]+(?= |$)`,
  'u',
)

/** Letters that look like a dash or a bar where they stand alone beside Latin letters. */
const dashLikeWord = /(?:^| )[\u01c0-\u01c3\ua78f\ua7f7\u4e00\u30fc\u3161\u3163\u4e28\u4e36\u4e3f]+(?: |$)/u

/** A mark without a letter before it, more marks than any orthography needs, or a comma as a mark. */
const strayMarks = /(?:^|[^\p{L}\p{M}\u200c\u200d])\p{M}|\p{Mn}{5}|(\p{Mn})\1/u

/** Words of the site's own labels. They are no names, and would tell readers something that is not so. */
const misleading = [
  ...['moderator', 'moderators', 'moderation', 'admin', 'admins', 'administrator', 'administrators', 'demonstration'],
  ...[
    'operator',
    'member of',
    'a member',
    'staff at',
    'member of staff',
    'organisation',
    'sample content',
    'reviewed by',
  ],
  ...['модератор', 'администратор', 'админ'],
]

/**
 * Returns why a person cannot be shown by `name`, or undefined. A name must not look like an attribution: nothing in it sets
 * off an organisation, it says no role, and it has no character that a reader cannot see or tell from another.
 * @param name as `normaliseName` returns it
 */
export function nameProblem(name: string): string | undefined {
  const visible = name.replace(neededJoiners, '')
  if (invisible.test(visible)) return 'The name has an invisible character. Delete it and type the name again'
  if (/[,،、，﹐､՝߸፣᠂᠈꓾꘍]/u.test(visible)) return 'The name must not have a comma. We show your organisation beside it'
  if (!allowed.test(name)) return otherCharacterProblem(visible)
  if (misplaced.test(visible) || (/\p{Script=Latin}/u.test(visible) && dashLikeWord.test(visible)))
    return 'Write dashes and full stops in the name without a space before them, and hyphens between letters'
  if (strayMarks.test(visible.normalize('NFD')))
    return 'The name has an accent without a letter, or too many accents on a letter'
  if (!/\p{L}/u.test(visible)) return 'The name must have a letter'
  if (!isInLivingScripts(name)) return 'The name has letters that cannot be used in names'
  if (!isHighlyRestrictive(name))
    return 'The name mixes letters of different alphabets, some of which look the same. Use the letters of one alphabet'
  const word = misleading.find(phrase => seemsToContain(appearances(visible), phrase))
  return word && `The name must not have “${word}”, because readers could take it for a role. Enter your own name`
}

const otherCharacterProblem = (name: string): string =>
  separators.test(name)
    ? 'The name must not have brackets, dashes, quotation marks or other signs. Only hyphens, apostrophes and full stops'
    : 'The name must have only letters, numbers, spaces, hyphens, apostrophes and full stops'
