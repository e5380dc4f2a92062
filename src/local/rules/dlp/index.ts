import { builtIn } from '../built-in.js';
import type { Rule } from '../rule.js';
import { ADDRESS_RULES } from './addresses.js';
import { AFRICA_GULF_RULES } from './africa-gulf.js';
import { AMERICAS_RULES } from './americas.js';
import { ASIA_PACIFIC_RULES } from './asia-pacific.js';
import { ASIA_SOUTH_RULES } from './asia-south.js';
import { CARD_DETAIL_RULES } from './card-details.js';
import { CONTACT_RULES } from './contact.js';
import { CRYPTO_RULES } from './crypto.js';
import { DATE_RULES } from './dates.js';
import { DOCUMENT_NUMBER_RULES } from './document-numbers.js';
import { EUROPE_EAST_RULES } from './europe-east.js';
import { EUROPE_NORTH_EAST_RULES } from './europe-north-east.js';
import { EUROPE_WEST_RULES } from './europe-west.js';
import { IDENTITY_DOCUMENT_RULES } from './identity-documents.js';
import { LATIN_AMERICA_RULES } from './latin-america.js';
import { MAIL_DISGUISE_RULES } from './mail-disguises.js';
import { MIDDLE_EAST_AFRICA_RULES } from './middle-east-africa.js';
import { NETWORK_RULES } from './network.js';
import { DLP_FACTS } from './pattern-facts.js';
import { PAYMENT_RULES } from './payment.js';
import { PHONE_FORMAT_RULES } from './phone-formats.js';
import { TAX_RULES } from './tax.js';
import { UK_RULES } from './uk.js';
import { US_RULES } from './us.js';

/**
 * Personal and payment data. Where two findings are equally long the earlier rule names them, so what has check digits
 * stands before what only has a form or a word in front.
 */
export const DLP_RULES: readonly Rule[] = /* @__PURE__ */ builtIn(
  [
    ...PAYMENT_RULES,
    ...CARD_DETAIL_RULES,
    ...US_RULES,
    ...UK_RULES,
    ...AMERICAS_RULES,
    ...EUROPE_WEST_RULES,
    ...EUROPE_NORTH_EAST_RULES,
    ...ASIA_PACIFIC_RULES,
    ...MIDDLE_EAST_AFRICA_RULES,
    ...EUROPE_EAST_RULES,
    ...ASIA_SOUTH_RULES,
    ...AFRICA_GULF_RULES,
    ...LATIN_AMERICA_RULES,
    ...TAX_RULES,
    ...CRYPTO_RULES,
    ...NETWORK_RULES,
    ...CONTACT_RULES,
    ...MAIL_DISGUISE_RULES,
    ...PHONE_FORMAT_RULES,
    ...DATE_RULES,
    ...IDENTITY_DOCUMENT_RULES,
    ...DOCUMENT_NUMBER_RULES,
    ...ADDRESS_RULES,
  ],
  DLP_FACTS,
);
