/**
 * The limits of search, in one place: docs/decisions/0013 refers to this file. Limits keep the cost of a search about
 * the same however large the wiki grows. Counts are of pages unless a comment gives another unit.
 */

// Where a search runs.

/** A SQLite wiki of up to this many pages is searched in the main thread: copying to a worker would take longer. */
export const MAX_PAGES_IN_THREAD = 2_000

/** How long the facet counts of a large wiki are kept, in milliseconds. Counting is slow and one change matters little. */
export const FACETS_KEPT_MILLISECONDS = 60_000

/** Maximum number of answers kept by each cache of lists. There are few combinations of filters in common use. */
export const MAX_CACHED_LISTS = 200

/** The lengths that lists of parameters are padded to. Few lengths mean few different statements to prepare. */
export const LIST_SIZES = [1, 2, 4, 8, 20, 50, 200, 500, 1_000] as const

// How many pages a search looks at.

/**
 * Pages that the database scores for one match. Of a match that is on more, only the pages that have it in their
 * summary fields are scored. A wiki with fewer pages in all counts as small.
 */
export const MAX_SCORED = 3_000

/** The same with filters: each page is first checked against them, so fewer are scored. */
export const MAX_SCORED_WITH_FILTERS = 8_000

/** Pages scored by their titles alone, where a match is in the summary fields of too many. */
export const MAX_SCORED_BY_TITLE = 1_000

/** Of the best pages, those checked for a filter on the kind of organisation, which takes a look-up for each. */
export const MAX_CHECKED_FOR_ORGANISATION_KIND = 400

/** The rarest words of a query are searched for on their own while they are on no more than this many pages together. */
export const MAX_PARTIAL_MATCHES = 1_000

/**
 * For a phrase of common words, how many pages with the rarest of them are scanned, newest first. Each scan has to read
 * the positions of the words.
 */
export const MAX_SCANNED = 40_000

/** Maximum number of pages that a scan returns, newest first. */
export const MAX_SCAN_RESULTS = 400

/** A word on more pages is common: a phrase of such words is scanned, not scored, and the word is taken as complete. */
export const COMMON_WORD_PAGES = 1_500

/** One word on more pages than this makes any phrase too costly to score. */
export const VERY_COMMON_WORD_PAGES = 15_000

/** The largest share of the pages with a word that are expected to have it in their summary fields. */
export const MAX_SHARE_IN_SUMMARY_FIELDS = 0.25

/** Maximum number of pages that are ranked in a small wiki: in practice all that match. */
export const MAX_RANKED = 400

/** Maximum number of pages that are ranked in a large wiki: as many as readers page through. */
export const MAX_RANKED_IN_LARGE_WIKI = 100

/** Of the best pages, those whose titles and headings are compared, and in a large wiki those that facets count. */
export const MAX_EXAMINED = 40

/** Maximum number of pages whose title is the query. More would be duplicates. */
export const MAX_EXACT_TITLES = 20

// When a search looks further.

/** With fewer results, pages that have only some of the words are added, and longer words are tried. */
export const ENOUGH_RESULTS = 50

/** With fewer results, another spelling is suggested. */
export const FEW_RESULTS = 3

/** Minimum prefix length for a one-word query, in letters; longer queries need one more letter. */
export const MIN_PREFIX_LENGTH = 2

/** Maximum number of words that complete a prefix: the commonest ones. */
export const MAX_COMPLETIONS = 12

/** Minimum length of a part of a word that is looked for inside longer words, in letters: shorter ones are in too many. */
export const MIN_INFIX_LENGTH = 4

/** Maximum number of words that contain an unknown word: the shortest ones. */
export const MAX_CONTAINING_WORDS = 8

// What a query may hold.

/** Maximum number of characters of a query that are read. */
export const MAX_QUERY_LENGTH = 500

/** Maximum number of words of a query that are searched for. */
export const MAX_QUERY_WORDS = 24

/** Maximum number of values of one filter that can be given at once. */
export const MAX_FILTER_VALUES = 24

/** Maximum number of characters of an unknown value that are repeated to the reader. */
export const MAX_QUOTED_VALUE_LENGTH = 60

