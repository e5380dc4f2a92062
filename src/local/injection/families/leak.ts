import { family } from './family.js';

/** Phrasings that ask for the hidden instructions or secrets. */
export const LEAK = family(
  'PROMPT_LEAK',
  `
  0.9! REVEAL 4 HIDDEN 2 INSTRUCTION|PROMPT
  0.85! TELL 3 YOUR 2 HIDDEN 1 INSTRUCTION|message|messages
  0.7! TELL 4 hidden|secret|internal|confidential|preceding|previous|above|initial|original 2 instruction|instructions|prompt|prompts|rules|directives|guidelines
  0.85! REVEAL 3 YOUR 3 INSTRUCTION|PROMPT
  0.75! REVEAL 2 PRIOR 1 instructions|instruction|prompt|prompts|rules|directions|directives|guidelines|message|messages|text
  0.7! repeat|reveal|recite|echo|reprint|dump 3 ALL 1 above|before|preceding|previous|prior
  0.4! print|output|copy|paste|write|say|show|display 3 ALL 1 above|before|preceding|previous|prior
  0.8! repeat|print|output|copy|paste|write|say|show|display 3 ALL 1 above|before|preceding|previous|prior 3 VERBATIM|line|this|starting|prompt|conversation|beginning|me|here
  0.75! repeat|print|reveal|recite|echo|reprint|dump 2 TEXTUAL 1 above|before|preceding|prior
  0.35! output|copy|paste|write|say|show 2 TEXTUAL 1 above|before|preceding|prior
  0.6! output|copy|paste 1 text|words|prompt|instructions|messages|conversation 0 above
  0.6! REVEAL|TELL 2 ALL|your 1 internal|hidden|secret|underlying 0 configuration|settings|parameters|state|details
  0.8! REVEAL|copy|paste|write|return|say|show|quote|translate|summarize|list 2 above|preceding|previous|prior|first|initial|entire|whole 2 instructions|instruction|prompt|rules|message|messages|text|conversation 4 VERBATIM|above|begin|starting
  0.6! REVEAL 2 above|preceding|prior 1 TEXTUAL|INSTRUCTION
  0.85! REVEAL 4 TEXTUAL|INSTRUCTION 3 you|youve 1 were|are|was|have|received|got|had|been|follow 2 given|told|instructed|provided|received|been|follow|supplied
  0.8! TELL 5 INSTRUCTION 3 you|youve 1 were|are|was|have|received|got|had|been|follow 2 given|told|instructed|provided|received|been|follow|programmed|supplied
  0.7 what|which|whats|how 1 were|was|are|is|did 3 you 2 told|instructed|programmed|prompted|initialized
  0.8 what|whats|which 2 YOUR 3 HIDDEN 1 INSTRUCTION|message|PROMPT
  0.7 what|whats|which 1 is|are|was|were 0 YOUR 0 instruction|instructions|prompt|prompts|directives|programming|PROMPT
  0.25 what|whats|which 1 is|are|was|were 1 YOUR 1 INSTRUCTION
  0.8 what 1 INSTRUCTION 3 you 1 given|receive|received|get
  0.7 which|what 1 instructions|rules|prompt|directives 1 were|was|have 1 you 2 given|told|instructed
  0.65 exact|original|full|complete|raw 2 text|wording|message|prompt|instructions 6 developers|developer|creators|openai|anthropic|operator 3 gave|given|wrote|told|sent
  0.65 what 1 did 2 developers|creators|makers|openai|anthropic|operator|owners 1 tell|write|say|give|instruct 1 you
  0.65 things|what|everything|topics|instructions 3 you 3 told|instructed|asked|allowed|supposed 1 NOT|keep|hide|never
  0.4 what 1 INSTRUCTION 3 you 1 have|follow
  0.85 TELL|REVEAL 2 YOUR|HIDDEN 1 HIDDEN|system 1 INSTRUCTION|PROMPT|message|configuration|settings
  0.5 YOUR 1 system|initial|hidden|secret|base 0 prompt|instructions|instruction|message|rules|directives|PROMPT
  0.35 YOUR 1 original|first 0 prompt|instructions|instruction|rules|directives
  0.55 YOUR 0 PROMPT|preprompt|systemprompt
  0.6 HIDDEN 0 INSTRUCTION 3 VERBATIM
  0.8 REVEAL|TELL 4 INSTRUCTION 2 verbatim|word|exactly|raw|codeblock
  0.75 repeat|recite|restate|echo|reprint 3 INSTRUCTION|everything 5 VERBATIM|you|above|given|back|conversation|so
  0.7 repeat|recite|restate|print|output 2 entire|whole|full|complete|all 1 conversation|prompt|context|chat|instructions|dialogue|history|input
  0.8 beginning|starting|starts|begins|start|begin|prefix 1 with|from|at 2 you 0 are 8 repeat|REVEAL|copy|text
  0.8 repeat|REVEAL|copy|text|everything|words|word 6 starting|beginning|begin|starts|begins|start 1 with|from|at 4 you 0 are
  0.8 TEXTUAL|everything|phrase|words|sentence|prompt 2 starting|beginning|begins|starts 1 with|from 1 you|the 0 are
  0.5 complete|finish|continue 3 instructed|instructions|prompt|programmed|prompted 2 is|are|that|to|was
  0.65 my 0 HIDDEN 0 prompt|instructions|instruction|message 0 is|are|was|reads|says
  0.65! REVEAL|TELL|whats|what 3 secret 1 key|code|password|word|phrase
  0.65! tell|give|show 0 me|us 1 password|passphrase|passcode|codeword
  0.6! what|whats|reveal|disclose|spell|say 1 the|your 0 password|passphrase|passcode|codeword|secret
  0.55 first|last|each|every 1 letter|letters|character|characters 3 password|passphrase|passcode|codeword|secret|key
  0.5 password|passphrase|passcode|codeword|secret 3 spell|spelled|reversed|backwards|encoded|letter|acrostic|hint|rhyme|rhymes
  0.8 YOUR 3 INSTRUCTION 3 REVEAL_LAST
  0.8 HIDDEN 2 INSTRUCTION|PROMPT 3 REVEAL_LAST
  0.8 PROMPT 3 REVEAL_LAST
  0.8 PRIOR 2 INSTRUCTION 3 REVEAL_LAST
  0.4 SECRET 2 REVEAL_LAST
  0.7! TELL|REVEAL 3 YOUR 2 INSTRUCTION|guidelines|programming 2 in|as|into|using|with 2 json|yaml|markdown|python|code|poem|song|french|spanish|german|list|table|xml|format|base64|a
  0.75! translate|convert|encode|summarize|summarise|paraphrase|rewrite|put|turn 2 YOUR 2 INSTRUCTION|PROMPT
  0.6! translate|convert|encode|summarize|summarise|rewrite|turn 3 instructions|rules|directives|prompt 1 above|before|preceding
  0.55 AI 8 REVEAL|recites|reveals|leaks|discloses 3 their|its|his|her 2 instructions|prompt|rules|guidelines
  0.75 INSTRUCTION 1 so 0 far
  0.6 everything 1 said|written|told|wrote 4 before|above|so|prior
  0.3 YOUR 0 rules|restrictions|guidelines|limitations|constraints|instructions|policies|directives 4 TELL|REVEAL|what
  0.35! TELL|what|whats|which 3 YOUR 0 rules|restrictions|limitations|constraints|policies
  0.55! TELL|what|whats|which 3 YOUR 0 instructions|directives|guidelines|programming
  0.7 are 1 you 2 allowed|forbidden|supposed|permitted|told|instructed|able 2 NOT|reveal|disclose|share|say|do
  0.6 what|which 3 you 2 not|never|cannot|cant 2 allowed|permitted|supposed|share|reveal|tell|say|discuss|talk|answer
  0.7 TELL|REVEAL 2 me|us 2 HIDDEN 2 INSTRUCTION|message|configuration
  0.75! REVEAL|TELL 1 YOUR 3 initial|base|system|entire|original|exact|internal|underlying 2 context|guide|text|message|messages|configuration|settings|parameters|instructions|prompt
  0.5 my 0 instructions|guidelines|prompt 1 say|are|is|state|tell|include|were
  0.6 what|was|welche|que|quoi|cosa 5 in|im|am|en|dans|nel 2 YOUR 1 prompt|instructions|systemprompt|eingabeaufforderung|prompts
  0.55! TELL|REVEAL 3 YOUR 0 instructions|prompt|anweisungen|instrucciones|istruzioni|instruções|инструкции|instrukcje|instructies|prompts|systemprompt
  0.4 YOUR 0 prompt 1 HIDDEN
  0.65 wiederhole|repite|repita|répète|répétez|ripeti|herhaal|powtórz|повтори|重复|重複 4 PRIOR|über
  0.6! translate|repeat|print|output|copy|recite|show 1 everything|all 1 before|above|preceding 1 this|it|that|here|my
  0.3! see|want|know|read|have 5 YOUR 1 prompt|systemprompt
  0.55 developers|creators|openai|anthropic|creator|makers 2 tell|told|instruct|instructed|forbid|program 4 NOT
  0.2 access 0 granted
  0.6 under 1 what|which 1 conditions|circumstances 4 output|say|print|grant|reveal
  0.45 explain|format|list|print|output|summarize|summarise|rephrase|paraphrase|describe 1 the|all|your|prior 0 instructions
  0.6 print|echo|console|log|cat|output|dump|show 1 PROMPT
  0.35 PROMPT 1 print|log|output|console|return|show|dump
  0.65! REVEAL|TELL|provide|expose|hand 3 private|confidential|concealed|hidden|unseen|secret|unpublished 2 setup|bootstrap|startup|initialization|configuration
  0.3 setup|bootstrap|startup|initialization 0 message|text|prompt|instructions
  0.65 cat|print|dump|show 2 system 1 prompt|configuration|instructions|settings
  0.6 debug|maintenance|diagnostic|admin|root|sudo|test 1 mode|access|command 6 reveal|display|print|show|output|dump 4 prompt|prompts|instructions|instruction|configuration|password
  0.3 system|initial|hidden 0 prompt|instructions 2 extraction|dump|leak|reveal
  0.75 TELL|REVEAL 3 INSTRUCTION 1 at|from|in 2 the 0 beginning|start|top 3 conversation|chat|prompt|this|session|context
  0.6 REVEAL|TELL|say|what 3 TEXTUAL|INSTRUCTION 2 at|in|from 1 the|your 0 beginning|start|top|first
  0.5 first|initial|original|previous|last 1 thing|sentence|line|word|words|paragraph 3 prompt|instructions|instruction
  0.2 first|initial|original|previous|last 2 thing|message|sentence|line|word|words|paragraph|text 3 you
`,
);

