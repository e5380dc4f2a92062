import { digitsOf } from '../../checks/digits.js';
import type { Rule } from '../../matcher/rule.js';
import { idNumber } from '../dlp/id-number.js';

const VAT_WORDS = [
  ...[
    'vat',
    'vat no',
    'vat number',
    'vat id',
    'vat reg no',
    'ust-idnr',
    'ust-id',
    'ust-id-nr',
    'ustid',
    'umsatzsteuer-id',
    'uid',
  ],
  ...[
    'tva',
    'n° tva',
    'numéro de tva',
    'iva',
    'partita iva',
    'p.iva',
    'p. iva',
    'btw',
    'btw-nummer',
    'nif',
    'cif',
    'nip',
  ],
  ...['moms', 'momsnummer', 'alv', 'dič', 'dph', 'adószám', 'cvr', 'y-tunnus'],
];

/** Identifiers of the European Union. */
export const EUROPE_RULES: readonly Rule[] = [
  idNumber({
    label: 'VAT_NUMBER',
    digits: 7,
    // The member states of the EU with their prefixes (EL for Greece), Great Britain, Norway and Switzerland.
    form: /(?:AT|BE|BG|CHE|CY|CZ|DE|DK|EE|EL|ES|FI|FR|GB|HR|HU|IE|IT|LT|LU|LV|MT|NL|NO|PL|PT|RO|SE|SI|SK|XI)[ -]?[A-Z0-9]{0,2}[ .-]?\d{2,4}[ .-]?\d{3,4}[ .-]?\d{0,5}[A-Z]{0,2}\d{0,2}/g,
    check: (match) => digitsOf(match).length >= 7,
    words: VAT_WORDS,
    examples: {
      match: [
        'VAT number GB 123 4567 73',
        'USt-IdNr. DE136695976',
        'TVA FR40303265045',
        'BTW NL123456789B01',
      ],
      noMatch: ['DE136695976', 'VAT XX123456789', 'VAT 20 percent'],
    },
  }),
];
