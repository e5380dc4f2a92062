/**
 * Top-level domains that make two words with a dot a host without a scheme: the generic ones in wide use, and country
 * codes (ISO 3166-1) that are not also endings of files or members in code.
 */
const PLAIN =
  'com net org edu gov mil int info biz io co xyz top online site club shop store tech website space live pro vip win bid loan men icu work link click ltd wang fun host press stream download racing review trade party science cricket date faith accountant gdn mobi asia tel jobs travel museum aero coop cat eu us uk ca au nz de fr nl be at ch lu se no dk fi ie es pt it gr cz sk hu pl ro bg hr si rs ua ru by lt lv ee tr il jp cn tw hk kr sg th vn ph mx br ar cl pe uy ec bo za ng ke gh eg ma tn dz ae sa qa ir pk lk np bd kz uz ge az am md ba mk al mt cy li mc ad va gl su tk ml ga cf gq cc tv ws la nu fmam by pw pk ug tz zm zw rw sn ci cm mu mn tj tm vc ag bz tt re cloud blog page wiki news media agency digital solutions services network systems email support group center world today life global company finance capital money bank insure health care dental clinic academy school university education team studio design photo photos pictures gallery video film games game play casino bet poker adult sex porn xxx dating chat social community forum love hot buzz lol monster quest beauty hair skin makeup fashion style boutique jewelry pet pets vet garden house home homes land estate apartments rent auction sale sell buy shopping market markets deals discount gift gifts toys kids baby fitness run yoga football golf tennis surf bike cars auto taxi limo tours cruises flights holiday hotel villas restaurant cafe pub bar wine beer coffee pizza kitchen recipes fish farm energy solar green eco bio earth onion bond cfd sbs rest cyou ooo lat mom cam autos boats motorcycles yachts ink';

/**
 * Top-level domains that are also endings of files, members or abbreviations. Such a name is a host only with `www.`, a
 * port or a path.
 */
const AMBIGUOUS =
  'ai in is me my id do to so sh rs py pl md ps ms mov zip name java map foo new now cs js ts app dev one day art data how works fit fail fyi zone tips guru best st sc pm tf gs hm cx im';

const PLAIN_SET: ReadonlySet<string> = new Set(PLAIN.split(' '));
const AMBIGUOUS_SET: ReadonlySet<string> = new Set(AMBIGUOUS.split(' '));

/**
 * Tells whether a last label (lower case) makes a bare name a host: `no`, `path` (with `www.`, port or path only) or
 * `yes`.
 */
export function topLevelKind(label: string): 'no' | 'path' | 'yes' {
  if (AMBIGUOUS_SET.has(label)) return 'path';
  if (PLAIN_SET.has(label)) return 'yes';
  return label.startsWith('xn--') ? 'yes' : 'no';
}

/** Second labels under which countries register domains: `example.co.uk` is one name. */
const REGISTRY_LABELS: ReadonlySet<string> = new Set(
  'co com net org gov edu ac or ne go gob mil govt nom ltd plc sch nhs k12 asn id info biz web in'.split(' '),
);

/**
 * Returns the index of the label at which the registrable domain of a host begins: two labels, or three under a
 * country's registry label.
 */
export function registrableStart(labels: readonly string[]): number {
  const last = labels.at(-1) ?? '';
  const second = labels.at(-2) ?? '';
  const length = last.length === 2 && REGISTRY_LABELS.has(second) && labels.length > 2 ? 3 : 2;
  return Math.max(0, labels.length - length);
}
