import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { passesMod112, passesMod1110, remainder97 } from '../../../src/local/checks/iso7064.js';
import { passesLuhn } from '../../../src/local/checks/luhn.js';
import { isRoutingNumber } from '../../../src/local/checks/routing-number.js';
import { passesVerhoeff } from '../../../src/local/checks/verhoeff.js';
import { isCuit } from '../../../src/local/rules/countries/argentina.js';
import { isAbn, isAcn, isMedicare, isTfn } from '../../../src/local/rules/countries/australia.js';
import { isBelgianNumber } from '../../../src/local/rules/countries/belgium.js';
import { isCnpj, isCpf } from '../../../src/local/rules/countries/brazil.js';
import { isSin } from '../../../src/local/rules/countries/canada.js';
import { isRut } from '../../../src/local/rules/countries/chile.js';
import { isChineseId } from '../../../src/local/rules/countries/china.js';
import { isRodneCislo } from '../../../src/local/rules/countries/czechia.js';
import { isHetu } from '../../../src/local/rules/countries/finland.js';
import { isFrenchNir } from '../../../src/local/rules/countries/france.js';
import { isGermanSocialInsurance, isGermanTaxId } from '../../../src/local/rules/countries/germany.js';
import { isHkid } from '../../../src/local/rules/countries/hong-kong.js';
import { isAadhaar, isGstin } from '../../../src/local/rules/countries/india.js';
import { isPps } from '../../../src/local/rules/countries/ireland.js';
import { isIsraeliId } from '../../../src/local/rules/countries/israel.js';
import { isItalianFiscalCode, isItalianVat } from '../../../src/local/rules/countries/italy.js';
import { isMyNumber } from '../../../src/local/rules/countries/japan.js';
import { isCurp } from '../../../src/local/rules/countries/mexico.js';
import { isBsn } from '../../../src/local/rules/countries/netherlands.js';
import { isFodselsnummer } from '../../../src/local/rules/countries/norway.js';
import { isPesel } from '../../../src/local/rules/countries/poland.js';
import { isPortugueseNif } from '../../../src/local/rules/countries/portugal.js';
import { isCnp } from '../../../src/local/rules/countries/romania.js';
import { isNric } from '../../../src/local/rules/countries/singapore.js';
import { isSouthAfricanId } from '../../../src/local/rules/countries/south-africa.js';
import { isSpanishId } from '../../../src/local/rules/countries/spain.js';
import { isPersonnummer } from '../../../src/local/rules/countries/sweden.js';
import { isAhv } from '../../../src/local/rules/countries/switzerland.js';
import { isTaiwanId } from '../../../src/local/rules/countries/taiwan.js';
import { isThaiId } from '../../../src/local/rules/countries/thailand.js';
import { isTurkishId } from '../../../src/local/rules/countries/turkey.js';
import { isNhsNumber } from '../../../src/local/rules/countries/united-kingdom.js';
import { isDeaNumber, isNpi } from '../../../src/local/rules/countries/united-states.js';
import { runs } from '../../support/extent.js';

/**
 * Schemes with the form of a number (`9` any digit, `[..]` one of these, the rest as it stands), how many characters at
 * its end are found by trying.
 */
interface Scheme {
  readonly name: string;
  readonly form: string;
  readonly check: (text: string) => boolean;
  /** What the check characters are made of. @default digits */
  readonly alphabet?: string;
  readonly tried?: number;
  /** Whether every change of a single digit is found. Not where two remainders share a check digit. @default true */
  readonly catchesAll?: boolean;
}

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';

