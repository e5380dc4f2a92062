/** The service's DLP pattern names and the labels that spans carry for them. */
const LABELS: ReadonlyMap<string, string> = new Map([
  ['credit card number', 'CREDIT_CARD'],
  ['national id - us social security number - ssn', 'US_SSN'],
  ['tax id - us - tin', 'US_TIN'],
  ['bank - american bankers association routing number - aba', 'US_BANK_ROUTING'],
  ['bank - bankruptcy filings', 'BANKRUPTCY_FILING'],
  ['email address', 'EMAIL'],
  ['phone number', 'PHONE'],
  ['ip address', 'IP_ADDRESS'],
]);

/** The label of a pattern: a known short name, else the pattern's own name in capitals and underscores. */
export function patternLabel(pattern: string | null | undefined): string {
  const name = (pattern ?? '').trim().slice(0, 100).toLowerCase();
  const label = LABELS.get(name) ?? name.replace(/[^a-z0-9]{1,100}/g, '_').toUpperCase();
  return label.replace(/^_|_$/g, '') || 'SENSITIVE_DATA';
}
