import { Refused } from './errors.js'

/** How many texts may wait to be rendered: for readers, and as previews. */
const MAX_WAITING = { readers: 100, previews: 20 } as const

/** When to try again while too many texts wait. */
const RETRY_SECONDS = 10

/** A text that waits, with what to do about its result. */
interface Waiting<T> {
  readonly text: string
  /** Undefined for a reader. */
  readonly memberId: string | undefined
  readonly resolve: (result: T) => void
  readonly reject: (error: unknown) => void
}

/** Renders texts one after the other: those of readers first, then previews in the order in which they came. */
export interface RenderingQueue<T> {
  /** Renders a text that somebody reads. @throws Refused (503) when too many wait */
  forReader(text: string): Promise<T>
  /**
   * Renders a preview for a member. It takes the place of one of theirs that still waits.
   * @throws Refused (503) when too many wait
   * @throws Refused (429) when a later preview took its place
   */
  forPreview(memberId: string, text: string): Promise<T>
}

/** Creates a queue whose texts `render` renders. */
export function createRenderingQueue<T>(render: (text: string) => Promise<T>): RenderingQueue<T> {
  const readers: Waiting<T>[] = []
  const previews: Waiting<T>[] = []
  let isRendering = false

  const wait = (list: Waiting<T>[], text: string, memberId?: string): Promise<T> =>
    new Promise<T>((resolve, reject) => {
      list.push({ text, memberId, resolve, reject })
      void renderAll()
    })

  async function renderAll(): Promise<void> {
    if (isRendering) return
    isRendering = true
    for (let next = takeNext(); next; next = takeNext()) await render(next.text).then(next.resolve, next.reject)
    isRendering = false
  }

  const takeNext = (): Waiting<T> | undefined => readers.shift() ?? previews.shift()

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
