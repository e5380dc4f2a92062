import type { Rule } from '../../matcher/rule.js';

/** Words in capitals between a number and "Drive" that do not name a street. */
const NO_STREET =
  /(?:^\d{1,5} |\s)(?:minutes?|hours?|days?|miles?|years?|best|top|new|gb|tb|mb|the|this|that|on|at|in|of|and|for)\s/i;

/** The name of a place in up to three words, after a comma or the end of a line. */
const PLACE = "(?:,? |,?\\r?\\n)[A-Z][a-z.'’]{1,15}(?:[ -][A-Z][a-z.'’]{1,15}){0,2}";

/** City, state and ZIP code as in the United States, or city and postcode as in Britain and Canada. */
const CITY_AND_STATE = `(?:${PLACE},? (?:[A-Z]{2},? \\d{5}(?:-\\d{4})?|(?:[A-Z]{2} )?[A-Z]{1,2}\\d[A-Z\\d]? ?\\d[A-Z\\d]{2}))?`;

/** Postcode and city, as in continental Europe. */
const POSTCODE_AND_CITY =
  "(?:(?:,? |,?\\r?\\n)(?:[A-Z]{1,2}-)?\\d{4,5}(?: ?[A-Z]{2})? [A-ZÀ-ÖØ-Þ][A-Za-zÀ-ÖØ-öø-ÿ'’-]{1,20}(?: (?:am|an der|sur|de|del|la) [A-ZÀ-ÖØ-Þ][A-Za-zÀ-ÖØ-öø-ÿ'’-]{1,20})?)?";

/**
 * Rules for street addresses by a house number and a word for a street. Precision comes first, and addresses in other
 * forms are missed.
 */
export const ADDRESS_RULES: readonly Rule[] = [
  {
    label: 'STREET_ADDRESS',
    trigger: { digits: 1 },
    pattern: new RegExp(
      `(?<![\\w.,:/#$€£-])\\d{1,5}[A-Za-z]? (?:[NSEW]\\.? |North |South |East |West )?(?:(?:[A-Z][a-z'’]{1,14}|\\d{1,3}(?:st|nd|rd|th)) ){1,3}(?:Street|St|Avenue|Ave|Road|Rd|Boulevard|Blvd|Lane|Ln|Drive|Dr|Court|Ct|Terrace|Crescent|Parkway|Pkwy|Highway|Hwy|Close|Mews)(?:\\.? (?:Apt|Suite|Unit|Ste)\\.? ?#?\\w{1,5})?${CITY_AND_STATE}(?![\\w'’-])`,
      'g',
    ),
    accept: (match) => (NO_STREET.test(match) ? 0 : match.length),
    confidence: 0.7,
    examples: {
      match: [
        '12 Main Street',
        'at 221B Baker Street, London',
        '1600 Pennsylvania Ave',
        '350 W 5th Ave Apt 4B',
        '5 Old Mill Ln',
        '1600 Amphitheatre Parkway, Mountain View, CA 94043',
        '12 Main Street\nSpringfield, IL 62704-1234',
        '221B Baker Street, London NW1 6XE',
      ],
      noMatch: [
        '12 main street',
        'Main Street',
        '15 Minute Drive',
        'in 2019 the Street',
        '100 Best Street',
        '3.12 Main Street',
      ],
    },
  },
  {
    label: 'STREET_ADDRESS',
    trigger: { digits: 1 },
    pattern: new RegExp(
      `(?<![A-Za-z0-9À-ÖØ-öø-ÿ])[A-ZÀ-ÖØ-Þ][a-zß-öø-ÿ-]{2,20}(?:straße|strasse|str\\.|allee|gasse|platz|straat|laan|gatan|vägen|veien|katu) \\d{1,4}[a-z]?${POSTCODE_AND_CITY}(?![A-Za-z0-9À-ÖØ-öø-ÿ.,]\\d|[A-Za-z0-9À-ÖØ-öø-ÿ])`,
      'g',
    ),
    confidence: 0.75,
    examples: {
      match: [
        'Hauptstraße 5',
        'Hauptstraße 12, 10115 Berlin',
        'wohnt Lindenallee 12a, Berlin',
        'Kalverstraat 92',
      ],
      noMatch: ['hauptstraße 5', 'Straße 5', 'Hauptstraße', 'Hauptstraße 12345'],
    },
  },
  {
    label: 'STREET_ADDRESS',
    trigger: { digits: 1 },
    pattern: new RegExp(
      `(?<![A-Za-z0-9À-ÖØ-öø-ÿ.,:/])\\d{1,4}(?: bis| ter)?,? (?:rue|avenue|boulevard|place|chemin|allée|impasse|quai|cours) (?:(?:de la|de l['’]|des|du|de|d['’]) ?)?[A-ZÀ-ÖØ-Þ][A-Za-zÀ-ÖØ-öø-ÿ'’-]{1,20}(?: [A-ZÀ-ÖØ-Þ][A-Za-zÀ-ÖØ-öø-ÿ'’-]{1,20})?${POSTCODE_AND_CITY}(?![A-Za-z0-9À-ÖØ-öø-ÿ])`,
      'g',
    ),
    confidence: 0.75,
    examples: {
      match: [
        '12 rue de Rivoli',
        '12 rue de la Paix, 75002 Paris',
        '5 bis, avenue des Champs',
        '10 boulevard Saint-Michel',
      ],
      noMatch: ['rue de Rivoli', '12 rues de Paris', '12 rue de la'],
    },
  },
  {
    label: 'STREET_ADDRESS',
    trigger: { digits: 1 },
    pattern: new RegExp(
      `(?<![A-Za-z0-9À-ÖØ-öø-ÿ])(?:Calle|C\\/|Avenida|Avda\\.?|Plaza|Paseo|Viale|Piazza|Corso|Rua|Travessa|Largo) (?:(?:de la|de los|del|de|da|do|dos|di|della) )?[A-ZÀ-ÖØ-Þ][A-Za-zÀ-ÖØ-öø-ÿ'’-]{1,20}(?: [A-ZÀ-ÖØ-Þ][A-Za-zÀ-ÖØ-öø-ÿ'’-]{1,20})?,? (?:n\\.?º ?)?\\d{1,4}${POSTCODE_AND_CITY}(?![A-Za-z0-9À-ÖØ-öø-ÿ]|[.,]\\d)`,
      'g',
    ),
    confidence: 0.7,
    examples: {
      match: [
        'Calle Mayor 12',
        'Calle Mayor 12, 28013 Madrid',
        'Avenida de la Constitución, 3',
        'Piazza Garibaldi 7',
        'Rua Augusta 1200',
      ],
      noMatch: ['calle mayor 12', 'Plaza Mayor', 'Rua Augusta 12345'],
    },
  },
];
