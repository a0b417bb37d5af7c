"""More of what must be refused: the sentence frames of commands around things there are not."""

# ruff: noqa: E501 - a phrasing is read best on one line.

from frames import fact, lines, state, value

_DEVICE = "[the|the|the|my|our|that] {device} [in the kitchen|in room {number}|upstairs|in the hall|over there|in the office|downstairs|||||]"
_GADGET = _DEVICE.replace("{device}", "{gadget}")
_ON_OFF = "[on|off|on|off|running|stopped|open|closed|locked|unlocked|switched on|switched off|turned off|turned on|ready|charged|started|silent]"
_VAGUE = "[a pump|the pump|some pump|any pump|one pump|one of the pumps|that pump|a valve|the valve|some valve|any valve|one valve|one of the valves|that valve]"
_THING = "[something|anything|it|this|that|them|the thing|that thing|the other one|one of them|both of them|these|those|that one|this one]"
_PART = "[lights|lamps|blinds|shades|shutters|curtains|fans|fan|ventilation|thermostat|heating|temperature|brightness]"

PHRASES: dict[str, list[str]] = {
    "missing": state(_VAGUE, "[on|off|open|closed|started|stopped|running|shut|opened]")
    + state(
        "[a|some|any|one|that|another] [door|gate|of the doors|door or other|of the gates|lock]",
        "[locked|unlocked|open|secured]",
    )
    + state(_THING, "[on|off|open|closed|locked|unlocked|started|stopped|switched on|turned off]")
    + state("[a|some|an|the|that] alarm", "[acknowledged|confirmed|cleared|accepted]")
    + value(
        "[a valve|some valve|the valve|one valve|that valve|a pump|the pump|some pump|it|this|that|something|that one|them]",
        "{level}",
    )
    + value(
        "[the speed of the pump|the pump speed|the valve position|the speed of a pump|the opening of the valve]",
        "{level}",
    )
    + 2
    * lines(f"""
<set> {{the}} {_PART} [to|at]
<set> the {_PART} {{in}} [to|at]
[change|adjust|regulate|alter|modify|correct|fix|tune|tweak|control|readjust|do something about|play with|vary] {{the}} {_PART} [please|a bit|somehow|]
[change|adjust|regulate|alter|modify|correct|tune|tweak|control|do something about] the {_PART} {{in}}
~{{the}} {_PART} [to|at|should be|must be|needs to be|have to be set|need to change|should change|must be adjusted|need adjusting]
~<want> {{the}} [lights|blinds|fans|thermostat] [to|at|set to|changed|adjusted|different|set differently]
~<want> [a different|another|a new|some other] [temperature|brightness|light level|colour|color|fan speed|set point|position|setting|value] {{in}}
~<want> [the|a|some|one] [pump|valve|door|gate] [on|off|open|closed|locked|unlocked|started|stopped|running]
[set|change|adjust|alter|pick|choose|select] [a|the|another|some|a new] [temperature|brightness|light level|colour|color|fan speed|set point|speed|position|mode] {{in}}
[change|switch|set|alter] the [colour|color|hue] [of {{the}} lights|of the lights {{in}}] [to|]
[make|turn|set|switch] {{the}} lights [another color|a different color|colourful|some color|a nice colour|to a color]
[start|stop|run|halt|launch|turn on|turn off|switch on|switch off|shut down|fire up|activate|deactivate|kill|speed up|slow down|restart|begin with|shut off] [a|the|some|any|one|that|this|another|one of the|a random|the other|either|whichever] [pump|pumps|machine]
[open|close|shut|turn|throttle|adjust|open up|shut off|seal|crack open|move] [a|the|some|any|one|that|this|another|one of the|a random|the other] [valve|valves]
[lock|unlock|bolt|secure|open up|unbolt] [a|some|any|one|that|this|another|one of the|the other|the right] [door|doors|gate|gates|lock]
[lock|unlock] [it|that|them|this|up|the door|the doors|the gate|everything that needs it]
[acknowledge|confirm|clear|dismiss|accept|ack|silence|mark|tick off] [an|the|some|any|that|this|one|another|one of the] [alarm|alarms|message|alert]
[acknowledge|confirm|ack] [it|that|this|them]
[set|change|adjust|increase|reduce|raise|lower] [the|a|that|some] [speed|rpm|power|output] [of the pump|of a pump|of one pump|of it|of that|]
[set|run|put|drive] [the|a|that|some] pump [at|to|faster|slower|at a speed|]
[set|put|turn] [the|a|that|some] valve [to|at|to a position|further|more open|more closed|]
[schedule|plan|program|book|set up|create|arrange] [a|the|some|another|one] [mode|schedule|programme|timer|routine|plan]
[schedule|plan|run] [away|night|eco|home|holiday|cleaning] mode [on some days|sometime|at some time|every now and then|from|until|at certain times]
[set|change|switch|select|choose|pick|activate|use|go to|enter|turn on] [the|a|some|another|a different|the other|one of the|a new] [mode|modes]
[read|check|tell me|give me|show me|measure|get] [a|the|some|any|one|that] [sensor|value|reading|measurement|meter|gauge]
[read|check|measure] [something|it|that|them] {{in}}
[what|how much|how high|how] is [it|that|the value|the reading] [now|]
[warn|tell|alert|notify|message|inform|call|text] me [if|when|once] the {{quantity}} {{in}} [is too high|is too low|changes|gets too high|gets too low|is wrong|moves|is bad|reaches the limit|exceeds|goes above|falls below|is not ok|is critical|gets dangerous|passes the limit|rises|drops|falls|increases|goes up|goes down]
[warn|tell|alert|notify|inform] me [if|when] [it|something|that] [happens|changes|exceeds|goes above {{level}}|falls below {{level}}|is above {{level}}|is wrong|gets too hot|is over {{level}}]
[warn|alert|notify|inform] me
[watch|monitor|observe|keep an eye on|track|supervise|guard|mind] the {{quantity}} {{in}} [for me|please|closely|]
[watch|monitor|observe|keep an eye on|track] [something|it|that|this|a sensor|the sensor|the values]
[set|create|add|make] [a|an|the] [alert|warning|limit|watch|threshold|alarm limit] [for the {{quantity}} {{in}}|]
[send|give|make|create|show|print|write|email|get|prepare|generate|mail] [me|us|] [a|the|some|my|that|another|one of the] [report|reports|summary|overview|statistics]
[send|give|make|show] [me|us|] [a|the] report [for|of|from] [yesterday|last week|today|this month|last year|this week|last month]
[send|give|make|show] [me|us|] [an energy|a water|an alarm|a maintenance|a climate|the energy|the water|the climate] report
~[status|state|what's the status|how is it|how is it doing|is it running|is it on|is it open|is that thing on|is it working|what is the state|check the status|is it ok]
~is [a|the|that|some|one|any|one of the] [pump|valve] [running|open|on|off|closed|ok|working]
~[what's|how is|what is|tell me|check] the [status|state] [of|of it|of that|of a pump|of the pump|of the valve|of a valve|of one of them|of the machine|]
[turn|switch|put|flip|get|have|leave|keep] {_THING} [on|off]
[turn|switch|shut] [on|off] {_THING}
[start|stop|open|close|lock|unlock|set|change|adjust|move|raise|lower|increase|reduce|run|activate|deactivate|halt|dim|shut|do|use|try|fix|control|regulate] {_THING}
[set|put|turn|bring|dim|raise|lower|reduce|increase|adjust|change|move|take|get] {_THING} to {{level}}
[raise|lower|increase|decrease|reduce] {_THING} by [{{level}}|a bit|a little|some]
~{_THING} [to|at|on|off|please|should be {{level}}|to {{level}}|at {{level}}]
~[to|at|make it|set to|go to|up to|down to|change to|set it to|put it at|i want|i need|only|about|around|just] {{level}} [please|]
~{{level}} [please|please now|will do|is fine|is enough|would be good|is what i want]
[do|change|set|adjust|turn|switch|move] [something|anything|things|stuff|some settings|the settings|a few things] {{in}}
[start|stop|open|close|set|turn on|turn off|activate|run|switch to|select|use|do|try|take] [number|no.|the number|item|unit number|the one with number] {{number}}
~[number|no.|item] {{number}} [on|off|please|open|closed|start|stop]
~[brighter|darker|warmer|colder|cooler|faster|slower|higher|lower|more|less|stronger|softer|hotter|louder] [{{in}}|please|a bit|a little|]
~[a bit|a little|much|slightly|somewhat] [brighter|darker|warmer|colder|cooler|faster|slower|higher|lower|more|less] [{{in}}|please|]
~[the|a|that|one|some|any] [pump|valve|door|alarm|gate|sensor|mode|report|light level|temperature]
~[pump|valve|door|gate|sensor|mode|report|speed|position|level|colour|color] [please|now|]
~[start|stop|open|close|lock|unlock|set|schedule|acknowledge|adjust|change|dim|raise|lower|watch|read|report|turn|switch|turn on|turn off|switch on|increase|reduce|activate|run|check|confirm|warn me|put|make|show me|tell me|send me] [please|now|]
~can you [start|stop|open|close|lock|unlock|turn on|turn off] [a|the|some|one|that] [pump|valve|one|thing]
~we need [a|some|one] [pump|valve|report|mode] [now|]
~it's [not right|wrong|not good|not how i like it] {{in}}, [change it|fix it|adjust it|do something]
~which [pump|valve|door] [should|can|will] you [start|open|lock|stop|close|unlock]
~[let|have|make] [the|a|some|that] pump [run|stop|start|go|rest]
~[let|have|make] [the|a|some|that] valve [open|close|shut]
~{{the}} {_PART} [are|is] [wrong|not right|bad|off the mark|not ok], [change them|adjust it|fix it|change it]
"""),
    "chat": 2
    * lines("""
~[how are|how're|how do] you [today|doing|feeling|this morning|keeping|do|now|getting along|holding up|these days|going] [my friend|]
~[what's|what is|whats] your [name|age|favourite color|favorite food|job|problem|hobby|purpose|opinion|favourite song|dream|sign|mood|plan|secret|gender|address|best joke|favourite movie|brand]
~what [do|did] you [like|eat|want|think|mean|feel|do for fun|do all day|dream of|say|know|hate|fear|hope for|love|think about me|look like|believe]
~who [are|made|built|programmed|owns|trained|is|wrote|designed|taught|bought] you
~where [are you|do you live|do you come from|were you born|were you made|is your home|do you sleep|have you been]
~when [were you born|is your birthday|do you sleep|do you rest|did you wake up]
~why [are you|do you] [so slow|here|so quiet|sad|so nice|ask|say that|so stupid|so clever|laugh|not answer]
~are you [a robot|human|alive|real|happy|smart|there|sleeping|busy|ok|married|sure|ready|listening|tired|hungry|angry|bored|lonely|a machine|a woman|a man|an ai|conscious|in love|sad|dumb|funny|free tonight|kidding|joking|mad at me|jealous|my friend|clever|awake|old|serious|drunk|single|a computer|afraid|evil|religious|good at chess]
~[can|could|will|would] you [sing|dance|think|feel|love|laugh|cry|lie|keep a secret|marry me|be my friend|hear me|swim|fly|tell jokes|talk|understand me|cook|dream|play chess|see me|speak french|forgive me|be quiet|shut up|be nicer|learn|whistle|rap]
~do you [like|know|love|hate|believe in|dream of|understand|miss|remember|fear|trust|want|enjoy|prefer|follow] [me|{thing}|{person}|god|people|{food}|music|ghosts|us|football|poetry|jokes]
~do you [have|want] [friends|feelings|a body|a soul|a wife|children|pets|a name|a brain|a job|fun|time|a girlfriend|dreams|a heart|a family|an opinion on {thing}|hobbies|a favourite colour]
~do you [sleep|eat|dream|sing|dance|work out|drink|smoke|get tired|ever sleep|get bored|think|cry|speak german|go out|ever laugh|read books|ever make mistakes]
~have you [seen|met|heard of|heard about|read|ever seen|thought about|been to|ever eaten|ever kissed] [{person}|{thing}|{country}|{food}|the news|my keys]
~i [love|hate|like|miss|adore|enjoy|can't stand|despise|dislike|prefer|dream of|trust|remember|forgot about] [you|{thing}|{food}|{person}|my job|mondays|music|this place|summer]
~i [feel|am feeling|am so|am really|feel so|feel a bit|am a little|am very] [lonely|great|bad|sad|happy|sick|tired|bored|depressed|excited|stressed|sleepy|confused|old|weird|nervous|hungry|thirsty|worried|proud|dizzy|blue|relaxed]
~i'm [bored|tired|sad|hungry|happy|sick|angry|in a hurry|late|thirsty|stressed|so happy|lonely|in love|lost|confused|old|joking|sorry|pregnant|new here|an engineer|married|not amused|ill|exhausted|fed up|going crazy|proud of you|worried about {person}|on a diet|a vegetarian]
~i [had|have had|have] [a|such a] [bad|long|great|hard|wonderful|terrible|busy|nice|strange|lazy|stressful] [day|week|night|morning|dream|weekend|time|meeting|childhood]
~i [have|had|got] [a headache|a question|a problem|a cold|no idea|a dog|two kids|a date|a new job|fever|no friends|a surprise|a baby|a toothache|doubts]
~i [saw|met|called|visited|kissed|dreamt of|married|talked to] {person} [today|yesterday|last night|]
~i [don't|do not] [understand|know|care|like you|believe you|think so|agree|feel well|trust you|remember|mind|get it|like this]
~you [are|were|'re] [great|stupid|funny|useless|the best|so smart|an idiot|my friend|beautiful|wonderful|annoying|amazing|wrong|right|cute|weird|slow|helpful|fired|brilliant|ugly|sweet|boring|strange|very kind|too loud|a genius|lying|crazy|hilarious|awful|my hero]
~you [look|sound|seem|smell] [nice|sad|strange|tired|happy|funny|great|angry|familiar|awful]
~you [don't|never|always] [understand|listen|help|make mistakes|know anything|say that|forget|answer]
~[hello|hi|hey|good morning|good evening|hi there|hey there|good afternoon|howdy|greetings|good day|hiya|hello there|morning|evening|salutations|welcome|hey you|what's new|what's up|sup|yo|hallo|welcome back|long time no see]
~[thanks|thank you|thank you so much|thanks a lot|cheers|many thanks|much obliged|thx|thanks for everything|thank you for your help|that was helpful|appreciate it|thank you very much|thanks anyway]
~[bye|goodbye|see you|see you later|farewell|ciao|so long|take care|until next time|catch you later|bye bye|see you soon|have a nice day|have fun]
~[lol|haha|wow|ok|hm|yes|no|maybe|cool|nice|great|awesome|oh no|oops|whatever|sure|really|why|what|nope|yeah|yep|okay|fine|damn|oh my god|seriously|amazing|hooray|hurray|interesting|pardon|exactly|indeed|of course|never|always|perhaps|alright|good|super|perfect|brilliant|boo|ouch|so what|how so|who knows|as if|i see|got it|not really|no way]
~[nice|lovely|terrible|good|beautiful|awful|great|bad|what a|such a nice] [day|weather|work|evening|morning|job|idea|party|place|dress|joke|question|answer|girl|boy|weekend|mess|surprise|shame]
~[happy birthday|merry christmas|happy new year|happy easter|congratulations|get well soon|good luck|bless you|cheers|enjoy your meal|well done|bravo|welcome home|happy anniversary|my condolences|best wishes|happy holidays to you]
~my [dog|cat|son|daughter|car|boss|wife|husband|neighbour|mother|friend|brother|colleague|horse|bike|phone|hair|knee|back|tooth|head|heart] is [sick|annoying|funny|lovely|crazy|late|broken|gone|pregnant|hungry|asleep|beautiful|old|cute|angry|in the hospital|a doctor|too big|sad|hurting|grey|dead]
~{person} is [nice|mean|funny|here|late|sick|my friend|beautiful|angry|stupid|gone|a liar|pretty|in town|drunk|on the phone|an idiot|getting married|my hero|not amused]
~[let's|can we|shall we|could we|want to|do you want to] [talk|chat|play a game|be friends|have fun|dance|party|go out|get married|watch a film|sing|have lunch|play|discuss {thing}|talk about {thing}|go for a walk|drink {food}|make {food}]
~[what|how] [should|can|shall|could|would|do] i [do today|eat|wear|cook|read|watch|say to {person}|do now|do about {person}|give {person}|do without you|become|do tonight|drink|play|study|write to {person}|sleep better|be happy|lose weight|make friends|get rich]
~[do you think|don't you think|would you say] [i'm pretty|it will rain|{person} likes me|{thing} is nice|i should go|{country} is nice|it's funny|i'm fat|we are alone|{person} is nice]
~what do you think [of|about] [{thing}|{person}|{country}|{food}|me|my hair|life|love|this|politics|money|my plan|humans]
[tell|give|say|read|show|invent] [me|us] [a|another|one more|a good|a short|your best] [joke|story|secret|fairy tale|riddle|poem|lie|tongue twister|compliment|pun|bedtime story|anecdote|surprise|legend|limerick]
[tell|say] me something [nice|funny|smart|interesting|new|sweet|romantic|about you|about yourself|scary|i don't know|encouraging]
[say|shout|whisper|repeat|sing] [hello|hi|something|goodbye|cheese|my name|after me|it again|hello to {person}|that again|please|sorry]
[make|help] me [laugh|smile|happy|cry|relax|feel better|forget|sleep|think]
[be|stay] [quiet|nice|polite|my friend|serious|careful|happy|yourself|cool|strong|funny]
[shut up|go away|leave me alone|forget it|never mind|don't worry|relax|stop talking|get lost|come here|listen to me|guess what|guess who i met|wake me when it's over|talk to me|entertain me|surprise me|impress me|cheer me up|kiss me|insult me|comfort me|pray for me|believe me|trust me|excuse me|have fun|sing for me|dance with me|play with me|marry me]
~[nobody|no one|everybody|everyone] [loves|likes|hates|understands|knows|forgets|misses] me
~[life|love|work|school|monday|winter|money|time|music] is [hard|beautiful|great|boring|short|strange|funny|everything|terrible]
~[can|may|could] i [ask you something|tell you a secret|ask a question|talk to you|be honest|call you {word}|kiss you|have your number|trust you|stay]
~that [is|was] [funny|great|wrong|nice|stupid|a joke|not true|rude|interesting|amazing|close|crazy|very kind|bad|a lie|weird]
~it [is|was] [a nice day|a joke|my birthday|my fault|fun|nothing|raining|snowing outside|monday|friday|a long story|love|christmas soon|been a while]
~we [are friends|should talk|had fun|got married|love you|won|lost the game|are hungry|miss {person}|are getting a dog]
~call me [{word}|boss|darling|maybe|sir]
~my name is [{word}|{person}]
~i am [{word}|{person}|from {country}|the king]
"""),
    "nonsense": lines("""
~{word} {word} {number} {word}
~the {word}
~a {word} [in|on|of|with] {word}
~{word} the {word}
~{word}! {word}!
~[is|are|was] {word} {word}
~[why|how|who|where] {word}
~[do|go|get|make|take] {word}
~[i|you|we] {word} [you|the {word}|it|]
~{word} {word} {word} {word} {word}
~{number} {number} {number}
~{number} and {number}
~[and|or|but|if|because|with|the|of] {word}
~[very|so|not|too] {word}
~{word} me
~to {word} or not to {word}
~{word}s and {word}s
~{word}ing
~[asdf|qwerty|test|testing|blah blah|hmm|foo|la la la|xyz|abc|aaa|uh|bla|tralala|ho ho|na na|mmm|zzz|eh]
~[one two|one two three|test one two|hello world|foo bar|check check|this that|here there|up down left right|yes no yes|red blue green|dog cat]
"""),
    "unsupported": 2 * state(_DEVICE, _ON_OFF)
    + state("[a|an|any|another] {device}", _ON_OFF)
    + value(_GADGET, "[{number}|{level}|{number} degrees|{number} percent]")
    + fact(
        "the [status|battery|state|volume|price|channel|mode|condition|settings] of the {device}"
    )
    + 3
    * lines("""
<on> [the|my|our|that|a|this|] {device} [now|again|for me|]
<off> [the|my|our|that|a|this|] {device} [now|again|for me|]
<on1> [the|my|our|that|a|this] {device} [on|off]
<off1> [the|my|our|that|a|this] {device} off
<on> the {device} [in|at] [the kitchen|room {number}|the office|the garage|the living room|the hall|the lobby|the workshop|the lab|here]
<off> the {device} [in|at] [the kitchen|room {number}|the office|the garage|the living room|the hall|the lobby|the workshop|the lab|here]
[start|stop|run|open|close|lock|unlock|charge|restart|reboot|launch|activate|deactivate|halt|empty|fill|load|unload|clean|repair|fix|move|lower|raise|lift|drive|park|wash|use|operate|control|program|reset|update|install|check|test|calibrate|pause|resume|play|mute|unmute|connect|disconnect|pair|unplug|plug in|warm up|cool|preheat|heat|defrost|dim|rotate|turn|adjust|speed up|slow down|silence|cancel|kill|fire up|dock|service|monitor|watch|arm|disarm|acknowledge|schedule|rent|buy|sell] [the|my|our|that|a] {device}
[set|put|turn|adjust|change|bring|heat|preheat|cool|turn up|turn down|raise|lower|dial|crank] [the|my|our|that] {gadget} [to|at|up to|down to|by] [{number}|{level}|{number} degrees|{number} percent|{number} minutes|the maximum|high|low|medium|the highest setting|half]
~the {gadget} [in|at] [the kitchen|room {number}|the office|the garage|the hall|the basement|my room] [on|off|please|should be on|should be off|has to stop|to {number}|needs to run]
~{gadget} [on|off|please|to {number}|start|stop|at {number}|now|in the kitchen on|in the hall off|up|down|open|closed|off in room {number}|on in the office|louder|quieter|to {level}|at {level}]
~[on|off|start|stop], {device}
~[kitchen|office|garage|bedroom|room {number}|lobby|workshop|hall] {gadget} [on|off|to {number}|please|start|stop|at {level}]
~<want> [the|my|our|a] {gadget} [on|off|running|started|stopped|to run|to start|to stop|switched on|turned off|repaired|cleaned|to be on|at {number}|to work|to go]
~[the|my|our] {gadget} <should> [run|start|stop|be on|be off|go on|go off|work|be turned on|be switched off|be at {number}|be started]
~[can|could|would|will] you [start|stop|turn on|turn off|switch on|use|run|check|fix|repair|open|move|bring|control|operate|see] [the|my|our|a] {device}
~[can|could|may] [i|we] [have|use|get|borrow|hear|see|start] [the|a|your|some] {device} [please|on|now|]
~[is|was|are] [the|my|our] {device} [on|off|running|ready|charged|working|ok|broken|finished|done|open|closed|free|clean|full|empty|still on|plugged in|connected|fixed|hot|safe|loud|new|available|at home|locked]
~[how is|what about|how about|where is|what's with|what's wrong with|who has|how much is|when is|what is on] [the|my|our] {device}
~why is [the|my|our] {device} [on|off|so loud|so slow|broken|not working|not on|hot|open|beeping|leaking|so old]
~[the|my|our] {device} is [broken|too loud|slow|leaking|beeping|on fire|dirty|stuck|not working|empty|full|too hot|still on|off|on, turn it off|off, turn it on|too fast|too quiet|done|gone|missing|running, stop it]
~is there [a|any] {device} [here|in the kitchen|in room {number}|in the building|]
~[does|did|will] the {device} [work|run|start|stop|need repair|have power|make noise|break]
~{device} [status|battery|volume|temperature|speed|mode|please|settings|check|timer|program|info]
[brew|make|boil|prepare|heat up|warm up|fix] [me|us|] [a|some|a cup of|a pot of|] [coffee|tea|espresso|water|milk|soup|cappuccino|cocoa]
[mow|water|cut|trim|rake|fertilise|sprinkle] the [lawn|grass|flowers|plants|hedge|garden|roses|trees|bushes]
[clean|wash|mop|sweep|vacuum|hoover|scrub|dust|polish|tidy|tidy up|paint|decorate|redecorate|wipe|disinfect] the [floor|windows|kitchen|office|hall|carpet|walls|living room|garage|stairs|table|desk|house|room|bathroom|ceiling|furniture|shelf|door]
[change|switch|turn] the [channel|station|song|program|input|track|volume|language|wallpaper] [to {number}|up|down|]
[turn|crank|bring|set] [up|down] the [volume|music|sound|bass|radio|noise|{device}]
[volume|channel|station|bass|treble|track] [to|up to|down to|] {number}
[fill|run|empty|prepare|heat] [the|a|me a] [bath|bathtub|sink|bucket|hot tub|dishwasher|kettle]
[open|close] the [window|windows|fridge|drawer|box|bottle|can|umbrella|lid|suitcase|cupboard|roof window|skylight|hatch|trunk|book] [in the kitchen|please|in room {number}|]
~[the window|the windows|a window|the fridge|the roof window|the skylight] [open|closed|should be open|should be closed|please]
[plug in|unplug|charge|connect] [my|the] [phone|car|laptop|tablet|bike|battery|{device}]
[take|bring|put|carry|throw] [out|] the [trash|garbage|rubbish|bin|boxes|dishes|laundry|parcel|furniture] [out|away|]
[iron|fold|dry|wash|do] [the|my] [laundry|clothes|shirts|dishes|washing|towels|sheets]
~i want to [watch|listen to|play|see|use|hear|drive|print|scan] [tv|a film|the news|the radio|music|a game|the {device}|something|my photos]
~play [the|my|some] [radio|tv|music|{device}|record] in [the kitchen|room {number}|the office]
"""),
}
