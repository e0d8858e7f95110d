import { gates } from './support/gates.js'

gates(reader => reader === 'visitor')
