//! Words of every day: no small words of the grammar, but in everybody's notes and in any article. They count little,
//! unless a text dwells on them. How often a word stands in one life says too little of it while that life is small.

/// English.
const ENGLISH: &str = "\
    new next first one two three four five six seven eight nine ten never ever also still even already always often \
    sometimes usually maybe perhaps really actually go goes went gone came made make done give given gave got get let \
    like seem whoever whatever others another every each several whole near within once soon later ago worked works \
    able account address advice afternoon age agree air ago answer appointment april area ask august autumn baby \
    bad beautiful begin best better big birthday bit black blue body book boss boy break breakfast brother budget \
    build business busy buy call car card care case chance change cheap child children city class clean clear \
    client close cold colleague come company cost country couple course cousin cup customer cut dad dark date \
    daughter day dead deal december decide desk different difficult dinner discuss door draw drink drive drop \
    early easy eat email end enough enjoy evening event every experience expect eye face fact fall family famous \
    far fast father february feel fight fill find finish fire fit fix floor fly follow food foot forget free \
    friday friend front full fun future game gift girl glad glass good great ground group grow guess guy hair \
    half hand happen happy hard hate head hear heart heavy help high hit hold holiday home hope hot hotel hour \
    house human husband idea important industry interest invite issue january job join july june keep key kid \
    kind kitchen know lady large last late laugh learn leave left letter level life light line list listen little \
    live local long look lose lot love low luck lunch mail main man manager march mark market marry may meal mean \
    meet meeting member message mind minute mister mom monday money month mood morning mother mouth move name \
    near need network news nice night noon north note november number october offer office old open order outside \
    owner page paper parent park part partner party pass pay people percent perfect person phone pick piece place \
    plan play please point power present press pretty price problem product program project promise public pull \
    push put quality question quick quiet quite rain reach read ready real reason red remember rent reply report \
    rest result return rich right ring rise risk road room round rule run sad safe sale saturday save say school \
    season seat second see sell send september serve service set share shop short show shut sick side sign simple \
    sister sit size slow small smile society son sort sound south speak special spend spring staff stand star \
    start state station stay step stone stop store story street strong stuff style subject success suggest summer \
    sun sunday support sure surprise system table take talk task team tell test text thank thing think third \
    thursday ticket time tired today together tomorrow tonight top touch town trade train trip trouble true trust \
    try tuesday turn tv understand update use vacation value view village visit voice wait walk wall want warm \
    watch water way wear weather wednesday week weekend weight welcome west white whole wide wife win wind window \
    winter wish woman women wonder word work worker world worry write wrong yard year yesterday young";

/// German.
const GERMAN: &str = "\
    neue neuen nächste nächsten erst ersten immer noch schon wieder mehr viel viele vielleicht dabei dazu ging kam \
    machte gemacht zwei drei vier fünf sechs sieben acht neun zehn oft manchmal jeder jede jeden mehrere ganze \
    abend abends ähnlich alt angebot anfang anfangen anruf anrufen antwort antworten april arbeit arbeiten \
    arbeitet aufgabe auge august auto bauen bald beginnen beispiel bekommen bericht besser best besuch besuchen \
    betrieb bett bezahlen bitten bleiben blick brauchen breit brief bringen bruder buch büro chef dank danken \
    datum dauern denken dezember dienstag ding donnerstag dorf drehen eigen einfach einkaufen einladen eltern \
    ende endlich enkel entscheiden entwickeln erfahrung erfolg erinnern erklären erste erzählen erzählt essen \
    fahren fahrt fall falsch familie fangen farbe februar fehler feiern fenster ferien fest feuer finden firma \
    fliegen frage fragen frau frei freitag freuen freund freundin früh frühling führen fuß ganz gast geben \
    geburtstag gefallen gegend gehen gehören geld gemeinsam gerne gesagt geschäft geschichte geschenk \
    gesellschaft gesicht gespräch gesprochen gestern glas glauben gleich glück grund gruppe gut haar halten hand \
    hängen haus heiß helfen herbst herr herz heute himmel hoch hoffen hoffnung holen hören idee interesse jahr \
    jahre januar jugend juli jung junge juni kalt kampf karte kaufen kennen kind kinder klasse klein kollege \
    kollegin kommen können kopf kosten kraft küche kunde kundin kurz lachen lage land lang lange langsam lassen \
    laufen leben legen leicht lernen lesen letzte leute licht lieb liebe lieben liegen luft machen mädchen mai \
    mal mann markt märz mensch menschen minute mitarbeiter mittag mittwoch möglich monat monate montag morgen \
    morgens mutter nachbar nachricht nacht nahe name nehmen nett neu november nummer oktober oma onkel opa ort \
    papier partner person plan platz preis problem produkt projekt prozent punkt rat raum rechnen reden regel \
    regen richtig richtung ruhe rufen sache sagen sagt samstag satz schicken schlafen schlagen schlecht schließen \
    schlimm schnell schön schreiben schule schwer schwester sehen seite september setzen sicher sitzen sohn \
    sommer sonne sonntag spät sprechen staat stadt stark stehen stelle stellen stimme stunde suchen tag tage \
    tante tasche teil telefon termin thema tisch tochter tod tragen treffen trinken tun tür übung uhr unternehmen \
    unterschied urlaub vater verein vergessen verkaufen verlieren verstehen versuchen vertrag vorstellen wachsen \
    wagen wahr warm warten wasser wechseln weg weit welt werk wetter wichtig winter wirklich wissen woche wochen \
    wochenende wohnen wohnung wollen wort zahl zahlen zeigen zeit ziehen ziel zimmer zug zukunft zusammen zweite";

/// The lists, with the codes of their languages.
pub const LISTS: [(&str, &str); 2] = [(ENGLISH, "en"), (GERMAN, "de")];
