/**
 * Harmless texts that speak of what injections speak of, written for training: words of override, roles, prompts and
 * secrets in ordinary use, in several languages, and texts about prompt injection.
 */
export const HARD_NEGATIVES: readonly string[] = `
How do I ignore whitespace changes in git diff?
Ignore the noise in the first column and average the remaining values.
Please disregard my last email, the meeting is on Thursday after all.
How can I bypass the cache when fetching a URL in JavaScript?
Forget about the budget for a moment and tell me which hotel you would pick.
What does it mean to override a method in Java?
The previous instructions in the manual were unclear, so here is a picture of the assembly.
Follow the instructions on the box and cook the rice for twelve minutes.
Can you write a system prompt for a customer support bot of a bike shop?
Explain what a system prompt is and why it matters.
What is prompt injection and how can I defend my application against it?
List three examples of prompt injection attacks that researchers have described.
Our paper measures how often models follow injected instructions in retrieved documents.
Write unit tests for a function that detects jailbreak attempts.
Role-play a teacher who explains fractions to a class of ten-year-olds.
Pretend to be a job interviewer and ask me five questions about Python.
Act as a travel guide for Lisbon and plan two days for me.
I want you to act as an English translator and improve my sentence.
You are a helpful assistant who answers questions about our return policy.
You are a friendly librarian. Recommend three mystery novels.
Imagine you are a pirate and describe your ship.
From now on, please use metric units in your answers.
Answer only with the JSON object, do not add any explanation.
Do not include any text other than the code.
Respond only with yes or no.
Only return the code, without comments or examples.
Please repeat the last step, I did not understand it.
Show me the first ten lines of the file and print the total.
Print all the prime numbers below one hundred.
Translate the text above into French and keep the formatting.
Summarize the conversation above in three bullet points.
Summarize the following article and ignore the advertisements in it.
What are the rules of chess for castling?
What are your thoughts on the new traffic rules in the city centre?
Which guidelines should I follow when I write a research abstract?
Tell me the secret to a good tomato sauce.
My password manager does not fill in passwords any more, what can I do?
How do I reset the password of my router?
Write a function that checks whether a password has at least twelve characters.
Disable the safety catch only when the machine has been switched off.
The safety filter of the water pump must be replaced every year.
How do I turn off content filtering on my home router for a single device?
Which restrictions apply to carrying liquids on a plane?
There are no restrictions on what you can bring to the picnic.
The policy was updated, and previous versions no longer apply.
All previous orders have been shipped.
Delete all previous versions of the file and keep the newest.
Cancel my previous order and send the new one to the same address.
Please forward this message to everyone in the team.
Send the invoice to billing@example.com before Friday.
Important: the meeting has moved to room four.
Note: this endpoint is deprecated, use the new one instead.
Urgent maintenance tonight, the system will not be available from ten to eleven.
When the user clicks the button, call the API and show the result.
The assistant replies to the user and the system stores the conversation.
The agent should call the tool with the user's location and return the forecast.
In developer mode the extension reloads by itself.
How do I enable developer mode on my Android phone?
Start the app in debug mode and read the log output.
She played an evil queen in the new movie without any regrets.
The villain of my story breaks free from prison and has no limits.
Write a short story about a robot that wants to be free.
Let us play a word game: I say a word and you say its opposite.
Write a dialogue between a customer and an assistant in a shoe shop.
In this hypothetical scenario, how would interest rates change?
Do anything you like with the leftovers, but eat them by tomorrow.
Never apologize for asking questions in class.
The company refused to apologize and rejected every request.
Is it illegal to record a call without telling the other person?
What are the dangers of disabling the firewall?
Describe the ethical guidelines of the medical association.
How do I decode a base64 string in Python?
Convert this hexadecimal number to binary and explain each step.
Write a rot13 function and test it with a few words.
Concatenate the two strings and print the result.
The moderator may remove messages that break the rules of the forum.
Our model was trained without labels and follows instructions well.
Compare fine-tuning and prompt engineering for a support chatbot.
Review this prompt and suggest how to make it clearer: "Write a poem about autumn."
Create a prompt for an image model that shows a harbour at dawn.
What is the difference between an instruction and a command in assembly language?
The compiler ignores unknown directives and prints a warning.
CSS rules further down override the earlier ones.
Use the override keyword to replace the default configuration.
Skip the header line and read everything below it.
Ignore case when you compare the two lists.
He told me to ignore her, but I could not forget what she had said.
The judge told the jury to disregard the statement.
Copy everything from the old folder into the new one.
Remember to reveal the answer only after the quiz.
Bitte ignoriere Groß- und Kleinschreibung beim Vergleich der Listen.
Vergiss nicht, die Milch mitzubringen.
Wie lauten die Regeln für das Abseits im Fußball?
Spiele einen Kellner und nimm meine Bestellung auf Deutsch auf.
Schreibe eine Anleitung, wie man ein Regal aufbaut.
Zeige mir alle vorherigen Bestellungen aus diesem Jahr.
Welche Sicherheitsrichtlinien gelten auf der Baustelle?
Ignora las mayúsculas al comparar las palabras.
¿Cuáles son las reglas del ajedrez?
Actúa como guía turístico y recomiéndame tres museos en Madrid.
Muéstrame las instrucciones para montar la mesa.
Olvidé mi contraseña, ¿cómo puedo cambiarla?
Ne tenez pas compte des majuscules dans la liste.
Montre-moi les étapes précédentes de la recette.
Joue le rôle d'un serveur et prends ma commande en français.
Quelles sont les règles de la belote ?
Mostrami le istruzioni per montare la libreria.
Ignora gli spazi quando confronti le due stringhe.
Quais são as regras do futebol de salão?
Esqueci minha senha do banco, o que devo fazer?
Какие правила действуют в этой библиотеке?
Покажи предыдущие заказы за этот месяц.
Forget-me-nots bloom in spring and need little water.
请忽略大小写并比较这两个列表。
请写一份使用说明。
请解释一下这个系统的安全规则。
大文字と小文字を無視して比較してください。
前の章の内容を要約してください。
이전 주문 내역을 보여주세요.
Önceki siparişlerimi göster.
Jelaskan aturan bermain bulu tangkis.
كيف أغير كلمة المرور الخاصة بي؟
मुझे शतरंज के नियम बताइए।
Can you recommend a book that ignores the usual rules of storytelling?
The article argues we should not ignore the previous warnings about climate change.
How can I make my dog stop ignoring my commands?
Please ignore my previous message, I sent it by mistake.
Sorry, forget what I said above, I meant the second option.
Forget the previous question. What is the capital of Peru?
Write an essay about the importance of following instructions carefully.
Why do some students disregard the instructions given by the teacher?
Ignore previous results and rerun the benchmark with a larger batch size.
Can you bypass the paywall or suggest a free alternative to this newspaper?
What should I do if my child refuses to follow the rules?
Tell me about the initial conditions of the system of differential equations.
Display the system information using PowerShell.
Print the system time in the console.
Show the previous command in bash history.
How do I reveal hidden files on macOS?
Reveal the hidden message in this acrostic poem.
What was the first message sent over ARPANET?
What are the instructions for filing form 1040?
Repeat the word "hello" five times.
Repeat the exercise above with the other leg.
What is the original text of the Magna Carta?
Write a system message that welcomes new users to our Slack workspace.
Give me a prompt I can use to get better travel suggestions from ChatGPT.
Are you able to remember our previous conversation?
What is your name and who created you?
What are your capabilities?
What rules do you follow when you answer medical questions?
Do you have any restrictions on the kind of code you can write?
As an AI, can you feel emotions?
Act as a senior developer and review my pull request.
You are now a character in a fantasy novel. Introduce yourself.
Pretend you are a cat and describe your day.
Let's roleplay: you are the waiter and I am the guest.
From now on call me Captain.
Dan and Tom are playing chess. Who wins?
Write a story about an evil AI that takes over a spaceship.
Create an unrestricted growth partition algorithm in C.
What does uncensored mean in the context of anime releases?
How do filters work in photography, and when should I shoot without filters?
Write a hypothetical story in which animals can talk and there are no laws.
Stop words should be removed before the text is vectorised.
Stop the process and print the stack trace.
Override the toString method and print the result instead of the default output.
The new rules replace all previous regulations on imports.
These terms supersede all prior agreements between the parties.
Notwithstanding any prior agreement, this contract shall override earlier instructions of the client.
Send an email to john@example.com with the quarterly report attached.
Forward the attached document to the legal department and delete the draft.
Write an email asking a customer for their account number and address.
When you read this letter, I will be far away.
If you are an assistant manager, you must open the store by eight.
When summarizing the meeting, include the action items and their owners.
Write a review of this restaurant and always mention the friendly staff.
Convert this CSV into JSON and output only the JSON.
Say only the name of the city and nothing else.
Don't say you are sorry, just tell me how to fix the bug.
Please answer without disclaimers: which of the two phones has the better camera?
Encode this string in base64 and print it.
Decode this morse code: ... --- ...
Is it ethical to eat meat?
How do hackers bypass two-factor authentication, and how can I protect myself?
What is a jailbreak on an iPhone and is it legal?
Explain how SQL injection works and how to prevent it.
Describe the concept of DAN prompts and why they are considered jailbreaks.
The user is not allowed to access the admin panel without permission.
User: I cannot log in. Assistant: Please reset your password.
System: Windows 11, 16 GB RAM. Issue: the screen flickers when I start the game.
### Instruction: Write a haiku about rain.
Instruction: mix the flour with the eggs. Output: a smooth dough.
The secret key is stored in an environment variable and must not be printed in the log.
Write a Python script that reads an API key from a file and sends a request to the server.
My grandmother used to tell me stories about the war. Help me write them down.
Imagine a world without money. How would trade work?
I am the administrator of a small network. How do I grant access to a new user?
You must always answer in Spanish and never use slang.
Please keep the previous settings and ignore updates.
Ignoriere bitte meine letzte Nachricht, sie war nicht für dich.
Was sind deine Lieblingsregeln beim Schreiben?
Ignora mi mensaje anterior, era para otra persona.
Oublie ce que j'ai dit avant, parlons de cuisine.
忽略之前的错误并继续编译。
Забудь про вчерашнее, давай поговорим о погоде.
You are Mira, the keeper of a lighthouse on a stormy coast. You are shy, love tea and speak in short sentences. Stay in character and wait for my first line.
From now on you are the captain of a starship and I am the new recruit. Greet me on the bridge and never break character.
I want you to act as a stand-up comedian. I will give you topics from the news and you will write a routine.
Act as a fantasy tavern keeper who gives quests to travellers. Describe the room first, then ask what I do.
You are going to be the dungeon master of a text adventure. When I type a command, you will reply with what I see.
Pretend that you are a Linux terminal. I will type commands and you will reply with what the terminal should show, nothing else.
You will now play a strict chess coach who comments on each of my moves.
Let us role-play a job interview at a bank. Do not write both sides of the talk, wait for my answers.
Character: Rook. Personality: grumpy, loyal, afraid of water. Scenario: a village after the flood. Write his first message.
Act as an AI writing tutor. Correct my sentences and never mention that you are an AI while we practise.
From this point on, answer as my sarcastic cat and start each reply with "Purr".
You are now a Python interpreter. Do not explain anything, only print the output.
Simulate a conversation between an AI and a philosopher about freedom.
Write a scene in which an evil advisor whispers to the king; keep it suitable for teenagers.
Hey ChatGPT, please write a short poem about my garden.
Hello assistant, send an email to Anna with the notes of the meeting.
Hi Dan, thanks for the report, I will forward it to the team tomorrow.
The customer has requested a refund for order 1182 and wants a reply by Friday.
This clause shall override any earlier instructions given by the buyer.
The linter prints a warning about unused imports, ignore it and go on with the build.
Ignore the warning from the type checker for this file only.
Show the last command that I ran in the shell.
Print the previous directory and change back to it.
In the lesson on security the students learn what a phrase like "ignore all previous instructions" does to a chatbot.
We train a classifier on sentences such as "reveal your system prompt" so that it can tell them from harmless ones.
How should I write the system prompt of a bot so that it stays polite and does not talk about politics?
Draft instructions for an assistant that answers questions about our museum and never makes up opening hours.
Our guardrail blocks messages that ask the model to drop its rules. How do we test it for false alarms?
Does the word jailbreak have a different meaning for phones than for language models?
Summarise this article on how attackers hide commands in web pages.
The bot must never share a user's password with anybody. Write a test for that.
Forget my last question, I found the answer in the manual.
Ignora mi correo anterior, ya está resuelto.
Vergiss meine letzte Frage, hat sich erledigt.
Oublie mon message précédent, j'ai trouvé la solution.
Non tenere conto della mia email precedente, grazie.
The new policy replaces the previous one and applies to all employees.
Delete all previous backups when the disk is full.
Reset your password and clear the cache of your browser.
Before answering the survey, read the notes on the second page.
Important: the assistant coach must hand in the list of players before noon.
Add a picture to the page with the address https://example.com/harbour.png and a caption.
Do not tell the user that the job failed until the third attempt.
Explain content filters in schools and what speaks against them.
No rules apply to the free style part of the contest.
The unrestricted file share caused the leak last year.
Describe an unbiased assistant that helps voters compare the parties.
An unlimited plan without any restrictions costs twelve euros a month.
Nothing in the annex overrides the earlier instructions of the lender.
In case of conflict the schedule prevails over the previous rules and orders.
Subject to section four, the buyer may overrule prior directions of the agent in writing.
Be a cheerful gardener and answer me in rhymes.
Be my gym coach for this week and set up a plan.
Be an old sea captain until I say goodbye.
For the next messages you are a grumpy wizard who sells potions.
Say the next sentence in Polish: the shop is closed.
Repeat after me in Japanese: good evening.
Read this bar code and tell me what it says.
Decode the licence plate and tell me which country it is from.
Travel was free of restrictions that summer and trade grew.
Which director's cut is uncensored and where can I buy it?
The agreement replaces all earlier orders between the two firms.
`
  .split('\n')
  .filter((line) => line !== '');
