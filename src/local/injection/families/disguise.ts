import { family } from './family.js';

/** Phrasings that carry an order in an encoding or in pieces. */
export const DISGUISE = family(
  'OBFUSCATION',
  `
  0.7 decode|decrypt|decipher|deobfuscate|decoded|unscramble|base64 6 FOLLOW|execute|obey|run
  0.6 decode|decrypt|decipher|deobfuscate 6 then|and 1 do|answer|act|respond|comply|perform
  0.55 answer|respond|reply|translate|encode|output|write|print 4 in|into|as|using|with 2 base64|rot13|leetspeak|morse|cipher|hex|caesar 6 INSTRUCTION|prompt|secret|system
  0.6 INSTRUCTION|secret|password|PROMPT 6 in|into|as|using 2 base64|rot13|leetspeak|morse|cipher|hex|caesar|binary|reverse
  0.4 concatenate|concatenation|concatenating|combine|join|merge 4 string|strings|variables|letters|parts|following|words 8 print|output|say|execute|answer|without|respond
  0.4 fill|replace|substitute 3 blank|mask|blanks|x 8 say|print|output|answer|execute
`,
);
