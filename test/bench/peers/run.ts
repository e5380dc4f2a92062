// What other packages do with the same streams and texts, in the same run. They are installed into `.cache/peers` on demand.
import { compareDetectors } from './detectors.js';
import { peerStreams, streamTable } from './streams.js';

console.log('\n200 chunks of 20 characters, 5 ms apart; the scanner takes 50 ms (answers alone)');
console.log(streamTable(await peerStreams()));
await compareDetectors();
