import type { Rule } from '../../matcher/rule.js';

/**
 * What makes the digits a part of a longer word or number when it stands before or after them: an underscore only with a
 * letter or digit beyond it, for alone it is emphasis in Markdown.
 */
const BEFORE = String.raw`(?<![A-Za-z0-9]|[A-Za-z0-9]_{1,2}|\d[.-])`;
const AFTER = String.raw`(?!_{0,2}[A-Za-z0-9]|[.-]\d)`;

/** Look-behind: not right behind a word for a place in a text ("on page 12345678"). */
export const NO_PLACE = String.raw`(?<!(?:[Pp](?:ages?|p?\.|áginas?|agin[ae])|[Ss]eiten?|[Ll]ines?|[Rr]ows?|[Cc]hapters?|[Ss]ections?|стр\.) )`;

/** What a record is counted by, in front of its number, and the words that may stand between them. */
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

/** Not right behind what says that a record is counted ("order no. 12345678", "case #12345678", "id 12345678"). */
export const NO_RECORD: NonNullable<Rule['unless']> = {
  before: new RegExp(`(?:${COUNTED}|(?:^|[^A-Za-z])ids?)${SIGNS}`, 'i'),
  within: 44,
};

/** The same for numbers that may follow "ID" alone, but not the id of something else. */
export const NO_OTHER_RECORD: NonNullable<Rule['unless']> = {
  before: new RegExp(`(?:${COUNTED}|[A-Za-z][ _-]?ids?)${SIGNS}`, 'i'),
  within: 44,
};

/** The pattern where its match is no part of a longer word or number. */
export const standalone = (body: RegExp): RegExp =>
  new RegExp(`${BEFORE}${NO_PLACE}(?:${body.source})${AFTER}`, body.flags);

/** `Rule.accept` for a check of the whole match: all of it or nothing. */
export const whole =
  (check: (match: string) => boolean) =>
  (match: string): number =>
    check(match) ? match.length : 0;

/** An identifier: its form, its check digits, and the words that go with it. */
export interface IdNumber {
  readonly label: string;
  /** The fewest digits a match has. */
  readonly digits: number;
  /** The form alone; {@link standalone} is put around it. Flag `g`. */
  readonly form: RegExp;
  /** Whether the match is one that could have been issued. */
  readonly check?: (match: string) => boolean;
  /** Confidence without words. @default 0 */
  readonly alone?: number;
  /** Words in front that make it one, in English and where it is issued. */
  readonly words: readonly string[];
  readonly examples?: NonNullable<Rule['examples']>;
}

/** The rule of an identifier. Words make a number that checks surer than one that only has the form. */
export const idNumber = ({ label, digits, form, check, alone = 0, words, examples }: IdNumber): Rule => ({
  label,
  trigger: { digits },
  pattern: standalone(form),
  ...(check === undefined ? {} : { accept: whole(check) }),
  context: { words, confidence: check === undefined ? 0.8 : 0.95 },
  confidence: alone,
  ...(examples !== undefined && { examples }),
});
