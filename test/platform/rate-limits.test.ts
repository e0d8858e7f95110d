import { networkOf, waitInWords } from '../../src/platform/rate-limits.js'

test.each([
  ['203.0.113.7', '203.0.113.7'],
  ['::ffff:203.0.113.7', '203.0.113.7'],
  ['::ffff:cb00:7107', '203.0.113.7'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
  ['2001:0DB8:0001:0002::', '2001:db8:1:2'],
  ['2001:db8::1', '2001:db8:0:0'],
  ['::1', '0:0:0:0'],
  ['fe80::1%eth0', 'fe80:0:0:0'],
  ['1::3:4:5:203.0.113.7', '1:0:0:3'],
  ['not an address', 'not an address'],
  ['', ''],
  [undefined, ''],
])('the network of %p is %p', (address, network) => expect(networkOf(address)).toBe(network))

test.each([
  [1, '1 minute'],
  [60, '1 minute'],
  [61, '2 minutes'],
  [3_600, '60 minutes'],
  [3_601, '2 hours'],
  [86_400, '24 hours'],
])('%i seconds are called %s', (seconds, words) => expect(waitInWords(seconds)).toBe(words))
