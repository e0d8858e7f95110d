import type { RequestHandler } from 'express'

/**
 * These handlers, one after the other, as one. Express looks for the way from each handler to the next anew, which costs
 * more than most of them do. They answer or call `next`; none returns a promise.
 */
export const compose =
  (...handlers: readonly RequestHandler[]): RequestHandler =>
  (req, res, done) => {
    const from = (place: number): void => {
      const handler = handlers[place]
      if (!handler) return done()
      try {
        void handler(req, res, (error?: unknown) => (error ? done(error) : from(place + 1)))
      } catch (error) {
        done(error)
      }
    }
    from(0)
  }
