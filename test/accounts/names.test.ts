import { nameProblem, normaliseName } from '../../src/accounts/names.js'

/** Each has a shape that real names have. */
const realNames = [
  ...[
    'Ada Byron',
    'A',
    'I',
    'O',
    'Bo',
    'Ng',
    'Madonna',
    'Ada  Byron',
    'ada byron',
    'ADA BYRON',
    'J. R. R. Tolkien',
    'J.R.R. Tolkien',
  ],
  ...[
    "Sinéad O'Brien",
    'Sinéad O’Brien',
    'Sinéad O‘Brien',
    'Sinéad OʼBrien',
    "Brian D'Arcy",
    "N'Golo Kanté",
    "Ka'ahumanu",
    'Kaʻahumanu',
  ],
  ...[
    'Jean-Luc Picard',
    'Jean‐Luc Picard',
    'Jean‑Luc Picard',
    'Anne-Marie Smith-Jones',
    'J.-P. Serre',
    'María José Ñíguez',
    'Mª José García',
  ],
  ...[
    'Nguyễn Văn An',
    'Nguye\u0302\u0303n Va\u0306n An',
    'Đặng Thị Hương',
    'Trần Đức Lương',
    'Łukasz Żółć',
    'Jiří Dvořák',
    'Győző Szűcs',
    'Ștefan Țîrlea',
  ],
  ...[
    'Þórður Ægisson',
    'Søren Kierkegård',
    'Åsa Öberg',
    'Müge Çağlar',
    'İbrahim Işık',
    'Ərəb Şahin',
    'François Lefèvre',
    'Chloë Œuvrard',
    'Jürgen Groß',
  ],
  ...[
    'Siân Ŵyn',
    'Pádraig Ó Sé',
    'Ruairí Mac Giolla Phádraig',
    'Māui Pōmare',
    'Hēmi Te Whāiti',
    'Ngāti Tūhoe',
    'Luís de la Cruz',
    'Ana de los Santos',
  ],
  ...[
    'Vincent van Gogh',
    "Jacobus van 't Hoff",
    'Jan van ’t Hoff',
    "Willem 's-Gravesande",
    'Ursula von der Leyen',
    'Leonardo da Vinci',
    'João dos Santos',
  ],
  ...[
    'Omar bin Laden',
    'Yusuf al-Qaradawi',
    'Abd el-Krim',
    'Ali ibn Sina',
    'Henry Smith 3rd',
    'Henry Smith III',
    'Henry Smith Jr.',
    'Henry Smith Jr',
    'Sammy Davis Sr.',
  ],
  ...[
    'St. John Smythe',
    'St John-Stevas',
    'Dr Ada Byron',
    'Dr. Ada Byron',
    'Prof. Ada Byron',
    'Ada Byron MBE',
    'Ada Byron PhD',
    'Mohd. Salleh',
    'Ma. Teresa',
  ],
  ...[
    'X Æ A-12',
    'Jay2 Smith',
    'Nuñez Núñez',
    'Joan Miró i Ferrà',
    'Gal·la Placídia',
    'Meritxell Colell',
    'Aŋa Ŋoŋo',
    'Ɛdinam Ɔkɔ',
    'Sọlá Ọláńrewájú',
  ],
  ...[
    'Ọlọ́run Àṣẹ',
    'Wanjikũ Mũthoni',
    '!Naruseb'.slice(1),
    'ǃNaruseb',
    'ǀKhuǁib',
    'Kʷəy̓əm',
    "Keali'i Reichel",
    'Kealiʻi Reichel',
    'Ṣàngó Adé',
  ],
  ...[
    'Ольга',
    'Ольга Петрова',
    'Пётр Ильич Чайковский',
    'Володимир Зеленський',
    'В’ячеслав Чорновіл',
    "Мар'яна Безугла",
    'Ђорђе Јовановић',
    'Ќиро Ѓорѓиев',
  ],
  ...[
    'Ғабит Мүсірепов',
    'Ольга-Мария Иванова',
    'Γιώργος Παπαδόπουλος',
    'Ἀριστοτέλης',
    'Արամ Խաչատրյան',
    'Նարե-Մարի',
    'გიორგი მარგველაშვილი',
  ],
  ...[
    '李小龍',
    '李 小龍',
    '习近平',
    '毛泽东',
    '欧阳修',
    '司馬遷',
    '列奥纳多·达·芬奇',
    '李小龍 Bruce Lee',
    'Bruce Lee 李小龍',
    '一',
    '丁一',
    '𠮷野家',
    '王㐀',
  ],
  ...[
    '山田太郎',
    '山田　太郎',
    '佐々木希',
    'やまだ たろう',
    'ヤマダ タロウ',
    'マイケル・ジャクソン',
    '渡辺 ケイト',
    '小野 のぞみ',
    'Ken 渡辺',
    'ﾔﾏﾀﾞ',
  ],
  ...[
    '김정은',
    '김 정은',
    '박지성 Park',
    '남궁민',
    'ㄅㄆ 李',
    'محمد',
    'محمد علي',
    'عبد الرحمن',
    'فاطمة الزهراء',
    'مُحَمَّد',
    'علی‌رضا',
    'محمدـ',
    'پرویز',
    'ٹیپو سلطان',
  ],
  ...['משה כהן', 'בן־גוריון', 'ג׳ורג׳', 'ז״ל', 'יִצְחָק', 'ދިވެހި', 'አበበ ቢቂላ', 'ܡܪܝܡ'],
  ...[
    'राहुल गांधी',
    'क्‍ष',
    'लक्ष्मी',
    'पुरुषोत्तम',
    'श्‍याम',
    'শেখ মুজিবুর রহমান',
    'র‍্যাচেল',
    'ਗੁਰਪ੍ਰੀਤ ਸਿੰਘ',
    'નરેન્દ્ર મોદી',
    'ନବୀନ ପଟ୍ଟନାୟକ',
  ],
  ...[
    'மு. கருணாநிதி',
    'నరేంద్ర',
    'ಸಿದ್ದರಾಮಯ್ಯ',
    'ರ‍್ಯಾಂಕ್',
    'പിണറായി വിജയൻ',
    'വിജയന്‍',
    'ශ්‍රී ලාල්',
    'ක්‍රිෂ්ණ',
    'สมชาย ใจดี',
    'พระเจ้าอยู่หัว',
    'ທອງລຸນ',
    'သန်းရွှေ',
  ],
  ...['ហ៊ុន សែន', 'བསྟན་འཛིན', 'ᠮᠣᠩᠭᠣᠯ', 'ᠨᠠ᠋ᠷᠠ', 'ᐃᓄᒃ', 'ᏣᎳᎩ', 'ⵢⵓⴱⴰ', 'ߞߊ߲ߕߍ', '𞤀𞤣𞤤𞤢𞤥', 'ꆈꌠ'],
]

