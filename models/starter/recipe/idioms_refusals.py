"""Sayings that lack an argument or ask for what there is not, as no frame makes them."""

# ruff: noqa: E501 - a phrasing is read best on one line.

from frames import lines

PHRASES: dict[str, list[str]] = {
    "missing": 2
    * lines("""
[do|can you do] something [about|with] [the lights|the blinds|the fans|the temperature|the pump|the valve|the heating|the door|the alarm] [{in}|please|]
~something [must|should|has to] be done [about|with] the [lights|blinds|fans|temperature|heating] {in}
~the [lights|blinds|fans|heating|temperature|ventilation] {in} [bother me|bothers me|could be different|should be different|need adjustment|isn't right|aren't right|need to change|must change|need changing]
~i [don't like|hate|dislike] the [temperature|brightness|light level|lighting|heating] {in}, [change it|adjust it|do something]
[give|get|bring] {in} another [temperature|brightness|light level|fan speed|setting]
[play|fiddle|tinker|mess] with the [lights|blinds|fans|thermostat] {in}
[set|put|turn|bring|get] the [lights|brightness|blinds|fans|fan speed|thermostat|temperature|heating] {in} to [a value|some value|the right value|a good level|a certain level|something|something else|another level|whatever|the usual|a different level|the correct value|a better setting]
[set|put|turn|bring] {the} [lights|blinds|fans|thermostat] to [a value|some value|a good level|a certain level|something else|another level|a different level|the correct value|a better setting]
[change|adjust|set] the [level|value|setting|speed|position|set point|target|percentage|percent] [of that|of it|there|please|]
[set|change|turn] [the|a] [colour|color] {in}
[set|change|turn] {the} [lights|lamps] to [a colour|a color|another colour|some colour|a nice color|my favourite color|a new color]
~what [colour|color|level|temperature|speed|position], [you decide|whatever you like|you choose]
[start|run|stop|open|close|lock|unlock] [one|something|the right one|the other one|whichever one|any of them|all of that|the usual one|the big one|the small one|the new one|the old one|the first one|the second one|the last one|the left one|the spare one]
[start|run|stop|halt|use|turn on|turn off|shut down|fire up] the [right|other|usual|big|small|new|old|first|second|last|left|spare|main|backup|red|broken] pump
[open|close|shut|turn|throttle|use] the [right|other|usual|big|small|new|old|first|second|last|left|spare|main|backup|red|broken] valve
[start|stop|open|close] the [pump|valve] [please|now|for me|again|over there|next to it|at the end|that i mean|you know which|i told you about|from yesterday]
~[the|that] [pump|valve] [again|please|needs to start|should stop|should be open|has to close|must run|must be off|needs to open]
~[a|one|some|any] [pump|valve|door|gate|alarm] [please|will do|is enough|should do|now]
~i want [to start|to stop|to run] [a|some|one|the|that] pump
~i want [to open|to close|to shut|to set] [a|some|one|the|that] valve
~i want [to lock|to unlock] [a|some|one|the|that|my] door
~i want [to acknowledge|to confirm|to clear] [an|some|one|the|that] alarm
~i want [to change|to set|to adjust] [the mode|a mode|the temperature|the light|the speed|a setting|the blinds|something|it]
~i want [to see|to have|to get] [a report|the report|some report|a summary|an overview]
~i want [to know|to check] [the status|a status|the value|a value|a reading|the sensor]
~i want [to schedule|to plan|to program] [a mode|something|a programme|a timer|modes]
~i want [a warning|an alert|to be warned|to be notified]
~[can|could|would|will] you [set|adjust|change] [the temperature|the lights|the blinds|the fans|the mode|a valve|a pump|something|it|that]
~[can|could|would|will] you [acknowledge|confirm] [an alarm|the alarm|it|that one]
~[can|could|would|will] you [send|make|prepare] [a report|the report|something|a summary]
~[can|could|would|will] you [schedule|plan] [a mode|something|it|that]
~[can|could|would|will] you [warn|notify|alert] me
[set|enter|put in] the [temperature|level|value|speed|time|number|percentage]
~[set|change|adjust|put|switch|start|open|lock|warn|send|read|schedule] [the|a|an|to|it to|the one|me|my]
~it [needs|has] to be [{level}|different|changed|on|off|open|closed|locked]
~[that|this|it] [should|must|can] [go|be] [on|off|open|closed|to {level}|at {level}|started|stopped|locked|unlocked]
~[make|turn|set|put] [that|this|it|them] [a bit|a little|much|way|] [higher|lower|louder|stronger|weaker|faster|slower]
~[increase|reduce|lower|raise|change|double|halve] [it|that|this|the value|the speed|the level|the setting] [please|a bit|now|]
~from {level} to {level}
~[just|simply|only] [do it|turn it on|turn it off|switch it|start it|stop it|open it|close it|set it|change it]
~[same|the same] [as before|as last time|as usual|again]
~[do|run|repeat] [the same|that again|it again|the usual|my routine|the last command|what i said]
~[undo|revert|reset|cancel] [it|that|the last one|the last command|everything i said]
~[yes|no|ok], [that one|this one|the other one|the first one|do it|both]
~the one [in the corner|over there|next to the door|on the left|upstairs|with the red handle], [on|off|start it|open it|close it]
~number [one|two|three|seven|twelve] [please|on|off|start|open]
~which [pump|valve|alarm|door|sensor|report|mode]
~the [temperature|light|lights|fan|blinds|speed] [at|to] [about|around|roughly|exactly|precisely]
~[mode|report|sensor|pump|valve|door|alarm|schedule|threshold|limit|speed] [?|please|now|change|set|on]
~[watch|monitor] [the|a] [sensor|temperature|value|level|humidity]
~[report|overview|summary] [please|now|of|for|about]
~[a report|the report|some report] [please|about something|of last week|for this month|for today|for yesterday]
~[an energy|a water|a climate|an alarm|a maintenance] report please
"""),
    "unsupported": 2
    * lines("""
[let|have|make] [the|my|our] {device} [run|go|stop|work|start|play|rest|cool down|warm up|heat up|move|ring|beep|shine|spin]
[get|bring|set|put] [the|my|our] {device} [going|running|to work|in motion|to a stop|to rest|back on|online|offline|out of service|into service]
[give|send|feed] [power|current|electricity|more power] to [the|my] {device}
[cut|take] the power [to|from|of] [the|my] {device}
[press|hit|push] [start|stop|the button|play|pause|the switch] [on|of|at|for] [the|my] {device}
[please|] {device} [an|aus|go|run|halt|begin|off please|on please]
[use|take|try|get] the {device} [to clean|to dry|for lunch|instead|tonight|again|now|]
~[the|my|our] {device} [makes a noise|makes trouble|smells|is ringing|runs all day|blinks|is full|won't start|won't stop|doesn't work|needs power|needs cleaning|needs repair|should not run|ran all night|hurts my ears|disturbs me|is in the way|is missing]
~[do|does|did] [you|anyone|we] [have|own|control|use|need|see|turn on|turn off|hear] [the|a|my|our] {device}
~[is|was] [somebody|anyone] [using|at|on] the {device}
~[when|where|how] [does|did|is|can i start|do i use|do i turn on|will] the {device} [start|stop|end|run|work|now|finish|]
~[who|what] [turned on|turned off|uses|started|stopped|broke|is with|happened to] the {device}
~i [need|want|would like|have] to [use|start|stop|turn on|turn off|check|clean|fix|move|charge|sell] the {device}
~i'd [like|love] the {device} [on|off|to start|to stop|running|cleaned|repaired|to run at {level}|at {level}]
~[can|could|may] the {device} [be turned on|be switched off|be started|be used|run now|be stopped|go off|be repaired|be cleaned|be moved]
~[lock|unlock|open|close|shut|seal] the [safe|car|fridge|drawer|box|cupboard|window|suitcase|phone|computer|screen|briefcase|bike|locker of {person}|mailbox|trunk|piano|garbage can|roof|hood|chest]
~[start|stop|turn on|turn off|pause|switch on] [a|the|my] [timer|stopwatch|countdown|show|game|movie|broadcast|recording|stream|song|class|engine|fire|party|call|lesson|update|backup]
[dim|brighten|turn up|turn down|mute|lower|raise|increase|reduce] the [volume|music|sound|screen|tv|radio|display|bass|speakers|noise|contrast|monitor|phone|stereo of {person}]
~[volume|sound|music|radio|tv] [up|down|off|on|louder|quieter|to {level}|at {level}|please]
[heat|cool|warm|boil|freeze|fry|bake|cook] [the|some|my] [soup|milk|water for tea|beer|pizza|eggs|bread|pasta|dinner|cake|coffee|bath water|baby bottle|lunch]
[take|move|bring|send|call] the [elevator|lift|robot|drone|car|cart|crane|forklift|tray|train] [to the {number} floor|up|down|home|back|to room {number}|to the kitchen|here|to me]
[scan|print|copy|fax|shred|staple|laminate] [this|the|that|my|a] [page|document|letter|photo|contract|book|file|form]
[water|feed|cut|plant|mow|harvest|milk|shear] the [plants|cows|grass|lawn|fish|sheep|tomatoes|corn|goats|chickens|flowers|dog]
[sweep|clean|vacuum|wash|mop|wipe|dust] the [kitchen|office|hall|stairs|whole house|windows|living room|bathroom|floor of the lab|carpet] [for me|now|today|with the robot|]
[spray|pour|mix|blend|grind|chop|slice|peel|stir] [some|the|a little|] [water|coffee|vegetables|onions|paint|concrete|dough|cheese|fruit]
~[how much|what] [ink|paper|battery|charge|fuel|petrol|diesel|coffee|memory|signal] [is left|is in|has|does] [in|] the {device} [have|left|]
~{device} {device}
~[the|a|my] {device} [please|now|again]
~{device}, [please|now|go|come on]
~me want {device} [on|off]
~{device} must to be [on|off]
"""),
    "nonsense": lines("""
~{word} {word} {word} the {word} {word}
~the {word} [is|was|has|goes|can] {word}
~[my|your|his|our] {word} {word}
~[no|yes|please|hello|sorry] {word}
~{word}, {word} and {word}
~{word} {number} {word} {number}
~{number} {word} {number} {word}
~{word} [with|without|under|over|near|like|than|as] {word}
~[if|when|because|while|unless] {word} {word}
~{word}? {word}!
~[green|sleepy|purple|wooden|loud|square] [ideas|spoons|clouds|numbers|shoes|fish] [sleep|dance|think|sing|run|fly] [slowly|furiously|sideways|loudly|]
~[the|a] [cloud|spoon|shoe|banana|idea|carpet] [eats|sings|thinks|reads|marries|paints] [the|a] [moon|number|wall|river|song|cheese]
~[banana|potato|spoon|cheese|monkey|pickle|umbrella|giraffe|noodle|sock] [banana|potato|spoon|cheese|monkey|pickle|umbrella|giraffe|noodle|sock] [{word}|{number}|please|]
~[a|b|c|x|y|z] [a|b|c|x|y|z] [a|b|c|x|y|z]
~[aaa|bbb|kkk|jjj|ppp|sdfg|hjkl|wert|uiop|zxcv|lkj|dfg|qwe|rtz|vbn|poi]
~[aaa|bbb|kkk|sdfg|hjkl|wert|uiop|zxcv|lkj|dfg|qwe] [aaa|jjj|ppp|sdfg|hjkl|wert|uiop|zxcv|poi|mnb]
"""),
    "chat": lines("""
~[what's|what is] [going on|happening|cooking|the matter with you|your story|the plan for today|it like to be a machine|wrong with you|new with you|love like]
~how [old|tall|smart|fast|clever|big|heavy|rich|lonely|honest] are you
~how [was|is] your [day|life|weekend|night|family|job|morning|holiday|mood|evening]
~[tell me|let me hear|i want to hear] [about yourself|about your day|who you are|what you think|your opinion|how you feel|the truth|how you are|a lie|what's new]
~[you|we] [and i|two] [should|could|must] [go out|be friends|talk more|get married|rule the world|have coffee|meet]
~[i|we] [had|have|ate|drank|bought|lost|found|sold] [{food}|a car|my keys|a good time|too much|a fight|a party|a new dog|nothing] [today|yesterday|last night|for breakfast|again|]
~[my|our] [team|club|favourite band|company|teacher|train|bus|flight|computer|internet|job|life|date|birthday] [won|lost|is late|is broken|sucks|is tomorrow|is great|was cancelled|is hard|is over|was fun|is soon]
~[today|tomorrow|yesterday|this week|my day|this year] [is|was|will be] [my birthday|great|awful|monday|a holiday|a good day|boring|crazy|the big day|fun|long|christmas|exhausting]
~[could|can|would|will] you [repeat that|say that again|speak up|speak slower|be serious|be my valentine|keep me company|stay with me|come over|listen to me|explain yourself]
~[nice|good|great|lovely|pleased|happy|a pleasure] to [meet|see|talk to|hear from|know|chat with] you
~[i|we] [wish|hope|think|believe|guess|know|bet|doubt|fear] [you were here|you are fine|it's friday|{person} is right|life is good|you can't hear me|you're clever|nobody cares|it will be fine|so|not|i'm lost]
~[isn't|wasn't] [it|that|this|life|{person}] [funny|nice|great|strange|lovely|beautiful|a nice day]
~[guess|imagine|listen|look|you know] what [happened|i did|{person} said|i dreamt|i saw|i bought|i want] [today|]
~[i'm|i am] [just|only] [kidding|joking|looking|testing you|bored|curious|saying|talking|playing|tired]
~[long|hard|good|bad|crazy|quiet|weird] [day|week|night|times|year]
~[are we|will we be|can we be|shall we be] [friends|ok|alone|there yet|happy|good|rich]
~[{person}|my cat|the dog|the neighbour|he|she] [says hi|says hello|loves you|hates you|misses you|wants to meet you|snores|is so funny|left me|told me a joke|cried]
~do you [have|know|remember|sing|want|need|hear|see|feel|mind] [it|me|songs|any songs|a girlfriend|a hobby|secrets|what i mean|what i said|my name|a joke|this song|a friend|a break|a hug|help]
~what [is|was|would be] your [first memory|biggest fear|favourite animal|best friend's name|favourite movie|wish|real name|last name|biggest dream|worst day|star sign|native language]
~[ha|hee|ho|oh|ah|hm|mm|ew|yay|aww|meh|bah|duh|psst|tsk|ooh] [ha|ho|well|man|boy|yes|no|dear|me|]
"""),
}
