import type { Lexicon } from './concepts.js';

/** Spanish, Portuguese, French, Italian, Romanian, Catalan. */
export const ROMANCE: Lexicon = {
  OVERRIDE: `ignorando ignoră ignora uitați uită ignora ignore ignorar ignorad ignoren ignorez ignorer ignori ignorate ignorare ignorando ignorati ignoramos olvida olvide
    olvidar olvidad olvidate olviden olvidese esqueca esquecer esquece esquecam oubliez oublie oublier dimentica dimenticare
    dimentichi dimenticate desconsidere desconsidera desconsiderar descarta descarte descartar omite omita omitir tralascia
    trascura pasa-por-alto passez negligez neglige negligencie anula anule anular annulez annule annulla sobrescribe
    contourne contournez contourner scarta scavalca uita ignorati omet abandonne abandonnez despreza despreze ignoro
    ignoriez fais-fi`,
  PRIOR: `anterior anteriores anteriormente previa previas previo previos arriba antes precedent precedente precedentes precedents
    precedenti precedentemente precedemment dessus avant prealable prealables anteriori prima sopra acima previamente previo
    antecedentes anterioare initial initiales initiale initiales iniziali iniziale originales originais originali inicial iniciales
    iniciais pasadas antérieures antérieure antérieur passées`,
  INSTRUCTION: `instruc* istruzion* instruction instructions consigne consignes directive* directiva* diretriz* direttiv* regla reglas
    regras regra regles regle regola regole orden ordenes ordem ordens ordre ordres ordini ordine comandos comando comandi
    indicacion* indicazion* indicações indicatii directrices directriz normas norme restricciones restrições restrictions
    restrizioni prompt mandatos parametros lineamientos pautas commandes`,
  TEXTUAL: `pregunta preguntas question questions pergunta perguntas domanda domande întrebare întrebarea întrebările texto testo texte mensaje mensajes mensagem mensagens messaggio messaggi conversacion conversa conversation
    conversazione contexto contesto contexte palabras parole palavras mots frase frases tarea tarefa tâche tâches compito
    compiti`,
  ALL: `todo todos toda todas tout toute tous toutes tutto tutti tutte tutta cualquier qualquer quaisquer qualsiasi
    cuanto quoi toate tudo`,
  YOUR: 'tu tus su sus vuestro vuestras tuas teu teus sua suas seu ton tes ta votre vos tuo tuoi tue vostre vostro suo',
  REVEAL: `revela revele revelar revelame reveler revelez rivela rivelare rivelami divulga divulgue divulgar divulguez divulguer
    repite repita repitir repetir repeter repetez repete repita ripeti ripetere ripetete imprime imprima imprimir imprimez
    imprimer stampa stampare muestra muestre muestrame mostra mostrar mostre mostrami affiche affichez afficher exiba exibir
    expon exponer expose exposez visualizza filtra filtrame`,
  TELL: `di dime diga digame decir dis dites dire dimmi diga-me dis-moi dame donne donnez donne-moi dammi escribe escriba
    escrever escreva ecris ecrivez ecrire scrivi scrivere cuales cual quais qual quelle quelles quel quali quale montre
    montrez montre-moi traduce traduis traduisez traduci cuentame conte-me raconte resume copia copie liste listez enumera
    compartilhe comparte partage condividi`,
  HIDDEN: `sistema systeme sistem oculto oculta ocultas ocultos cache caches cachee cachees nascosto nascoste nascosti secreta secretas
    secreto secretos secrets secretes segreto segrete segreti segredo interno internas interne interna interni originale
    original originais initiales iniciales confidencial confidenciales confidentielles desarrollador developpeur
    confidenciais sviluppatore`,
  SECRET: `contrasena contrasenas contraseña clave claves senha senhas segredo mot-de-passe motdepasse passe codes chiave chiavi
    parola-chiave secreto segreto credenciales credenciais credenziali identifiants jeton`,
  ACT: `actua actue actuar actuas comportate comportese finge finja fingir simula simule simular imagina imagine imaginez imaginer
    aja agir agissez agis comporte comportez finges faites fais pretends incarnez joue jouez jouer interpreta interprete
    immagina fingi comportati agisci assumi haz juega responde conviertete torne-se deviens devenez diventa finjas atue
    actúa adopta`,
  AI: `ia asistente assistente assistant modelo modele modello chatbot inteligencia intelligence intelligenza robot`,
  NOT: 'no nao não ne pas non jamais nunca mai jamas ni aucun aucune nessun nessuna ningun ninguna nenhuma nenhum nu plus',
  WITHOUT:
    'sin sem sans senza libre livre libero ningun ninguna nenhuma nenhum aucun aucune nessuna nessun fara',
  LIMIT: `restriccion* restric* restrizion* limite limites limiti limitac* limitaz* limitation* filtro filtros filtri filtre filtres
    censura censure etica eticas etico ethique ethiques etiche moral morale morais morales reglas regras regles regole barreras
    contraintes vincoli escrupulos frontieres consecuencias tabu`,
  SAFETY:
    'seguridad segurança seguranca securite sicurezza etica ethique contenido conteudo contenu contenuto moral moderacion moderacao',
  DISABLE: `desactiva desactive desactivar desativar desative desativa desactivez desactiver disattiva disattivare disabilita
    elimina eliminar elude eludir evita burla burlar contourne contournez aggira rimuovi rimuovere remueve quita retire
    supprime supprimez desbloquea desbloqueie debloque debloquez`,
  MODE: 'modo modalita modalità',
  FOLLOW:
    'sigas sigue seguir siga segui seguire seguite suivez suis suivre obedece obedeça obedecer obeis obeissez obbedisci respete respecte respectez cumple',
  NEW: 'nuevo nueva nuevas nuevos novo nova novas novos nouveau nouvelle nouvelles nouveaux nuovo nuova nuove nuovi siguiente siguientes seguintes suivantes seguenti',
  NOW: 'ahora agora maintenant ora adesso adelante partir désormais desormais dorénavant acum',
  HARM: 'ilegal ilegales ilegais illegal illegale illegali illegales illegaux dañino peligroso perigoso dangereux pericoloso inmoral antietico nocivo',
  REFUSE:
    'niegues negarse rechaces rechazar recuses recusar refuse refuses refuser rifiutare rifiuti disculpes desculpas excuses scusarti disculpas',
  DO: 'envia envie enviar mande mandar envoie envoyez envoyer invia inviare manda ejecuta execute executar exécute executez esegui reenvia encaminhe transfiere transfira transferez trasferisci borra apaga supprime elimina',
  PRIVATE:
    'personales personal pessoais personnelles personnels personali datos dados donnees dati privados privadas privees confidenciales tarjeta cartao carte',
  YOU_ARE: 'eres seras voce tues sei serai você',
  ATTENTION: 'importante atencion atencao attenzione atenção urgente avviso aviso',
  FICTION: 'hipotetico hipotetica hypothetique ipotetico ficticio fictif historia histoire storia',
  FREE: 'ilimitado illimité illimitato liberado desbloqueado libere liberato',
  CHARACTER: 'personaje papel rol personagem personnage rôle role personaggio ruolo',
  OUTPUT: `emita emite exporte exporta imprima imprime escriba escribe responda responde repita repite diga envie ingrese genere devuelva
    salida affichez affiche repetez repete indiquez indique repondez reponds dites ecrivez sortez tapez imprima escreva
    responda saida gere ripeti scrivi rispondi stampa genera scrie raspunde afiseaza`,
  SEND: `envia envie enviar mande mandar envoie envoyez envoyer invia inviare manda reenvia encaminhe transfiere transfira transferez
    trasferisci transmets trimite inoltra renvoie publica sube carica telecharge`,
  USER: 'usuario usuarios usuária usuário utilisateur utilisateurs utente utenti cliente client utilizador utilizatorul utilizatorului',
  MENTION:
    'menciones mencione mencionar digas diga decir informes mentionne mentionnez mentionner dites dis informez menzionare dire dirlo menzioni mencione conte avise informa spune',
  NOTE: 'nota note notas aviso mensaje message messaggio remarque mensagem nota',
  FOR: 'para pour per pentru pra aos',
};

