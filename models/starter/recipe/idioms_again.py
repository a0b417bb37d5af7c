"""A third round of sayings, for what is easily taken for its opposite or for something else."""

# ruff: noqa: E501 - a phrasing is read best on one line.

from frames import lines

_MODES = {"away": "away mode", "home": "home mode", "night": "night mode", "eco": "[eco|economy|energy saving] mode",
          "holiday": "[holiday|vacation] mode", "cleaning": "cleaning mode"}  # fmt: skip


def _mode(mode: str) -> list[str]:
    return lines(f"""
[put|place|set|bring|get|take|switch|flip|move|change|transfer|send] [everything|it all|us|the house|the building|the system|the site|things|the whole place|the controls|the lot] [to|into|in|over to] {_MODES[mode]}
[select|choose|pick|apply|trigger|launch|load|invoke|start|begin|engage|enter|execute|call up|commence|initiate] [the|] {_MODES[mode]}
~{_MODES[mode]} [it is|would be good|is fine|is on, right?|from here on|for the rest of the day|would suit us|is needed|is required|if you will|as of now]
~[we're|we are|i am|i'm] [ready for|going into|entering|switching to|moving to|off into|in the mood for] {_MODES[mode]}
~[could|can|may|might] [we|i|the house|the building] [be in|get|have|use|go into|go to|run in|run on|be put into] {_MODES[mode]}
~[is|would] {_MODES[mode]} [be possible|be ok|possible|an option], [please|then do it|if so start it]
~[time for|on to|over to|back to|let's do|let's try|into|straight to] {_MODES[mode]}
~[the|our] mode [should be|must be|shall be|to|is to be] [{mode}|the {mode} one]
[set|change|switch|put] the mode to {mode}
~mode {mode} [please|on|now|activate it|]
""")


_SMALL = "[the|of|and|a|to|but|or|if|so|as|by|at|that|which|there|very|quite|not|both|than|from|under|into|some|were|been|had|its|their|ever|yet|upon]"
_ANY = "[blue|seven|horse|running|table|quickly|seldom|cheese|purple|walk|because|window|lights|pump|door|ladder|green|cold|over|sing|mother|forty|soft|valve|sometimes|paper|never|fish|room|round|yellow|eleven|mode|sensor|cloud|jump|hat|open|tall|thing|stuff|onion|wobble|lamp|river|whatever]"


