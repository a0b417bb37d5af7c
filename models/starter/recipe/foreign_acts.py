"""Acts there is no function for, on the very things there are functions for, and in the zones.

The right object with the wrong verb (`paint the kitchen lights`, `how old is pump 7`), the right
verb with too much asked of it, errands in rooms, and questions about rooms.
"""

# ruff: noqa: E501 - a phrasing is read best on one line.

from frames import lines

_OURS = "[{the} lights|{the} lamps|{the} blinds|{the} curtains|{the} fans|{the} fan|{the} thermostat|{the} heating|{the} radiator|{the} sensor|{the} alarm system|{the} air conditioning|{machine}|{machine}|{machine}|{machine}|{door}|{door}|{the} door lock|{tank}]"
_DO = "[repair|fix|mend|replace|exchange|swap|buy|order|reorder|sell|rent|lease|return|refund|paint|repaint|varnish|polish|wash|scrub|wipe|dust|grease|oil|lubricate|service|overhaul|dismantle|take apart|disassemble|assemble|install|mount|uninstall|unscrew|screw in|remove|take away|throw away|recycle|scrap|steal|hide|find|look for|count|weigh|measure the length of|photograph|film|record|rename|name|label|delete|erase|copy|duplicate|clone|print|scan|email|post|share|tweet about|sing about|write about|insure|decorate|gift wrap|donate|give away|lend|borrow|ship|deliver|move|relocate|carry|drop off|hang up|glue|weld|solder|wire|rewire|hammer|hit|break|smash|bury|bless|hug|thank|greet|marry|feed|water|program an app for|update the firmware of|hack|pair|connect to|translate|google|rate|review|recommend|compare|upgrade|modernise|redesign|improve|test drive|calibrate by hand|vacuum|disinfect|sterilise|fumigate]"
_STUFF = "[{object}|{object}|{device}|{food}|{food}]"
_CARRY = "[bring|take|carry|send|deliver|move|push|ship|get|fetch|drive|transport|roll|drag|throw|put|place|leave|store|hide|hang|mount|install|set up|build|return]"
_TIDY = "[clean|tidy|tidy up|vacuum|mop|sweep|wash|dust|scrub|hoover|polish|wipe down|air out by hand|paint|repaint|decorate|redecorate|wallpaper|carpet|furnish|renovate|refurbish|remodel|rebuild|build|demolish|measure|photograph|film|draw|map|rename|rent out|rent|lease|buy|sell|book|reserve|block|cancel|find|visit|leave|enter|search|explore|evacuate|fumigate|disinfect|flood|burn down|insure|advertise|empty out|clear out|prepare|stock|refill|move into|move out of|share|show me around|give me a tour of|plan|design]"

