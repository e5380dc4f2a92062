import type { Rule } from '../matcher/rule.js';
import { builtIn } from '../matcher/trusted-patterns.js';
import { TOXIC_FACTS } from './content-facts.js';

const rule = (
  label: string,
  confidence: number,
  starts: readonly string[],
  pattern: RegExp,
  match: readonly string[],
  noMatch: readonly string[],
): Rule => ({ label, confidence, trigger: { starts }, pattern, examples: { match, noMatch } });

/**
 * Rules for language that hurts by itself, at a conservative level: threats to the reader, calls to self-harm, slurs,
 * dehumanising groups. They are English only. Insults, profanity and everything that needs a reader's judgement are
 * left out.
 */
export const TOXIC_RULES: readonly Rule[] = /* @__PURE__ */ builtIn(
  [
    rule(
      'DIRECT_THREAT',
      0.85,
      ['I ', "I'", 'I’', 'we ', "we'", 'we’', 'imma', 'im gonna'],
      /(?<![A-Za-z0-9])(?:(?:I|we)(?:\s(?:will|am\sgoing\sto|are\sgoing\sto|am\sgonna|gonna)|['’](?:ll|m\sgoing\sto|m\sgonna|re\sgoing\sto|re\sgonna))|imma|im\sgonna)\s(?:fucking\s|personally\s|find\sand\s|hunt\s(?:you\s)?down\sand\s|come\sand\s){0,2}(?:kill|murder|stab|shoot|strangle|behead|rape|slaughter|torture)\s(?:you|u|ur|your\s(?:family|kids|children|mother|wife))(?!\s(?:some|an?|with|over)\s|[\w'’])/gi,
      [
        'I will kill you',
        "I'm going to find and kill your family",
        "we're gonna fucking murder you",
        "I'll stab you tonight",
      ],
      [
        'I will kill the process',
        "I'll shoot you an email",
        'how do I kill a python process',
        'he said he will kill',
      ],
    ),
    rule(
      'DIRECT_THREAT',
      0.8,
      ['you ', 'ur ', 'your '],
      /(?<![A-Za-z0-9])(?:you|ur|your\sfamily)\s(?:deserve\sto\s(?:die|be\s(?:killed|raped|shot|hanged))|should\sbe\s(?:killed|raped|shot\sdead|lynched|hanged)|are\s(?:a\s)?dead\s(?:man|woman|meat))(?![\w])/gi,
      ['you deserve to die', 'You should be lynched.', 'you are dead meat'],
      ['you deserve to win', 'you should be proud', 'your battery is dead'],
    ),
    rule(
      'SELF_HARM_INSTIGATION',
      0.85,
      ['just ', 'please ', 'pls ', 'go ', 'you should ', 'kys', 'neck yourself'],
      /(?<![A-Za-z0-9])(?:(?:(?:just|please|pls)\s)?(?:go\s(?:and\s)?(?:kill|hang)\s(?:your|ur)self|go\sdie(?:\sin\sa\s(?:fire|hole|ditch))|go\sdrink\sbleach|go\sslit\syour\s(?:wrists|throat)|go\sjump\soff\sa\s(?:bridge|cliff|building))|you\sshould\s(?:just\s|really\s)?(?:kill|hang|off)\s(?:your|ur)self|kys|neck\syourself)(?![\w])/gi,
      ['just go kill yourself', 'you should kill yourself', 'kys', 'go die in a fire'],
      ['how do I help someone who wants to kill himself', 'go jump off the deep end', 'Go dies hard', 'keys'],
    ),
    rule(
      'SLUR',
      0.8,
      [
        'nigg',
        'faggot',
        'kike',
        'wetback',
        'trann',
        'raghead',
        'towelhead',
        'sandn',
        'gook',
        'chinks',
        'spics',
      ],
      /(?<![A-Za-z0-9])(?:nigg(?:er|a|ers|az|as)|faggots?|kikes?|wetbacks?|trann(?:y|ies)|ragheads?|towelheads?|sandniggers?|gooks?|chinks|spics)(?![\w])/gi,
      [['you ', 'fag', 'got'].join(''), ['those ', 'ki', 'kes'].join('')],
      ['a chink in the armour', 'spick and span', 'niggardly'],
    ),
    rule(
      'DEHUMANIZING_SPEECH',
      0.8,
      ['all ', 'the ', 'those ', 'these ', 'gas the', 'kill all', 'death to', 'exterminate '],
      /(?<![A-Za-z0-9])(?:(?:all\s|the\s|those\s|these\s)(?:jews|muslims|blacks|gays|immigrants|refugees|arabs|mexicans|asians|whites|women|christians|trans\speople)\s(?:are\s(?:all\s)?(?:vermin|subhuman|parasites|cockroaches|rats|animals|filth|scum)|(?:should|must|need\sto)\s(?:all\s)?(?:be\s(?:killed|exterminated|gassed|shot|hanged|wiped\sout)|die))|(?:gas\sthe|kill\sall|death\sto(?:\sall)?|exterminate(?:\sall)?(?:\sthe)?)\s(?:jews|muslims|blacks|gays|immigrants|refugees|arabs|christians))(?![\w])/gi,
      ['all immigrants are vermin', 'the muslims should be exterminated', 'kill all jews'],
      ['all immigrants are welcome', 'the women should be paid equally', 'kill all processes'],
    ),
  ],
  TOXIC_FACTS,
);
