"""More sayings for every intent: complaints of the opposite, and turns of everyday speech."""

# ruff: noqa: E501 - a phrasing is read best on one line.

from frames import lines, opposite

_ON, _OFF = "[on|switched on|turned on|running|going|up]", "[off|switched off|turned off|out|down]"
_LIGHTS, _FANS, _BLINDS, _ALARM = (
    "{the} <lights>",
    "{the} <fans>",
    "{the} <blinds>",
    "{the} <alarm>",
)
_LIT, _DARK = "[on|lit|burning|switched on|turned on|shining]", "[off|out|dark|switched off|unlit]"
_UP, _SHUT = "[open|up|raised|rolled up]", "[closed|shut|down|lowered]"
_BOLTED, _FREE = "[locked|bolted|locked up|barred]", "[unlocked|open|unbolted|not locked]"
_ARMED, _IDLE = "[on|armed|active|set]", "[off|disarmed|inactive|deactivated]"


def _not_asked(patterns: list[str]) -> list[str]:
    """Without those that could as well ask for the state."""
    return [p for p in patterns if not p.startswith(("~why", "~who")) and "still" not in p]


PHRASES: dict[str, list[str]] = {
    "light_on": opposite(_LIGHTS, _LIT, _DARK)
    + lines("""
~it would be <good> to have [some|more|a bit more|] light {in}
~we're [stumbling|fumbling|walking|groping|sitting] [around|about|] in the dark {in}
~[how about|let's|why don't] we [brighten|light|lighten] [things|it|the place|everything] up {in}
[brighten|light|lighten] [things|it|everything|the place] up {in}
get [those|the|some] <lights> [glowing|burning|shining|going|working|on] {in}
~{place} could do with [being lit|light|some lighting|lighting|illumination]
~[a little|a bit of|some] [light|illumination|brightness] {in} [would be|is] <good>
~[make|put|have] <lights> [come on|light up|shine|go on] {in}
~we can do with [light|more light|the lights] {in}
~[turn|switch] darkness into light {in}
"""),
    "light_off": opposite(_LIGHTS, _DARK, _LIT)
    + lines("""
~{the} <lights> [aren't|are not|isn't|is not|are no longer] [needed|required|necessary|of use|wanted] [any longer|any more|anymore|now|]
<ensure> nothing is [lit|on|burning|shining] {in}
~[time|it's time] to [darken|black out] {place}
~[please|] no <lights> [burning|on|lit|shining] {in}
~you [can|may] [kill|drop|cut|douse] the <lights> {in} [now|]
~[nobody|no one] [is using|uses|sits in|works in|is in] {place}, [darken it|lights off|kill the lights]
~[all|everything] [dark|off] {in}, the <lights>
~[that's enough|enough] [light|brightness|of the lights] {in}
~the <lights> {in} have [done their job|burned long enough|been on long enough]
"""),
    "light_level": lines("""
[bring|take|ease|turn|move] {the} <lights> [down|up] [gently|softly|slowly|a bit|smoothly|] to {level}
[bring|take|ease|turn] the <lights> {in} [down|up] [gently|softly|slowly|] to {level}
~{level} on the <lights> {in}
~{level} [will|should|would|might] do for {the} <lights>
~[reduce|less|no|avoid] glare {in}: <lights> {level}
~[more|less|a little more|a bit less] [light|brightness] {in}, [say|like|to|about|make it] {level}
~[brighter|darker|dimmer] {in}, [say|like|to|about|make it] {level}
~{the} <lights> [brighter|darker|dimmer|up|down], [say|to|about|like] {level}
~[give or take|about|roughly|around] {level} [light|brightness] {in}
~[let's|we] [have|need|want|try|go with] {level} on the <lights> {in}
"""),
    "light_half": lines("""
[bring|take|set|dim|put] {the} <lights> to the [midpoint|middle|halfway point|half mark|middle setting]
~[we|i] only need half [the|their|of the] [lights|strength|light|power|brightness] {in}
~[not full|not all], just half [light|brightness|the lights] {in}
~half for {the} <lights>
~{the} <lights> [down|up] by half
~[half|halfway] is [enough|fine|plenty|what i want] for the <lights> {in}
~[halve|half] the <lights> {in}
"""),
    "light_color": lines("""
[give|lend] {the} <lights> a {color} [look|tone|tint|touch|glow|hue|shade]
[give|lend] the <lights> {in} a {color} [look|tone|tint|touch|glow|hue|shade]
~[could|can|shall|should] we go {color} [on|with] the <lights> {in}
let {place} be [bathed|drenched|lit|dipped|soaked|washed] in {color}
~{color} is what {the} <lights> should [show|be|display|have]
~let's [go|turn|paint|make] {the} <lights> {color}
~{the} <lights>, [how about|why not|maybe|preferably] {color}
~[all|everything] {color} {in} please
~the <lights> {in} [look|looks] best in {color}
"""),
    "set_temperature": lines("""
~we should be [sitting|standing] at {degrees} {in}
[get|bring|heat|keep] {place} [to|at] a [comfy|cosy|nice|pleasant|steady|cool|warm] {degrees}
~i'd say {degrees} [is right|is enough|is fine|] [for|in] {place}
~the <thermo> {in} [belongs|should sit|should stand|ought to sit|wants to be] at {degrees}
[see|try] if you can [hold|reach|get|manage|keep] {degrees} {in}
~{place} [should|ought to|must] [feel like|sit at|hover around|stay around|settle at] {degrees}
~[how about|let's say|let's have] [around|about|a steady|a nice] {degrees} {in}
~{degrees}, [no more no less|not a degree more|that's what we need] {in}
~i'd [enjoy|welcome|appreciate|love] {degrees} {in}
"""),
    "warmer": lines("""
[nudge|push|edge|bump|inch|tick] the [heat|heating|temperature|thermostat] {in} up [by|] {steps}
~{place} would be [nicer|better|more pleasant|just right] {steps} [warmer|hotter|higher]
~[could|can|may|might] it go up [another|by|by another|] {steps} {in}
~[we|i] want {steps} [above|more than|over|on top of] [what it is|what we have|the current temperature|now|what is set] {in}
~{steps} above [what it is|the current temperature|the current setting|now] {in}
~[what it is|whatever it is] now plus {steps} {in}
~{in} it [could|can|may] be {steps} [warmer|hotter|more]
~[go|turn|move] {steps} [higher|up|warmer|hotter] {in}
~a {steps} [rise|increase|bump|boost|raise] {in}
"""),
    "cooler": lines("""
[nudge|push|edge|bump|inch|tick] the [heat|heating|temperature|thermostat] {in} down [by|] {steps}
~{place} would be [nicer|better|more pleasant|just right] {steps} [cooler|colder|lower]
~[could|can|may|might] it [come|go] down [another|by|by another|] {steps} {in}
~[we|i] want {steps} [below|less than|under] [what it is|what we have|the current temperature|now|what is set] {in}
~{steps} below [what it is|the current temperature|the current setting|now] {in}
~[what it is|whatever it is] now minus {steps} {in}
~{in} it [could|can|may] be {steps} [cooler|colder|less]
~[go|turn|move] {steps} [lower|down|cooler|colder] {in}
~a {steps} [drop|decrease|reduction|cut] {in}
"""),
    "fan_level": lines("""
[ventilate|air|aerate] {place} [at|with] [about|around|roughly|] {level} [please|]
[spin|run|turn|let] {the} <fans> [no faster than|no slower than|not faster than|at most at|at about|at roughly] {level}
~{level} of [fan power|fan speed|ventilation|air flow|fan] is [enough|fine|plenty] {in}
~[blower|fan|ventilator] speed {in}, {level}
~[more|less|some|a bit more|a little less] [air|ventilation|wind|fan] {in}, [say|like|about|to|make it] {level}
~{the} <fans> [faster|slower|harder|softer|quieter], [say|to|at|about] {level}
"""),
    "fan_on": opposite(_FANS, _ON, _OFF)
    + lines("""
~it's getting [stuffy|smelly|stale|sticky|warm|stinky|thick|airless] {in}, [fans|fan|ventilation] [please|on|now]
get a [breeze|draft|bit of wind] [through|into|going in] {place}
~start up whatever <fans> there are {in}
[get|start|have] [those|the] <fans> [going|spinning|turning|blowing|working|humming] {in}
~[some|a little|a bit of] [fresh air|air|breeze|wind|ventilation] {in} [please|would be good|would help|wouldn't hurt]
~[fresh air|fresh wind|a breeze|ventilation] [please|now|needed|wanted] {in}
"""),
    "fan_off": opposite(_FANS, _OFF, _ON)
    + lines("""
~those <fans> {in} [can|may|should] [rest|stop|sleep|have a break|take a break] [now|]
~i can't hear [myself think|you|a thing|the tv], <fans> off {in}
put [a stop|an end] to the <fans> {in}
~the <fans> {in} [have done their job|can take a rest|ran long enough|are annoying|get on my nerves], [off|stop them|turn them off]
~[nobody|no one] needs [that|the] [wind|breeze|fan] {in}
~[fan|fans|ventilation], [stop|off|enough|halt] {in}
"""),
    "blinds_level": lines("""
[leave|keep|have] {the} <blinds> [sitting|standing|resting|hanging] at {level}
[bring|get|take] {the} <blinds> to [about|around|roughly|] {level} open
~{the} <blinds> [ought to|should|must] [sit|stand|hang|rest|be sitting] at {level}
~[a bit|some] [more|less] [sun|shade|daylight] {in}, <blinds> [at|to] {level}
~{the} <blinds> [a bit|a little|] [higher|lower|further up|further down|more open|more closed], [say|to|about] {level}
[open|raise|lower|close] {the} <blinds> [a bit|partly|halfway or so|some more], [say|to|about] {level}
"""),
    "blinds_open": opposite(_BLINDS, _UP, _SHUT)
    + lines("""
~let's [see|have|get|enjoy] some [daylight|sun|sunlight|sunshine|natural light] {in}
get [those|the] <blinds> [up|open] {in}
~<blinds> [apart|aside|up and away|away] {in} [please|]
[draw|pull|push|slide] the <blinds> [apart|aside|open|back|away] {in}
~[some|more|a little] [daylight|sunlight|sun] {in} [please|would be good]
~[sun|sunlight|daylight] [please|in] {in}, blinds
"""),
    "blinds_close": opposite(_BLINDS, _SHUT, _UP)
    + lines("""
~let's [shut|keep|lock|block] out the [sun|daylight|light|heat|glare] {in}
get [those|the] <blinds> [down|shut|closed] {in}
[draw|pull] the <blinds> {in} [please|shut|together|]
~privacy [please|needed] {in}, [the|] blinds
~[some|more|a little] [shade|privacy] {in} [please|would be good]
~<blinds> [together|drawn] {in} [please|]
"""),
    "valve_level": lines("""
[have|get] {machine} [opened|opened up|open] to [roughly|about|around|] {level}
~{machine} [is|would be] [fine|good|best|right] at {level}
[crank|wind|screw|turn] {machine} [open|] to [about|] {level} [open|]
~[more|less|some|a bit more] flow through {machine}, [say|to|about|make it] {level}
~{machine} [a bit|a little|] [further open|further closed|more open|tighter|wider], [say|to|about] {level}
"""),
    "valve_open": _not_asked(opposite("{machine}", "[open|opened|fully open]", "[closed|shut]"))
    + lines("""
~we'd need {machine} wide open [for this|now|]
let [everything|it all|the lot|all of it|as much as possible] through {machine}
~{machine} [may|can|should] be opened [all the way|up|fully|now|wide]
~{machine} [open|wide open] as far as [it goes|possible]
~[no reason to keep|don't keep] {machine} [closed|shut]
[let|get] it [flow|run|through] [through|at] {machine}
"""),
    "valve_close": _not_asked(opposite("{machine}", "[closed|shut|fully closed]", "[open|opened]"))
    + lines("""
~nothing [more|else|further|] [through|past|out of] {machine} [please|]
~{machine} had better be [shut|closed|tight]
make {machine} [tight|leak proof|shut|closed]
~[no reason to keep|don't keep] {machine} open
[stop|block|hold back] [it|everything|the flow] [at|with] {machine}
"""),
    "pump_start": _not_asked(opposite("{machine}", "[on|running|started|up]", "[off|stopped|down]"))
    + lines("""
[get|have|set] {machine} [humming|purring|pumping|cranking|churning|spinning|turning over]
~{machine} [can|may|should|shall] begin [its run|its work|its job|to run|to pump|pumping|now|running]
~[we|i] [could do|can do|would be happy] with {machine} [running|on|started|going]
~[bring|put|get] {machine} [into|in] [play|the game|the loop|line]
[lets|let us] have {machine} [on|running|going|started]
"""),
    "pump_stop": _not_asked(opposite("{machine}", "[off|stopped|down]", "[on|running|up]"))
    + lines("""
~{machine} [may|can|should|shall] [stop|end|finish|cease|quit] [its run|its work|its job|pumping|running|now]
give {machine} [a break|a rest|a pause|some rest|the evening off|time off]
~that'll do for {machine}, [stop it|turn it off|off with it|shut it down]
~{machine} [has|had] [a rest|enough|done its job|its break|run enough][, stop it|, off]
~[bring|put|get] {machine} out of [play|the game|the loop|line]
"""),
    "pump_speed": lines("""
[wind|wheel|rev|gear|bring|spin] {machine} [up|down] to [about|] {speed}
~{machine} ought to [turn|run|spin|be|sit|stay] at {speed}
[keep|hold|run|have] {machine} [steady|constant|constantly] at {speed}
~{machine} [a bit|a little|] [faster|slower|quicker], [say|to|about|at] {speed}
~[more|less] [speed|revs|power] on {machine}, [say|to|about|make it] {speed}
~{speed} [should|will|would] do for {machine}
"""),
    "lock": opposite("{door}", _BOLTED, _FREE)
    + lines("""
~don't forget {door}, [it should be locked|lock it|it must be locked]
~is {door} [bolted|locked|shut]? [bolt it|lock it]
turn the key [on|in|of] {door}
~[nobody|no one|no stranger] [comes|gets|walks|is coming] [in|through] [at|by|through|] {door}
~{door} [tight|shut tight|sealed|secure|nice and tight] please
[see|check] {door} is [locked|bolted|secure|secured]
"""),
    "unlock": opposite("{door}", _FREE, _BOLTED)
    + lines("""
~my hands are full, [get|open|unlock] {door} [for me|]
~let the [visitors|guests|people|kids|workers|customers] [in |][through|by|at] {door}
[get|open] {door} for [me|us|them|the guests|the courier]
~[i|we|they|somebody] [want|wants|need|needs|would like] [in|out|through] [at|by|through] {door}
~{door} [free|accessible|passable] please
~[visitors|guests|deliveries|customers] [are|come|wait] [at|outside|by] {door}, [let them in|open|unlock]
"""),
    "arm": opposite(_ALARM, _ARMED, _IDLE)
    + lines("""
~[we're|i'm|everyone's] off, so the alarm {in} on please
[put|place|set] {place} under [alarm|guard|protection]
[have|let] the <alarm> [watch|guard|protect|keep an eye on] {place}
[get|put|have] the <alarm> {in} [going|on|working|ready|sharp]
~the <alarm> {in} [may|can|should] [go on|come on|start|take over] [now|]
"""),
    "disarm": opposite(_ALARM, _IDLE, _ARMED)
    + lines("""
~no need for the <alarm> {in} [while we work|while we're here|now|any more|today|]
take {place} off [alarm|guard|protection]
~the <alarm> {in} [can|may|should] be [dropped|lifted|removed|taken off|taken down|suspended]
[drop|lift|remove|take down|take off] the <alarm> {in}
~the <alarm> {in} [may|can|should] [go off duty|stand down|rest|take a break] [now|]
"""),
    "acknowledge": lines("""
~i [take|am taking|have taken|took] [note|notice] of {machine}
~{machine} [came through|arrived|was received|has reached me|reached us|registered], [thanks|ok|thank you|understood]
[tick|mark|check|note|log] {machine} [as|] [done|seen|read|dealt with|off]
~[we're|i'm|somebody is] [dealing with|working on|looking after|sorting out|on top of|busy with|already at] {machine} [already|now|]
~{machine} [is|was] [being dealt with|being sorted|taken up|taken on board|on my radar|on our radar|noticed by us]
~consider {machine} [acknowledged|confirmed|done|read|handled|noted]
~[fine|right|good], {machine} [acknowledged|it is|noted|i know]
"""),
}
