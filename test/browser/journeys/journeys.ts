import type { Circumstances } from '../support/person.js'
import { findWorkaround } from './find-workaround.js'
import { documentBarrier } from './document-barrier.js'
import { reviewSuggestion } from './review-suggestion.js'
import { editAtOnce } from './edit-at-once.js'
import { reportWhatWorked } from './report-what-worked.js'
import { restoreRevision } from './restore-revision.js'
import { sendAfterSessionEnds } from './send-after-session-ends.js'
import {
  openWrongAddress,
  wrongAddresses,
  editArchivedPage,
  signInFromEarlierSession,
  decideTwice,
  openWithdrawnReport,
  sendTooMuchText,
  sendToLockedDatabase,
  openWhileServiceFails,
  enterWrongPassphrases,
} from './error-pages.js'
import { startPeople, type People } from './people.js'

/** Defines a test for each journey. Every circumstance has its own test file, so that they run side by side. */
export function journeys(circumstances: Circumstances): void {
  let people: People
  beforeAll(async () => {
    people = await startPeople(circumstances)
  })
  afterAll(() => people.leave())

  test('a reader finds a proven workaround for a council from the home page', () => findWorkaround(people))
  test('a new member is warned of a likely duplicate, registers, and finds their barrier in “My suggestions”', () =>
    documentBarrier(people))
  test('a suggestion is found once its author has amended it and another moderator has published it', () =>
    reviewSuggestion(people))

  // The other journeys use no other keys.
  if (circumstances.keyboard) return

  test('two people who edit a page at once lose no text, whether their changes merge or conflict', () =>
    editAtOnce(people))
  test('reports on the page and in search make a solution proven and appear on the page of the organisation', () =>
    reportWhatWorked(people))
  test('an earlier revision can be compared and restored, and a renamed page is found at its old address', () =>
    restoreRevision(people))
  test('a member whose session ends while they write can sign in again and send the same text', () =>
    sendAfterSessionEnds(people))

  describe('a page explains error', () => {
    test.each(wrongAddresses)('%i %s', (status, _, address, heading) =>
      openWrongAddress(people, status, address, heading),
    )
    test('409 for an archived page that a member wants to edit', () => editArchivedPage(people))
    test('403 for a form from an earlier session', () => signInFromEarlierSession(people))
    test('409 for a suggestion that another moderator has decided in the meantime', () => decideTwice(people))
    test('410 for a report that was withdrawn', () => openWithdrawnReport(people))
    test('413 for far too much text', () => sendTooMuchText(people))
    test('503 while another process locks the database, and loses nothing that was typed', () =>
      sendToLockedDatabase(people))
    test('500 when the service fails', () => openWhileServiceFails(people))

    // This test comes last, because nobody can sign in from this address for a while after it.
    test('429 after too many wrong passphrases', () => enterWrongPassphrases(people))
  })
}