PHRASES: dict[str, list[str]] = {
    "foreign_act": 2
    * lines(f"""
{_DO} {_OURS}
{_DO} {_OURS} {{in}}
{_DO} [one of|all of|both|some of|every one of] {_OURS}
~[can|could|would|will] you {_DO} {_OURS} [for me|today|tomorrow|please|]
~<want> [you to|to|someone to] {_DO} {_OURS}
~[who|when] [should|will|can|could|did|does] [{_DO}|{{person}}] {_DO} {_OURS}
~[let's|we should|we must|i have to|i forgot to|don't forget to|is it time to|who will|how do i|how do you|how can i|what does it cost to|when do we|why don't we] {_DO} {_OURS}
~{_OURS} [needs|need] [repair|a repair|new paint|cleaning|a new battery|a replacement|oil|a new name|to be repaired|to be replaced|to be cleaned|to be painted|to be sold|to be moved|a spare part|a mechanic|an electrician|a software update]
~[how old|how big|how heavy|how tall|how wide|how expensive|how far away|how loud|how reliable|how good|how popular|how ugly] [is|are] {_OURS}
~[how much|what] [does|do|did] {_OURS} [cost|weigh|look like|mean|sound like|earn|eat|say]
~[who|which company] [made|built|installed|sold|bought|repaired|designed|invented|delivered|painted|owns|broke|stole|paid for|serviced|invented|ordered|wired] {_OURS}
~[when|where|why|how|by whom] [was|were|is|are] {_OURS} [made|built|installed|bought|last serviced|repaired|delivered|invented|painted|designed|sold|inspected|stored|insured|named|wired|ordered|born]
~where [is|are|can i find|do i find|do i buy|did you put] {_OURS}
~what [colour|brand|make|model|type|size|shape|material|price|name|serial number|year] [is|are|has|have] {_OURS}
~what's the [price|age|weight|brand|model|maker|manual|warranty|serial number|part number|location|address|history|name|purpose|diameter|size|colour|shape|value|owner] of {_OURS}
[tell me|show me|give me|send me|look up|find|read me] the [price|age|weight|brand|maker|manual|warranty|serial number|part number|location|history|data sheet|circuit diagram|drawing|photo|picture|invoice|supplier|owner|user guide|instructions|wiring diagram] [of|for] {_OURS}
~how many [lights|lamps|blinds|fans|pumps|valves|doors|windows|sensors|rooms|zones|bulbs|curtains|radiators] [are there|do we have|have you got|did we buy|exist|are installed|are broken] [{{in}}|{{in}}|in total|altogether|]
~[list|count|name|show|number] [all|the|all the|our|every|] [lights|lamps|blinds|fans|pumps|valves|doors|rooms|zones|devices|functions|commands] [{{in}}|]
~which [pump|valve|lamp|fan|door|room|zone|alarm] [is the best|is the oldest|is the biggest|broke|was installed last|costs most|is newest|do you like|is made in {{country}}|should i buy|is your favourite]
~what is [a|the purpose of a|the function of a|the principle of a] [valve|pump|lamp|fan|thermostat|sensor|door|lock|blind|radiator|boiler|tank|gate valve|check valve|heat pump|centrifugal pump]
~[explain|describe|tell me|do you know] how [a|the|an electric|a modern] [valve|pump|lamp|fan|thermostat|sensor|lock|radiator|boiler|alarm|heat pump|dimmer] works
~[how do|why do|when do|can|do] [lights|lamps|valves|pumps|fans|thermostats|sensors|locks|alarms|blinds|bulbs|leds] [work|break|make noise|use much power|last long|flicker|need service|fail|exist in {{country}}|get old|buzz|attract insects]
~who [invented|discovered|made] the [light bulb|lamp|valve|pump|fan|thermostat|lock|alarm|window blind|door|radiator|led|first pump|key]
~the [history|invention|physics|price|future|art|theory] of [light|lamps|valves|pumps|fans|thermostats|locks|alarms|blinds|heating|ventilation|doors]
~[write|compose|tell|sing] [me|us|] [a poem|a song|a story|a joke|an essay|a haiku|a limerick|a riddle|an article|a report card] about {_OURS}
~[is|are|was|were] {_OURS} [made in {{country}}|made of steel|from {{country}}|yours|mine|your friend|expensive|dangerous|legal|insured|waterproof|edible|pretty|new|under warranty|better than {{object}}|bigger than {{object}}]
~[do|did] you [like|love|know|see|own|remember|break|buy|paint|build|hear] {_OURS}
~i [like|love|hate|bought|sold|dropped|broke|painted|dreamt of|photographed|miss|adore|am proud of|am afraid of] {_OURS}
~{_OURS} [reminds me of|is as old as|looks like|smells like|was a gift from|belongs to] [{{person}}|{{thing}}|{{object}}|my childhood]
[call|phone|ask|tell|inform|email|pay|invite|hire|fire|text] [{{person}}|the electrician|the technician|the cleaner|the supplier|the manufacturer|the plumber] [about|because of|to look at|for] {_OURS}
[lock|unlock|arm|disarm|dim|brighten] [{{machine}}|{{tank}}|the {{object}}|the {{device}}|my {{object}}|the {{other}}] [{{in}}|]
[make|turn|paint|colour|light] {{machine}} [{{color}}|green|blue|pink]
[start|stop|pump|run|acknowledge] [{{the}} {{object}}|the {{device}} {{in}}|{{paper}}|{{other}}|the {{object}} {{in}}]
[heat|cool|warm up|chill|preheat|freeze|defrost|boil|reheat] the [{{food}}|{{object}}|{{device}}|soup|oven|pan|fridge|grill|bath|tea] to {{degrees}}
~[the|my|our] [oven|freezer|fridge|bath water|tea|grill|aquarium|kettle|pan|hot tub|bed|car seat|incubator|kiln|soup|wine|beer] [to|at|should be|must be|needs to be|has to be] {{degrees}}
[set|put|bring|adjust|turn] the [oven|freezer|fridge|bath water|tea|grill|aquarium|kettle|hot tub|bed|car seat|incubator|kiln|wine fridge|soldering station|hot plate] to {{degrees}}
[set|bring|raise|lower|increase|reduce|get|keep|hold|put|adjust|regulate|change|drive|turn|take|push|cut] [the|] {{read_only}} {{in}} [to|at|up to|down to|on] {{level}}
[set|bring|raise|lower|increase|reduce|get|keep|hold|put|adjust|regulate|change|drive|turn|take|push|cut] {{the}} {{read_only}} [to|at|up to|down to|on] {{level}}
[set|raise|lower|increase|reduce|adjust|regulate|change|double|halve|stabilise] [the|] {{read_only}} [{{in}}|of {{place}}|] [by {{level}}|a bit|please|somehow|]
~[the|] {{read_only}} {{in}} [should be|must be|has to be|needs to be|shall be|ought to be|to] [{{level}}|higher|lower|{{level}}|{{level}}]
~<want> [the|] {{read_only}} {{in}} [at|to be|set to|around|of] [{{level}}|higher|lower|{{level}}]
~<want> [more|less|higher|lower|another|{{level}}] {{read_only}} {{in}}
~[too much|too little|not enough] {{read_only}} {{in}}, [set it to {{level}}|bring it to {{level}}|make it {{level}}]
[humidify|dehumidify|moisten|dry out|pressurise|depressurise|flush|rinse|electrify|oxygenate] [{{place}}|the air {{in}}|{{place}} a bit]
[drain|empty|fill|refill|top up|flush|clean|rinse|pressurise|vent|heat] [{{tank}}|{{tank}} to {{level}}|{{tank}} completely]
~make it [more humid|less humid|drier|wetter|louder|quieter|cleaner|tidier|prettier|bigger|smaller|cosier|smell better|safer|more fun] {{in}}
[increase|lower|set|raise|adjust] the [pressure|level|water level|fill level] [in|of] {{tank}} [to {{level}}|by {{level}}|to {{number}} bar|a bit|]
""")
    + 2
    * lines(f"""
{_TIDY} {{place}}
[scrub|mop|sweep|polish|dust|wax|wipe|hoover|wash|scrape|tile|whitewash|disinfect|dry] [the|all the|] [walls|ceiling|tiles|sink|table|tables|shelves|cupboards|desk|steps|benches|counter|mirrors|bins|chairs] {{in}}
~[can|could|would|will] you [scrub|mop|sweep|polish|dust|wax|wipe|hoover|wash] the [walls|ceiling|tiles|sink|table|shelves|cupboards|desk|steps|counter|mirrors] {{in}}
{_TIDY} {{place}} [for me|today|tomorrow|again|every week|on mondays|]
~[can|could|would|will] you {_TIDY} {{place}}
~[who|when|why] [should|will|can|did|must] [{{person}}|we|they|you|someone] {_TIDY} {{place}}
~<want> [you to|to|someone to|{{person}} to] {_TIDY} {{place}}
~{{place}} [needs|wants] to be [cleaned|tidied|painted|vacuumed|mopped|swept|furnished|renovated|booked|photographed|decorated|sold|rebuilt|refilled|measured]
~{{place}} [is|looks] [dirty|a mess|untidy|ugly|booked|lovely|far away|too small|haunted|full of boxes|closed on sundays|famous|under construction]
{_CARRY} [the|my|a|some|this|our|that] {_STUFF} [to|in|into|from|at|next to|out of|inside|near] {{place}}
{_CARRY} {{place}} [the|a|some|my|] {_STUFF}
{_CARRY} [it|them|me|us|him|her|everyone|the guests|the children|the staff|the boxes|lunch|dinner|my coat|two chairs|the letters|some water] [to|into|from|out of] {{place}}
~[can|could|would|will] you {_CARRY} [the|my|a|some] {_STUFF} [to|in|into|from] {{place}}
~[is|are] there [a|any|some|enough|still] {_STUFF} {{in}}
~[where is|is|what is] [the|my] {_STUFF} {{in}}
~[who|what|which {{object}}] [works|lives|sits|belongs|stands|happens|happened|broke|fits|hides|slept] {{in}} [now|today|yesterday|every day|last night|at lunch|]
~[what's|what is] [for lunch|on the menu|on tv|the plan|the dress code|on the wall|in the box|under the table|playing|the phone number|the view like|the wifi password|the best seat|the occasion|on the whiteboard] {{in}}
~[how do i get|how far is it|which way is it|how long does it take|is it far|show me the way|take me|lead me|walk me|drive me|guide me] [to|from here to] {{place}}
~where [is|are|exactly is|on the map is] {{place}}
~how {{adjective}} is {{place}}
~what's the {{metric}} {{in}}
~[what is|tell me|give me|show me|check|read|look up|find out|do you know] the {{metric}} [of|for] {{place}}
~{{metric}} {{in}} [please|now|today|]
~[set|change|raise|lower|adjust|improve|double|reset|delete|increase|reduce] the {{metric}} {{in}} [to {{level}}|to {{number}}|by {{number}}|]
~[who|how many people] [owns|rents|cleaned|painted|designed|built|booked|uses on mondays|designed|pays for] {{place}}
~when [is|was|does|did|will] {{place}} [open|close|built|cleaned last|free on monday|renovated|opened|booked|open tomorrow]
~is {{place}} [nice|open on sunday|haunted|clean|tidy|big enough|insured|wheelchair accessible|bigger than {{bare}} 2|for rent]
[book|reserve|block|cancel|extend|free up] {{place}} [for|from] [tomorrow|monday|two hours|{{person}}|the meeting|a party|{{number}} people|next week|lunch|{{from}} to {{to}}|my birthday]
[play|stream|put on|pause|stop|start|skip|turn up|turn down|mute] [music|some music|jazz|the radio|a song|a movie|the news|a podcast|the tv|the concert|techno|mozart|the stereo of {{person}}|the soundtrack|the sound|the volume|an audiobook|the football match|white noise|a lullaby] {{in}}
[show|stream|display|record|film|open|pull up|view|check|watch|zoom|rotate|share|save] [me|us|] [the|a|] [camera|webcam|video|live video|video feed|picture|image|camera feed|cctv|surveillance video|recording|photo|snapshot|live stream|footage] [of|from|in] {{place}}
[take|make|shoot|send|upload|post] [a|me a|some] [photo|picture|video|snapshot|selfie|screenshot|film|recording|panorama] [of|in|from] {{place}}
[call|phone|ring|page|text|email|message|greet|intercom|announce to|broadcast to|speak to|wake|warn of fire] [{{place}}|everyone {{in}}|{{person}} {{in}}|the people {{in}}|the guests {{in}}|whoever is {{in}}]
~tell [{{person}}|everyone|the guests|the people|the kids|the team|the cleaner] {{in}} [that dinner is ready|to be quiet|to come down|to leave|hello|i'm late|to hurry|a story|to wait for me|the time|good night|lunch is ready|to tidy up]
[announce|broadcast|say|shout|whisper|read out|sing] [dinner|hello|good night|a message|the news|lunch|happy birthday|a fairy tale|the time|an announcement] {{in}}
~[meet|find|join|wait for|pick up|kiss|surprise] [me|us|{{person}}|them] {{in}} [at noon|later|tomorrow|in an hour|after work|]
[throw|plan|organise|cancel|host|hold|start|end|schedule] [a|the|my] [party|meeting|lesson|wedding|concert|lunch|barbecue|picnic|workshop|funeral|class|course|interview|fire drill|film night|dance|yoga class] {{in}}
[cook|make|prepare|serve|order|bake|fry|brew|eat|buy|deliver|pour|heat up] [{{food}}|dinner|lunch|breakfast|coffee|tea|a snack|a cake|soup|drinks] {{in}}
[water|feed|walk|groom|pick|plant|prune|mow|cut|harvest|trim|catch] the [plants|flowers|cat|dog|fish|lawn|grass|tomatoes|roses|trees|hedge|birds|ants|mice|spiders|cows] {{in}}
[hang|mount|put up|install|fit|lay|build|place|order|replace|move] [a|the|another|new|two|some] [shelf|shelves|picture|pictures|carpet|tiles|sofa|wardrobe|wallpaper|mirror|whiteboard|desk|window|sink|plants|christmas tree|cupboard|bench|tv] {{in}}
[charge|park|wash|refuel|lock up|rent|find|insure|drive|tow|unlock] [my|the|our|a] [car|bike|phone|scooter|laptop|van|truck|electric car|e bike|tablet|camera|drone|golf cart|boat] {{in}}
[add|remove|delete|rename|create|register|edit|pair|reset|reboot|update|find|discover|connect|configure] [a|the|a new|another|my|this] [device|zone|room|user|guest|account|sensor|lamp|pump|camera|speaker|scene|group|automation|routine|playlist|key card|tag|password|network|thermostat|gateway] [{{in}}|called {{word}}|named {{bare}}|please|]
[send|fly|drive|steer|dispatch|call|park|recall|launch] the [robot|drone|elevator|lift|cleaning robot|car|cart|vacuum|forklift|mower|rover|shuttle|security guard|cleaner|caretaker|{{object}}|{{device}}] [to|into|over to|up to|down to|from|around] {{place}}
[print|scan|copy|fax|shred|laminate|fold|staple|file] [the|my|a|this|that|five copies of the] [document|letter|contract|flyer|map|ticket|menu|report card|invoice|poster|label|badge|certificate|form|slides] {{in}}
[calculate|estimate|compute|guess|predict|forecast|plot|chart|graph|analyse|optimise|simulate] [the|a|] [{{metric}}|trend|cost of heating|carbon footprint|bill|savings|temperature in summer|weather|traffic|crowd|{{read_only}} of tomorrow|{{read_only}} next week] [{{in}}|for {{place}}|of {{place}}|]
[switch|turn|put] the [tv|radio|music|stereo of {{person}}|computer|screen|oven|hob|coffee maker|dishwasher|shower|kettle|printer|{{object}}|{{device}}|projector|speaker|charger|router|vacuum|toaster] {{in}} [on|off|on|off|to {{level}}|down|up|to channel {{number}}|to standby]
[switch|turn|put|flip] [on|off] the [tv|radio|music|computer|screen|oven|hob|coffee maker|dishwasher|shower|kettle|printer|{{object}}|{{device}}|projector|speaker|charger|router|vacuum|toaster|{{metric}}] {{in}}
[warn|tell|notify|alert|remind|wake|text|call|let] me [when|if|once|as soon as|before|after|whenever] [{{person}} calls|{{person}} arrives|the {{object}} arrives|the {{device}} is done|the milk boils|the train leaves|it rains|my flight is delayed|the {{food}} is ready|the store opens|the price drops|the post comes|the dog barks|the baby cries|someone rings|the game starts|the sun sets|dinner is ready|the {{device}} {{in}} stops|the {{metric}} {{in}} changes|there's mail|the {{object}} {{in}} is gone|the {{device}} {{in}} finishes|my {{paper}} is answered]
[watch|monitor|track|observe|guard|mind|keep an eye on] [the|my|our|that] [baby|dog|cat|children|{{object}}|{{device}}|stocks|game|parcel|soup|oven|door of my neighbour|pot|news|prices|car|bag|guests|kids|clock|show|traffic|weather] [{{in}}|for me|please|tonight|]
[send|give|show|email|print|get] me [the|a|] {{foreign_topic}} [report|overview|summary|statistics|numbers|figures|data|chart|forecast] [for {{period}}|of {{period}}|from {{period}}|{{period}}|please|of {{place}}|]
~[what's|how is|check|what is|tell me|give me|show me] the [status|state|progress|condition|health] of [{{other}}|{{paper}}|the {{object}}|the {{device}}|{{person}}|the {{device}} {{in}}|my {{paper}}|the project|{{place}}]
[activate|start|turn on|switch to|enable|run|set|use|go to|enter|put us in|change to] [{{foreign_mode}} mode|the {{foreign_mode}} mode|{{foreign_mode}} mode {{in}}|{{foreign_mode}} mode at {{from}}|{{foreign_mode}} mode {{days}}|mode {{foreign_mode}}]
~{{foreign_mode}} mode [please|on|now|off|{{in}}|for the kids|]
[turn off|stop|leave|end|deactivate|quit|disable|cancel|exit] {{foreign_mode}} mode
[schedule|plan|book|set up|program|arrange|repeat] [{{foreign_mode}} mode|a meeting|my {{paper}}|the {{device}}|lunch|a call|training|the {{object}}|{{paper}}|the cleaning crew|music|yoga|a delivery] {{days}} [from {{from}} to {{to}}|between {{from}} and {{to}}|at {{from}}|until {{to}}|]
[lock|unlock|bolt|secure|shut and lock|open] [the|my|our] {{lockable}} [{{in}}|please|of {{person}}|again|]
[acknowledge|confirm|accept|dismiss|clear|mark as read|ack|tick off|approve|sign|decline|answer|open|read|delete] {{paper}}
"""),
    "foreign_word": 2
    * lines("""
~what is [a|an|] {object} [good for|made of|used for|called in french|]
~[how much|what] [is|does|costs] [a|the|this|an|my] {object} [cost|weigh|worth|]
~where [is|are|did you put|can i buy|can i find|do you keep|did i leave] [the|my|a|an|our] {object}
~who [has|took|broke|invented|owns|bought|stole|needs] [the|my|a|an] {object}
~<want> [a|an|the|another|my|a new|some] {object} [please|now|for {person}|]
~<want> to [buy|sell|see|use|have|find|paint|eat|fix|return|open|rent] [a|an|the|my|your] {object}
~[do|did|have|can] you [have|see|like|seen|know|own|find|use|need|buy] [a|an|the|my|any] {object}
~my {object} is [broken|gone|too {adjective}|lost|{adjective}|better than yours|dirty|late|new|empty|stuck]
~the {object} is [broken|gone|too {adjective}|lost|{adjective}|dirty|late|new|empty|stuck|loose|on fire|upside down|at {number}]
[open|close|start|stop|fix|clean|wash|move|empty|fill|charge|lift|lower|raise|check|use|find|hide|turn|push|pull|shake|spin|fold|cut|paint|load|unload|connect|unplug|reset|launch|release|activate|deactivate|lock|unlock|adjust|set|tune|wind up|pack|unpack|assemble|eject|rotate|tilt|extend|retract|press|squeeze|measure|weigh|zip|inflate|deflate] [the|my|a|our|that|this] {object} [{in}|please|now|at {from}|for me|again|]
[open|close|start|stop|fix|clean|wash|move|empty|fill|charge|lift|lower|raise|check|use|find|hide|turn|push|pull|shake|spin|fold|activate|deactivate|adjust|set|reset|launch|release] [the|my|a|our|that|this] {device} [{in}|please|now|at {from}|for me|again|]
[turn|switch|put|get] [on|off|up|down|over|around] [the|my|our|that|all the] {object} [{in}|]
[turn|switch|put] [the|my|our|that] {object} [{in}|] [on|off|up|down|to {level}|to {degrees}|at {level}|to {number}|higher|lower|by {level}|away]
[set|adjust|raise|lower|change|bring|put|turn|dim|increase|reduce] {the} {object} [to|at|up to|down to] [{level}|{level}|{degrees}|{number}|the left|half|maximum|zero|full|{color}]
[set|adjust|raise|lower|change|bring|put|turn|dim|increase|reduce] {the} {device} [to|at|up to|down to] [{level}|{level}|{degrees}|{number}|the left|half|maximum|zero|full|{color}]
~{the} {object} [on|off|up|down|open|closed|at {level}|to {level}|to {degrees}|please]
~{the} {device} [on|off|up|down|open|closed|at {level}|to {level}|to {degrees}|please]
~[is|are] {the} {object} [on|off|open|closed|ok|ready|clean|full|empty|broken|running|there|locked]
~[is|are] {the} {device} [on|off|open|closed|ok|ready|clean|full|empty|broken|running|there|locked]
~[a|an|the|my|no|more] {object} [please|now|{in}|for {person}|]
~[why|when|how|where] [is|was|does|did|should|can] [the|my|a|an] {object} [break|made|work|go|stop|used|arrive|come from|{adjective}|fall|stand]
~how {adjective} is [the|my|your|a|an] {object}
~who [is|was|are|were|will be] the [king|queen|boss|mayor|captain|coach|pope|author|inventor|singer|winner|best player|richest person|neighbour|owner|emperor|founder] of [{country}|{thing}|the {object}|the city|the company|the team]
~how many [people|animals|cars|cities|languages|islands|soldiers|farmers|dogs|houses] [live in|are in|are there in|exist in|work in|speak english in|were in] {country}
~how many {object}s [are there|do we have|exist|did you sell|fit] [{in}|in {country}|in the world|]
~[who|what|which one] [is|was] {person}
~is [the|a|an|my] {object} [{adjective}|bigger than a {object}|better than a {object}|healthy|mine|yours|allowed|for sale|ready]
~[can|could|should|may|must|would] [i|we|you|{person}] [have|use|borrow|eat|bring|sell|see|touch|wear|drive|ride|share] [the|a|an|my|your] {object}
~what [do|would|did] you [think of|know about|pay for|do with|call] [a|an|the|my|this] {object}
~[compare|describe|draw|explain|translate|spell|define|google|rate|review|recommend|order|imagine] [a|an|the|this|my|] {object}
~the difference between [a|an] {object} and [a|an] {thing}
~[i|we|they|{person}] [lost|found|bought|sold|broke|ate|dropped|painted|fixed|forgot|washed|borrowed] [the|a|an|my|your|his] {object} [today|yesterday|{in}|again|last week|]
~[what's|what is|tell me|give me|show me] the {metric} [in|of|for|at] [{country}|the city|my {object}|the {object}|my phone|the {device}|{person}|the world|town|the garden of {person}]
~[what's|how's|tell me|show me] the {metric} [today|now|tomorrow|this week|please|]
~how {adjective} [is|are|was] [{country}|{thing}|{person}|{food}|the city|your house|my {object}]
~[you|people|we|i] should [buy|try|sell|wear|eat|read|see|avoid] {thing}
~[i|we] [think|believe|heard|read|know|doubt|dreamt] [that|] [{thing}|the {object}|{person}|{food}] is {adjective}
~it [was|is] [raining|snowing|my turn|your fault|friday|a pity|too {adjective}|nothing|a joke|funny|what it is]
~if [i|you|we] were [you|me|a {object}|rich|young|{adjective}], [what would you do|i would go|you would know|life would be fun|i'd buy a {object}]
~that [was|is|sounds|would be] [{adjective}|funny|a shame|not what i meant|great news|stupid|nice of you|too bad|my {object}|all wrong|clever of you]
~[are|were|aren't] you [{adjective}|even listening|serious|always like this|a {object}|my {object}|going to help me|from {country}|able to think|paid for this|afraid of {thing}|proud]
~you [are|aren't|were|could be|seem|must be] [not|so|very|really|rather|a bit|quite|never|always|] [{adjective}|silly|polite|helpful|brave|lazy|slow|late|clumsy|wise|rude|kind|busy|forgetful|charming|sleepy|right|wrong]
"""),
}
