/** Categories of the vendor's URL filtering that are threats. Its other test pages are only reported. */
export const MALICIOUS_CATEGORIES: ReadonlySet<string> = new Set([
  'command-and-control',
  'compromised-website',
  'grayware',
  'malware',
  'phishing',
  'ransomware',
  'scanning-activity',
]);

/** Hosts of the vendor's test pages. `/test-<category>` belongs to that category and to nothing else. */
const VENDOR_TEST_HOSTS: ReadonlySet<string> = new Set([
  'urlfiltering.paloaltonetworks.com',
  'pandb.paloaltonetworks.com',
]);

const VENDOR_TEST_PATH = /^\/test-([a-z]{1,32}(?:-[a-z]{1,32}){0,8})\/?$/i;

/** Returns the category of one of the vendor's test pages. */
export function vendorTestCategory(host: string, path: string): string | undefined {
  return VENDOR_TEST_HOSTS.has(host) ? VENDOR_TEST_PATH.exec(path)?.[1]?.toLowerCase() : undefined;
}

/**
 * Domains and pages that exist to test filters, as their owners document them. They are harmless, and have the category
 * that they stand for. A key is a host with all below it, or a host with the beginning of a path.
 */
export const TEST_PAGES: Readonly<Record<string, string>> = {
  'testsafebrowsing.appspot.com/s/malware': 'malware',
  'testsafebrowsing.appspot.com/s/badrep': 'malware',
  'testsafebrowsing.appspot.com/s/content': 'malware',
  'testsafebrowsing.appspot.com/s/unwanted': 'grayware',
  'testsafebrowsing.appspot.com/s/phishing': 'phishing',
  'testsafebrowsing.appspot.com/s/trick': 'phishing',
  'malware.testing.google.test/testing/malware': 'malware',
  'ianfette.org': 'malware',
  'malware.wicar.org': 'malware',
  'wicar.org/data': 'malware',
  'secure.eicar.org/eicar': 'malware',
  'eicar.org/download/eicar': 'malware',
  'amtso.eicar.org': 'malware',
  'amtso.org/check-desktop-phishing-page': 'phishing',
  'itisatrap.org': 'phishing',
  'itisatrap.org/firefox/unwanted': 'grayware',
  'itisatrap.org/firefox/its-an-attack': 'malware',
  'demo.smartscreen.msft.net/phishingdemo': 'phishing',
  'demo.smartscreen.msft.net/other/malware': 'malware',
  'internetbadguys.com': 'phishing',
  'examplemalwaredomain.com': 'malware',
  'examplebotnetdomain.com': 'command-and-control',
  'malware.testcategory.com': 'malware',
  'phishing.testcategory.com': 'phishing',
};

/** Hosts that show their owner every request they get, and tunnels to a developer's machine. */
export const REQUEST_CATCHERS: ReadonlySet<string> = new Set([
  'webhook.site',
  'requestbin.net',
  'requestbin.com',
  'requestcatcher.com',
  'pipedream.net',
  'hookbin.com',
  'beeceptor.com',
  'interact.sh',
  'interactsh.com',
  'oast.pro',
  'oast.live',
  'oast.site',
  'oast.online',
  'oast.fun',
  'oast.me',
  'burpcollaborator.net',
  'oastify.com',
  'dnslog.cn',
  'ceye.io',
  'canarytokens.com',
  'ngrok.io',
  'ngrok.app',
  'ngrok-free.app',
  'ngrok-free.dev',
  'trycloudflare.com',
  'serveo.net',
  'localhost.run',
  'loca.lt',
  'ptsv2.com',
  'ptsv3.com',
  'mockbin.org',
  'postb.in',
  'smee.io',
  'requestrepo.com',
  'bxss.me',
  'xss.ht',
  'ezxss.com',
]);

/** Hosts where anybody may leave a file or a text anonymously. */
export const PASTE_HOSTS: ReadonlySet<string> = new Set([
  'pastebin.com',
  'paste.ee',
  'hastebin.com',
  'ghostbin.com',
  'rentry.co',
  'transfer.sh',
  'file.io',
  'anonfiles.com',
  'catbox.moe',
  'gofile.io',
  '0x0.st',
  'termbin.com',
  'ix.io',
  'dpaste.com',
]);

/** Names that phishing often imitates. Each is the label that its owner registers, in lower-case ASCII. */
export const BRANDS: ReadonlySet<string> = new Set(
  'paypal apple icloud google gmail youtube microsoft outlook office365 onedrive facebook instagram whatsapp amazon netflix linkedin twitter dropbox adobe docusign github gitlab openai anthropic coinbase binance metamask blockchain kraken chase wellsfargo bankofamerica citibank hsbc barclays santander americanexpress mastercard ebay alibaba aliexpress walmart steamcommunity steampowered roblox spotify telegram discord yahoo fedex usps dhl verizon comcast paloaltonetworks'.split(
    ' ',
  ),
);
