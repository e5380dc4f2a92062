import type { Rule } from '../../matcher/rule.js';
import { builtIn } from '../../matcher/trusted-patterns.js';
import { COUNTRY_RULES } from '../countries/index.js';
import { ADDRESS_RULES } from './addresses.js';
import { CARD_DETAIL_RULES } from './card-details.js';
import { CONTACT_RULES } from './contact.js';
import { CRYPTO_RULES } from './crypto.js';
import { DATE_RULES } from './dates.js';
import { DOCUMENT_NUMBER_RULES } from './document-numbers.js';
import { IDENTITY_DOCUMENT_RULES } from './identity-documents.js';
import { MAIL_DISGUISE_RULES } from './mail-disguises.js';
import { NETWORK_RULES } from './network.js';
import { DLP_FACTS } from './pattern-facts.js';
import { PAYMENT_RULES } from './payment.js';
import { PHONE_FORMAT_RULES } from './phone-formats.js';

/**
 * Rules for personal and payment data. Of equally long findings the earlier rule names the result. Rules with check
 * digits therefore come before rules that have only a form or a word in front.
 */
export const DLP_RULES: readonly Rule[] = /* @__PURE__ */ builtIn(
  [
    ...PAYMENT_RULES,
    ...CARD_DETAIL_RULES,
    ...COUNTRY_RULES,
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
