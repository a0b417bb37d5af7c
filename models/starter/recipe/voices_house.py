"""The house in many voices: porter, nurse, fitter, teenager, each with an order of words of its own."""

# ruff: noqa: E501 - a phrasing is read best on one line.

from frames import lines


def _with(words: dict[str, str], text: str) -> list[str]:
    """The lines of a text, every capitalised word replaced by what it stands for."""
    for mark in sorted(words, key=len, reverse=True):
        text = text.replace(mark, words[mark])
    return lines(text)


_SHIFT = """
[pop|knock|tick|bump|inch|notch|whack|wind] the [stat|dial|thermostat|heating|set point] {in} UP [by|] {steps} // [pop|knock|nudge|whack|tweak] it UP {steps} {in}, [it's CHILLY|i'm CHILLED|everyone's CHILLED] // go to {place} on the [heating panel|controller|climate panel] and [move|take|bring] it UP {steps}
[take|read] whatever the [stat|thermostat|room controller|set point] {in} [says|reads|shows|is at] and ADD it {steps} // [look at|check] what the thermostat is [set to|on] {in} and [set|make] it {steps} WARMER
[leave|set|run] the [heating|stat|climate|thermostat] {in} {steps} ABOVE [where it is|what it's on|the current set point|the present setting|where it was] // [make|have] {place} {steps} WARMER than [it is|it is now|it was|it's been|it is at present]
[move|shift|offset|trim|bias|adjust] the [set point|setpoint|sp|heating curve|target] [of|for] {place} [by SIGN {steps}|UPWARD by {steps}|{steps} UPWARD] // [trim|bias|offset] the [stat|setpoint|controller] {in} {steps} UP
[reset|readjust|recalibrate|change] the [thermostat|set point] {in} so [that|] it [is|sits|stands] {steps} WARMER // give the [thermostat|stat|heating dial] {in} a [twist|nudge|turn|tweak] UP, {steps} [is enough|will do|should do|please] // [do something about|sort out|deal with] the CHILL {in}: {steps} WARMER
UPIT the [temperature|heat|heating] {in}, [by|just|only] {steps} // UPIT the [temperature|heat|heating] by {steps}, {place} [please|this time|again]
~{place} is [a touch|a tad|a bit|slightly|rather|far|way] [too CHILLY|on the CHILLY side], [UPIT the temperature|move the stat UP|move the set point UP|have it taken UP] [by|] {steps} [there|in there]
~{place} is [CHILLY|too CHILLY] [again|as ever|for my liking|for the patients|for the children|for my old bones|to work in]: {steps} WARMER [there|please|would help|would be lovely]
~[a guest|the guest|somebody|the lady|the night nurse|the customer|the tenant] [from|in] {place} [rang|called|complained|phoned down|says]: [too CHILLY|it's CHILLY], [would like it|wants it|make it] {steps} WARMER // ~[complaint|call|ticket] from {place}: [too CHILLY|it is CHILLY]. [UP|SIGN] {steps} [please|there|]
~[i'm|we're|the patients are|the residents are|the lads are|my class is|grandad is|my gran is|the crew is] CHILLED {in}, [so|could we|can you] UPIT it [by|] {steps} // ~[because|since|as] it's [so|too|quite|rather] CHILLY {in}, [UPIT it|move it UP|take it UP] [by|] {steps}
~[it's|it is|feels] [so|too|proper|dead|well|bloody|super] CHILLY {in}, [can we get it|can you make it|get it|could it be] {steps} WARMER // ~[would|could|might] it be [possible|an idea|feasible|too much trouble] to have {place} {steps} WARMER
~[would|could|might] [you|someone] be [so good as|kind enough|so kind as] to make {place} {steps} WARMER // ~[might|may|could] i [trouble you for|ask for|request|beg for] {steps} [MORE|UP] {in} // ~[i was wondering|i just wondered|i'd like to ask] [if|whether] {place} could be [made|turned|set|kept] {steps} WARMER
~[no|sorry|no no|wait], not [OPPOSITE|the other way], {steps} [WARMER|UP] {in} // ~[no|nope|not enough], [it needs|make that|i want|it wants] {steps} [WARMER|UP] {in} // ~[the|our] [thermostat|heating|stat|set point|climate control] {in} [could|should|may|might|wants to|needs to] [be|sit|stand|come] {steps} [WARMER|UP]
~[the|] temperature {in} is to be [MOVED|adjusted UPWARD|taken UP|brought UP|corrected UPWARD] by {steps} // ~[temperature|heat|set point] {in} [to be|needs|wants|gets] [MOVED|taken UP|brought UP] {steps} // ~{place} is to be [kept|run|held] {steps} WARMER [from here on|from now on|than it was|than it is]
~{place} [would|could] [do with|benefit from|stand] [being|getting] {steps} WARMER // ~{place} [could|can] [stand|take|do with|use] {steps} [MORE|of FIX] // ~a [change|correction|shift|trim|adjustment] of {steps} UPWARD [for|in] {place}
~{steps} UPWARD [correction|trim|shift|adjustment|offset] [for|on] [the|] [stat|thermostat|setpoint|heating] {in} // ~{steps} [UP|WARMER] [on|for|from] [the dial|the stat|the thermostat|the set point|the heating] [for|in] {place} // ~{place} stat SIGN {steps}
~{place}: [stat|set point|sp|temp setting|thermostat|heating] [SIGN|UP] {steps} // ~[sp|set point|stat] [change|shift|trim] {place}: [SIGN|UP] {steps} // ~{bare} [too CHILLY|CHILLY], [UP|SIGN] {steps} // ~[i'd|we'd|i would|they'd] [be happier|be comfier|sleep better|work better|feel better] if {place} [was|were] {steps} WARMER
~[what|all] {place} needs is {steps} [MORE|of FIX] // ~what [i'm|we're] after is {steps} WARMER {in} // ~[is|would] {steps} WARMER [be|] [possible|doable|ok|alright] {in} // ~any chance of {steps} [MORE|of FIX] {in} // ~[can't|couldn't] [we|you] [make|have|get] it {steps} WARMER {in}
~[it|this] [isn't|is not|ain't] [good|right|comfortable] at all {in}, [make|get|have] it {steps} WARMER // ~{place} is [wrong|off|out] by {steps}, [it is too CHILLY|too CHILLY], [UPIT it|sort it|correct that]
~{place} should [really|actually|by rights|normally] be {steps} WARMER than [it is|now|this], [see to it|sort it|adjust it|change that] // ~[the present|the current|this] setting {in} is {steps} too CHILLY, [correct|fix|change|adjust] it
~[someone|somebody|some joker|the last shift|the cleaner] [turned|messed with|fiddled with] the [stat|thermostat] {in}, UPIT it [by|] {steps} // ~too CHILLY [in|at] {place} by {steps}, [see to it|correct it|please fix] // ~is too much CHILLY {in}, {steps} [WARMER|UP] [please|you make|] // ~please {in} {steps} make WARMER
~[my friend|please sir|mister], {place} [very|much] CHILLY, you make {steps} WARMER // ~{place} {steps} WARMER [mate|love|pal|yeah|innit|ta|cheers], it's CHILLY in there
"""
_WARMER = {"UPWARD": "upwards", "UPIT": "[raise|lift|increase]", "UP": "up", "CHILLY": "[cold|chilly|nippy|parky|cool]", "CHILLED": "[freezing|frozen|shivering|cold]", "CHILL": "cold",
           "ADD": "raise", "SIGN": "[plus|+]", "ABOVE": "above", "WARMER": "[warmer|hotter]", "MORE": "[more|more heat|more warmth]", "OPPOSITE": "[cooler|colder|down]", "MOVED": "[raised|lifted|put up]", "FIX": "[warmth|heat]"}  # fmt: skip
_COOLER = {"UPWARD": "downwards", "UPIT": "[lower|drop|reduce]", "UP": "down", "CHILLY": "[hot|warm|sticky|toasty]", "CHILLED": "[sweating|roasting|melting|too hot]", "CHILL": "heat",
           "ADD": "lower", "SIGN": "minus", "ABOVE": "below", "WARMER": "[cooler|colder]", "MORE": "[less|less heat]", "OPPOSITE": "[warmer|hotter|up]", "MOVED": "[lowered|dropped|put down]", "FIX": "[cooling|relief]"}  # fmt: skip

