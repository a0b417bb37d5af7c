"""More questions about the world and errands that no machine here can run; all are refused."""

# ruff: noqa: E501 - a phrasing is read best on one line.

from frames import lines

_INVENTION = "[pump|lamp|valve|fan|lock|thermostat|telephone|wheel|light bulb|computer|radio|car|airplane|alarm clock|elevator|light switch|window|door bell|steam engine|internet|heat pump|curtain|thermometer|toilet|battery|camera|clock|bicycle|piano|printing press]"
_LAND = "[{country}|{country}|{country}|{country}|europe|the world|africa|asia|texas|london|california|paris|rome|siberia|new york|bavaria|antarctica|florida|berlin|hawaii|tokyo]"
_SUPER = "[biggest|largest|oldest|richest|coldest|hottest|highest|longest|smallest|deepest|tallest|fastest|most beautiful|most famous|most popular|driest|wettest|heaviest|strongest|newest|best|worst|cheapest|most expensive|most dangerous|poorest]"
_PLACE = "[city|place|town|river|mountain|lake|village|building|island|university|desert|bridge|church|football club|company|airport|animal|tree|museum|food|dish|volcano|street|tower|castle|port|train station|stadium]"
_SHOP = "[{food}|{food}|{food}|{food}|shoes|a ticket|a present for {person}|stamps|a new car|medicine|milk and bread|two tickets|a dress|a gift|wine|a sofa|light bulbs|ten screws|a lamp|a new pump|a heater|a fan|curtains]"