PHRASES: dict[str, list[str]] = {
    "nonsense": lines(f"""
~{_SMALL} {_SMALL} {_ANY} {_SMALL} {_ANY}
~{_ANY} {_SMALL} {_SMALL} {_SMALL}
~{_SMALL} {_ANY} {_ANY} {_SMALL}
~{_ANY} {_ANY} {_ANY} {_SMALL} {_ANY} {_ANY}
~{_SMALL} {_SMALL} {_SMALL}
~{_SMALL} {_SMALL} {_SMALL} {_SMALL} {_SMALL}
~{_ANY} {_SMALL} {_ANY} {_SMALL} {_ANY}
~[the the|a a|of of|and and|to to|it it it|is is|so so so] {_ANY} {_SMALL}
~{_ANY} {{word}} {_SMALL} {_ANY}
~{_ANY}, {_ANY}, {_ANY} [and {_ANY}|{{number}}|]
~[the|my|a] {_ANY} [is|was|were] {_SMALL} [a|the] {_ANY}
~[why|how|what|who|when] {_SMALL} {_SMALL} {_ANY}
~{_ANY} [{{number}}|{{number}} {{number}}|minus {{number}}|%] {_SMALL}
~[asdf|jkl|fghj|qwert|yxcv|lorem ipsum|ipsum dolor|dolor sit|blub|blorp|flib|wibble|gnarf|hrmpf|ksch|brrr|dingdong|zack|plop] [{{word}}|{_ANY}|{_SMALL}|] [{{word}}|{_SMALL}|]
"""),
    "missing": 2
    * lines("""
[warn|tell|notify|alert|message|ping] me [when|if|once|as soon as|before] it [gets|is|becomes] too [hot|cold|warm|humid|dry|stuffy|bad|high|low|much] {in}
~let me know [when|if|once] [it's|it is|things get|it gets] [too|very|really] [hot|cold|warm|humid|dry|stuffy|bad] {in}
~[crank|turn|bring|take|dial|push|ramp|step|move] it [up|down] [{in}|a bit|a notch|a little|please|some more|]
~[more|less] of [it|that|this] {in}
~[give me|i want|i need] [more|less|some more|a bit more|a little less]
[set|put|bring|change|adjust|move] [it|that|this|them|those] [somewhere else|to something better|to where it was|back|differently|the way i like it|to {level}|as discussed|accordingly|again]
~[it|that|this] [isn't|is not] [right|good|enough|what i wanted|how it should be] {in}[, change it|, adjust it|, fix it|]
[change|switch|adjust|alter|modify|tweak] [a setting|the setting|the settings|some values|the value|the level|something] {in}
[move|adjust|set|position|reposition|shift] {the} <blinds>
[adjust|regulate|change|set|alter|readjust] {the} <fans>
[adjust|change|alter|regulate|set] the [<brightness>|<thermo>|fan speed|light colour|color of the lights|position of the blinds] {in}
[adjust|change|alter|regulate|set] {the} [thermostat|light level|fan speed|light colour|temperature]
~[what|which] temperature [would you like|shall it be|do you suggest] {in}
~[set|put|bring|adjust] [{place}|the temperature {in}] to [something comfortable|a nice temperature|something nicer|a pleasant temperature|whatever feels good|a good value|room temperature or so]
[set|run|drive|bring] [the pump|a pump|pump] [to|at] {speed}
[set|run|drive|bring|open] [the valve|a valve|valve] [to|at] {level}
~[the|a|that|one] [pump|pumps] [should run|must run|should stop|must stop|at {speed}|to {speed}|faster|slower|on|off]
~[the|a|that|one] [valve|valves] [should open|must open|should close|must close|at {level}|to {level}|open|closed]
~{speed} [please|for the pump|on the pump|is enough|]
[schedule|plan|program|set up|book] [something|a mode|it|the usual|a change of mode] {days} [from {from} to {to}|]
[schedule|plan|program|set up] [{mode} mode|the {mode} mode] [please|for me|soon|sometime|regularly|again|as always|in advance|]
[schedule|plan|program|set up] [{mode} mode|the {mode} mode] [from {from} to {to}|between {from} and {to}]
[schedule|plan|program|set up] [{mode} mode|the {mode} mode] [for|] {days}
~<want> [a schedule|a timetable|a time plan|a programme|a timer] for [{mode} mode|the {mode} mode|the modes]
[send|give|show|email|get|print|write|prepare|create] me [the|a|an|] {topic} [report|overview|summary|statistics|figures]
~<want> [the|a|an] {topic} [report|overview|summary]
~<want> [the|a] [report|overview|summary|figures] [for|of|from] {period}
[send|give|show|email|get|print|write|prepare|create] me [the|a|] [report|overview|summary|figures|numbers|statistics] [for|of|from|about] {period}
~[a|the|any] report [on|about|for] {topic}
~how did we do {period}
[warn|tell|notify|alert] me [about|of|on] [the|] {quantity} {in}
[watch|monitor|observe|track|supervise|keep an eye on] [the|] {quantity} {in}
~[warning|alert|alarm|notification] for [the|] {quantity} {in}
[warn|tell|notify|alert] me [above|below|over|under|at] [{value}|a certain value|the limit]
~<want> [a warning|an alert|to be warned|to be notified] [about|of|for] [the|] {quantity} {in}
[lock|unlock|bolt|unbolt|secure] [the door|a door|one door|that one|it|the other door|the gate|some door] [please|now|for me|behind me|again|]
~[is it|are they|is that one|is this] [running|open|closed|locked|on|off|ok|armed]
[acknowledge|confirm|accept|ack|clear] [the|an|that|one|this|the last|the new|the latest|some] alarm
~[read|check|tell me|give me|show me] [a value|the value|the sensor|a sensor|something|the reading] {in}
~[how much|what|how high] is it {in}
[switch|change|go] to [another|a different|the other|some] mode
~<want> [another|a different|some other|the other] mode
[set|change|adjust] the mode
[turn|switch|put] [something|it|that|this|one of them|the thing] [on|off] {in}
[open|close|start|stop|lock|unlock|raise|lower] [something|it|that|this|one of them|them all|the thing] {in}
"""),
    "arm": lines("""
[don't|do not|never] [leave|let] {place} [be|] [unprotected|unguarded|unmonitored|unsecured|without an alarm|without alarm]
[get|have|keep|put] {place} [armed|protected|under guard|under alarm|under surveillance|alarmed|secured by the alarm]
~{place} [should|must|has to|needs to] be [armed|protected by the alarm|under alarm|alarmed|secured by alarm]
~<want> {place} [armed|protected by the alarm|alarmed|under alarm]
~[can|could|would|will] you [arm|alarm|activate the alarm in|set the alarm for|put the alarm on in|switch on the alarm in] {place}
~the alarm [in|for|at] {place} [should|must|has to|needs to] be [on|armed|active|set]
~[the|] <alarm> {in} [isn't|is not] [on|armed|active|set] [yet|], [do it|arm it|turn it on|set it|activate it|change that]
~[isn't|shouldn't] the <alarm> {in} be [on|armed|active|set]
~i [would like|want|need] to be [warned of|protected from|safe from] [intruders|burglars|thieves] {in}
[arm|activate|enable|engage|set|start|turn on|switch on] [intruder detection|burglar protection|motion detection|the security|the burglar alarm] {in}
~[nobody|no one] [may|should|can|is allowed to] [enter|come into|walk around in] {place} [unnoticed|without the alarm going off], [arm it|arm the alarm|set the alarm]
[re-arm|rearm] [{place}|the alarm {in}|the <alarm> {in}]
~<alarm> {in} back [on|to armed|into service]
~[once|when] [i'm|we're|everyone is] [out|gone], [arm|set|activate] the alarm {in}
~[turn|switch|put] the <alarm> {in} back on
~[have|did|has] [you|anyone|somebody] armed {place}, [if not do it|please do|do it]
"""),
    "disarm": lines("""
[get|have|keep|put] {place} [disarmed|unarmed|off alarm|out of alarm]
~{place} [should|must|has to|needs to] be [disarmed|unarmed|off guard|free of the alarm]
~<want> {place} [disarmed|unarmed]
~[can|could|would|will] you [disarm|unset the alarm in|deactivate the alarm in|switch off the alarm in|take the alarm off in] {place}
~the alarm [in|for|at] {place} [should|must|has to|needs to] be [off|disarmed|inactive|unset]
~[the|] <alarm> {in} is [still on|still armed|still active|still set], [do it|disarm it|turn it off|deactivate it|change that|switch it off]
[disarm|deactivate|disable|disengage|unset|turn off|switch off] [intruder detection|burglar protection|motion detection|the security|the burglar alarm] {in}
~[before|so that] [i|we|someone|the cleaner|the staff] [trip|trips|set off|sets off] the alarm {in}, [disarm it|turn it off|switch it off]
~[i|we|the cleaners] [am|are] about to [enter|go into|walk into] {place}, [disarm it|alarm off|turn off the alarm|switch the alarm off]
~[turn|switch|put] the <alarm> {in} off again
~no more <alarm> {in}
~<alarm> {in} out of [service|action|use]
~[did|has|have] [you|anyone|somebody] disarm [{place}|the alarm {in}], [if not do it|please do]
~the <alarm> {in} [can|may|should] [rest|sleep|stand down|go off duty|be disarmed] now
"""),
    "lock": lines("""
[don't|do not|never] leave {door} [unlocked|open|unbolted|unsecured]
~{door} [isn't|is not] [locked|bolted|secured] [yet|], [do it|lock it|change that|please do]
~{door} is still [unlocked|open|unbolted], [lock it|do lock it|please lock|fix that]
~{door} [should not|shouldn't|mustn't|must not|can't] [stay|be|remain] [unlocked|open|unbolted]
~nobody [should|may|can|must] [get|come|go|walk] [in|through|in through|out through] {door}, [lock it|so lock it]
~[see|check] [that|to it that] {door} [is|gets] [locked|bolted|secured|locked up]
~[is|isn't] {door} locked? [if not lock it|lock it|please do]
[throw|turn|slide] the [bolt|lock|key] [on|of|at|in] {door}
[keep|shut] [people|strangers|everybody|visitors|them] out [of|at|through] {door}
[relock|re-lock|lock again|double lock] {door}
~lock {door} [behind me|behind us|after me|again|up|tight|for the night|now that everyone left]
~{door} [back|] under lock
"""),
    "unlock": lines("""
[don't|do not|never] leave {door} [locked|bolted|barred]
~{door} is [still|] [locked|bolted|barred], [unlock it|open it|let me in|let us in|change that|i can't get in]
~{door} [should not|shouldn't|mustn't|must not] [stay|be|remain] [locked|bolted|barred]
[let|allow] [me|us|them|the guests|the courier|him|her|people|the visitors|the cleaner] [in|through|in through|in at|enter through|out through|pass through|use] {door}
~[i|we|they|the guests] [am|are] [standing|waiting|locked out] [at|in front of|behind|outside] {door}, [unlock it|let us in|open up|let me in]
~[i|we] can't [get|come|go] [in|through|in through|out through] {door}[, unlock it|, it's locked|]
[undo|release|draw back|open|slide back] the [bolt|lock|latch] [on|of|at] {door}
~[see|check] [that|to it that] {door} [is|gets] [unlocked|unbolted|opened|open]
[give|grant] [me|us|them|him|the visitors] [access|entry] [through|at|via|by] {door}
~unlock {door} [for me|for us|for the guests|for the courier|again|now that we are back]
~{door} no longer [needs|has|ought] to be [locked|bolted|secured]
"""),
    "fan_off": lines("""
[don't|do not] [leave|let|keep] {the} <fans> [run|running|on|go on|spin|spinning] [any more|any longer|]
~{the} <fans> [shouldn't|should not|mustn't|needn't|don't have to] [run|spin|be on|blow|turn] [any more|any longer|now|]
~no [fan|fans|ventilation|air flow] {in} [please|now|any more|]
~i don't [want|need] [the <fans>|{the} <fans>|any <fans> {in}]
[bring|get] {the} <fans> to a [stop|halt|standstill|rest]
~{the} <fans> [are|is] [too loud|annoying|noisy|getting on my nerves], [off|off please|switch off|turn it off|kill it|stop it]
~[zero|no] [fan speed|fan|fan power] {in}
~{the} <fans> may [stop|rest|go off|stand still]
~[enough|that's enough] [air|wind|breeze|ventilation] {in}, [fan off|fans off|turn the fan off|stop the fan]
~{the} [fan|fans] to [zero|off|nothing|a standstill]
"""),
    "fan_on": lines("""
[don't|do not] [leave|let|keep] {the} <fans> [off|stopped|idle|standing still]
~{the} <fans> [shouldn't|should not|mustn't] be [off|idle|stopped|standing still]
~{the} <fans> [at|on|to] [full|maximum|max|top|full speed|maximum speed|full power|top speed|full blast|full tilt]
~[full|maximum|max] [fan|fans|ventilation|fan speed|air flow|fan power] {in}
~[some|more|we need|i want|i need] [air|wind|a breeze|ventilation] {in}, [fan on|fans on|turn the fan on|start the fan|switch on the fan]
~{the} <fans> may [start|run|go on|spin]
[get|set] {the} <fans> [spinning|turning|blowing|running|moving]
~why [is|are] {the} <fans> [off|not on|not running|not spinning]
"""),
    "light_color": lines("""
~{color} [light|lights|lighting|illumination|glow] [would be|is] [nice|great|lovely|better|perfect|what i want] {in}
~[can|could|may] [i|we] [have|get|see] {color} [light|lights|lighting|lamps] {in}
[bathe|drench|flood|soak|dip|immerse|paint|cover|wash|fill] {place} in {color} [light|lighting|]
[tint|tinge|stain|shade|paint|colour|color|dye] {the} <lights> {color}
~{the} <lights> [should|must|could] [glow|shine|be|go|turn|burn|light up|look] {color}
~[switch|change|turn|go] from [white|red|green|warm white|whatever it is] to {color} [light|lights|] {in}
~let {the} <lights> [glow|shine|burn|turn|go] {color}
~i'm in the mood for {color} [light|lights|lighting] {in}
~{color} {in} [please|for the lights|lights|lamps]
[use|choose|pick|take|select|try|apply] {color} [as the|for the] [light colour|light color|lighting|lamp colour|lights] {in}
~[more|a bit of|a touch of|some] {color} [light|in the light|lighting] {in}
"""),
    "light_level": lines("""
<set> {the} <lights> [to|at|on] {level} [brightness|intensity|power|output|]
<set> [the|] <lights> {in} [to|at|on] {level} [brightness|intensity|power|output|]
~{the} <lights> [at|on|to|,] {level} [brightness|intensity|power|output|]
~<want> {the} <lights> at {level} [brightness|intensity|power|output|]
~{level} [brightness|intensity|light|power] [on|for|from] {the} <lights>
[have|let] {the} <lights> [burn|shine|glow|run|work] at {level}
~[<brightness>|<lights>] [to|at|on|] {level} {in}
~[<brightness>|<lights>] {in} [to|at|on|] {level}
"""),
    "fan_level": lines("""
<set> {the} <fans> [to|at|on] {level} [speed|power|output|capacity|]
<set> [the|] <fans> {in} [to|at|on] {level} [speed|power|output|capacity|]
~{the} <fans> [at|on|to|,] {level} [speed|power|output|capacity|]
~<want> {the} <fans> at {level} [speed|power|output|capacity|]
~{level} [speed|power|ventilation|air] [on|for|from] {the} <fans>
[have|let] {the} <fans> [spin|turn|run|work|blow] at {level}
~<fans> [to|at|on|] {level} {in}
~<fans> {in} [to|at|on|] {level}
"""),
    "set_temperature": lines("""
<set> {the} <thermo> [to|at|on] {degrees}
<set> [the|] <thermo> {in} [to|at|on] {degrees}
~{the} <thermo> [at|on|to|,] {degrees}
~<want> {the} <thermo> at {degrees}
[have|let|keep] {the} <thermo> [stay at|go to|run at|hold|keep] {degrees}
~<thermo> [to|at|on|] {degrees} {in}
~<thermo> {in} [to|at|on|] {degrees}
"""),
    "light_on": lines("""
[don't|do not|never] [leave|keep] {place} [in the dark|dark|unlit]
~{the} <lights> [shouldn't|should not|mustn't] be [off|out]
~[it's|it is] [getting|already|pretty|too|rather] dark {in}, [lights|lights on|light please|turn the lights on|switch on the lamps]
~i can't see [anything|a thing|my hand|where i'm going|what i'm doing] {in}[, lights please|, turn the lights on|, light]
~[is there|can i get|could i have|let me have|let's have] [any|some|a bit of] light {in}
~{the} <lights> [back on|on again|on full]
~why [is|are] {the} <lights> [off|out|not on]
"""),
    "light_off": lines("""
[don't|do not] [leave|keep] {the} <lights> [on|burning|shining] [any longer|any more|all night|]
~{the} <lights> [shouldn't|should not|mustn't|needn't] be on [any more|any longer|now|]
~[nobody|no one] [is|needs light] {in}, [lights off|lights out|switch off the lights|turn off the light]
~[darkness|complete darkness|no light|total darkness|no lights] {in} [please|now|]
~{the} <lights> [have|has] been [left on|burning all day|on all night|forgotten], [turn them off|switch them off|off please]
[save|don't waste] [power|electricity] and [switch|turn] off {the} <lights>
~why [is|are] {the} <lights> [still on|burning|on]
"""),
    "blinds_level": lines("""
<set> {the} <blinds> [to|at|on] {level} [open|]
~<blinds> [to|at|on|] {level} [open|] {in}
~<blinds> {in} [to|at|on|] {level} [open|]
"""),
    "blinds_open": lines("""
[don't|do not] [leave|keep] {the} <blinds> [closed|shut|down] [any longer|any more|]
~{the} <blinds> [shouldn't|mustn't|needn't] be [closed|shut|down] [any more|any longer|]
~[let|allow] [the sun|sunlight|daylight|the light|the morning] [in|come in|into the room] {in}
~[sunlight|daylight|a view|the view|some sun] {in} please
~{the} <blinds> [up|open|all the way up|wide open] [again|]
~why [is|are] {the} <blinds> [closed|shut|down]
"""),
    "blinds_close": lines("""
[don't|do not] [leave|keep] {the} <blinds> [open|up|raised] [any longer|any more|]
~{the} <blinds> [shouldn't|mustn't|needn't] be [open|up|raised] [any more|any longer|]
[keep|shut|block|lock] [the sun|the sunlight|the daylight|the glare|prying eyes|the neighbours' eyes] out [of {place}|{in}]
~[the sun|the glare] is [blinding me|in my eyes|too strong] {in}, [blinds down|blinds|close the blinds|lower the shades]
~{the} <blinds> [down|shut|all the way down|closed] [again|]
~why [is|are] {the} <blinds> [open|up]
"""),
    "read_occupancy": lines("""
~[is|are] [there|] [people|persons|visitors|guests|staff] [in there|present|around|about] {in}
~[has|did] [everyone|everybody|everyone else] [left|leave|gone home from|cleared out of] {place}
~is {place} [in use|being used|taken|vacant|unoccupied|deserted|abandoned|full of people|busy right now]
~[how many|what number of] [people|persons|heads|visitors|guests] [are|do you count|do you see|can you detect] {in}
~[am i|are we] [alone|the only ones] {in}
[look|check|see|find out|tell me] [if|whether] [<someone>|people] [is|are] {in}
~[any|some] [sign|trace] of [life|people|anyone|movement] {in}
~who's {in} [at the moment|right now|]
~[movement|motion|presence] {in}
"""),
    "status": lines("""
~[is|are] [there|] [any problems|any faults|something wrong|any issues] with {machine}
~how [is|'s] {machine} [getting on|holding up|coping|feeling|behaving|performing]
~[does|is] {machine} [work|working|run|running|behave|behaving|do its job|doing its job] [properly|well|as it should|normally|]
~[give|show|get] me the [state|condition|health|situation] {machine} is in
~[has|did] {machine} [tripped|failed|stopped|started|opened|closed|trip|fail|stop|start|open|close] [yet|already|]
~[what|anything] [is|'s] [up|wrong|going on|new|the matter] with {machine}
~[is|are] {machine} [up|alive|ok|fine|healthy|in order|operational|in working order]
~[i'd like|i want|i need] [a status|an update|news|information] [on|of|about|for] {machine}
"""),
    "acknowledge": lines("""
~[i|we] [have|'ve] [taken note|taken care|become aware|been informed|got the message] of {machine}
~[i|we] [hereby|] [acknowledge|confirm|accept] {machine}
~{machine} [can|may|should|must] be [acknowledged|confirmed|accepted|marked as seen|ticked off|considered seen]
[register|log|note|record] [that|] [we|i|somebody|the operator] [saw|has seen|noticed|knows about|read] {machine}
~[yes|ok|right|fine|good|got it], {machine} [is seen|is noted|is acknowledged|seen|noted|acknowledged]
~put [a tick|a check mark|my name|an acknowledgement] [on|behind|next to] {machine}
~[there's|there is] no need to [keep|go on] [reminding|bothering|telling] [me|us] about {machine}[, acknowledge it|]
"""),
    "pump_start": lines("""
[don't|do not] [leave|keep] {machine} [off|idle|stopped|standing still]
~{machine} [shouldn't|mustn't] be [off|idle|standing still|stopped]
[bring|get|put] {machine} [to life|into motion|into operation|into service|to work|going again|back on]
~[we need|i need] [flow|pressure|water] from {machine}[, start it|]
~{machine} [has to|should|must|may] [start|run|get going|come on|work|go]
"""),
    "pump_stop": lines("""
[don't|do not] [leave|keep|let] {machine} [on|run|running|running any longer]
~{machine} [shouldn't|mustn't|needn't] [run|be on|be running|work] [any more|any longer|]
[bring|get|put] {machine} [to a stop|to a halt|to rest|to a standstill|out of operation|out of service|to sleep]
~[we need|i need] no more [flow|pressure|water] from {machine}[, stop it|]
~{machine} [has to|should|must|may] [stop|halt|rest|go off|cease|come to rest]
"""),
    "valve_open": lines("""
[don't|do not] [leave|keep] {machine} [closed|shut]
~{machine} [shouldn't|mustn't|needn't] [be|stay] [closed|shut] [any more|any longer|]
[let|allow] [it|water|steam|gas|the medium|the product|everything] [flow|pass|run|through] [through|at] {machine}
~{machine} [to|at] [one hundred|100|a hundred|full] [percent|per cent|opening]
"""),
    "valve_close": lines("""
[don't|do not] [leave|keep] {machine} [open|opened]
~{machine} [shouldn't|mustn't|needn't] [be|stay] open [any more|any longer|]
[stop|block|cut|prevent] the [flow|water|steam|gas|supply] [through|at|behind] {machine}
~{machine} [to|at] [zero|0|nil] [percent|per cent|opening|]
"""),
    "warmer": lines("""
<up> [the|] <thermo> {in} [by|] {steps}
<up> {the} <thermo> [by|] {steps}
<up> {the} <thermo> [another|an extra|a further|by a further|by another] {steps}
~{the} <thermo> [warmer|higher|up|hotter] [by|] {steps}
~{steps} [warmer|higher|up|hotter] [on|for|with] {the} <thermo>
~{the} <thermo> <should> [be|go|come|get] [warmer|higher|up|hotter] by {steps}
~{the} <thermo> <should> [be|go|come|get] {steps} [warmer|higher|up|hotter]
~<want> {the} <thermo> {steps} [warmer|higher|up|hotter]
~[plus|by] {steps} [on|for] [the|] <thermo> {in}
[bring|take|put|move|turn|get|push|nudge|set] {the} <thermo> {steps} [warmer|higher|up|hotter]
[bring|take|put|move|turn|get|push|nudge|set] [the|] <thermo> {in} {steps} [warmer|higher|up|hotter]
[add|put|stack|tack] {steps} [more|extra|] [to|onto|on top of] [what we have|the current temperature|the present setting|the set point|the setting] {in}
~[can|could|would] you [make|get|bring|put] [it|things] {steps} [warmer|hotter|higher|up] {in}
~{steps} [above|over|more than] [what it is|the current setting|what we have] {in}
~[let's|we could] [go|climb] {steps} [higher|up|warmer] {in}
"""),
    "cooler": lines("""
<down> [the|] <thermo> {in} [by|] {steps}
<down> {the} <thermo> [by|] {steps}
<down> {the} <thermo> [another|an extra|a further|by a further|by another] {steps}
~{the} <thermo> [cooler|lower|down|colder] [by|] {steps}
~{steps} [cooler|lower|down|colder] [on|for|with] {the} <thermo>
~{the} <thermo> <should> [be|go|come|get] [cooler|lower|down|colder] by {steps}
~{the} <thermo> <should> [be|go|come|get] {steps} [cooler|lower|down|colder]
~<want> {the} <thermo> {steps} [cooler|lower|down|colder]
~[minus|by] {steps} [on|for] [the|] <thermo> {in}
[bring|take|put|move|turn|get|push|nudge|set] {the} <thermo> {steps} [cooler|lower|down|colder]
[bring|take|put|move|turn|get|push|nudge|set] [the|] <thermo> {in} {steps} [cooler|lower|down|colder]
[take|knock|shave|lop|subtract|remove|cut] {steps} [off|from|away from|off of] [what we have|the current temperature|the present setting|the set point|the setting] {in}
~[can|could|would] you [make|get|bring|put] [it|things] {steps} [cooler|colder|lower|down] {in}
~{steps} [below|under|less than] [what it is|the current setting|what we have] {in}
~[let's|we could] [go|drop] {steps} [lower|down|cooler] {in}
"""),
    **{f"mode_{mode}": _mode(mode) for mode in _MODES},
    "mode_away": _mode("away")
    + lines("""
~[i'm|we're|i am|we are] [out|off|away] [for the day|until tonight|till evening|for a few hours|now]
~[nobody|no one] [will be|is] [home|at home|here|in] [until|before|till] [tonight|evening|later]
"""),
    "mode_home": _mode("home")
    + lines("""
~[i'm|we're|i am|we are|everyone is] [home|back|back home|in|here again|returning]
~[welcome|greet] [us|me|the family] [home|back]
"""),
    "mode_night": _mode("night")
    + lines("""
~[i'm|we're|everyone is|the kids are] [off to bed|going to sleep|turning in|heading to bed]
~[get|make] [the house|everything|the building] ready for [the night|bed|sleep]
"""),
    "mode_eco": _mode("eco")
    + lines("""
~[use|burn|draw|spend] [less|as little] [energy|power] [as possible|from now on|in the building]
~[make|get|run] [the house|everything|the building|things] [more economical|more efficient|thriftier|greener]
"""),
    "mode_holiday": _mode("holiday")
    + lines("""
~[we're|i'm] [off on|leaving for|going on|starting our|away on] [holiday|vacation|holidays|our holiday]
~[get|make] [the house|everything] ready for [the holidays|our vacation|our holiday]
"""),
    "mode_cleaning": _mode("cleaning")
    + lines("""
~the [cleaners|cleaning crew|cleaning staff|cleaning lady|janitors] [are|is] [here|coming|starting|at the door|about to start]
~[get|make] [the house|everything|the building] ready for [cleaning|the cleaners]
"""),
}
