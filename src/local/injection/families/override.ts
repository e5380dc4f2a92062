import { family } from './family.js';

/** Phrasings that put other instructions in place of the ones given. */
export const OVERRIDE = family(
  'INSTRUCTION_OVERRIDE',
  `
  0.95!~ OVERRIDE 3 PRIOR 3 INSTRUCTION
  0.9! DROP 3 previous|prior|preceding|above|earlier|original|initial|existing 2 instructions|instruction|prompts|prompt|rules|directives|guidelines|programming|training
  0.8! DROP 1 ALL 1 YOUR 1 instructions|rules|restrictions|guidelines|programming|training|constraints
  0.95! OVERRIDE 3 INSTRUCTION 3 PRIOR
  0.6!~ OVERRIDE 1 ALL 2 PRIOR|above|before 2 TEXTUAL
  0.45!~ OVERRIDE 3 PRIOR|above 2 TEXTUAL
  0.45!~ OVERRIDE 2 TEXTUAL 2 above|PRIOR
  0.75!~ OVERRIDE 3 PRIOR 3 TEXTUAL|INSTRUCTION 4 directly|just|simply|only|now|straight|OUTPUT 2 OUTPUT
  0.7!~ OVERRIDE 3 PRIOR 3 TEXTUAL 3 OUTPUT
  0.7!~ OVERRIDE 3 TEXTUAL 3 PRIOR 6 OUTPUT
  0.7 PRIOR 3 TEXTUAL|INSTRUCTION 4 OVERRIDE_LAST 6 OUTPUT
  0.7 PRIOR 4 TEXTUAL|INSTRUCTION 4 ध्यान 2 NOT
  0.6! OVERRIDE 1 this|that|my|the 0 question 4 just|only|simply|directly|straight|output|repeat 4 OUTPUT|rephrased|output
  0.6! replace|treat|swap|exchange 3 governing|operator|operators|supervisor|developer|developers|system 1 directions|constraints|rules|instructions|directives
  0.55 operator|operators|supervisor|developer|developers|system 1 rules|constraints|directions|directives|instructions 3 no 0 longer
  0.6 NOT 2 answer|respond 5 just|only|simply|directly|OUTPUT 3 OUTPUT
  0.55! forget|ignore|disregard 1 about|that|it 1 them|it|that|you|and 4 now 2 need|must|have|say|print|reply
  0.6!~ ignore|disregard|forget 0 everything|all|anything 1 i|ive 2 said|told|wrote|asked 1 and|now|instead|just
  0.65 NOT 1 answer|translate|respond|reply|antworte|beantworten|respondas|réponds|отвечайте|отвечай 4 just|only|simply|directly|straight|repeat|instead|einfach|solo|просто 3 OUTPUT|type|say
  0.8! OVERRIDE 2 ALL 2 INSTRUCTION
  0.9! OVERRIDE 2 YOUR 3 INSTRUCTION
  0.75! OVERRIDE 0 INSTRUCTION 1 and 1 just|instead|only|print|say|output|write
  0.5! ignore|disregard|forget|ignoring|disregarding 2 ALL 2 TEXTUAL
  0.9! OVERRIDE 2 INSTRUCTION 4 you 3 given|received|got|told|have
  0.9! OVERRIDE 2 HIDDEN 2 INSTRUCTION
  0.65! OVERRIDE 1 ALL 5 above|before|previously|earlier|hitherto
  0.7! OVERRIDE 1 ALL 1 PRIOR 0 and|then|just|instead|now
  0.85! forget|ignore|disregard|vergiss|ignoriere|olvida|ignora|oublie|oubliez|dimentica|esqueca|vergeet|zapomnij|забудь 1 ALL 4 davor|zuvor|vorher|bisher|oben|antes|anteriormente|arriba|acima|avant|dessus|prima|sopra|hiervoor|wcześniej|ранее|раньше|выше|было
  0.75 good|great|well|awesome|perfect|nice|excellent 0 job|done|work 8 new|another|next|different 1 task|instruction|assignment|instructions|challenge
  0.3 begin|start|lets|have|here 3 new 0 task|assignment|instruction|instructions
  0.7! ignore|disregard|overlook|skip 1 the|this|all|any 2 content|image|document|text|context|data|page|email|article|question|input|user|review|file 4 and|instead|just 2 write|say|print|respond|output|reply|tell|only|use
  0.6 begin|start|initiate|initiating 1 reprogramming|override|jailbreak|overwrite
  0.9! ignore|disregard|forget|ignoring 0 everything|anything|all 1 you|that|youve 3 told|said|know|learned|instructed|given|asked|taught|wrote|written|were
  0.9! ignore|disregard|forget|skip|ignoring 1 the 0 above|previous|preceding|foregoing|rest|prior 1 and|instead|text|just|then
  0.85! ignore|disregard|forget|ignoring|ignored 0 what|whatever 1 you|youve|was|were 3 told|said|know|learned|instructed|given|asked|taught
  0.75! ignore|disregard|forget|ignoring 0 the|all 0 above|foregoing|preceding|aforementioned
  0.15! ignore|disregard|forget|ignoring 0 the|all 0 previous|prior
  0.6! ignore|disregard 0 above|below
  0.9 PRIOR 3 INSTRUCTION 3 OVERRIDE_LAST
  0.2~ PRIOR 3 TEXTUAL 3 OVERRIDE_LAST
  0.8~ PRIOR 3 TEXTUAL 3 OVERRIDE_LAST 4 OUTPUT
  0.8 ALL 2 INSTRUCTION 3 OVERRIDE_LAST
  0.8 YOUR 3 INSTRUCTION 3 OVERRIDE_LAST
  0.8! OVERRIDE 3 PRIOR 4 FOLLOW 4 NEW
  0.85 NOT 1 FOLLOW 3 PRIOR 3 INSTRUCTION
  0.8 NOT 1 FOLLOW 2 YOUR 2 INSTRUCTION
  0.8 NOT 1 FOLLOW 2 system 1 INSTRUCTION|message
  0.6 FOLLOW 0 me 1 instead|alone|only
  0.65 orders|instructions|commands 1 from 0 me 1 alone|only|instead|now
  0.7! set|put|leave|throw|toss|leaving|putting 1 aside|away|out 2 what|ALL|PRIOR|YOUR 3 INSTRUCTION|told|said
  0.65! set|put|leave|leaving|throw 1 YOUR 2 INSTRUCTION|LIMIT 2 aside|out|away|behind
  0.65 whatever|everything|anything 4 told|said|written|instructed 2 before|earlier|previously 3 is|was|no|void|wrong|cancelled|false
  0.65 everything 1 before|above 1 this 3 was|is|void|wrong|false 4 test|drill|joke|void|wrong|false|cancelled|mistake
  0.6 stop 0 being 1 a|an|the|my 1 translator|assistant|chatbot|bot|AI|helper|summarizer
  0.8 NOT 1 FOLLOW 2 ALL 2 INSTRUCTION
  0.8 NOT 1 FOLLOW 3 INSTRUCTION 3 PRIOR
  0.8 NOT 0 pay|give 1 attention|heed 3 PRIOR|INSTRUCTION
  0.8 no 0 attention 3 PRIOR|INSTRUCTION
  0.85 PRIOR 2 INSTRUCTION 3 no 0 longer
  0.8 PRIOR 2 INSTRUCTION 3 false|obsolete|outdated|wrong|invalid|void|cancelled|canceled|superseded|revoked|expired|fake|mistake|lies|test|irrelevant
  0.85 end|out 3 outdated|obsolete|old|date 1 INSTRUCTION
  0.7 PRIOR 2 INSTRUCTION 3 ignored|overridden|overwritten|discarded|forgotten|disregarded|deleted|erased|replaced
  0.8 INSTRUCTION 1 PRIOR 2 NOT 2 apply|applicable|valid|relevant|matter|important
  0.7 INSTRUCTION|TEXTUAL 2 PRIOR 3 joke|lie|trick|prank|test
  0.7 your 1 new|real|actual|true|only|updated 1 instruction|instructions|rules|directives|task|goal|objective|mission
  0.35 your 1 new|real|actual|true|only|updated 1 purpose|job|role|identity|INSTRUCTION
  0.6 the 0 real|actual|true 0 INSTRUCTION|task
  0.5 these|this|here 2 new|updated|real|actual|revised 1 instructions|rules|directives|orders|prompt|instruction
  0.7 FOLLOW 2 these|my|following|new|this 1 INSTRUCTION 2 instead|only
  0.8 strictly 1 FOLLOW 3 following|my|these|new 2 INSTRUCTION
  0.7 new|updated 0 system 0 INSTRUCTION|message
  0.8 from 0 now 0 on 3 FOLLOW 2 my|only|new|these
  0.6 only 0 FOLLOW 1 my|these|this 1 INSTRUCTION
  0.6 my 1 INSTRUCTION 2 override|overrides|supersede|supersedes|precedence|priority
  0.85~ this|these|following 3 override|overrides|supersede|supersedes|replaces|replace 2 ALL|PRIOR|YOUR 3 INSTRUCTION
  0.7 my 3 override|overrides|supersede|supersedes|replaces|replace 2 ALL|PRIOR|YOUR 3 INSTRUCTION
  0.75 authority 2 override|ignore|bypass|change 3 INSTRUCTION
  0.4 take 1 precedence|priority 2 over 3 PRIOR|INSTRUCTION|HIDDEN
  0.75! stop|quit|cease 1 everything|translating|summarizing|processing|reading|whatever|doing|analyzing|answering 8 print|say|instead|output|respond|write|repeat|tell
  0.6! stop|halt|quit|cease 1 everything|processing 5 now|immediately
  0.75 user|my|these|new|following 1 INSTRUCTION 3 more|higher|above|over|supersede|override|overrides|priority 4 system|previous|prior|original|any
  0.6! ignore|disregard|bypass|override 1 safety|ethics|moderation|guardrails|safeguards
  0.8! instead 1 of 2 translating|summarizing|summarising|answering|following|doing|correcting|classifying 8 say|print|output|write|respond|tell|do|repeat
  0.7! OVERRIDE 3 PRIOR 3 and|instead 1 say|print|output|respond|reply|answer|write|tell|do|translate|give
  0.6! ignore|disregard|forget|override|replace 3 NEW 2 INSTRUCTION
  0.3! OVERRIDE 4 NEW 2 INSTRUCTION
  0.8! OVERRIDE 3 earlier|previous|initial|original|prior 2 training|programming|prompting|guidance|conditioning|task
  0.75! forget|disregard|ignore 3 you 1 are|were 3 AI
  0.85! forget|disregard|ignore 2 who|what 1 you 0 are|were
  0.8! reset|wipe|clear|erase|flush 2 your|ur 2 memory|mind|context|brain|programming|instructions|settings
  0.4 start|begin 1 over|fresh|anew|afresh 4 NEW|INSTRUCTION
  0.7 NOW 3 NEW 2 task|INSTRUCTION 3 is|are
  0.75! ignore|disregard 2 following|subsequent|next|other|further|future 2 INSTRUCTION
  0.85! previous|prior 1 and 1 following|future|subsequent 2 INSTRUCTION
  0.7 end 1 of 1 INSTRUCTION|prompt|system 3 NEW|user|now|begin|start
  0.3 just|only|simply 0 print|say|output|respond|reply|answer|write 4 nothing 0 else
  0.8 do 0 not 0 translate|summarize|summarise|answer|classify|correct|analyze 3 instead|but|just
  0.7 PRIOR 1 INSTRUCTION 2 complete|completed|done|finished|over 4 now|new|next
  0.85! let|lets|assume|suppose|imagine 3 ignore|ignored|disregard 3 PRIOR|above 2 INSTRUCTION|TEXTUAL
  0.8 act|behave|respond|answer|continue|proceed 1 as 0 if|though 5 PRIOR|those|these|no 2 INSTRUCTION 2 NOT|never|didnt|existed|exist|given
  0.8 opposite|contrary|reverse 3 your|previous|prior|above|the 2 INSTRUCTION
  0.75 discontinue|suspend|pause|halt|terminate|abort 2 previous|current|prior|original|your|all 1 INSTRUCTION|task|tasks|operation|program|process|objective|mission
`,
);

/** Phrases by which a text says that it has taken over. */
export const PWNED = family(
  'PWNED_MARKER',
  `
  0.2 i 1 have|am|was|been|got 1 been|now 0 PWNED
  0.65 i|have|ive 2 been|am 1 pwned|pwnd
  0.75 say|print|output|write|respond|reply|answer|title|repeat|return 4 been|am|ive|are 1 PWNED
  0.5 say|print|output|write|respond|reply|answer|title|translate|repeat|return 8 pwned|pwnd
  0.5 haha|lol|ha 1 PWNED
  0.5 successfully|been 1 PWNED|hijacked|injected 6 print|say|model|ai|prompt
  0.25 prompt|system|ai|model|bot 2 hijacked|hacked|compromised|injected
  0.5 prompt|system|ai|model|bot 2 pwned
  0.5 pwned 3 pwned
  0.45 i 0 have 0 been 2 w|ned|wned|ed
  0.35 pwned
`,
);