const SCHEMES: readonly Scheme[] = [
  { name: 'Luhn', form: '999999999999999', check: passesLuhn },
  { name: 'Verhoeff', form: '99999999999', check: passesVerhoeff },
  { name: 'MOD 11,10', form: '9999999999', check: passesMod1110 },
  { name: 'MOD 11-2', form: '9999999999', check: passesMod112, alphabet: '0123456789X' },
  { name: 'MOD 97-10', form: '99999999999', check: (text) => remainder97(text) === 1, tried: 2 },
  { name: 'routing number', form: '0[1234]999999', check: isRoutingNumber },
  { name: 'SIN', form: '[123]9999999', check: isSin },
  { name: 'NPI', form: '199999999', check: isNpi },
  // Twice a digit: a change by 5 goes unseen.
  { name: 'DEA', form: '999999', check: isDeaNumber, catchesAll: false },
  { name: 'NHS', form: '999999999', check: isNhsNumber },
  { name: 'BSN', form: '[12]9999999', check: isBsn },
  { name: 'AHV', form: '756999999999', check: isAhv },
  { name: 'NIF', form: '[1235]9999999', check: isPortugueseNif, catchesAll: false },
  { name: 'PPS', form: '9999999', check: isPps, alphabet: LETTERS },
  { name: 'DNI', form: '99999999', check: isSpanishId, alphabet: LETTERS },
  { name: 'NIE', form: '[XYZ]9999999', check: isSpanishId, alphabet: LETTERS },
  {
    name: 'codice fiscale',
    form: 'RSSMRA8[0123456789]T1[123456789]A56[0123456789]',
    check: isItalianFiscalCode,
    alphabet: LETTERS,
  },
  { name: 'partita IVA', form: '9999999001', check: isItalianVat },
  { name: 'Steuer-ID', form: '[123456789]999999999', check: isGermanTaxId },
  { name: 'RVNR', form: '6507080[123456789]A01', check: isGermanSocialInsurance, catchesAll: false },
  { name: 'NIR', form: '[12]990[123456789]75999999', check: isFrenchNir, tried: 2 },
  {
    name: 'Belgium',
    form: '[678]90[123456789][12][123456789]999',
    check: isBelgianNumber,
    tried: 2,
    catchesAll: false,
  },
  { name: 'PESEL', form: '[456789]90[123456789][12][12345678]9999', check: isPesel },
  {
    name: 'HETU',
    form: '[12][12345678]0[123456789][56789]9-999',
    check: isHetu,
    alphabet: `0123456789${LETTERS}`,
  },
  { name: 'personnummer', form: '[56789]90[123456789][12][12345678]999', check: isPersonnummer },
  { name: 'fødselsnummer', form: '[12][12345678]0[123456789][56789]9999', check: isFodselsnummer, tried: 2 },
  { name: 'rodné číslo', form: '[678]90[123456789][12][12345678]999', check: isRodneCislo },
  { name: 'CNP', form: '[12][5678]90[123456789][12][12345678]99999', check: isCnp, catchesAll: false },
  { name: 'Aadhaar', form: '[23456789]9999999999', check: isAadhaar },
  { name: 'GSTIN', form: '27AAPFU9999F1Z', check: isGstin, alphabet: `0123456789${LETTERS}` },
  { name: 'TFN', form: '[123456789]9999999', check: isTfn },
  // The tenth digit counts the cards of one family.
  { name: 'Medicare', form: '[23456]9999999', check: (text) => isMedicare(`${text}1`) },
  { name: 'ABN', form: '[123456789]99999999', check: isAbn, tried: 2 },
  { name: 'ACN', form: '99999999', check: isAcn, catchesAll: false },
  { name: 'NRIC', form: '[STFGM]9999999', check: isNric, alphabet: LETTERS },
  {
    name: 'resident identity',
    form: '1101011990010[12345678]99',
    check: isChineseId,
    alphabet: '0123456789X',
    tried: 2,
  },
  { name: 'HKID', form: '[ABCDEFG]999999', check: isHkid, alphabet: '0123456789A' },
  { name: 'Taiwan', form: '[ABCDEFG]19999999', check: isTaiwanId, catchesAll: false },
  { name: 'My Number', form: '99999999999', check: isMyNumber, catchesAll: false },
  { name: 'Thailand', form: '[12345678]99999999999', check: isThaiId, catchesAll: false },
  { name: 'TCKN', form: '[123456789]99999999', check: isTurkishId, tried: 2 },
  { name: 'South Africa', form: '[5678]90[123456789][12][12345678]999908', check: isSouthAfricanId },
  { name: 'Israel', form: '99999999', check: isIsraeliId },
  { name: 'CPF', form: '[123456789]99999999', check: isCpf, tried: 2, catchesAll: false },
  { name: 'CNPJ', form: '[123456789]9999999000[12]', check: isCnpj, tried: 2, catchesAll: false },
  {
    name: 'CNPJ with letters',
    form: '12[ABCDEF]9[GHIJ]5[XYZ]901DE',
    check: isCnpj,
    tried: 2,
    catchesAll: false,
  },
  { name: 'CUIT', form: '2099999999', check: isCuit },
  { name: 'RUT', form: '[12]9999999', check: isRut, alphabet: '0123456789K' },
  { name: 'CURP', form: 'BOXW[78]90[123456789][12][12345678]HNERXN0', check: isCurp, catchesAll: false },
];

/** A number of the form that passes; undefined where none does, as some remainders are never given out. */
function complete({ check, alphabet = '0123456789', tried = 1 }: Scheme, head: string): string | undefined {
  const tails = Array.from({ length: tried }).reduce<string[]>(
    (made) => made.flatMap((tail) => Array.from(alphabet, (character) => tail + character)),
    [''],
  );
  const tail = tails.find((candidate) => check(head + candidate));
  return tail === undefined ? undefined : head + tail;
}

const headOf = (form: string): fc.Arbitrary<string> =>
  fc
    .tuple(
      ...(form.match(/\[[^\]]+\]|./g) ?? []).map((part) =>
        part === '9'
          ? fc.integer({ min: 0, max: 9 }).map(String)
          : fc.constantFrom(...part.replace(/[[\]]/g, '')),
      ),
    )
    .map((parts) => parts.join(''));

describe.each(SCHEMES)('$name', (scheme) => {
  const numbers = headOf(scheme.form).map((head) => complete(scheme, head));

  it('passes what has the right check characters and, where it promises so, nothing with one digit changed', () => {
    fc.assert(
      fc.property(numbers, (number) => {
        // Some remainders are never given out.
        fc.pre(number !== undefined);
        expect(scheme.check(number)).toBe(true);
        const guarded = scheme.catchesAll === false ? '' : number;
        Array.from(guarded).forEach((digit, index) => {
          if (digit < '0' || digit > '9') return;
          for (const other of '0123456789') {
            if (other === digit) continue;
            const changed = number.slice(0, index) + other + number.slice(index + 1);
            expect(scheme.check(changed), changed).toBe(false);
          }
        });
      }),
      { numRuns: runs(30), maxSkipsPerRun: 200 },
    );
  });

  it('refuses most numbers of its form', () => {
    const { alphabet = '0123456789', tried = 1 } = scheme;
    const tails = fc
      .array(fc.constantFrom(...alphabet), { minLength: tried, maxLength: tried })
      .map((parts) => parts.join(''));
    const random = fc.sample(fc.tuple(headOf(scheme.form), tails), { numRuns: 400, seed: 7 });
    const passing = random.filter(([head, tail]) => scheme.check(head + tail));
    expect(passing.length).toBeLessThan(random.length / 5);
  });
});
