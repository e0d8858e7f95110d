/**
 * The scripts in which names are written today: those that Unicode recommends for identifiers or calls of limited use
 * (UAX #31, tables 5 and 7). Common and inherited characters go with any of them.
 */
const scripts = [
  ...['Latin', 'Cyrillic', 'Greek', 'Armenian', 'Georgian', 'Hebrew', 'Arabic', 'Thaana', 'Ethiopic', 'Syriac'],
  ...['Devanagari', 'Bengali', 'Gurmukhi', 'Gujarati', 'Oriya', 'Tamil', 'Telugu', 'Kannada', 'Malayalam', 'Sinhala'],
  ...['Thai', 'Lao', 'Tibetan', 'Myanmar', 'Khmer', 'Han', 'Hangul', 'Bopomofo', 'Hiragana', 'Katakana', 'Mongolian'],
  ...[
    'Cherokee',
    'Canadian_Aboriginal',
    'Tifinagh',
    'Nko',
    'Vai',
    'Adlam',
    'Osage',
    'Yi',
    'Lisu',
    'Miao',
    'New_Tai_Lue',
  ],
  ...[
    'Tai_Le',
    'Tai_Tham',
    'Tai_Viet',
    'Ol_Chiki',
    'Meetei_Mayek',
    'Syloti_Nagri',
    'Chakma',
    'Lepcha',
    'Limbu',
    'Newa',
  ],
  ...['Balinese', 'Javanese', 'Sundanese', 'Batak', 'Cham', 'Bamum', 'Kayah_Li', 'Mandaic', 'Samaritan', 'Saurashtra'],
  ...['Hanifi_Rohingya', 'Wancho', 'Nyiakeng_Puachue_Hmong'],
]

/** What the level "Highly Restrictive" lets Latin be mixed with: Japanese, Chinese and Korean (UTS #39, section 5.2). */
const mixes = [
  ['Latin', 'Han', 'Hiragana', 'Katakana'],
  ['Latin', 'Han', 'Bopomofo'],
  ['Latin', 'Han', 'Hangul'],
]

/** A text of these scripts alone. Extensions count: a mark that several scripts use goes with each of them. */
const onlyIn = (names: readonly string[]): RegExp =>
  new RegExp(`^[${[...names, 'Common', 'Inherited'].map(name => `\\p{Script_Extensions=${name}}`).join('')}]*$`, 'u')

const singleScripts = scripts.map(name => onlyIn([name]))
const levels = [...singleScripts, ...mixes.map(onlyIn)]
const anyOfThem = onlyIn(scripts)

/** Tells whether every letter belongs to a script in which names are written today. */
export const isInLivingScripts = (text: string): boolean => anyOfThem.test(text)

/** Tells whether the scripts of `text` go together at Unicode's restriction level "Highly Restrictive" (UTS #39). */
export const isHighlyRestrictive = (text: string): boolean => levels.some(level => level.test(text))
