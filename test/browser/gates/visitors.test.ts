import { gates } from './gates.js'

gates(reader => reader === 'visitor')
