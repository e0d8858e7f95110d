import { journeys } from './journeys.js'

journeys({ scripts: true, keyboard: true })