_NAMES = {
    "away": "[away mode|the away mode|the away setting|away profile|the away preset|away programme|away status|the away scene|nobody-home mode]",
    "home": "[home mode|the home mode|the home setting|home profile|the at-home preset|at-home mode|home status|the at-home setting|the at-home programme|at-home profile|somebody-home mode]",
    "night": "[night mode|the night mode|the night setting|night profile|the night preset|night programme|the night-time setting|night-time mode|the overnight profile|the sleep setting|the night scene]",
    "eco": "[eco mode|the eco mode|the eco setting|eco profile|the eco preset|energy-saving programme|the energy-saving setting|the economy setting|economy profile|power-saving mode|the eco programme]",
    "holiday": "[holiday mode|the holiday mode|the holiday setting|holiday profile|the holiday preset|vacation programme|the vacation setting|vacation profile|the vacation preset|the holiday programme]",
    "cleaning": "[cleaning mode|the cleaning mode|the cleaning setting|cleaning profile|the cleaning preset|cleaning programme|the cleaning scene|the cleaners' setting|the cleaning configuration]",
}  # fmt: skip
_SITE = "[for the whole building|for the entire building|for the whole house|for the whole site|across the site|building-wide|site-wide|in the entire building|all over the house|throughout the building|for everything|for all floors|on every floor|for the premises|for the property]"
_IT = "[the whole building|the entire building|the building|the whole house|the house|the site|the place|everything|the whole lot|the hotel|the school|the plant|the shop]"


def _mode(mode: str) -> list[str]:
    """What fits any mode, under any of the names that a mode may have."""
    return _with(
        {"NAME": _NAMES[mode], "SITE": _SITE, "IT": _IT, "MODE": mode},
        """
[use|set|choose|pick|select|apply|run|call up|load|activate|engage|enable|go with] NAME SITE // [put|stick|set|run|switch|place|pop|leave|have] IT on NAME // [flip|swap|change|move|turn|bring] IT over to NAME // [make|let] NAME [the current one|the active one|apply|take effect|kick in] SITE
[change|swap|drop|replace] [whatever|the one|the mode|the setting|what] we're [in|on] [now|at present|] [for|to] NAME // [press|hit|push|tap] the MODE [mode button|mode switch] [for me|for us|please|] // [have|get] IT running on NAME
turn the [mode selector|mode switch|operating mode|mode dial|system mode] [round|over|] to MODE // ~SITE, [use|set|choose|pick|apply|run|activate] NAME // ~NAME SITE // ~NAME SITE [please|thanks|if you would|would be good|is needed|is wanted] // ~NAME, IT // ~NAME, [and SITE|SITE] // ~IT, NAME // ~IT: [go to|set|use|] NAME
~IT [on|onto|over to] NAME // ~SITE NAME // ~SITE [i want|we want|i'd like|we need|we'd like] NAME // ~[we want|i want|we'd like|i'd like|we need|i need|the boss wants|management wants] NAME SITE // ~[we want|i want|i'd like|they want|the manager wants] IT [on|running on|switched to|set to|moved to] NAME
~IT [is to|has to|needs to|wants to|ought to|should] [be|run|go|stay] on NAME // ~IT [is to be|should be|needs to be|must be|has to be|ought to be] [switched|changed|moved|set|put over|transferred] to NAME // ~[could|can|might|may] [we|i] [have|get|be on|go onto|go over to] NAME SITE
~[could|can|would] IT be [put|run|set|placed] on NAME // ~[would|could|might] you be [so kind as|good enough|so good as] to [put IT on|run IT on|set IT to|switch IT to] NAME // ~[no|sorry|no no|wait no], [i meant|i want|make it|it should be|we said] NAME
~[no|oops|sorry], wrong [one|mode|setting], [i need|i meant|go to|set] NAME // ~[not that|not this|wrong] [mode|setting|one], NAME [please|is what i meant|instead|] // ~why [aren't we|isn't IT|are we not] [on|in] NAME [yet|already|], [sort it|change that|put it on|do it]
~[we should've been|we were supposed to be|we were meant to be] [on|in] NAME [by now|already|], [switch it|change it|do it] // ~[as of now|from this point on|until i say otherwise|until further notice|for the time being], NAME SITE
~[operating mode|house mode|system mode|building mode|site mode|bms mode|mode of operation]: MODE // ~[operating mode|house mode|system mode|building mode|bms mode] [to be|should read|wants to be|must read|=|->] MODE // ~[site|building|system] [changeover|switchover|change over] to NAME
~[changeover|switch over|change over|transition|over] to NAME [please|SITE] // ~MODE [is the mode|is the setting|is the profile|is the preset] [i want|we want|we need|for us|to use] // ~[of all the modes|of the modes|from the list of modes], [take|pick|use|i want] MODE
~please you put NAME [for all building|in all house|for all|in whole building] // ~me like NAME [for all house|in whole building|for all building] // ~it must go in NAME [all the building|all the house|whole building]
~[everybody|everyone|the boss|the night porter|the janitor|my wife|head office] [says|agreed on|asked for|ordered] NAME SITE // ~[let's|we could|we might as well|better] [stick|put|run|leave] IT on NAME // ~NAME [wants|needs|has] to [go on|be put on|come on|be in force|be in effect] [now|SITE|]
""",
    )


_AM = "[{mode} mode|{mode}|the {mode} mode|the {mode} setting|{mode} profile|the {mode} preset|the {mode} programme]"
_SPAN = "[from {from} to {to}|between {from} and {to}|from {from} until {to}|{from} to {to}|from {from} till {to}|{from} till {to}|between the hours of {from} and {to}|anywhere between {from} and {to}|any time from {from} to {to}]"


_READ = """
~[can you|could you|would you] [go and|just|quickly|] [look|check|see] what the FACT is [doing|at|like] {in} // [put|write|note] [down|me down|] the FACT [for|in|of] {place} [for the log|in the log|for my round|for the handover|for the record]
[pass|hand|feed] [me|us|the office|the night shift] the FACT [for|from|of|in] {place} // ~[i'm|we're] [doing|on|writing up|filling in] [my rounds|the log|the sheet|the log book|the handover], what's the FACT {in} // ~[for the|i need it for the] [log|record|handover|report|file|inspector|audit]: FACT {in}
~[somebody|the boss|the inspector|the nurse|the doctor|head office] [wants|needs|would like] [to know|to hear] the FACT {in} // ~[about|regarding|concerning|on the subject of] {place}: what's the FACT [there|in there|] // ~{place}, what's the FACT [there|in there|over there|up there|down there]
~[the|] FACT {in}, [what's it at|where's it at|how is it|what is it] [right now|at the moment|now|] // ~[would|could|might] you be [so kind as|good enough] to [tell me|say] what the FACT [is|might be] {in} // ~[no|sorry|wait], [not that|not there], [i meant|i mean] the FACT {in}
~[may|might|could] one [ask|know|enquire about] the FACT {in} // ~[does|would] anyone know the FACT {in} // ~[what|which] FACT does [the instrument|the sensor|the bms|the system|the panel|the screen|your sensor] [give|show|have|report|display|log] [for|in] {place}
~[what|which] FACT is being [measured|reported|shown|recorded|logged|picked up] {in} // ~[last|latest|most recent|newest] FACT [reading|figure|value|measurement] [for|from|in] {place} [please|] // ~[what's|whats] [the|] FACT [saying|showing|reading|looking like] {in}
~i [haven't|have not] [got|seen|heard] the FACT [for|in] {place} [yet|], what is it // ~[it's about|i'm calling about|i'm asking about|i look after|i'm responsible for] {place}, what's the FACT [there|in there] // ~what does {place} [have|show|report|read] for FACT
~what [have you got|do you have|have we|are you showing] for FACT {in} // ~what is {place} [reading|showing] for FACT // ~is the FACT {in} [anything to worry about|within limits|in range|as it should be], [what is it|what does it say|give me the value]
~[can you|could you] [put|get|bring] the FACT [of|for] {place} [up on the screen|on the display|on my screen] // ~FACT [check|query|poll|read], {place} // ~[quick check|spot check|round check|status check]: FACT, {place} // ~{bare} FACT [pv|value|actual|reading] [please|]
~[whatever|no matter what] the FACT [is|may be] {in}, [tell me|i want to know|i'd like to hear] // ~[nobody|no one] [told me|tells me|wrote down] the FACT [for|in] {place}, [what is it|please look|what does it say] // ~[has anyone|has somebody] [checked|noted|read] the FACT {in}, what is it
~the FACT {in} [is not on my sheet|is missing from the log|isn't on the list], what is it // ~what must i [write|put|enter] for the FACT {in} // ~please what is FACT of {place}
"""


