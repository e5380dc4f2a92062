import type { Rule } from '../../matcher/rule.js';

/**
 * Matches a place where digits are not part of a longer word or number. An underscore counts only with a letter or
 * digit beyond it; alone it is emphasis in Markdown.
 */
const BEFORE = String.raw`(?<![A-Za-z0-9]|[A-Za-z0-9]_{1,2}|\d[.-])`;
const AFTER = String.raw`(?!_{0,2}[A-Za-z0-9]|[.-]\d)`;

/** A look-behind that refuses a place directly after a word for a place in a text ("on page 12345678"). */
export const NO_PLACE = String.raw`(?<!(?:[Pp](?:ages?|p?\.|áginas?|agin[ae])|[Ss]eiten?|[Ll]ines?|[Rr]ows?|[Cc]hapters?|[Ss]ections?|стр\.) )`;

/** The names of records in front of their numbers, and the words that may stand between them. */
const RECORDS = [
  '(?:order|case|ticket|invoice|reference|confirmation|tracking|shipment|parcel|booking|reservation|claim|policy|incident',
  '|request|issue|serial|model|item|part|product|article|batch|lot|document|form|build|revision|commit|version|session',
  '|transaction|customer|member|account|employee|student|record|log|job|task|process|port|error|code|zip|postcode',
  '|room|suite|meter|device|asset|contract|project|vendor|supplier|case file|uuid|guid|pid|ref|po|sku|rma|isbn|issn',
  '|bestellung|bestellnummer|auftrag|auftragsnummer|rechnung|rechnungsnummer|vorgang|aktenzeichen|kundennummer|commande',
  '|facture|dossier|pedido|factura|caso|ordine|fattura|pratica|fatura|заказ|заказа|заявка|заявки|счет|счёт|订单|订单号|注文番号)',
].join('');

const SIGNS = String.raw`\.?[:=#]{0,2} ?(?:is |was |[#№"'([])?$`;
const COUNTED = `(?:^|[^A-Za-z])${RECORDS}(?:[ _-](?:number|num|no|nr|id|code|ref))?`;

/** Refuses a number directly after the name of a record ("order no. 12345678", "case #12345678", "id 12345678"). */
export const NO_RECORD: NonNullable<Rule['unless']> = {
  before: new RegExp(`(?:${COUNTED}|(?:^|[^A-Za-z])ids?)${SIGNS}`, 'i'),
  within: 44,
};

/** Refuses the same, for numbers that may follow "ID" alone but not the id of something else. */
export const NO_OTHER_RECORD: NonNullable<Rule['unless']> = {
  before: new RegExp(`(?:${COUNTED}|[A-Za-z][ _-]?ids?)${SIGNS}`, 'i'),
  within: 44,
};

/** Returns the pattern with the condition that its match is not part of a longer word or number. */
export const standalone = (body: RegExp): RegExp =>
  new RegExp(`${BEFORE}${NO_PLACE}(?:${body.source})${AFTER}`, body.flags);

/** Makes a `Rule.accept` from a check of the whole match: it accepts all of the match or nothing. */
export const whole =
  (check: (match: string) => boolean) =>
  (match: string): number =>
    check(match) ? match.length : 0;

/** An identifier: its form, its check digits, and the words that announce it. */
export interface IdNumber {
  readonly label: string;
  /** The fewest digits of a match. */
  readonly digits: number;
  /** The form alone. {@link standalone} is put around it. Flag `g`. */
  readonly form: RegExp;
  /** Tells whether a match could have been issued. */
  readonly check?: (match: string) => boolean;
  /** The confidence without words. @default 0 */
  readonly alone?: number;
  /** Words in front of a match that announce it, in English and in the language of the issuer. */
  readonly words: readonly string[];
  readonly examples?: NonNullable<Rule['examples']>;
}

/**
 * Makes the rule of an identifier. Words raise the confidence more for a number that passes the check than for one that
 * only has the form.
 */
export const idNumber = ({ label, digits, form, check, alone = 0, words, examples }: IdNumber): Rule => ({
  label,
  trigger: { digits },
  pattern: standalone(form),
  ...(check === undefined ? {} : { accept: whole(check) }),
  context: { words, confidence: check === undefined ? 0.8 : 0.95 },
  confidence: alone,
  ...(examples !== undefined && { examples }),
});