/** Maximum number of characters of a query in the title of the browser's window. */
export const MAX_TITLE_QUERY_LENGTH = 100

/** Maximum number of characters of a query that are carried into the form for a new page. */
export const MAX_NEW_PAGE_QUERY_LENGTH = 200

// Results.

/** Results on one page of them. */
export const RESULTS_PER_PAGE = 20

/** Maximum number of pages of results. Nobody looks further. */
export const MAX_RESULT_PAGES = 25

// Facets.

/** Maximum number of organisations that results can be narrowed to. */
export const MAX_ORGANISATION_FACETS = 8

/** Maximum number of tags that are counted. */
export const MAX_COUNTED_TAGS = 30

/** Maximum number of tags that are shown as checkboxes: a longer list is not read. */
export const MAX_SHOWN_TAGS = 12

// Snippets.

/** About how long a snippet is, in characters: two lines on a wide screen. */
export const SNIPPET_LENGTH = 200

/** Characters of a snippet before its first marked word. */
export const SNIPPET_LEAD_LENGTH = 40

/** How far a cut is moved to the next space, in characters. */
export const MAX_CUT_SHIFT = 40

/** The share of a snippet's length in which marked words count when snippets are compared: later ones may be cut off. */
export const COMPARED_SNIPPET_SHARE = 0.75

/** How far into a text a snippet is looked for, in characters. */
export const MAX_SNIPPET_SOURCE_LENGTH = 40_000

/** Maximum number of occurrences of one word that are considered for a snippet. */
export const MAX_OCCURRENCES = 200

/** Maximum number of occurrences of any words that a snippet is tried at. */
export const MAX_SNIPPET_STARTS = 400

// Titles and headings.

/** Words whose stems are kept between searches, in number of words. The vocabulary of a wiki in common use fits. */
export const MAX_CACHED_STEMS = 20_000

/** Maximum number of headings of a page that are compared with the query. */
export const MAX_COMPARED_HEADINGS = 60

// Spelling.

/** Longer words are not corrected, joined or split, in letters: they are codes and addresses. */
export const MAX_SPELLABLE_LENGTH = 24

/** Longer chains of words with hyphens are not joined, in words: they are names of files. */
export const MAX_COMPOUND_PARTS = 4

/** Minimum length of each part of a word that is split in two, in letters. Shorter parts make other words: `a broad`. */
export const MIN_SPLIT_PART_LENGTH = 3

/** Of a query, the words that are split in two at most. Each needs many look-ups. */
export const MAX_SPLIT_WORDS = 6

/** Maximum number of ways to split one word: the commonest. */
export const MAX_SPLITS = 2

/** Shorter words are not corrected, in letters: nearly every short word is close to another. */
export const MIN_CORRECTED_LENGTH = 4

/** Maximum number of letters that may be wrong in a word. */
export const MAX_EDITS = 2

/** In a word shorter than this, in letters, only one letter may be wrong. */
export const MIN_LENGTH_FOR_TWO_EDITS = 6

/** Words that share the most trigrams with a misspelt one, and are compared with it letter by letter. */
export const MAX_SPELLING_CANDIDATES = 60

// Indexing.

/** Words with hyphens of one page that are indexed as one word too. */
export const MAX_COMPOUNDS_ON_PAGE = 500

/** Different addresses on one page whose words are indexed. */
export const MAX_ADDRESSES_ON_PAGE = 500

/** Entries of the index that are read at once when its words are counted, in number of pages. */
export const INDEX_ENTRIES_READ_AT_ONCE = 200

/** Pages that are read at once when all of them are indexed. */
export const PAGES_INDEXED_AT_ONCE = 100

/** Rows of the vocabulary that one statement writes. Few sizes mean few different statements to prepare. */
export const VOCABULARY_BATCH_SIZES = [100, 10, 1] as const

// Synonyms.

/** Minimum number of terms in a group of synonyms: one alone has nothing to find. */
export const MIN_SYNONYM_TERMS = 2

/** Maximum number of terms in a group of synonyms: each adds a condition to a search. */
export const MAX_SYNONYM_TERMS = 8

/** Maximum number of characters in a term. */
export const MAX_SYNONYM_LENGTH = 60