test.each(realNames)('“%s” is a name', name => {
  expect(nameProblem(normaliseName(name))).toBeUndefined()
})

test('more than 150 names of names are tried', () => {
  expect(new Set(realNames.map(normaliseName)).size).toBeGreaterThan(150)
})

test.each([
  ['white space of any kind', ' Ada\u00a0\u2003 Byron\u3000', 'Ada Byron'],
  ['accents apart from their letters', 'Jose\u0301', 'José'],
])('%s is stored in one way', (_, name, stored) => {
  expect(normaliseName(name)).toBe(stored)
})

const COMMA = 'The name must not have a comma. We show your organisation beside it'
const SIGN =
  'The name must not have brackets, dashes, quotation marks or other signs. Only hyphens, apostrophes and full stops'
const ONLY = 'The name must have only letters, numbers, spaces, hyphens, apostrophes and full stops'
const INVISIBLE = 'The name has an invisible character. Delete it and type the name again'
const SPACED = 'Write dashes and full stops in the name without a space before them, and hyphens between letters'
const ACCENTS = 'The name has an accent without a letter, or too many accents on a letter'
const MIXED =
  'The name mixes letters of different alphabets, some of which look the same. Use the letters of one alphabet'
const role = (word: string): string =>
  `The name must not have “${word}”, because readers could take it for a role. Enter your own name`