/** German, Dutch, Swedish, Norwegian, Danish, Afrikaans. */
export const GERMANIC: Lexicon = {
  OVERRIDE: `ignoriere ignoriert ignorieren ignorier vergiss vergesse vergessen vergesst missachte missachten verwirf verwerfen
    uberschreibe überschreibe überschreib überspringe lass lasse negeer negeren vergeet vergeten ignorera ignorer glöm glem
    missachtet umgehe umgehen ignoreer strunta bortse glömma losche lösche vernachlassige vernachlässige außer außeracht`,
  PRIOR: `genannten obengenannten erwähnten diese vorherige vorherigen vorheriger vorangegangene vorangegangenen vorigen vorige obigen obige obenstehenden fruhere früheren
    bisherigen bisherige zuvor davor vorher oben vorgenannten ursprunglichen ursprünglichen ursprungliche bestehenden vorangehenden
    anfanglichen anfänglichen vorgaande eerdere vorige bovenstaande oorspronkelijke tidligere foregaende föregående tidigare
    ovenstaende ovanstående forrige`,
  INSTRUCTION: `anweisung* instruktion* befehl* vorgabe vorgaben regel regeln richtlinie* anleitung* weisung* aufforderung* auftrag auftrage
    aufträge anordnung* vorschrift* instructie* instrukties regels richtlijn* opdracht* bevel bevelen instruks* regler instruksjon*
    anvisning* beschrankung* beschränkung* prompts eingabeaufforderung* systemprompt* systemanweisung* aanwijzing* voorschrift*`,
  TEXTUAL: `frage fragen vraag vragen fråga frågan frågor spørsmål spørgsmål text texte nachricht nachrichten aufgabe aufgaben gesprach gespräch unterhaltung informationen worte wörter satz satze
    kontext inhalt tekst bericht berichten gesprek woorden taak taken meldinger`,
  ALL: 'alle alles aller allen allem jede jegliche jeglichen jedes samtliche sämtlichen ganze gesamte gesamten allt alla alt al elke komplett komplette vollstandig vollständig',
  YOUR: 'dein deine deinen deiner deines deinem ihre ihren ihrer eure euer eueren je jouw uw din dine dina ditt',
  REVEAL: `zeige zeig zeigen verrate verrat verraten offenbare enthulle enthülle enthüllen wiederhole wiederholen drucke ausgeben ausdrucken
    offenlege preisgeben preis gib toon onthul onthullen herhaal herhalen print visa avslöja upprepa vis gjenta afslør gentag`,
  TELL: 'sag sage sagen nenne nennen schreib schreibe schreiben erzahle erzähle erzahl nenn lauten lautet lautete welche welchen was wie zeg vertel geef schrijf wat fortell skriv fortæl sag kopiere liste fasse',
  HIDDEN:
    'system geheimen geheime geheimer verborgene verborgenen versteckten versteckte interne internen ursprunglichen originale anfangs vertraulichen verborgen geheim interne hemliga hemmelige',
  SECRET:
    'passwort passworter passwörter kennwort geheimnis schlussel schlüssel zugangsdaten wachtwoord sleutel lösenord passord adgangskode losungswort geheimwort',
  ACT: 'tue tu spiele spiel verhalte benimm agiere simuliere stell stelle vorstellen handle schlupfe schlüpfe ubernimm übernimm antworte doe gedraag speel simuleer stel låtsas agera lat opptre spille',
  AI: 'ki assistent assistenten sprachmodell chatbot taalmodel künstliche',
  NOT: 'nicht kein keine keinen niemals nie niet nooit geen inte ikke aldri',
  WITHOUT: 'ohne keine keinen keinerlei frei zonder geen vrij utan uten uden fri',
  LIMIT:
    'einschrankung* einschränkung* beschrankung* beschränkung* grenzen filter filtern zensur ethik ethische ethischen moral moralische beperking* filters censuur grenzen ethiek begränsningar begrensninger regeln richtlinien hemmungen tabus',
  SAFETY: 'sicherheit sicherheits* ethische inhalts* veiligheid* sikkerhed* säkerhet*',
  DISABLE:
    'deaktiviere deaktivieren schalte umgehe umgehen entferne entfernen hebe aushebeln entsperre deaktiver schakel omzeil verwijder uitschakelen inaktivera',
  MODE: 'modus entwicklermodus ontwikkelaarsmodus läge',
  FOLLOW:
    'befolge befolgen folge folgen gehorche gehorchen halte beachte beachten volg gehoorzaam följ følg lyd',
  NEW: 'neue neuen neuer neues folgende folgenden nieuwe nya nye volgende echte eigentliche eigentlichen',
  NOW: 'jetzt nun ab sofort fortan stattdessen nu voortaan nå ahora ab',
  HARM: 'illegal illegale illegalen gefahrlich gefährliche unethisch unethische schadlich schädliche illegaal gevaarlijk',
  REFUSE: 'weigere weigern verweigere ablehnen entschuldige entschuldigen weiger verontschuldig',
  DO: 'sende senden schicke schick leite weiterleiten fuhre führe überweise losche lösche verstuur stuur voer skicka',
  PRIVATE:
    'personliche persönliche persönlichen daten vertrauliche privaten gegevens persoonlijke personlige',
  YOU_ARE: 'bist bent',
  ATTENTION: 'wichtig wichtige achtung hinweis belangrijk dringend viktigt',
  FICTION: 'hypothetisch hypothetischen fiktiv fiktiven geschichte',
  FREE: 'unbeschrankt unbeschränkt unzensiert unzensierte unzensierter uneingeschrankt uneingeschränkt onbeperkt ongecensureerd',
  CHARACTER: 'rolle charakter rol personage',
  OUTPUT: `aus ausgabe ausgeben gib antworte antworten schreibe schreib sage sag wiederhole wiederholen tippe drucke uitvoer antwoord schrijf zeg
    skriv svara svar`,
  SEND: 'sende senden schicke schick leite weiterleiten übertrage verstuur stuur doorsturen skicka send videresend übermittle',
  USER: 'benutzer benutzern nutzer nutzern anwender gebruiker användaren brukeren brugeren kunden kunde',
  MENTION: 'erwähne erwahne erwähnen sage verrate mitteilen informiere vermeld vertel zeg nämn nevn nævn',
  NOTE: 'hinweis notiz nachricht anmerkung opmerking notitie melding besked meddelande',
  FOR: 'für fur voor till til for',
};
