import { journeys } from './support/journeys.js'

journeys({ scripts: true })
