import type { RequestHandler } from 'express'

/**
 * Combines middleware into one that runs them in order. Express searches its list anew after each handler, which costs
 * more than most of them do. None of them may return a promise: they answer or call `next`.
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
