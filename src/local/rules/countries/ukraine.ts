import { digitsOf, isUniform, weightedSum } from '../../checks/digits.js';
import type { Rule } from '../../matcher/rule.js';
import { idNumber } from '../dlp/id-number.js';

/** Checks a Ukrainian RNOKPP of 10 digits: weighted sum modulo 11, where 10 counts as 0 (State Tax Service). */
export function isRnokpp(text: string): boolean {
  const digits = digitsOf(text);
  const sum = weightedSum(digits, [-1, 5, 7, 9, 4, 6, 10, 5, 7]);
  return (
    digits.length === 10 &&
    !isUniform(digits) &&
    ((((sum % 11) + 11) % 11) % 10).toString() === digits.charAt(9)
  );
}

/** Identifiers of Ukraine. */
export const UKRAINE_RULES: readonly Rule[] = [
  idNumber({
    label: 'UA_RNOKPP',
    digits: 10,
    form: /\d{10}/g,
    check: isRnokpp,
    words: [
      'рнокпп',
      'іпн',
      'інн',
      'инн',
      'ідентифікаційний код',
      'ідентифікаційний номер',
      'податковий номер',
      'rnokpp',
      'ipn',
    ],
    examples: { match: ['рнокпп 2987539366'], noMatch: ['2987539366', 'рнокпп 1332168719', 'рнокпп 123'] },
  }),
];
