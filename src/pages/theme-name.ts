import type { Config } from '../platform/deps.js'

/** The name of a theme, or its slug if it is no longer configured. */
export const themeName = (config: Pick<Config, 'themes'>, slug: string): string =>
  config.themes.find(theme => theme.slug === slug)?.name ?? slug
