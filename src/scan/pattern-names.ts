/**
 * Span labels and the names that the service's data patterns have for them. The first seven names are the vendor's own.
 * The names of keys follow its style, because its list of them is not public.
 */
const PATTERN_NAMES: readonly (readonly [label: string, pattern: string])[] = [
  ['CREDIT_CARD', 'Credit Card Number'],
  ['US_SSN', 'National Id - US Social Security Number - SSN'],
  ['US_TIN', 'Tax Id - US - TIN'],
  ['US_BANK_ROUTING', 'Bank - American Bankers Association Routing Number - ABA'],
  ['EMAIL', 'Email Address'],
  ['PHONE', 'Phone Number'],
  ['IP_ADDRESS', 'IP Address'],
  ['AWS_ACCESS_KEY_ID', 'API Key - Amazon Web Services'],
  ['GITHUB_TOKEN', 'API Key - GitHub'],
  ['GITLAB_TOKEN', 'API Key - GitLab'],
  ['SLACK_TOKEN', 'API Key - Slack'],
  ['STRIPE_KEY', 'API Key - Stripe'],
  ['OPENAI_API_KEY', 'API Key - OpenAI'],
  ['ANTHROPIC_API_KEY', 'API Key - Anthropic'],
  ['GOOGLE_API_KEY', 'API Key - Google'],
  ['NPM_TOKEN', 'API Key - npm'],
  ['JWT', 'API Key - JSON Web Token'],
  ['PRIVATE_KEY', 'API Key - Private Key'],
  ['TWILIO_API_KEY', 'API Key - Twilio'],
  ['SENDGRID_API_KEY', 'API Key - SendGrid'],
];

const NAMES: ReadonlyMap<string, string> = new Map(PATTERN_NAMES);
const LABELS: ReadonlyMap<string, string> = new Map(
  PATTERN_NAMES.map(([label, pattern]) => [pattern.toLowerCase(), label]),
);

/** Returns the pattern name of a span's label, or the label itself if the table does not have it. */
export function patternName(label: string): string {
  return NAMES.get(label) ?? label;
}

/** Returns the label of a pattern: a known short name, or the pattern's own name in capitals and underscores. */
export function patternLabel(pattern: string | null | undefined): string {
  const name = (pattern ?? '').trim().slice(0, 100).toLowerCase();
  const label = LABELS.get(name) ?? name.replace(/[^a-z0-9]{1,100}/g, '_').toUpperCase();
  return label.replace(/^_|_$/g, '') || 'SENSITIVE_DATA';
}
