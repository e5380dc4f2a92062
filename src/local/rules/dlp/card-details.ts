import type { Rule } from '../../matcher/rule.js';

/** Words that show that a short number or a month near them belongs to a card. */
const CARD_WORDS = [
  'card',
  'credit card',
  'debit card',
  'visa',
  'mastercard',
  'amex',
  'maestro',
  'cvv',
  'cvc',
  'cvv2',
  'cvc2',
  'karte',
  'kreditkarte',
  'carte',
  'tarjeta',
  'carta',
  'cartão',
];

/**
 * Rules for the details beside a card number. The number is worth little without them, and a payment can be made with
 * them.
 */
export const CARD_DETAIL_RULES: readonly Rule[] = [
  {
    label: 'CARD_SECURITY_CODE',
    trigger: { digits: 3, words: ['cvv', 'cvc', 'security', 'card', 'prüfnummer', 'cryptogramme', 'código'] },
    pattern:
      /(?<=(?:cvv2?|cvc2?|(?:card )?security code|card verification (?:code|value|number)|prüfnummer|cryptogramme|código de seguridad|código de segurança)(?: (?:code|number|is|ist|est|es|é))?[:#=]? {0,2})\d{3,4}(?![\w/.-]?\d|[A-Za-z_])/gi,
    confidence: 0.8,
    examples: {
      match: ['cvv 123 exp 12/27', 'CVC: 9876', 'the security code is 123.', 'cvv2=123', 'Prüfnummer 123'],
      noMatch: ['cvv field', 'cvv 12', 'CVC 12345', 'security code 123-456'],
    },
  },
  {
    label: 'CARD_EXPIRY',
    trigger: { digits: 4 },
    pattern:
      /(?<=(?:exp(?:\.|iry|ires|iration)?(?: date)?|valid (?:thru|until|to)|good thru|gültig bis|expire|caduca|vence|scadenza)[:=]? {0,2})(?:0[1-9]|1[0-2]) ?[/-] ?(?:20)?[2-4]\d(?![\w/-])/gi,
    context: { words: CARD_WORDS, within: 64, confidence: 0.7 },
    confidence: 0,
    examples: {
      match: ['card 4111 1111 1111 1111 exp 12/27', 'cvv 123, expiry: 01/2029', 'Visa, valid thru 09/28'],
      noMatch: ['the offer expires 12/27', 'card expires 13/27', 'card exp 12/27/2025'],
    },
  },
  {
    label: 'CARD_EXPIRY',
    trigger: { digits: 4 },
    // The date directly follows the number, and the code follows the date. That is how cards are read out and sold.
    pattern:
      /(?<=\d{4}[ -]?\d{4,5}[ |,;]{1,3}(?:exp\.?:? )?)(?:0[1-9]|1[0-2]) ?[/|-] ?(?:20)?[2-4]\d(?:[ |,;]{1,3}\d{3,4})?(?![\w/-])/gi,
    confidence: 0.7,
    examples: {
      match: ['4111111111111111 12/27 123', '4111111111111111|12|2027|123', '4111 1111 1111 1111, exp 12/27'],
      noMatch: ['2024 12/27 123', 'tel 12345678, 13/27', '4111111111111111 12/27/2024'],
    },
  },
];