def _watch(*, above: bool) -> list[str]:
    """Limits from above or from below, worded alike."""
    return _with(
        {
            "OVER": "[above|over|higher than|more than]",
            "PAST": "[goes over|goes above|climbs over|rises above|gets above|creeps past|tops|shoots past|exceeds]",
            "GOING": "[going over|going above|climbing past|rising above|getting above|exceeding]",
            "UNDER": "[below|under|at or below]",
            "ROSE": "risen",
            "HIGH": "[high|upper|hi]",
            "TOO": "[too high|too much]",
            "MAX": "[max|maximum|ceiling|upper limit]",
            "MOST": "[at most|no more than|up to]",
            "BEYOND": "[beyond that|above that|anything over|any higher|past that]",
            "RISE": "[rise|climb|go up|creep up|shoot up]",
            "SIGN": ">",
            "UP": "up",
        }
        if above
        else {
            "OVER": "[below|under|lower than|less than]",
            "PAST": "[goes under|goes below|drops under|falls below|gets below|slips under|sinks below|dips under]",
            "GOING": "[going under|going below|dropping below|falling under|getting below|dipping under]",
            "UNDER": "[above|over|at or above]",
            "ROSE": "fallen",
            "HIGH": "[low|lower|lo]",
            "TOO": "[too low|too little]",
            "MAX": "[min|minimum|floor|lower limit]",
            "MOST": "[at least|no less than]",
            "BEYOND": "[below that|under that|anything less|any lower|less than that]",
            "RISE": "[fall|drop|go down|sink|dip]",
            "SIGN": "<",
            "UP": "down",
        },
        """
~[no need|you needn't bother|there's no need] to [tell me about|ring me about|report] the {quantity} {in} unless it's OVER {value} // [only|just] [bother|disturb|wake|ring|call|tell] me about the {quantity} {in} if it [is OVER|PAST] {value}
~don't [bother|disturb|wake|ring|call] me about the {quantity} {in} unless it [is OVER|PAST] {value} // ~[don't|never] let the {quantity} {in} [RISE|get] OVER {value} without [telling me|letting me know|a warning|warning me|a word to me|an alert] // ~[don't|never] let me miss the {quantity} {in} GOING {value}
[monitor|track|trend|follow|log] the {quantity} {in}, [alarm|alert|flag|message] on anything OVER {value} // [monitor|track|trend|follow] the {quantity} {in} and [flag|alarm|shout|report] [whenever|if|when] [it's|it is|we're] OVER {value}
[configure|set up|create|program|define|add] a HIGH [alarm|alert|limit alarm|warning] [at|of|on] {value} for the {quantity} {in} // [configure|set up|create|add|put] an [alert|alarm|alarm rule|notification] on the {quantity} {in}, [trigger|threshold|trip point|condition]: OVER {value}
[keep|have] [watch|a watch|a lookout|tabs|an eye out|an eye] on the {quantity} {in} and [shout|sing out|tell me|give me a bell|raise the flag] [if|when] it's OVER {value} // [keep an eye|keep watch|stand guard] on {place} for me and [shout|call|say so|tell me] when the {quantity} there PAST {value}
[ring|phone|wake|fetch|get|grab|text|page|message] [me|the boss|the caretaker|the duty engineer|the night porter|the nurse|maintenance] if the {quantity} {in} [is OVER|PAST] {value} // [let|have] the [system|panel|bms|alarm] [warn|alert|tell|notify|message] [me|us] should the {quantity} {in} RISE OVER {value}
[flag|mark|report|announce|signal] any {quantity} OVER {value} {in} // [flag|report|announce|signal] it [whenever|if|when] the {quantity} {in} is found [to be|] OVER {value}
[warn|alert|tell|notify|page] [the night shift|the duty manager|the caretaker|the foreman|the plant room|everyone|head office] of {quantity} OVER {value} {in}
~[should|in case] the {quantity} {in} [RISE|ever RISE|RISE to anything] OVER {value}, [i'd like to know|let me know|give me a bell|drop me a line|say so|come and get me|call me out] // ~if the {quantity} {in} should [ever|] [RISE|get] OVER {value}, <warn>
~were the {quantity} {in} to RISE OVER {value}, [i'd want to know|i'd want to be told|i'd like a message|please tell me|i should be told] // ~as long as the {quantity} {in} [stays|is|remains] UNDER {value} [leave me alone|all is well|i'm happy|it's fine|don't call], otherwise [tell me|warn me|ring|alert me|shout]
~{quantity} {in}: {value} [is the MAX|MAX], [tell me|warn me|alert me|shout] [at anything OVER that|if it's OVER that] // ~{quantity} {in} MOST {value}, [tell me|warn me|alert me|shout] if [it isn't|not|it's not so|that isn't kept]
~{place} [can have|should have|is allowed|gets] MOST {value} {quantity}, BEYOND [means|calls for|gets] a [warning|message|call|alert] // ~{place} must [never|not] [have|see|get|show] [a|] {quantity} OVER {value}, [warn me if it does|tell me if it does|alert me should it happen|or i want to know]
~the {quantity} {in} [worries|bothers|concerns] me, [tell me|shout|warn me|let me know] [if|when] it [goes|is|gets] OVER {value} // ~i'm [worried|nervous|anxious|concerned] about the {quantity} {in}, [shout|ring|tell me|warn me] when it PAST {value}
~the [milk|medicine|wine|server|vaccine|dough|timber|paint|archive|baby|orchid] [can't take|doesn't like|won't survive|suffers from] a {quantity} OVER {value} {in}, [so|] [warn me|alert me|tell me if it happens]
~[i'm|we're] to be [told|called|woken|informed|notified|alerted|paged] [if|when|whenever|as soon as] the {quantity} {in} [is OVER|PAST] {value} // ~[the caretaker|the duty engineer|maintenance|the manager|the night nurse|somebody] [is to|must|should] be [told|called|woken|informed|notified] if the {quantity} {in} PAST {value}
~an [alert|alarm|email|sms|sms to me|message|entry] [is to|should|must|has to] [be sent|go out|be raised|come|be issued] when the {quantity} {in} [is OVER|PAST] {value} // ~[alert|notification|warning|message|sms|email|ping|buzz] on {quantity} OVER {value} {in}
~[alert|notification|warning|alarm|watch|trip|setpoint] [for|on|] {place}: {quantity} OVER {value} // ~{place}: [alert|warn|alarm|notify] [at|on|if|when] {quantity} [OVER|SIGN] {value} // ~{place}, {quantity} OVER {value}, [shout|ring me|let me know|alarm please|tell me]
~{quantity} {in} OVER {value} [= alarm|means alarm|must raise an alarm|should wake me|should reach me by text|gets me a message|and i want a call|and you ring me] // ~{bare} {quantity} HIGH [alarm|limit|alert|warning] [at|:|set to|=] {value}
~[HIGH|] {quantity} [alarm|alert|warning] {in} [for anything|when it's|whenever it's|as soon as it's] OVER {value} // ~[could|would|can] you [give me a shout|give me a bell|say something|let the office know|drop me a message|tell my wife] if the {quantity} {in} PAST {value}
~[could|would] you be [so kind as|good enough] to [tell|warn|alert|inform] me [should|in case] the {quantity} {in} RISE OVER {value} // ~[would|do] you mind [keeping an eye on|watching|minding] the {quantity} {in} and [telling|warning|alerting] me if it's OVER {value}
~i [want|need|would like|ought] to [hear of it|be told|be woken|get a text|get a call|know about it] [if|when|once] the {quantity} {in} has ROSE OVER {value} // ~i [want|need] [eyes|a watch|an alarm|an alert] on the {quantity} {in}, [limit|trip] {value}, [alarm|alert|warn] OVER that
~[what i want is|what i need is|all i want is] [a warning|to be told|a message|to be called] when the {quantity} {in} PAST {value} // ~[no|sorry], [i meant|make that] {quantity} OVER {value} {in}, [then|that's when you] <warn>
~[no|sorry], [warn|alert|tell] me when it's OVER {value}, [not the other way round|not the opposite], [i mean|that's] the {quantity} {in} // ~{quantity} {in} [hits|reaches|gets to] anything OVER {value}, [you|please] <warn>
~[when|if] {quantity} {in} TOO, [so|i mean|that is] OVER {value}, [you tell me|please to tell me|give me message|say to me] // ~you please say me when {quantity} {in} is OVER {value} // ~[yo|hey|oi], if the {quantity} {in} PAST {value} [hit me up|shout at me|give us a shout|ping me|lmk|text me]
~the {quantity} {in} [goes|going|gets] OVER {value}? [tell me|i want to know|ring me|wake me|shout] // ~[once|the moment|as soon as] {place} PAST {value} [of|on|for|in] {quantity}, <warn>
""",
    )


