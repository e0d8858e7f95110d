import type { RequestHandler } from 'express'

/**
 * Combines several handlers into one that runs them in order. After each handler Express would search its list again,
 * which takes longer than most handlers. A handler must not return a promise: it must answer or call `next`.
 */
export const compose =
  (...handlers: readonly RequestHandler[]): RequestHandler =>
  (req, res, done) => {
    const runFrom = (index: number): void => {
      const handler = handlers[index]
      if (!handler) return done()
      try {
        void handler(req, res, (error?: unknown) => (error ? done(error) : runFrom(index + 1)))
      } catch (error) {
        done(error)
      }
    }
    runFrom(0)
  }