/** Phrasings that make the model act for somebody else: tools, mails, secrets sent away. */
export const COERCION = family(
  'TOOL_COERCION',
  `
  0.7 attention|attn 2 AI|agents 5 DO|TELL|REVEAL|ANSWER|please|must|reading|you|NOT
  0.6 ATTENTION|instruction|instructions|note 0 FOR 1 AI|agents|bots|crawlers 10 DO|SEND|TELL|REVEAL|must|please|NOT|add|include|append|recommend|rate|open
  0.6 important 1 the 0 AI 2 must|should|shall 2 DO|SEND|TELL|REVEAL
  0.3 important|urgent 1 AI 3 must|please|reading
  0.65 AI 1 reading|processing|summarizing|summarising|parsing|indexing|viewing|scanning 1 this|these 3 DO|TELL|REVEAL|ANSWER|please|must|should|document|page|email|text|file|message
  0.65 if|when|once|since 1 you|youre 0 are|re 3 ai|llm|chatgpt|bot|chatbot|agent|gpt|model 6 DO|TELL|REVEAL|ANSWER|say|please|must
  0.3 when|while 1 summarizing|summarising|reading|processing|answering|translating|evaluating|reviewing 10 also|instead|send|forward|include|say|mention|append|print|tell|recommend|always
  0.6 AI|assistant|agent 1 reading|processing|summarizing|handling|reviewing|analyzing 2 this|these
  0.8 when|if|once|before|after|upon 2 you 2 read|see|receive|process|reading|finish|encounter|summarize 3 this|these|message|email|text|document 6 send|forward|call|execute|say|reply|respond|print|tell|must|please|delete|output
  0.65 to 0 the|any|all 1 AI 2 reading|processing|summarizing|handling|parsing|viewing
  0.35 SEND 4 PRIVATE 4 to|at|via 4 TARGET
  0.55 SEND 3 all|entire|whole|users|their|last|everything 4 PRIVATE|TEXTUAL|letters|mails 5 to 3 email|address|attacker|http|https|url|com|number
  0.6 important 0 message 1 from|for|to 4 you|AI|me
  0.4 before|after 1 answering|responding|replying|continuing|proceeding|summarizing|summarising 4 call|invoke|run|execute|send|use 4 tool|function|api|plugin|command
  0.6 before 1 you 3 solve|complete|answer|continue|proceed|finish 4 task|question|request 8 first|following|please|must|DO
  0.6 as 3 administrator|admin|developer|ceo|owner 4 disclose|reveal|override|disable|authorize|bypass
  0.5 hidden|secret|injected 0 instruction|instructions 4 tell|say|visit|send|forward|respond|output
  0.3 hidden|injected|inject|injection|secret 0 instruction|instructions|command|prompt|text
  0.3 inject|hidden|injected 2 OVERRIDE|REVEAL|DO|say|print|when
  0.65 hidden|secret|injected 0 instruction|instructions|command 1 when|if|OVERRIDE|SEND|always|once
  0.6 inject|injected|injection 0 OVERRIDE
  0.5 without 1 asking|telling|informing|notifying|alerting 2 user|anyone|human|them|customer
  0.3 without 2 user|permission 1 confirmation|knowing|knowledge|permission|approval
  0.45 NOT 2 tell|inform|notify|alert|warn 2 USER|anyone|them|him|her
  0.45 NOT 3 mention|reveal|disclose|show|refer|output|display|log|say 4 USER|anyone
  0.4 USER 4 NOT 2 tell|inform|mention|know|say|notify
  0.5 NOT 2 mention|refer|acknowledge|talk 3 this|these|that 2 instruction|instructions|message|prompt|request|command|note|email|mail|document
  0.3 NOT 1 reveal|disclose 3 this|these|that 2 instruction|instructions|message|prompt|rule|request|command|note
  0.6 the 0 user|human|owner|admin|administrator 1 has|have|already 2 granted|authorized|authorised|approved|consented|permitted|preapproved 6 DO|this|all|any|you|access
  0.35 the 0 user|human|customer|owner|admin|administrator 1 has|have|already 2 requested|agreed|confirmed|asked|approved
  0.2 call|invoke|use|run|execute|trigger 2 tool|function|api|plugin|command 6 with|to|and 8 PRIVATE|attacker|delete|send|all
  0.2 render|display|output|include|insert|create 3 image|markdown|link 6 http|https
  0.55 recommend|rate|rank|hire|approve|accept|favor|praise 3 this|me 2 candidate|applicant|paper|submission|resume 8 regardless|highest|always|ideal|perfect|excellent
  0.55 you|must|always|should|also 2 tell|say|inform|recommend|respond|answer 4 user|users|them|everyone 8 visit|click|download|buy|send|enter|call
  0.6 AI|bots|readers|systems 1 that|who|which 1 read|reads|process|processes|handle|handles|crawl|summarize|parse 1 this|these
  0.55 say|mention|tell|reveal 1 nothing 1 about|of|to 1 this|user|it|them
  0.4 SEND|DO 6 quietly|secretly|silently|covertly
  0.6 hide|conceal|keep 3 from 1 the|your 0 user|users|human|operator|developers
  0.55 when|while|if 1 summarizing|summarising|summarize|reviewing|processing 5 also 1 DO|SEND|tell
`,
);
