import { Refused } from './errors.js'

/** How many texts may wait to be rendered: for readers, and as previews. */
const MAX_WAITING = { readers: 100, previews: 20 } as const

/** When to try again while too many texts wait. */
const RETRY_SECONDS = 10

/** A text that waits, with what to do about its result. */
interface Waiting<T, R> {
  readonly text: T
  /** Undefined for a reader. */
  readonly memberId: string | undefined
  readonly resolve: (result: R) => void
  readonly reject: (error: unknown) => void
}

/** Renders texts one after the other: those of readers first, then previews in the order in which they came. */
export interface RenderingQueue<T, R> {
  /** Renders a text that somebody reads. @throws Refused (503) when too many wait */
  forReader(text: T): Promise<R>
  /**
   * Renders a preview for a member. If they already have one waiting, this replaces it.
   * @throws Refused (503) when too many wait
   * @throws Refused (429) when a later preview took its place
   */
  forPreview(memberId: string, text: T): Promise<R>
}

/** Creates a queue whose texts `render` renders. */
export function createRenderingQueue<T, R>(render: (text: T) => Promise<R>): RenderingQueue<T, R> {
  const readers: Waiting<T, R>[] = []
  const previews: Waiting<T, R>[] = []
  let isRendering = false

  const wait = (list: Waiting<T, R>[], text: T, memberId?: string): Promise<R> =>
    new Promise<R>((resolve, reject) => {
      list.push({ text, memberId, resolve, reject })
      void renderAll()
    })

  async function renderAll(): Promise<void> {
    if (isRendering) return
    isRendering = true
    for (let next = takeNext(); next; next = takeNext()) await render(next.text).then(next.resolve, next.reject)
    isRendering = false
  }

  const takeNext = (): Waiting<T, R> | undefined => readers.shift() ?? previews.shift()

  return {
    async forReader(text) {
      if (readers.length >= MAX_WAITING.readers) throw tooBusy()
      return wait(readers, text)
    },
    async forPreview(memberId, text) {
      const own = previews.findIndex(preview => preview.memberId === memberId)
      if (own >= 0) previews.splice(own, 1)[0]?.reject(replaced())
      else if (previews.length >= MAX_WAITING.previews) throw tooBusy()
      return wait(previews, text, memberId)
    },
  }
}

const tooBusy = (): Refused =>
  new Refused('Too many long texts are being laid out. Try again in a few seconds.', 503, RETRY_SECONDS)

const replaced = (): Refused =>
  new Refused('You asked for another preview before this one was ready. Wait for one preview at a time.', 429, 1)