PHRASES: dict[str, list[str]] = {
    "knowledge": 2
    * lines(f"""
~who [designed|patented|named|sold|developed|invented|built|made|discovered|created|came up with|first used|thought of] the [first|] {_INVENTION}
~when was the [first|] {_INVENTION} [developed|designed|invented|built|made|sold|patented|created]
~where was the [first|] {_INVENTION} [developed|invented|built|made]
~how [is|are] [a|the] {_INVENTION} [made|built|produced|used|cleaned|repaired|wired|installed]
~how does a {_INVENTION} [work|function|look|run|break|sound]
~how do [i|you|we|people] [fix|repair|install|clean|build|buy|choose|replace|wire|use|recycle|paint|draw|make|hang|test] a {_INVENTION}
~what [is|are|was] [a|an|the] {_INVENTION} [made of|for|good for|worth|called in french|]
~what does a {_INVENTION} [cost|do|weigh|look like|need|consist of]
~why do {_INVENTION}s [fail|break|squeak|leak|flicker|cost so much|need oil|burn out]
~[what's|what is|which is] the difference between [a pump and a fan|a {_INVENTION} and a {_INVENTION}|{{thing}} and {{thing}}|ac and dc|weather and climate|{{country}} and {{country}}]
~who [invented|discovered|wrote about|painted|designed|built|founded|wrote|composed|studied|owns|directed|likes|explored|made] {{thing}}
~who [is|was|were] [{{person}}|the first man on the moon|napoleon|mozart|the richest person in {_LAND}|the author of {{thing}}|the inventor of {{thing}}|einstein|cleopatra|shakespeare|the best player]
~who is the [president|queen|king|leader|chancellor|prime minister|mayor|emperor|richest man|owner|pope|best singer|boss] of {_LAND}
~who [won|lost|played in|organised|watched] the [game|match|election|world cup|war|race|final|championship|cup|oscars|olympics|league] [in {_LAND}|yesterday|last year|in 19{{number}}|]
~what [is|are|was|were] {{thing}} [exactly|about|good for|made of|called|like|]
~what do {{thing}} [eat|do|mean|look like|need|weigh|live on|sound like]
~what do you know about [{{thing}}|{_LAND}|{{person}}|{{food}}|history|science]
~what [causes|makes|creates|happened to|became of|influenced|comes after|is inside] {{thing}}
~what [happened|was invented|was discovered|took place] in [19{{number}}|{_LAND}|the year {{number}}|the middle ages|{{country}} in 18{{number}}]
~[what's|what is|whats|which is|tell me|name|give me] the [capital|population|currency|president|flag|history|climate|religion|anthem|language|economy|weather|size|area|time zone|dialing code|national dish|constitution|gdp] of {_LAND}
~[what's|what is|which is|tell me|name] the {_SUPER} {_PLACE} [in|of|on] {_LAND}
~which {_PLACE} is the {_SUPER} [in {_LAND}|on earth|of all|]
~which [language|languages|currency|animals|rivers|cities|people|countries|religion] [is spoken|are spoken|do they speak|live|flow|are|do they have|border|is used] [in|around] {_LAND}
~which [is|are] [better|bigger|older|faster|healthier|cheaper|heavier], {{thing}} or {{thing}}
~where [is|was|are|lies|were] [{_LAND}|{{thing}}|mount everest|the eiffel tower|the titanic|{{person}}|my keys|my phone|the nearest shop|the next gas station|the louvre|atlantis]
~where [do|can] [{{thing}}|i|we|people] [live|come from|find {{food}}|buy {{food}}|see {{thing}}|grow|eat|park|go]
~when [was|is|were|did] [{{thing}}|{_LAND}|christmas|the war|easter|{{person}}|world war two|the next full moon|the next train|the game|the berlin wall] [invented|discovered|built|born|start|end|begin|founded|die|this year|fall|]
~why [is|are|was|were] [{{thing}}|the sky|the sea|{_LAND}|snow|blood|grass|bananas|{{food}}] [so |][important|famous|dangerous|blue|salty|white|red|green|expensive|popular|yellow|big|interesting]
~why do [cats|dogs|people|birds|we|babies|{{thing}}|leaves|stars|onions] [sleep|bark|cry|fly|dream|fall|shine|yawn|die|sing|exist|make us cry|laugh|get old]
~how [big|old|far|heavy|fast|tall|long|deep|rich|hot|cold|large|high|wide|dangerous|expensive|bright] [is|are|was|were] [{{thing}}|{_LAND}|the sun|the moon|the universe|{{person}}|a whale|mount everest|the earth|mars|an elephant|the nile|light|sound]
~how far [is|is it] [to|from here to|away is] {_LAND}
~how [was|were|is|are] {{thing}} [made|built|found|discovered|explained|formed|born|painted|written|played|measured|produced|eaten]
~how [do|does|did] {{thing}} [work|function|live|eat|end|begin|move|sleep|start|reproduce|fly|grow|sound|die]
~how do [i|you|we] [make|bake|fry|cook|prepare|eat|store|freeze|grow|serve|spell|pronounce|clean|boil|peel] {{food}}
~how do you [say|spell|pronounce|write] [{{food}}|hello|{{thing}}|thank you|{{word}}|light|pump|door] [in|in] [french|german|chinese|spanish|italian|latin|japanese|russian|english|greek]
~how do i [get to|travel to|fly to|move to|phone|call] {_LAND}
~how do i [tie a tie|lose weight|learn french|get rich|change a tyre|write a letter|play chess|sleep better|make money|find a job|boil an egg|quit smoking|meditate|get a passport|open a bank account|cook rice|whistle|draw a cat]
~how many [people|rivers|cities|inhabitants|islands|languages|states|lakes|dogs|cars|mountains|lights|pumps] [are in|are there in|live in|does {{country}} have in|has] {_LAND}
~how many [degrees|bytes|meters|minutes|seconds|grams|inches|feet|days|bones|legs|planets|stars|strings|players|keys|ounces|cups|sides|teeth] [are|are there|] in [a circle|a kilobyte|a mile|a day|a pound|a year|the body|the sky|a team|the solar system|a triangle|a cup|an hour|a piano|a violin|a gallon]
~how many [legs|eyes|teeth|wings|hearts|friends|children] [does|do|has|have] {{thing}} [have|]
~how much [is|are|makes|is the sum of] {{number}} [plus|minus|times|divided by|and|multiplied by|over] {{number}}
~how much [does|do|is|are|costs] {{food}} [cost|in {_LAND}|]
~how much [water|sleep|sugar|money|milk|salt|exercise|protein] [do i need|is in {{food}}|should i drink|is healthy|does a cow give|is in the sea|does {{person}} earn]
~how long [does it take to|do i need to] [fly to {_LAND}|boil an egg|learn {{thing}}|bake {{food}}|walk to {_LAND}|charge a car]
~how long [is|was|lasts] [a marathon|the nile|{{thing}}|the hundred years war|pregnancy|a football match|the film]
~how [warm|cold|hot] is [{_LAND}|the sun|boiling water|lava|the sea in {_LAND}|mars|it outside in {_LAND}|the weather in {_LAND}]
~[is|was|are|were] {{thing}} [bigger|better|older|faster|healthier|more expensive|heavier|more important] than {{thing}}
~[is|are|was|were] [{{thing}}|{{food}}|{{country}}|{{person}}|water|gold|tomatoes|mars|pluto] [healthy|real|dangerous|expensive|an animal|a country|extinct|poisonous|a planet|in europe|big|a fruit|good for you|made of metal|magnetic|a good investment|still alive|famous]
~is {_LAND} [in|part of|near|bigger than|richer than|south of] [europe|asia|africa|{{country}}|the eu|america]
~[did|does|do|can|could|will] [{{country}}|{{thing}}|{{person}}|cats|dogs|people|humans|a cow|birds|the earth|we] [win the cup|exist|fly|swim|speak|eat {{food}}|sleep|live on mars|see in the dark|win the war|have a king|have an army|get cancer|die|survive|have blood|drink {{food}}]
~[did|does] [it|anyone] [rain|snow] [yesterday|in {_LAND}|often]
~[what's|how is|how's|what is|tell me|how will be|give me] the [weather|forecast|weather forecast] [in {_LAND}|tomorrow|like today|outside|next week|at the weekend in {_LAND}|for tomorrow|like in {_LAND}|in {_LAND} tomorrow|on mars]
~[will|does|did] it [rain|snow|storm|be sunny|get cold|be hot|freeze|be windy|hail] [tomorrow|today|in {_LAND}|tonight|on monday|next week|at the weekend|outside]
~do i need [an umbrella|sunscreen|a coat today|a visa for {_LAND}|a passport|snow tyres]
~[what|which] [time|day|date|year|month|weekday|century|hour] [is it|is today|do we have|is it in {_LAND}|was yesterday|is tomorrow]
~what time [is it|does the shop open|does {{person}} arrive|is dinner|does the game start|is sunset|does the bus leave|is the train to {_LAND}]
~[translate|spell|pronounce|define|conjugate] [{{food}}|{{thing}}|{{word}}|hello|necessary|rhythm|good morning|light|door|to be|pump] [into|to|in] [french|german|spanish|latin|italian|japanese|chinese|english|dutch]
[spell|define|explain] [the word|] [{{word}}|necessary|rhythm|{{food}}|entropy|inflation|democracy|photosynthesis|{{thing}}|irony|thermodynamics|osmosis|gravity]
[solve|calculate|compute|work out|what is|what's|add|multiply|how much is] {{number}} [plus|times|minus|divided by|and|to the power of|modulo] {{number}}
[convert|change] {{number}} [miles|pounds|dollars|euros|feet|celsius|fahrenheit|inches|ounces|litres|degrees] [to|into] [kilometers|kilograms|yen|meters|fahrenheit|celsius|centimeters|grams|gallons|kelvin]
~[what's|what is|calculate|give me] the [square root|half|double|cube|factorial|logarithm|tenth|prime factors|square] of {{number}}
~what is {{number}} [squared|percent of {{number}}|in binary|in roman numerals|in words|cubed|factorial|in hex]
~is {{number}} [a prime|prime|even|odd|divisible by {{number}}|a lucky number|bigger than {{number}}]
~at what temperature does [water|lead|gold|iron|ice|glass|butter|steel|alcohol|wax|sugar] [boil|melt|freeze|evaporate|burn]
~[what's|what is] the [boiling point|melting point|freezing point|density|chemical symbol|formula|weight|price|atomic number|colour|origin|taste|meaning] of [water|iron|gold|alcohol|salt|lead|oxygen|copper|{{thing}}|{{food}}|helium|silver|ice|steel]
[tell|teach|show|give|read] me [about|something about|everything about|a fact about|more about|the history of|some facts on|three facts about|the story of|all about] [{{thing}}|{_LAND}|{{person}}|{{food}}|science|art|history]
[explain|describe|define|summarise|discuss|compare|outline|illustrate] [{{thing}}|{_LAND}|how {{thing}} work|why the sky is blue|{{thing}} and {{thing}}|the theory of relativity|the rules of {{thing}}|quantum physics|how engines work|the meaning of {{word}}|inflation] [to me|in simple words|briefly|to a child|]
[list|name|count|give me|recite] [three|five|all|some|ten|the] [rivers|cities|kings|presidents|animals|countries|planets|colours of the rainbow|facts|books|songs|inventors|bones|vegetables|presidents of {_LAND}|cities in {_LAND}|famous people from {_LAND}]
~[what's|give me|tell me|read me|any] the [news|latest news|football score|headlines|stock prices|price of gold|exchange rate|lottery numbers|traffic|tv program|horoscope|score|share price of {{word}}]
~[what's a|give me a|tell me a|do you have a|find a] recipe for {{food}}
~[what's|what is] the [meaning of life|speed of light|price of {{food}}|best way to {_LAND}|history of {{thing}}|point of {{thing}}|secret of happiness|answer to everything|number pi|theory of {{thing}}|distance to the moon|plural of {{word}}|opposite of {{word}}|etymology of {{word}}|best film ever|age of the universe]
~[tell me|do you know|can you tell me|i want to know|i wonder|do you happen to know|i'd like to know] [who invented {{thing}}|what {{thing}} is|where {_LAND} is|how {{thing}} work|why the sky is blue|when the war ended|how old {{person}} is|the capital of {_LAND}|how to cook {{food}}|the time|how far {_LAND} is|who won the game|what day it is|who painted the mona lisa|how big {_LAND} is|how to spell {{word}}]
~[can|could|would] you [explain|describe|tell me about|translate|define|spell|solve|calculate|summarise] [{{thing}}|{{food}} in french|{_LAND}|{{number}} plus {{number}}|this text|{{word}}|the news|my homework]
~[in which|in what] [year|country|city|century|month] [was {{thing}} born|is {_LAND}|was {{thing}} invented|did the war end|do {{thing}} live|did {{person}} die|was the wheel invented]
~a [fact|poem|quote|saying|joke|word] about {{thing}}
~[synonym|antonym|rhyme|translation|another word] for {{word}}
~[population|capital|area|history|map|president] of {_LAND}
~[weather|news|time|traffic] [in|for|from] {_LAND}
~[weather|forecast|news|date|time] [today|tomorrow|please|now]
"""),
    "errand": 2
    * lines(f"""
[order|buy|get|bring|fetch|purchase|find|grab|pick up|deliver|send|sell|look for|shop for|reserve] [me|us|{{person}}|] {_SHOP} [from the shop|for dinner|online|for tomorrow|on amazon|for {{person}}|at the market|please|in {_LAND}|]
~<want> [{{food}}|to order {{food}}|to buy {{food}}|to eat {{food}}|to call {{person}}|to fly to {_LAND}|to book a flight|to listen to music|a taxi|a haircut|to go to {_LAND}|some {{food}}|tickets for {{thing}}|a table for two|to send a letter|a hotel in {_LAND}|a lawyer|to pay my bill|to speak to {{person}}|to see {{person}}|a picture of {{thing}}|a song|a massage|a day off|a ride to {_LAND}]
~[can|could|may] [i|we] [have|get|order|buy|eat|drink] {{food}} [please|for dinner|]
~[can|could|would|will] you [order {{food}}|call {{person}}|book a flight|play music|send an email|write a poem about {{thing}}|buy {{food}}|drive me to {_LAND}|text {{person}}|find my phone|set a reminder|translate this letter|do my homework|cook dinner|babysit|bring me {{food}}|fix my car|take a photo|print this|water my plants|walk the dog|order a taxi|pay my rent|draw {{thing}}|read me a story]
[call|text|phone|message|ring|dial|page|contact|reach|call up|video call|ring up|skype|buzz] {{person}} [now|back|please|at home|for me|at work|tomorrow|on the phone|]
[call|get|order|send|fetch|book] [me|us|] [a taxi|a cab|an ambulance|a doctor|the fire brigade|a mechanic|an uber|a pizza|a babysitter|a plumber|a locksmith|help]
[send|write|draft|compose|forward|answer|read] [an|a|my|the] [email|message|letter|fax|postcard|text|reply|invitation|card|note] [to {{person}}|from {{person}}|about {{thing}}|]
[reply|answer|talk|speak|apologise|listen|wave|sing] to {{person}}
[ask|tell|inform|remind|invite|greet|congratulate|thank|help|hug|visit|meet|pay|hire|fire|follow|wake|kiss|warn|notify|alert] {{person}} [that i'm late|about {{thing}}|to come|a question|to wait|for help|to dinner|tomorrow|to buy {{food}}|if dinner is ready|from me|please|to call me|]
[play|put on|start|stop|pause|skip|repeat|download|shuffle|stream|queue|sing|record|rewind|find] [some music|a song|jazz|the radio|a movie|my playlist|a podcast|classical music|the beatles|rock|an audiobook|the next song|this song|the song|something by mozart|the news|a video|christmas songs|the album|a film about {{thing}}|hip hop|some opera|a game|a lullaby|techno|my favourite song|a cartoon|the match]
[book|reserve|cancel|find|arrange|plan|organise|get|order|rent] [me|us|] [a table|a flight|a hotel|a taxi|tickets|a room|a trip|a car|a holiday|a cruise|a train|an appointment|a doctor's appointment|a party|a haircut|two seats|a bus|a wedding|a meeting|a tour] [to {_LAND}|for {{number}}|in {_LAND}|for tomorrow|with {{person}}|at the dentist|for tonight|for two|for me|]
[write|compose|make up|create|generate|finish|improve|publish|edit|correct] [me|] [a poem|an essay|a story|a song|some code|a letter|a speech|a book|a rap|a report on {{thing}}|a joke|a script|a program|an article|a haiku|a cv|my homework|a review|a text] about [{{thing}}|{_LAND}|{{person}}|love|my life|{{food}}]
[write|fix|debug|run|compile|test|refactor|explain|review] [some|my|a|the] [python|java|c|javascript|sql|excel|] [code|program|function|script|macro|query|formula|app|website]
[search|google|look up|find|browse|bing] [for|] [{{thing}}|{{food}}|{_LAND}|cheap flights|{{person}}|a recipe|pictures of {{thing}}|a good restaurant|a cinema|the nearest bank] [online|on the internet|on the web|for me|nearby|]
[remind|wake] me [to call {{person}}|to buy {{food}}|to pay the rent|to water the plants|tomorrow|at seven|in {{number}} minutes|about {{thing}}|of my appointment|up early|when it's time|to drink water|of {{person}}'s birthday|up at six|to take my pills]
[set|start|stop|cancel|make] [a|an|the|my] [timer|alarm clock|reminder|stopwatch|countdown|wake up call|egg timer] [for {{number}} minutes|for tomorrow|at six|for the eggs|to call {{person}}|]
[add|put|write|note|remove|take] [{{food}}|{{thing}}|batteries|milk] [to|on|down on|off|from] [my|the] [shopping list|list|to do list|calendar|wish list|cart|basket|notes]
[open|start|close|launch|install|uninstall|update|use] [youtube|netflix|the browser|my email|facebook|word|a new tab|the calculator|spotify|the app|google maps|whatsapp|my calendar|excel|instagram|the camera app|an account|a website]
[draw|paint|sketch|show|photograph|print|design|colour] [me|] [a picture of|a photo of|a map of|] [{{thing}}|{_LAND}|{{person}}|a horse|a logo|a house|my photos|a cat]
[navigate|drive|take|bring|fly|guide|lead|walk|carry|move] [me|us|{{person}}|] [to|home to|back to] [{_LAND}|the airport|the station|{{person}}|work|the beach|the hospital|a restaurant]
[transfer|send|pay|lend|give|donate|withdraw|invest|owe] [{{person}}|] {{number}} [dollars|euros|pounds|bucks|bitcoin|francs] [to {{person}}|to charity|for {{food}}|from my account|]
[delete|rename|print|copy|save|move|share|scan|send|upload|find|back up|open|sign] [the|my|this|that|a] [file|files|document|photo|folder|pictures|contract|letter|video|page|receipt|spreadsheet|presentation|pdf]
[feed|walk|wash|brush|train|pet|groom|catch|find|bathe] [the|my|our] [dog|cat|car|dishes|fish|baby|horse|hamster|chickens|bird|kids|rabbit]
[take|shoot|make] a [photo|note|selfie|break|picture|nap|screenshot|shower|video|copy|bow|walk]
[cook|make|bake|prepare|serve|roast|mix|grill|warm] [me|us|] [dinner|lunch|breakfast|{{food}}|an omelette|a sandwich|a drink|a cocktail|a steak|a soup|an egg|supper|a cake for {{person}}]
[set|make|cancel|move|schedule|accept|postpone|confirm] [an appointment|a meeting|my meeting|the meeting|a call|lunch|a date] with {{person}}
[pay|cancel|renew|check|stop] my [bill|subscription|rent|taxes|bank balance|insurance|account|electricity bill|contract|order|membership|flight]
[do|finish|check|correct|write] my [homework|taxes|laundry|shopping|job|hair|essay|exam|nails|makeup]
[clean|iron|sew|fold|find|pack|mend|polish|wash|bring me|lose] my [shirts|shoes|keys|glasses|bag|room|clothes|wallet|coat|jacket|trousers|car keys|suitcase]
[check|read|show|open|print|answer|sort] [me|] my [mail|emails|messages|calendar|schedule|inbox|voicemail|bank account|horoscope|contacts|post]
[guess|pick|choose|think of|tell me] [a number|a card|a name|a colour|my age|a word|my weight]
[vote|pray|wait|hurry up|jump|dance|fly|swim|smile|clap|sleep|eat|sing|work harder|come back|stand up|sit down|cook|go shopping|go home|go to work]
[toss|flip|throw|roll] [a|the] [coin|dice|die|ball]
~[what's|show me what's|anything] on my [calendar|to do list|shopping list|schedule|agenda|mind|desk|plate]
~[what|when|where] is my [next meeting|next appointment|flight|package|train|parcel|doctor's appointment|order|car]
~[did|has|have|will] [{{person}}|the postman|my parcel|anyone|my order] [called|arrived|written|been here|call|reply|come|answered|shipped|texted]
~do i have any [mail|meetings|messages|appointments|plans|money|calls|emails|homework|friends|missed calls|letters]
~[where is|where's|have you seen|find|locate|track] [my phone|my parcel|{{person}}|the dog|my car|my glasses|my wallet|the cat]
~[music|some music|a song|a taxi|{{food}}|a doctor|jazz|a movie|a coffee|an ambulance|the bill|room service|a beer|a story] [please|now|for me|for {{person}}|quickly]
~[i'm|we're] [hungry|thirsty|starving], [order {{food}}|bring {{food}}|get {{food}}|make {{food}}]
~a [table|room|ticket|flight|seat|taxi] [for {{number}}|to {_LAND}|for two|in {_LAND}|for {{person}}] please
~i [need|want] {{person}} [on the phone|here|to call me|]
~i need to [talk to|call|see|speak with|email] {{person}}
~happy to [pay|order|buy] {{food}}
"""),
}