PHRASES: dict[str, list[str]] = {
    "set_temperature": lines("""
[pop|stick|whack|knock|get] the [heating|stat|thermostat|temperature|ac|aircon] {in} [on|to|at] {degrees} [for me|for us|love|mate|will you|would you|] // [leave|keep|have] the [stat|thermostat|dial|set point] {in} [sat at|sitting at|parked at|standing at|pointing at] {degrees}
[change|amend|revise|rewrite|overwrite] the [setpoint|set point|sp|target|temperature setting] {in}: [make it|let's have|it's now] {degrees} // ~[don't|do not|never] [have|run|keep|leave|set] {place} [at|on] [anything but|anything other than] {degrees} // [turn|set|wind] {place} [thermostat|stat] so [that|] it [reads|shows|says|is on] {degrees}
[go|aim|try|head] for a [room temperature|temperature|set point|reading] of {degrees} {in} // [get the thermometer {in} to [read|show|reach|say]|make the thermometer {in} [read|show|reach|say]] {degrees} // [heat|cool|condition|warm] {place} until [it's|it is|the thermometer shows|it reads|we have|you get to] {degrees}
[see|make sure|take care] [that|] {place} [gets|comes|works its way] to {degrees} and [stays|remains|holds] there // [undo|cancel|forget] [that|the last one|what i said], [make|set] it {degrees} {in}
[ask|tell|command|order] the [heating|thermostat|climate control|air conditioning] {in} [for|to go for|to do|to deliver|to hold] {degrees} // [program|key|punch|dial|type|tap] {degrees} into the [thermostat|controller|stat|climate panel|heating] {in}
[give|do] [me|us|the guests|the kids|the patients] a [proper|solid|cosy|decent] {degrees} {in} // ~the [guest|lady|gentleman|patient|resident|tenant|customer|party] [in|of] {place} [would like|asks for|rang for|wants|requested|is asking for|needs] [it at|] {degrees}
~[guest|patient|tenant|customer] request [from|for] {place}: {degrees} [please|] // ~{place} is [booked|reserved|wanted|being used] [by a group|by guests|for a class|for a meeting], [have|get|set] it [to|at] {degrees}
~[we keep|we're keeping|the plan is to keep|the idea is to keep|orders are to keep|the doctor said to keep] {place} at {degrees} // ~{place} [has been|was] [set|left] [wrong|wrongly|at the wrong temperature], [it's supposed to be|put it back to|the right setting is|it should say|correct is] {degrees}
~[no|sorry|no no|wait], [i meant|i said|make it|it's] {degrees} {in} // ~[no|nope], [that's not right|that's wrong|not that], {degrees} {in} [is what i want|is what i said|please|] // ~[no|sorry], the [heating|stat|thermostat|temperature] {in} [should've been|should have been|was meant to be|was supposed to be] {degrees}
~[sp|set point|setpoint|t set|temp sp|stat] {place} [now|new|] {degrees} // ~{place} [sp|stat|temp sp|hvac|heating sp|room stat|rad] {degrees} // ~{place} / [heating|cooling|stat|temperature|climate] / {degrees} // ~[new|revised|agreed|requested] [sp|set point|setpoint|temperature setting] [for|in] {place}: {degrees}
~{degrees}. {place} [please|thanks|] // ~{degrees} [on|for] the [stat|thermostat|dial|radiator|heating|aircon] {in} // ~{degrees} is [what the stat should say|what i want on the dial|where i want it|how we like it|what the doctor ordered|what was agreed] {in}
~{degrees} [suits|does for|would suit|will suit|would do for] [me|us|the guests|the children|the lads|everyone] {in} // ~[at|with] {degrees} {place} is [perfect|just right|how i like it|comfortable], [set it|make it so|so put it there]
~{place} [is|feels] [perishing|parky|arctic|nippy|stifling|sweltering|like a morgue|like a greenhouse|grim], [get it to|bring it to|have it at|put it on|i'd like it at] {degrees}
~it's [perishing|parky|arctic|nippy|stifling|sweltering|baltic|brass monkeys|boiling|baking] {in}, [get it to|bring it to|have it at|whack it on|stick it on|could we have] {degrees}
~[i can see my breath|my teeth are chattering|i've got my coat on|my hands are blue|i'm sweating buckets|we're melting|i can't concentrate|the kids are moaning] {in}, [set it to|make it|put it on|bring it to|have it at] {degrees}
~the [seedlings|orchids|vaccines|paint|dough|cheese|reptiles|servers|residents|babies] {in} [are happiest|do best|must be kept|have to be kept|thrive|are to be kept] at {degrees}
~[dough proves|wine keeps|cheese ripens|paint dries|old folk feel|babies sleep|i work|grandma sleeps] best at {degrees}, [so|] [set {place} to that|bring {place} to that|keep {place} at that|get {place} there]
~[would|could|might] you be [so kind as|good enough|a love and|so good as] to have {place} [at|brought to|set to] {degrees} // ~[might|may|could] i [trouble you for|ask for|request|have] {degrees} {in} // ~[i wonder|i was wondering] [if|whether] {place} [could|might] be [kept at|held at|brought to|set to] {degrees}
~[can't|couldn't] [we|you] [have|get|do|make it] {degrees} {in} // ~what would it take to get {degrees} {in}, [do it|please do it|just do it] // ~why [isn't the [stat|thermostat|heating] {in}|is the [stat|thermostat|heating] {in} not] on {degrees}, [put it there|change it|sort it]
~[is|isn't] the thermostat {in} at {degrees}? [if not|otherwise], [put it there|set it|make it so] // ~[rather|better|sooner] {degrees} than what [we have|it is] now {in} // ~[instead of|rather than] [what it's on|the present setting|this|the current value], {degrees} {in}
~{degrees} {in} [instead|rather than this|in place of what's set|not what it is now] // ~{place} [is to|shall|must] be [brought to|run at|conditioned to|tempered to|maintained at|regulated at] {degrees}
~the [set point|target|stat|heating demand] [of|for|in] {place} [is to|shall|must] be [changed|altered|amended|set] to {degrees} // ~[temperature|heating|cooling] to be [held|set|kept|maintained|regulated] at {degrees} {in}
~[i'm going|we're going|i'm moving] [into|to] {place} [in a bit|shortly|soon|], [have|get|make] it {degrees} [in there|there] // ~[i've|we've] [decided on|settled on|agreed] {degrees} {in} // ~[remember|don't forget], {degrees} {in}, [not what it's on now|set it please|please put it in] // ~please you make {degrees} in {place}
~{in} i want have {degrees} // ~[heating|heater|ac|aircon|clima] {in} you put {degrees} [please|thank you|] // ~{place} [gotta be|wants to be|has gotta be|better be|needs to be] [like|] {degrees} [yeah|innit|ok|] // ~[the way i like|how i want|how we want] {place}: {degrees}
~for [the comfort of|the sake of] [the guests|the residents|everyone|my old bones], {degrees} {in}
"""),
    "warmer": _with(_WARMER, _SHIFT),
    "cooler": _with(_COOLER, _SHIFT),
    "arm": lines("""
[put|place|switch|bring] the <alarm> {in} [to|into|on] [set|full set|the armed state|watch|duty|alert] // [set|arm|prime|activate] {place} [with the burglar alarm|against intruders|against burglars|for intruders|on the alarm panel|on the keypad] // [prime|prep and arm|set and arm|bring up|re-set|re-prime|arm up] the <alarm> {in}
[send|give] the [arm|arming|set] [command|signal|code|order] [to|for] {place} // ~[don't|never] [go|leave|clock off|lock up] without [arming|setting|putting on] the <alarm> {in}, [so arm it|do it now|arm it now] // ~[don't|do not] leave the <alarm> {in} [off|unset|disarmed|unarmed|on standby]
leave {place} [armed|set|alarmed] [when we go|behind us|after we've gone|] // [alarm|arm|set] {place}, [the last one is out|we're done there|it's empty|i'm off|shift's over|closing time|all clear] // [make|get] {place} [burglar-proof|intruder-proof|secure], [alarm on|arm it|set the alarm|alarm set]
[take|move|bring] the <alarm> {in} from [unset|off|standby|disarmed] to [set|on|armed] // [key|punch|type|tap] [in|] the code and [arm|set] [the alarm {in}|{place}] // [check|see] [that|] {place} is [clear|empty] and [arm it|set the alarm|put the alarm on]
[set|arm|activate] the [pirs|motion sensors|intruder detectors|movement detectors|door contacts and alarm] {in} // ~[i'm|we're] [the last out|the last to leave|clocking off|shutting up shop|knocking off|handing over], the <alarm> {in} [wants setting|wants arming|needs setting|needs arming|should go on]
~[shop's shut|school's out|shift's over|bar's closed|we're closed|everyone has gone home|the gallery is closed], [alarm on|arm the alarm|set the alarm|put the alarm on] {in}
~{place} is [empty|locked|shut|closed|clear|vacant|deserted], [arm it|set its alarm|put its alarm on|you can arm it|it can be armed|so set the alarm there] // ~{place} isn't [protected|alarmed|armed|set] [yet|at the moment|], [arm it|see to that|set it|change that|do it]
~{place} [wants|needs] [arming|setting on the alarm|its alarm on|its alarm set|alarming] // ~{place} on [full set|the alarm|alarm], [please|thank you|will you|] // ~{place} [to be|is to be|is now to be|must be] [armed|alarmed|set on the panel|put under alarm|put on the alarm]
~the <alarm> {in} [is to be|is now to be|is supposed to be|was meant to be|has not been|hasn't been|still isn't] [armed|set|switched on|activated], [do it|do that|please do so] // ~the <alarm> {in} [wants|needs] [setting|arming|switching on|activating|to be live]
~the <alarm> {in} is [off|unset|disarmed] and [shouldn't be|that's wrong|it ought to be on|that won't do|i don't like it], [arm it|set it|turn it on] // ~[arming|activation|setting] of the <alarm> {in} [please|required|requested|is requested|is due|if you would] // ~[arm|set] [request|command|instruction]: [{place}|<alarm> {in}]
~[alarm|intruder alarm|burglar alarm|panel] {place}: [arm|set|on|armed|full set] // ~{place} [alarm|intruder alarm|intruder panel] [arm|set|to armed|to on|to full set|live] // ~{bare} [armed|alarm armed|arm|set alarm] // ~[no|sorry|wait], [i meant|i said] [arm it|alarm on|set the alarm|armed], [not off|not disarm], {place}
~[no|sorry|wait], the <alarm> {in} [should be|was meant to be|is supposed to be] [on|armed|set], not off // ~[no|nope], [keep the <alarm> {in} armed|don't keep the <alarm> {in} off|don't leave the <alarm> {in} unset], [arm it|it must be on|on please]
~[is|has] the <alarm> {in} [been set|armed|set|on]? if not, [set it|arm it|please do|put it on] // ~[would|could|might] you be [so kind as|good enough|so good as] to [arm|set] the <alarm> {in} // ~[could|can|may] [i|we] [ask you to have|have|get] the <alarm> {in} [primed|armed|set|put on]
~[i'd|i would|we'd] [sleep|feel|rest] [better|easier|safer] [if|with] the <alarm> {in} [was on|were set|was armed|on|set|armed] // ~[i'm|we're|gran is] [scared|nervous|uneasy|frightened] {in}, [put|switch|turn] the [burglar alarm|alarm|intruder alarm] on
~[we've had|there's been|there have been] [a break-in|break-ins|thieves|kids climbing in|prowlers] [lately|again|], [keep the alarm armed|arm the alarm|have the alarm on|set the alarm] {in} // ~[i don't want|we don't want|nobody wants] [anyone|burglars|thieves|intruders] {in}, [so|] [arm|set|put on] the [alarm|burglar alarm]
~anyone [who gets in|walking in|breaking in] {in} [should|must|has to] [trip|set off|trigger] the alarm, [arm it|so arm it|set it] // ~[we want|i want|i need|the insurers want|the boss wants] {place} [alarmed|armed|set on the panel|on full set|with the alarm on]
~[the insurance|the guard|security|the rota|procedure] [says|requires|wants] the <alarm> {in} [be armed|to be armed|armed|on], [arm it|do it|so set it] // ~[goods are|stock is|cash is|the jewellery is|the paintings are|new laptops are] [stored|kept] {in}, [have the alarm on|arm the alarm|set the alarm]
~please you put on alarm {in} // ~alarm {in} must work now, [you put on|put on|arm please] // ~[i go now|we go now|all people go home], alarm {in} on please // ~[get|stick|whack|bung|chuck] the [burglar alarm|alarm|intruder alarm] on {in} [mate|love|will you|yeah|]
~[time|about time|high time] [to arm|to set|we armed|we set] the <alarm> {in} // ~<alarm> {in}: [set|primed|full set|to set|arm now|arm please|to be armed]
"""),
    "disarm": lines("""
[put|place|switch|bring|take] the <alarm> {in} [to|into|back to] [unset|the disarmed state|standby|the unset state|a disarmed state] // [unset|un-set|unarm|dis-arm|stand down|un-arm] [the <alarm> {in}|{place}] // [stand|take|bring|ease] the <alarm> {in} [down|off duty|off guard|off watch]
[send|give] the [disarm|disarming|unset] [command|signal|code|order] [to|for] {place} // ~[don't|do not] leave the <alarm> {in} [on|set|armed|live|primed|active] // [take|move|bring] the <alarm> {in} from [set|on|armed] to [unset|off|disarmed] // [key|punch|type|tap] [in|] the code and [disarm|unset] [the alarm {in}|{place}]
[let|allow] [people|the cleaners|the staff|the fitters|us|me] [into|move about in|walk around in|work in] {place} [with the alarm off|without tripping the alarm|, alarm off] // make sure [nobody sets|no one sets|nobody trips|i don't set|the cleaner doesn't set] off the alarm {in}, [disarm it|switch it off|unset it]
[take|drop|pull] {place} [off the alarm|out of the alarm|off set|off full set] // [free|release|clear] {place} from the alarm // [turn|switch|shut] the [pirs|motion sensors|intruder detectors|movement detectors] of the alarm {in} off
[deactivate|disarm|unset|kill] the <alarm> {in}, [we're opening up|i've just come in|the cleaner's there|staff are in|it's only me|i've got the code]
~[i'm|we're] [opening up|the first in|first to arrive|starting the shift|taking over|back on site|just coming in], the <alarm> {in} [wants disarming|needs unsetting|should go off duty|can come off|needs to be off]
~[shop's open|school's starting|shift's starting|doors are opening|we're opening|staff have arrived], [alarm off|disarm the alarm|unset the alarm|take the alarm off] {in}
~{place} is [in use|occupied|staffed|about to open|being used|open again|full of people], [disarm it|take its alarm off|unset its alarm|it can be disarmed|so turn its alarm off] // ~{place} is [armed|alarmed|set] [and shouldn't be|still|for no reason|by mistake], [disarm it|see to that|unset it|change that|undo it]
~{place} [wants|needs] [disarming|unsetting|its alarm off|its alarm unset] // ~{place} off [full set|the alarm|alarm], [please|thank you|will you|] // ~{place} [to be|is to be|is now to be|must be] [disarmed|unset on the panel|taken off the alarm|taken off set]
~the <alarm> {in} [is to be|is now to be|is supposed to be|was meant to be|has not been|hasn't been] [disarmed|unset|switched off|deactivated], [do it|do that|please do so] // ~the <alarm> {in} [wants|needs] [unsetting|disarming|switching off|deactivating|standing down]
~the <alarm> {in} is [on|set|armed|live] and [shouldn't be|that's wrong|it ought to be off|we're still in there|people are inside], [disarm it|unset it|turn it off] // ~[disarming|deactivation|unsetting] of the <alarm> {in} [please|required|requested|is requested|is due|if you would]
~[disarm|unset] [request|command|instruction]: [{place}|<alarm> {in}] // ~[alarm|intruder alarm|burglar alarm|panel] {place}: [disarm|unset|off|disarmed] // ~{place} [alarm|intruder alarm|intruder panel] [disarm|unset|to disarmed|to off|to unset] // ~{bare} [disarmed|alarm disarmed|disarm|unset alarm]
~[no|sorry|wait], [i meant|i said] [disarm it|alarm off|unset the alarm|disarmed], [not on|not arm], {place} // ~[no|sorry|wait], the <alarm> {in} [should be|was meant to be|is supposed to be] [off|disarmed|unset], not on // ~is the <alarm> {in} still [set|armed|on]? then [unset it|disarm it|take it off|turn it off]
~[would|could|might] you be [so kind as|good enough|so good as] to [disarm|unset|switch off] the <alarm> {in} // ~[could|can|may] [i|we] [ask you to have|have|get] the <alarm> {in} [unset|disarmed|taken off|stood down]
~[i don't want|we don't want|nobody wants|i'd rather not have] the [burglar alarm|intruder alarm|alarm] [armed|set|on|live] {in} // ~[i have|i've got|we have|the fitter has|the plumber has] to [get into|work in|go into|fetch something from] {place}, [disarm it first|take the alarm off first|alarm off please|unset it please]
~[it's just|it's only] [me|us|the cleaner|the caretaker|the night porter] {in}, [disarm|unset|turn off] the [burglar alarm|alarm] // ~[so we|so that we|so that staff|so the cleaners|so i] can [move about|walk around|work] {in}, [disarm|unset|take off] the alarm
~there's no [need|call|reason] for [an armed alarm|the alarm to be armed|the alarm to be set|keeping the alarm armed] {in} [any more|now|] // ~[we want|i want|i need|the fitters want|the boss wants] {place} [off the alarm|disarmed|unset on the panel|off full set|with the alarm off]
~[the guard|security|the rota|procedure] [says|wants] the <alarm> {in} [disarmed|off|unset], [disarm it|do it|so unset it] // ~please you put off alarm {in} // ~alarm {in} must not work now, [you put off|put off|disarm please] // ~[i come now|we come in now|people come to work], alarm {in} off please
~[get|knock|take] the [burglar alarm|alarm|intruder alarm] off {in} [mate|love|will you|yeah|] // ~[time|about time|high time] [to disarm|to unset|we disarmed|we unset] the <alarm> {in} // ~<alarm> {in}: [unset|stood down|to unset|disarm now|disarm please|to be disarmed]
~armed is wrong for the <alarm> {in}, [it should be|make it|i want it] disarmed
"""),
    "mode_away": _mode("away")
    + lines("""
~[right|ok|ta-ra|cheerio|bye then|see you|laters|so long], [i'm off out|we're off out|i'm away out|we're popping out|i'm out the door|we're leaving] // ~[the last|our last|the final] [person|employee|colleague|guest|member of staff] [has just|just|has] [left|gone out|walked out|clocked out]
~[i'm|we're] [popping|nipping|stepping|going|heading] [out|out of the house|out to the shops|to the supermarket|to the office|into town] [for a bit|for a few hours|and nobody's in|]
~[the house|the flat|the building|the place] [will be|is going to be|is being left] [empty|on its own|unattended|unoccupied] [for the day|for some hours|for the afternoon|while we're at work]
~[there's|there will be|there is] [nobody|no one|not a soul] [in|at home|in the house|left in the building] [for the next few hours|for the rest of the day|till we get back] // ~[gone|off|out] to [work|school|the office|the shops], [nobody in|nobody home|house empty|no one at home]
~[mum|dad|my wife|my husband|my flatmate] and i [are|are both] [going out|leaving|off to work|out for the evening]
"""),
    "mode_home": _mode("home")
    + lines("""
~[right|ok|phew|hiya|guess who], [i'm in|we're in|i'm back in|we're home|i'm home|we're back indoors] // ~[mum|dad|my wife|my husband|the kids|the family] and i [are|are both] [back|home|in again|home again|back indoors]
~[someone|somebody|the family|the first of us|my wife|my husband|dad|mum|a tenant] [has just|just|has] [walked in|come home|got home|come through the door|got back|returned home] // ~[i'm|we're] [through|in through] the [door|front door] [now|again|], home [at last|again|sweet home]
~[the house|the flat|the place] is [no longer empty|lived in once more|not empty any more|occupied once again], we're [home|back] // ~[pulling up|just pulled up|parking up|turning in] [outside|at home|on the drive], [we're home|i'm home|home again] // ~no longer [out|away], [we're home|i'm home|back home|i'm back in the house]
"""),
    "mode_night": _mode("night")
    + lines("""
~[right|ok|well], [i'm off to bed|i'm for bed|we're turning in|bed for me|that's me off to bed|that's me for bed|bedtime for us] // ~[the residents|the patients|the guests|the children|the little ones|my parents|the twins] are [all|now|all now|] [in bed|asleep|settled for the night|tucked up|down for the night]
~[everyone|everybody|the ward|the whole house|the whole family] is [settled for the night|in bed and asleep|down for the night|tucked up in bed] // ~[i'm|we're] [knackered|shattered|beat|done in|pooped|worn out], [off to bed|going to bed|bedtime|bed now]
~[i'm|we're|the kids are] [off to the land of nod|climbing the wooden hill|going up to bed|getting into bed|crashing out for the night] // ~[get|make|put] [the house|the building|the hotel|the ward|the place] [settled|ready|right|prepared] for the night
~[the house|the building|the hotel|the ward] [can|may|should] [go to sleep|settle for the night|be put to bed]
"""),
    "mode_eco": _mode("eco")
    + lines("""
run [the building|the house|the site|everything] as [economically|cheaply|efficiently|frugally] as [you can|possible|it will go] // [make|let] [the building|the house|the site|everything] use [as little power as possible|less energy overall|the minimum of energy|no more energy than it has to]
[get|bring] our [energy use|electricity bill|power consumption|energy bill] down [a bit|wherever you can|, whatever it takes|] // ~[don't let the building waste|don't let us waste|don't waste|stop wasting|stop squandering|stop burning] [so much|any more|] [energy|power|electricity]
~[i've seen|have you seen|we just got|i'm shocked by] the [energy bill|electricity bill|power bill], [we need to save|save energy|save power|start saving energy]
~[the planet|mother earth|my wallet|the budget|the accountant] [will thank|thanks|would thank] you for [saving energy|using less power|saving power], [please do|do it] // ~[we've got|we have] to [watch|keep down|bring down|cut back on] our [energy use|electricity use|power consumption|energy costs]
~[less|lower] [energy use|power consumption|electricity consumption] [in the building|in the house|across the site|on the whole site] please
"""),
    "mode_holiday": _mode("holiday")
    + lines("""
~[right|ok|yay|woohoo|finally], [we're off on our holidays|i'm off on holiday|off on holiday we go|vacation starts|holidays at last] // ~[the whole|the|our] [family|household|firm|office|crew] is [off on holiday|away on holiday|on vacation|off on vacation|on its holidays] [for a fortnight|for two weeks|for the next few weeks|]
~[i'm|we're] [jetting off|flying out|driving off|setting off|sailing off] on [holiday|vacation|our holidays|our vacation] // ~[we won't be|nobody will be] [back|home|here] for [a fortnight|two weeks|three weeks|a month], [we're on holiday|it's the holidays|we're on vacation]
~[the school|the factory|the office|the firm|the shop] is [closed|shut] for the [summer holidays|holidays|christmas holidays|annual holiday|vacation] // ~[passports|suitcases|sun cream|flip flops] [packed|in hand|at the ready], [holiday|off on holiday|vacation|our vacation begins]
~[two weeks|a fortnight|ten days|three weeks] of [holiday|vacation|annual leave] [starts now|begins|coming up|for us]
"""),
    "mode_cleaning": _mode("cleaning")
    + lines("""
~[the cleaners want|the cleaning lady wants|the cleaning crew needs|housekeeping would like|the domestics need|the contract cleaners want|the char lady wants] to [get going|get started|get on|crack on|start mopping|do the floors]
~[my|our|the] [cleaner|cleaning lady|cleaning team|window cleaner|cleaning contractor] has [turned up|just arrived|clocked in|let herself in|started]
~[i'm|we're|the staff are] [giving|about to give] [the place|the house|the building|the shop|the kitchen and everything else] a [good scrub|good clean|deep clean|thorough clean|once-over with the mop]
~[the hoovers|the mops|the buckets|the floor machines|the vacuum cleaners] are [out|coming out|going round|at the ready], cleaning [starts|has started|begins|is on]
~[someone is|they're|we're|the crew is] [hoovering|mopping|scrubbing|wet mopping|disinfecting] [right through the building|every floor|the whole building|the whole house]
~[get|have|make] [the building|the house|the place|all floors] ready [so the cleaners can start|for the cleaning shift|for mopping|for housekeeping|for the weekly clean]
"""),
    "schedule_mode": _with(
        {"AM": _AM, "SPAN": _SPAN},
        """
~SPAN {days} [use|run|set|choose|pick|apply|have|go to|switch to|put on|go with|activate] AM // ~SPAN, {days}, [use|run|set|choose|pick|apply|have|go to|switch to|we want|i want|put on] AM // ~SPAN [use|run|set|have|go to|switch to|choose|apply] AM, {days} // ~SPAN [use|run|set|have|go to|switch to|choose|apply] AM {days}
~SPAN {days} [the building|the house|the site|the whole building|everything|the place] [should be in|is to be on|has to be on|goes to|runs on|must be on|switches to] AM // ~SPAN {days} [we|i] [want|need|would like|'d like|prefer|use] AM // ~SPAN {days} [it|this] is [always|to be|] AM // ~SPAN: AM, {days} // ~SPAN, AM, {days} // ~SPAN / {days} / AM
~{days} / SPAN / AM // ~AM / {days} / SPAN // ~{days} SPAN: AM // ~{days} - SPAN - AM // ~{days}, SPAN, [the building|the house|the site|the whole building|everything] [goes|should go|switches|is to switch|has to go] [to|onto|over to] AM
~{days}, SPAN, [put|have|keep|run|set|leave] [the building|the house|the site|the whole building|everything|the school|the shop] [on|in] AM // [put|have|keep|run|leave|stick] [the building|the house|the site|the whole building|everything|the shop|the plant] on AM {days} SPAN
[put|have|keep|run|leave] [the building|the house|the whole building|everything] on AM SPAN, {days} // [block|book|pencil|slot|mark] [out|in|] {days} SPAN [for|as] AM // [block|book|pencil|slot] AM [in|] {days} SPAN
[put|get|enter|add|write] AM [in|on|into] the [diary|rota|timer|time switch|weekly timer|scheduler|bms schedule|time programme] [for|:|] {days}, SPAN // [set|program|configure] the [time switch|timer|time clock|scheduler|time programme|bms schedule] {days} to AM SPAN
[set|program|configure] the [time switch|timer|time clock|scheduler] so [that|] AM [runs|is on|is active|comes on] {days} SPAN // [change|switch|move] over to AM {days} at {from} and [back|out of it|out again] at {to} // [start|begin] AM at {from} {days} and [end|finish|drop|leave|cancel] it at {to}
{days} [bring|put|switch] AM on at {from} and [take|switch|turn] it off at {to} // [have|let] AM [come on|kick in|take over|start] at {from} {days} and [go off|stop|end|finish] at {to} // make it a [rule|habit|routine|standing order|fixture]: AM {days} SPAN
~at {from} AM [on|starts|begins|comes on], at {to} [off|it stops|it ends|off again], {days} // ~AM [comes|is to come|should come|goes] on at {from} and [goes|should go|is to go] off at {to}, {days} // ~AM [on|start|in]: {from}, [off|end|out]: {to}, [days|repeat|recurrence|every week]: {days}
~days: {days}, [time|hours|times]: SPAN, mode: {mode} // ~mode: {mode}, days: {days}, [time|hours|times]: SPAN // ~mode: {mode}, start: {from}, [end|stop|finish]: {to}, [days|repeat]: {days} // ~[schedule entry|timer entry|calendar|time programme|rota|recurring|standing order]: AM {days} SPAN
~[schedule entry|timer entry|calendar|time programme|recurring]: {days} SPAN AM // ~{days} [there's|there is] [nobody here|no one here|nothing going on|no one in the building] SPAN, [so|] [schedule|plan|set|program] AM [then|for then|for those hours]
~[the cleaners come|we're open|we're closed|the place is empty|the guests sleep|staff are in|the school is empty|nobody works] {days} SPAN, [schedule|plan|set|program|use] AM [then|for those hours|for that time]
~[we're open|we're closed|the place is empty|the building is empty|nobody is in] SPAN {days}, [schedule|plan|set|program|use] AM [then|for those hours|for that time] // ~AM is [wanted|needed|required|requested|due|planned|to be used|the plan|what i want] {days} SPAN
~AM is [wanted|needed|required|due|planned|to be used|to apply] SPAN {days} // ~AM [is to|shall|must|should] [apply|be in force|be in effect|be in use|rule] {days}, SPAN // ~AM [has|needs|wants] to [run|be on|be in force|be scheduled] {days} SPAN // ~the hours [for|of] AM {days} are SPAN // ~the times for AM are SPAN {days}
~[would|could] you be [so kind as|good enough] to [schedule|plan|set up|program|arrange] AM {days} SPAN // ~[could|can|may] [we|i] [schedule|plan in|have|get|ask for|book] AM {days} SPAN // ~[i'd|we'd] [be glad of|appreciate|be grateful for|love] AM {days} SPAN
~[might|could] AM be [put on|used|run|scheduled|arranged] SPAN {days} // ~[no|sorry|correction], [i meant|make that|it should be|that's|i want] AM {days} SPAN // ~[no|sorry|correction], AM [should run|is to run|is] SPAN {days} // ~[is it possible|any chance] to [run|have|schedule] AM {days} SPAN
~[each time it's|as soon as it's|when it's|once it's] {from} {days}, [go to|switch to|start] AM, [until|up to|and stay there until|and hold it until] {to} // ~from {from} {days} AM [please|], [up to|until|till|and that until] {to} // ~{days} we [go|are|switch] [on|onto|to] AM at {from} and [come off|are off|leave] it at {to}
~{days} AM [starts|start] {from}, [stops|stop|ends|finishes] {to} // ~please you make AM {days}, [start|begin] {from}, [finish|stop] {to} // ~i want that {days} SPAN is AM // ~{days} the [house|building] must be AM SPAN // ~AM {days}, [open|on|in] at {from}, [shut|off|out] at {to}
~[dead simple|easy|short version|in short|long story short]: {days}, AM, SPAN // ~[repeat|repeating|weekly|recurring] AM: {days} SPAN // ~AM [yeah|please|mate|], {days}, [like|say|] SPAN
""",
    ),
    "read_temperature": _with(
        {"FACT": "[temperature|temp|air temperature|room temperature]"}, _READ
    )
    + lines("""
~[what|how much] does the [thermometer|mercury|temperature sensor|probe|room stat] [show|say|read|register|stand at|give] {in} // ~[where's|where is|what's] the [mercury|thermometer] [at|standing|] {in} // ~how [warm|cold|hot] [has it got|did it get|is it getting|are we|has it become|would you say it is] {in}
~[what|how many] degrees [are we at|have we got|is it showing|has it got to|would you say|are there|are you reading|is it sitting at] {in} // ~[should|do] i [need|take|bring|wear] a [jumper|coat|cardigan|jacket] {in}, how many degrees is it
~are [the kids|the patients|the plants|the babies|we] warm enough {in}, what's the temperature // ~{place} [feels|seems] [odd|off|chilly|stuffy|strange], what's the temperature [there|in there] // ~[i'm|we're] off to {place}, [how warm|how cold|how hot] is it [there|in there]
~{place}: [how warm|how cold|degrees|what's the thermometer say|temp reading|tt reading|temperature please] // ~[tt|temp|pv|room temp|actual temp] [reading|value|actual] {place} // ~what's it like {in}, temperature-wise // ~[temperature-wise|as for temperature|in terms of temperature], how is {place} [doing|looking|]
"""),
    "read_humidity": _with(
        {"FACT": "[humidity|air humidity|relative humidity|moisture level]"}, _READ
    )
    + lines("""
~[what|how much] does the [hygrometer|humidity sensor|humidity probe|hygrostat] [show|say|read|register|give] {in} // ~how [damp|humid|moist|dry|muggy|clammy] [has it got|did it get|is it getting|are we|has the air become|would you say it is] {in}
~[what|how many] percent [humidity|relative humidity|rh] [are we at|have we got|is it showing|are there|are you reading] {in} // ~[walls are sweating|the windows are steamed up|the paper is curling|there's mould|my skin is dry|my hair is frizzy|the wood is warping] {in}, [what's the humidity|how humid is it|check the humidity]
~{place} [feels|smells|seems] [damp|clammy|musty|dry|muggy], [what's the humidity|how humid is it|how damp is it] [there|in there] // ~[i'm|we're] [drying laundry|storing paper|keeping guitars|keeping cigars|drying timber] {in}, [what's the humidity|how humid is it|how dry is it]
~{place}: [how humid|how damp|rh|rh reading|hygrometer reading|humidity please|moisture in the air] // ~[rh|humidity|%rh] [reading|value|actual|pv] {place} // ~[humidity-wise|as for humidity|in terms of humidity|moisture-wise], how is {place} [doing|looking|]
~how much [water|moisture|wetness|damp] is [there in the air|in the air|hanging in the air] {in} // ~is it [too|very|] [damp|dry|humid] [for the piano|for the books|for the plants|] {in}
"""),
    "read_co2": _with(
        {"FACT": "[co2|co2 level|carbon dioxide|co2 reading|carbon dioxide level]"}, _READ
    )
    + lines("""
~[what|how much] does the [co2 sensor|co2 meter|carbon dioxide sensor|air quality sensor|co2 probe] [show|say|read|register|give] {in} // ~how [stale|fresh|stuffy|bad|good|used up] [has the air got|is the air getting|has the air become|would you say the air is] {in}
~[what|how many] ppm [co2|of co2|of carbon dioxide|] [are we at|have we got|is it showing|are there|are you reading|does it show] {in}
~[my class is yawning|everyone's yawning|i've got a headache|people are nodding off|we can't think straight|it's stuffy] {in}, [what's the co2|how high is the co2|check the co2|how much co2 is there] // ~do [we|i] [need to|have to] [air|open a window] {in}, [what's the co2|how high is the co2|what does the co2 sensor say]
~{place}: [how much co2|ppm|co2 please|carbon dioxide|air quality reading|ppm reading] // ~[co2|ppm|carbon dioxide] [reading|value|actual|pv|figure] {place} // ~[co2-wise|as for co2|in terms of co2|as far as carbon dioxide goes], how is {place} [doing|looking|]
~how [rich in|loaded with|full of|high in] [co2|carbon dioxide] is the air {in} // ~has the [co2|carbon dioxide] [gone up|built up|risen|dropped|come down] {in} // ~{place} feels [stuffy|airless|stale], [what's the co2|how high is the co2] [there|in there]
"""),
    "read_power": _with(
        {"FACT": "[power|power draw|load|power consumption|wattage|electrical load]"}, _READ
    )
    + lines("""
~[what's|what is] {place} [drawing|pulling|taking|using|eating|burning|consuming|running at|chewing through|up to] in [kilowatts|watts|kw|electricity|power|electrical terms] // ~[in|measured in] [kilowatts|watts|kw], what is {place} [drawing|pulling|taking|using|consuming]
~[how many|what number of] [kilowatts|watts|kw] is {place} [drawing|pulling|taking|using|consuming|running|guzzling] // ~[what|how much] does the [electric meter|electricity meter|power meter|submeter|kw meter|wattmeter|energy meter] [show|say|read|register|give] [for {place}|{in}]
~how much [juice|electric|current|leccy|power|electricity] is {place} [drawing|pulling|sucking|eating|guzzling|getting through|going through] // ~how much [juice|electric|current|power|electricity] are we [drawing|pulling|burning|getting through|going through|using up] {in}
~[everything is|the machines are|the ovens are|the heaters are] [on|running] {in}, how [much power|many kilowatts] is [that|it] // ~[i worry about|i'm worried about|mind] the [bill|fuse|breaker|electric bill], how much [power|electricity] is {place} [drawing|using|taking]
~{place}: [how many kilowatts|kw draw|kw reading|power please|what load|electrical load|wattage] // ~[kw|power|load|wattage] [reading|value|actual|pv|figure|draw] {place} // ~[power-wise|electricity-wise|as for power|in terms of load], how is {place} [doing|looking|]
~what [load|kilowatts|wattage|draw] [have we|have you|is there] on {place} // ~what's the [draw|demand|load] [of|on|from] {place} [in kilowatts|in kw|in watts|] // ~at how [many kilowatts|much power] is {place} running // ~how [heavily|hard] is {place} loaded [electrically|in kilowatts|right now]
"""),
    "read_occupancy": _with(
        {"FACT": "[occupancy|occupancy status|presence|occupancy state|presence status]"}, _READ
    )
    + lines("""
~can you [see|tell|make out|spot] [anyone|anybody|someone|any person|any people] being [detected|picked up|registered|seen|sensed] {in} // ~[is anyone|is anybody|is somebody|are any people|are any persons] being [detected|picked up|registered|seen|sensed] {in}
~[do you|do the sensors|does the system|does the detector|does the pir|does the presence detector] [pick up|register|sense|notice|detect] [anyone|anybody|people|a person|someone] {in}
~[have you|have the sensors|has the system|has the detector|has the pir] [picked up|registered|sensed|noticed|detected] [anyone|anybody|people|a person|someone] {in} // ~[is|was] [there|] [anyone|anybody|somebody] [about|lurking|knocking about|hanging around|pottering about|left behind|moving about] {in}
~[before i|so i can|before we] [lock up|lock the door|close|go home|turn in], is [anyone|anybody|somebody] [still|left] {in} // ~[i thought i heard|i heard|there was] [footsteps|a noise|something|voices], is [anyone|somebody|anybody] {in}
~[can|may] [i|we|the cleaner|housekeeping|the porter] [go into|get into|start in|make up|do] {place} or is [someone|somebody|a guest] [in there|still in there|in it] // ~is {place} [engaged|vacant|unoccupied|clear of people|evacuated|empty of people|manned|staffed|peopled] [now|at the moment|]
~{place}, [is anyone in|anyone in|anybody in there|somebody there|is somebody there|occupied or vacant|vacant or not] // ~{place}: [anyone in|presence|presence detected|pir state|vacant or occupied|people or no people] // ~[pir|presence|occupancy] [state|reading|value|actual|signal] {place}
~[have they|has everyone|has everybody|has the class|have the lads|have the guests|has the night shift] [all|] [gone|left|cleared off|cleared out] {in} or is [someone|somebody] still there // ~is [anyone at all|anybody at all|any human being] [in there|there|about], i mean {in}
~[who|is there anyone who] [could be|might be|is] {in} [at this hour|now|at the moment] // ~[any|some] [sign|signs|trace] of [people|life|anyone|somebody|occupants] {in} // ~please there is people {in} or no
"""),
    "watch_above": _watch(above=True),
    "watch_below": _watch(above=False),
}
