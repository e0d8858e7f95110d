import { journeys } from './journeys.js'

journeys({ scripts: false })