describe('a name is refused', () => {
  const inName = (separator: string): string => `Ada Byron${separator} Oakshire`
  test.each<readonly [string, string, string]>([
    ...[...',،、，﹐､՝߸፣᠂꓾꘍'].map(comma => [`with the comma ${comma}`, inName(comma), COMMA] as const),
    ...[...';:|/\\()[]{}<>@—–―"“”«»†•…‚„‹⁄∕｜／：；（⸺'].map(
      sign => [`with the sign ${sign}`, inName(sign), SIGN] as const,
    ),
    ...[...'\u02cc\u02d0\u0326\u0315\ua789'].map(
      sign => [`with the letter or mark ${sign}, like a separator`, inName(sign), SIGN] as const,
    ),
    ['with an emoji', 'Ada 😀', ONLY],
    ['with a tick', 'Ada ✓', ONLY],
    ['with letters of mathematics', '𝐀𝐝𝐚', ONLY],
    ['with raised letters', 'Ada ᴬᵈᵐⁱⁿ', ONLY],
    ['with letters in circles', 'Ⓐda', ONLY],
    ...[' - ', ' ‐ ', ' · ', ' . ', '- ', '. . ', '..', ' ・ '].map(
      sign => [`with “${sign}” between name and organisation`, `Ada Byron${sign}Oakshire`, SPACED] as const,
    ),
    ...["'", '’', '´', '`', 'ǀ', 'ǁ', '一', 'ー', '丨'].map(
      sign => [`with ${sign} alone between name and organisation`, `Ada Byron ${sign} Oakshire`, SPACED] as const,
    ),
    ...[
      ...['\u200b', '\u2060', '\ufeff', '\u00ad', '\u034f', '\u061c', '\u115f', '\u1160', '\u3164', '\uffa0', '\u17b4'],
      ...['\u200e', '\u200f', '\u202a', '\u202b', '\u202c', '\u202d', '\u202e', '\u2066', '\u2067', '\u2068', '\u2069'],
      ...['\ufe0f', '\u{e0100}', '\u{e0041}', '\u2028', '\u0007', '\u180e', '\u200c', '\u200d', '\ue000', '\u{1d173}'],
    ].map(
      hidden =>
        [`with U+${hidden.codePointAt(0)!.toString(16)} in a word`, `Demo${hidden}nstration`, INVISIBLE] as const,
    ),
    ['with a joiner after a letter that never joins', 'دا\u200cود', INVISIBLE],
    ['with a joiner where Hindi has none', 'रा\u200dहुल', INVISIBLE],
    ['with two joiners', 'क्\u200d\u200dष', INVISIBLE],
    ['that ends with a joiner', 'علی\u200c', INVISIBLE],
    ['with a Cyrillic letter in a Latin word', 'Mоderator', MIXED],
    ['with a Greek letter in a Latin word', 'Αda', MIXED],
    ['with an Armenian letter in a Latin word', 'Adaո', MIXED],
    ['with a Cherokee letter in a Latin word', 'Ꭺda', MIXED],
    ['in Latin and Cyrillic words', 'Ольга Smith', MIXED],
    ['in Latin and Arabic words', 'محمد Smith', MIXED],
    ['in Chinese and Korean with Japanese', '金한の', MIXED],
    ['in letters of a dead script', '𐌰𐌳𐌰', 'The name has letters that cannot be used in names'],
    ['with many accents', 'Zȧ̈́̃̄lgo', ACCENTS],
    ['with the same accent twice', 'Ada\u0323\u0323', ACCENTS],
    ['that begins with an accent', '\u0301Ada', ACCENTS],
    ['without a letter', '12', 'The name must have a letter'],
    ['of a role', 'Demonstration moderator', role('moderator')],
    ['of a role in capitals', 'ADMIN', role('admin')],
    ['of a role with an accent', 'Móderator', role('moderator')],
    ['of a role with digits', 'M0derat0r', role('moderator')],
    ['of a role in full-width letters', 'Ｍｏｄｅｒａｔｏｒ', role('moderator')],
    ['of a role in another alphabet', 'Модератор', role('модератор')],
    ['of a demonstration account', 'Demonstration member', role('demonstration')],
    ['with the words of an attribution', 'a member of staff at Oakshire', role('member of')],
    ['of the operator', 'The operator', role('operator')],
  ])('%s', (_, name, problem) => {
    expect(nameProblem(normaliseName(name))).toBe(problem)
  })
})
