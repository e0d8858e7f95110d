import { pluralise } from '../platform/text.js'
import { printLine, withDeps, withProgress } from './with-deps.js'

/** Adds the sample content and, if asked to, statements by invented organisations. */
export const addSample = ({ withEvidence }: { readonly withEvidence: boolean }): Promise<void> =>
  withDeps(async deps => {
    // Loaded here, because the service never needs it.
    const { loadSample, loadSampleEvidence } = await import('../sample/index.js')
    const pages = await withProgress('Adding pages', progress => loadSample(deps, progress))
    printLine(`Added ${pluralise(pages, 'page')}.`)
    if (!withEvidence) return
    const statements = await withProgress('Adding reports', progress => loadSampleEvidence(deps, progress))
    printLine(`Added ${pluralise(statements, 'report')} by invented organisations.`)
  })
