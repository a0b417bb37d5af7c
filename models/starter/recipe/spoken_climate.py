"""More phrasings for temperatures and fans: shared frames, and sayings of their own."""

# ruff: noqa: E501 - a phrasing is read best on one line.

from frames import lines, state, value

_FANS = "{the} <fans>"
_FANS_IN = "[the|the|all the|] <fans> {in}"

PHRASES: dict[str, list[str]] = {
    "set_temperature": value("{the} <thermo>", "{degrees}")
    + value("[the|the|] <thermo> {in}", "{degrees}")
    + value("the <thermo> [of|in|for] {place}", "{degrees}")
    + value("{place}", "{degrees}")
    + state(
        "{place}",
        "[at|heated to|warmed to|cooled to|held at|kept at|as warm as|set to|regulated to] {degrees}",
    )
    + state("{place}", "{degrees}")
    + 2
    * lines("""
[heat|warm|cool|chill|heat up|warm up|cool down|bring|regulate|get|take] {place} [up|down|] to {degrees}
[heat|warm|cool|chill] it [up|down|] to {degrees} {in}
[set|put|make|turn|crank|bring|get|keep|have|take|leave|hold|maintain] it [to|at] {degrees} {in}
make it {degrees} [warm|] {in}
[make|get] {place} {degrees} [warm|]
[keep|hold|maintain|preserve|sustain|ensure|provide|deliver|guarantee|give me|give us|get me|get us] {degrees} {in}
[aim|go|shoot|strive] for {degrees} {in}
[target|reach|attain|hit|achieve] {degrees} {in}
let {place} [have|reach|get to|be|be at|stay at|warm up to|cool down to|come to] {degrees}
let it [be|get|become] {degrees} {in}
{in}, [set|put|turn|bring] the <thermo> to {degrees}
[set|put|turn|dial|adjust] the <thermo> {in} [to|at|on|for|up to|down to] {degrees}
[change|adjust] the <thermo> {in} [from now on|] to {degrees}
~{degrees} {in}
~{degrees} [please|now|is fine|would do|will do|is plenty|is comfortable|feels right|suits me] {in}
~<want> {degrees} {in}
~<want> it [at|] {degrees} {in}
~<want> it [to be|to get|to become] {degrees} {in}
~<want> {place} [at|to be|to be at|to have|heated to|warmed to|cooled to|to reach] {degrees}
~<want> a [temperature|target|set point|room temperature] of {degrees} {in}
~it <should> be {degrees} {in}
~it's [to be|going to be|supposed to be] {degrees} {in}
~{place} <should> [be|be at|have|reach|get to|stay at|warm up to|be held at|be kept at] {degrees}
~there <should> be {degrees} {in}
~[can|could|may] [i|we] [get|have] {degrees} {in}
~[can|could|would|will] it be {degrees} {in}
~[can|could|would|will] you [make|get|keep] it {degrees} {in}
~[how|what] about {degrees} {in}
~a [temperature|temp|target|set point|room temperature|setting] of {degrees} {in}
~[desired|target|wanted|required|requested|new|preferred] [temperature|temp|value|climate] {in}: {degrees}
~[i'm|we're|i am|we are|people are|everyone is|the guests are|she is] [freezing|cold|sweating|boiling|shivering|roasting|melting|hot|chilly|too warm|too cold|uncomfortable] {in}, [{degrees} please|make it {degrees}|set it to {degrees}|heat to {degrees}|<thermo> to {degrees}|go to {degrees}|i need {degrees}]
~it's [too|so|very|a bit|way too|rather|quite|really|awfully|terribly] [cold|hot|warm|chilly|cool|stuffy|freezing|icy] {in}, [{degrees} please|make it {degrees}|set it to {degrees}|set {degrees}|<thermo> to {degrees}|go to {degrees}|bring it to {degrees}|i want {degrees}|{degrees} would be better]
~it [feels|is|seems|gets|got] [too |][cold|hot|warm|chilly|like a fridge|like an oven|like a sauna] {in}, [{degrees}|make it {degrees}|set it to {degrees}|change to {degrees}]
~{place} is [too|so|very|a bit|way too] [cold|hot|warm|chilly|icy], [{degrees} please|make it {degrees}|set it to {degrees}|bring it to {degrees}|heat it to {degrees}|cool it to {degrees}|it should be {degrees}]
~{place} [feels|gets|is like] [like a fridge|an oven|a sauna|freezing|hot], [{degrees} please|make it {degrees}|set it to {degrees}]
~[i|we] [like|prefer|love] {degrees} {in}
~[i|we] [like|prefer|love|want] it at {degrees} {in}
~{place} [to|at|:|=|->|,|] {degrees}
~{bare} [temperature|temp|thermostat|heating|climate|ac] [to|at|:|=|] {degrees}
~<thermo> {in} [to|at|:|=|on|] {degrees}
~<thermo> [for|of] {place} [to|at|:|=|on|is|] {degrees}
~[heating|cooling|heat|warmth] {in} [to|up to|down to|until] {degrees}
~{degrees} for {place}
~{degrees}, {place}
~[heat|warm|cool] {in}, {degrees}
~the [guests|meeting|baby|plants|patients|kids|workers] [needs|need|want] {degrees} {in}
~{in} [let it be|it must be|we want|i want|please make it|make it|we need|it has to be] {degrees}
~i feel [cold|hot|chilly] {in}, {degrees} [please|would be good|]
"""),
    "warmer": state("{place}", "{steps} [warmer|hotter|higher|up|less cold]")
    + state("[it|the temperature|the heating|the room]", "{steps} [warmer|hotter|higher] {in}")
    + 3
    * lines("""
<up> the <thermo> {in} by {steps}
<up> {the} <thermo> [by|] {steps}
<up> the <thermo> [of|in|for] {place} [by|] {steps}
<up> it [by|] {steps} {in}
[turn|crank|push|move|pull|bring|put|take|bump|nudge|set|shift|dial|ramp|adjust|tweak|notch|step|pump|jack] the <thermo> {in} up [by|] {steps}
[turn|crank|push|move|pull|bring|put|take|bump|nudge|set|shift|dial|kick] it up [by|] {steps} {in}
[heat|warm|heat up|warm up] {place} [up|] by [another|] {steps}
[heat|warm] it [up|] [by|] {steps} {in}
[add|put on|throw in|pile on|give|include] [another|an extra|] {steps} {in}
add {steps} to {place}
add {steps} to the <thermo> {in}
[give|grant|get|lend|bring] {place} {steps} [more|extra|of extra heat|of warmth|more heat|on top]
[give|get|bring] [me|us] {steps} [more|extra|more heat|of extra warmth] {in}
[go|move|step|climb] [up|higher|] [by|] {steps} [up|higher|warmer] {in}
[make|get|have|let] it [be|] {steps} [warmer|hotter|less cold|higher] {in}
[make|get|have] {place} {steps} [warmer|hotter|toastier]
let it [rise|climb|warm up|go up|increase] [by|] {steps} {in}
let the <thermo> {in} [rise|climb|go up|increase] [by|] {steps}
~{steps} [warmer|hotter|more|higher|extra|up|on top|more heat|of extra heat|more warmth|plus] {in}
~[plus|up|raise|warmer|heat up|higher] [by|] {steps} {in}
~{in} [plus|up|warmer by|raise by|higher by] {steps}
~{place} [plus|up|+|warmer by|up by] {steps}
~{place} <should> be {steps} [warmer|hotter|higher|up]
~{place} [needs|wants|could use|could do with|could take|requires|is missing|lacks|deserves] [another|an extra|] {steps} [more|extra|of heat|]
~<want> [another|] {steps} [more|extra|warmer|higher|more heat|up|on top] {in}
~<want> it {steps} [warmer|hotter|higher] {in}
~<want> it to be {steps} [warmer|hotter] {in}
~<want> {place} {steps} [warmer|hotter]
~<want> the <thermo> {in} {steps} [higher|up|warmer]
~the <thermo> {in} <should> [be|go|rise|climb|be set] {steps} [up|higher]
~the <thermo> {in} <should> [rise|increase|be raised|be increased|go up|climb|be turned up] by {steps}
~it <should> be {steps} [warmer|hotter] {in}
~it <should> [get|become|go] {steps} [warmer|hotter|up] {in}
~[can|could|may] [i|we] [get|have] [another|] {steps} [more|extra|warmer|more heat] {in}
~[can|could|would|will] [it|you make it] be {steps} [warmer|hotter] {in}
~[can|could|may] [i|we] have it {steps} [warmer|hotter] {in}
~it's [too|so|very|a bit|way too|rather|quite|really|a little] [cold|chilly|cool|freezing|icy|fresh] {in}, [add|plus|up|raise by|go up|warmer by|turn it up|heat up by|make it warmer by|increase by] {steps}
~it's [too|so|very|a bit] [cold|chilly|cool|freezing] {in}, {steps} [more|warmer|up|higher|hotter|extra] [please|]
~[i'm|we're|i am|everyone is|the guests are|they are] [cold|freezing|shivering|chilly|too cold] {in}, [add|plus|up|raise it|turn it up|go up|up by] {steps}
~[i'm|we're|i am|everyone is] [cold|freezing|shivering|chilly] {in}, {steps} [more|warmer|up|extra|higher] [please|]
~{place} is [too|so|a bit|way too|rather|quite] [cold|chilly|cool|freezing|icy], [add|plus|up|raise it|turn it up|go up|up by|warm it by] {steps}
~{place} is {steps} too [cold|cool|low], [correct that|fix it|change that|raise it]
~it's {steps} too cold {in}
~{place} [feels|gets] [cold|chilly|icy], {steps} [more|up|warmer] [please|]
~[temperature|temp|heating|heat|thermostat|thermo] {in} [up|plus|+|higher] [by|] {steps}
~{bare} [temperature|temp|heating|thermostat] [up|plus|+] [by|] {steps}
~{bare} [up|plus|+|warmer] {steps}
~[an increase|a rise|a raise|an increment] of {steps} {in}
~[increase|rise|raise|boost|plus] of {steps} for {place}
~how about {steps} [more|warmer|up|extra] {in}
~let's [go|be|make it|have it] {steps} [warmer|higher|up] {in}
~i feel cold {in}, {steps} [more|warmer|up]
"""),
    "cooler": state(
        "{place}", "{steps} [cooler|colder|lower|down|less warm|less hot|chillier|fresher]"
    )
    + state("[it|the temperature|the heating|the room]", "{steps} [cooler|colder|lower] {in}")
    + 3
    * lines("""
<down> the <thermo> {in} by {steps}
<down> {the} <thermo> [by|] {steps}
<down> the <thermo> [of|in|for] {place} [by|] {steps}
<down> it [by|] {steps} {in}
[turn|crank|push|move|pull|bring|put|take|bump|nudge|set|shift|dial|ramp|adjust|tweak|notch|step|ease|let] the <thermo> {in} down [by|] {steps}
[turn|crank|push|move|pull|bring|put|take|bump|nudge|set|shift|dial|knock] it down [by|] {steps} {in}
[cool|chill|cool down|cool off] {place} [down|] by [another|] {steps}
[cool|chill] it [down|off|] [by|] {steps} {in}
[take off|knock off|shave off|subtract|deduct|drop|lose|remove|cut|shed|strip off|trim|slash] [another|] {steps} {in}
[take|knock|shave] {steps} off {in}
[take|subtract|deduct|knock|remove|shave] {steps} [from|off] {place}
[take|subtract|deduct|knock|remove|cut] {steps} [from|off] the <thermo> {in}
[give|grant|get|lend|bring] {place} {steps} [less|less heat|of cooling|of relief]
[give|get|bring] [me|us] {steps} [less|less heat|of cooling] {in}
[go|move|step|come] [down|lower|] [by|] {steps} [down|lower|cooler|colder] {in}
[make|get|have|let] it [be|] {steps} [cooler|colder|less hot|less warm|lower|fresher] {in}
[make|get|have] {place} {steps} [cooler|colder|fresher]
let it [fall|drop|cool down|go down|decrease|sink] [by|] {steps} {in}
let the <thermo> {in} [fall|drop|go down|decrease|sink] [by|] {steps}
~{steps} [cooler|colder|less|lower|down|off|less heat|fewer|chillier|minus|less warmth] {in}
~[minus|down|lower|cooler|cool down|drop|colder|less] [by|] {steps} {in}
~{in} [minus|down|cooler by|lower by|drop by|less by] {steps}
~{place} [minus|down|cooler by|down by|colder by] {steps}
~{place} <should> be {steps} [cooler|colder|lower|down|less warm]
~{place} [needs|wants|could use|could do with|could take|requires|could spare] {steps} less
~<want> {steps} [less|cooler|colder|lower|less heat|down|off] {in}
~<want> it {steps} [cooler|colder|lower] {in}
~<want> it to be {steps} [cooler|colder] {in}
~<want> {place} {steps} [cooler|colder]
~<want> the <thermo> {in} {steps} [lower|down|cooler]
~the <thermo> {in} <should> [be|go|be set] {steps} [down|lower]
~the <thermo> {in} <should> [fall|drop|decrease|be lowered|be reduced|go down|sink|be turned down] by {steps}
~it <should> be {steps} [cooler|colder] {in}
~it <should> [get|become|go] {steps} [cooler|colder|down] {in}
~[can|could|may] [i|we] [get|have] {steps} [less|cooler|colder|less heat] {in}
~[can|could|would|will] [it|you make it] be {steps} [cooler|colder] {in}
~[can|could|may] [i|we] have it {steps} [cooler|colder] {in}
~it's [too|so|very|a bit|way too|rather|quite|really|a little] [hot|warm|stuffy|boiling|steamy|sticky|muggy] {in}, [minus|down|lower by|go down|cooler by|turn it down|cool by|drop|take off|reduce by|decrease by] {steps}
~it's [too|so|very|a bit] [hot|warm|boiling] {in}, {steps} [less|cooler|colder|down|lower] [please|]
~[i'm|we're|i am|everyone is|the guests are|they are] [hot|sweating|boiling|melting|too hot|roasting|too warm|dying of heat] {in}, [minus|down|drop it|turn it down|go down|take off|down by] {steps}
~[i'm|we're|i am|everyone is] [hot|sweating|boiling|melting] {in}, {steps} [less|cooler|down|colder|lower] [please|]
~{place} is [too|so|a bit|way too|rather|quite] [hot|warm|stuffy], [minus|down|drop it|turn it down|go down|down by|cool it by|lower it by] {steps}
~{place} is {steps} too [hot|warm|high], [correct that|fix it|change that|lower it]
~it's {steps} too [hot|warm] {in}
~{place} [feels|gets] [hot|warm|like an oven], {steps} [less|down|cooler] [please|]
~[temperature|temp|heating|heat|thermostat|thermo] {in} [down|minus|lower] [by|] {steps}
~{bare} [temperature|temp|heating|thermostat] [down|minus] [by|] {steps}
~{bare} [down|minus|cooler|colder] {steps}
~[a decrease|a drop|a reduction|a cut] of {steps} {in}
~[decrease|drop|reduction|cut|minus] of {steps} for {place}
~how about {steps} [less|cooler|down|colder] {in}
~let's [go|be|make it|have it] {steps} [cooler|lower|down|colder] {in}
~i feel hot {in}, {steps} [less|cooler|down]
"""),
    "fan_level": value(_FANS, "{level}")
    + value(_FANS_IN, "{level}")
    + value(
        "the [fan speed|speed of the <fans>|ventilation level|ventilation rate|fan level|fan power|air flow rate|fan setting] {in}",
        "{level}",
    )
    + value("{the} [fan speed|fan power|fan level|ventilation level|ventilation rate]", "{level}")
    + state(_FANS, "[at|on|running at|set to|turning at|going at] {level}")
    + 2
    * lines("""
[run|spin|drive|operate|keep|turn|rotate|work|power] {the} <fans> [at|with|on] {level} [speed|power|]
[run|spin|drive|operate|keep|turn|power] [the|all the|] <fans> {in} [at|with|on] {level} [speed|power|]
<on> {the} <fans> [at|to|with] {level}
<on> the <fans> {in} [at|to|with] {level}
<on1> {the} <fans> on [at|to] {level}
[speed up|slow down|slow|accelerate|brake|throttle|rev up|spin up|calm] {the} <fans> [up|down|] to {level}
[speed up|slow down|throttle|accelerate] the <fans> {in} to {level}
let {the} <fans> [run|spin|go|turn|blow|work|operate|rotate|be] [at|with] {level}
let the <fans> {in} [run|spin|go|turn|blow|work] [at|with] {level}
[ventilate|aerate|air|fan|air out|freshen|cool] {place} [at|with] {level}
[blow|move|send|push|circulate|get|pump|bring] [some|more|the|fresh|] air {in} [at|with] {level}
[give|get] [me|us|{place}] {level} [ventilation|fan|fan speed|air|air flow|fan power] {in}
~{level} [fan|fans|ventilation|fan speed|air flow|airflow|air|fan power|blower|aeration|speed on the fan] {in}
~<want> {level} [fan|ventilation|fan speed|air flow|air|fan power] {in}
~<want> {the} <fans> [running|to run|spinning|to spin|turning|blowing|going|to blow] at {level}
~{the} <fans> <should> [run|spin|turn|go|blow|work|rotate|operate|be running] [at|with] {level}
~{the} <fans> [run|runs|spin|turn] too [fast|slow|hard|loud], [make it|set it to|go to|slow to|{level} please,|change to] {level}
~[the air is|it's|it is] [stuffy|smelly|stale|thick|bad|sticky|muggy|used up|humid|hot] {in}, [<fans> to|<fans> at|set the <fans> to|ventilation at|run the <fans> at|put the <fans> on] {level}
~[it smells|there's a smell|there is smoke|we can't breathe|i need air|we need fresh air|we need a breeze] {in}, [<fans> to|<fans> at|set the <fans> to|put the <fans> on] {level}
~{the} <fans> [are|is] too [loud|noisy|fast|slow|weak|strong], [set them to|go to|slow down to|make it] {level}
~[can|could|may] [i|we] [have|get] {level} [fan|ventilation|air flow|fan speed] {in}
~{place}: [fan|fans|ventilation] [to|at|] {level}
~{place} [fan|fans|ventilation] [to|at|=|:|] {level}
~{bare} [fan|fans|ventilation|blower|fan speed|exhaust] [to|at|=|:|] {level}
~<fans> {in} [to|at|=|:|on|] {level}
~[only|just] {level} on {the} <fans>
"""),
    "fan_on": state(_FANS, "<is_on>")
    + state(_FANS_IN, "<is_on>")
    + 2
    * lines("""
<on> {the} <fans>
<on> [the|the|all the|these|] <fans> {in}
<on1> {the} <fans> on
<on1> [the|the|all the|] <fans> on {in}
[run|spin|use|operate|start|crank up|max out] {the} <fans>
[run|spin|turn|set|put|crank|push|let] {the} <fans> [up|] [at|on|to] [full|full speed|maximum|full power|full blast|max|top speed|the highest setting]
[let|have] {the} <fans> [run|spin|go|blow|work|turn|start]
[let|have] the <fans> {in} [run|spin|go|blow|work|turn|start]
[ventilate|aerate|air|air out|freshen up] {place} [properly|well|fully|]
[blow|move|send|push|circulate|get|bring|let|pump] [some|more|the|fresh|in some|] air {in}
[blow|move|send|push|get|bring|let|pump] [some|more|fresh|] air [into|through|to] {place}
get [some|a bit of|a|] [breeze|air|wind|draft|fresh air|ventilation] going {in}
give {place} [some|a bit of|fresh|] [air|ventilation|breeze|fresh air]
[get|give|bring] [me|us] [some|a|] [air|fresh air|breeze|ventilation|wind] {in}
~[we|i|they] need [some|a bit of|more|] [air|fresh air|ventilation|breeze|air circulation|wind|a breeze] {in}
~<want> [some|a bit of|] [fresh air|ventilation|breeze|wind|air circulation|air] {in}
~[can|could|may] [i|we] [get|have] [some|a bit of|] [fresh air|air|breeze|ventilation|wind] {in}
~{place} [needs|wants|could use|requires|must get] [some|] [air|fresh air|ventilation|airing|a breeze]
~{place} <should> be [ventilated|aired|aerated|aired out]
~<want> {place} [ventilated|aired|aerated|aired out]
~{the} <fans> <should> [run|spin|go|start|work|blow|turn]
~<want> {the} <fans> [to run|to spin|to go|to start|to work|to blow|running|spinning|blowing]
~[the air is|it's|it is] [stuffy|smelly|stale|thick|bad|sticky|muggy|used up|unbearable|foul] {in}, [<on> the <fans>|<fans> on|<on1> the <fans> on|fan please|ventilate]
~[it smells|there's a smell|there is smoke|i can't breathe|we can't breathe|we are suffocating|something burnt] {in}, [<on> the <fans>|<fans> on|fan please|start the fan]
~{the} <fans> [are|is] [off|not running|standing still|not turning|idle], [start|turn on|switch on] [them|it]
~why [is|are] {the} <fans> [off|not running|not on], [start|turn on] [it|them]
~<fans> on {in}
~[on|full power|full speed|go] for {the} <fans>
~{in} [<on> the <fans>|<on1> the <fans> on|<fans> on]
~[full|maximum|max] [fan|ventilation|air|air flow|fan speed] {in}
~{bare} [fan|fans|ventilation|blower|exhaust] [on|start|run|go|full speed|at full speed|at maximum]
"""),
    "fan_off": state(_FANS, "<is_off>")
    + state(_FANS_IN, "<is_off>")
    + 2
    * lines("""
<off> {the} <fans>
<off> [the|the|all the|these|] <fans> {in}
<off1> {the} <fans> off
<off1> [the|the|all the|] <fans> off {in}
[stop|quit|end|halt|cut|kill|pause|still|rest|silence|freeze|brake] {the} <fans>
[let|have|make] {the} <fans> [stop|rest|come to a stop|come to rest|end|halt|stand still|go quiet]
[let|have|make] the <fans> {in} [stop|rest|come to a stop|halt|stand still]
[stop|quit|end] [ventilating|airing|blowing air in|blowing|fanning] {place}
stop [the|] [ventilation|air flow|wind|draft|breeze|blowing|blower|air|fanning] {in}
[bring|put|set|turn|run|slow|take|get] {the} <fans> [down|] to [zero|a stop|a halt|rest|a standstill|nothing|0|sleep]
~[we|i|they] need no [more|] [fan|ventilation|air|wind|fans|breeze] {in}
~[we|i] don't [need|want] [the|any|] <fans> {in} [any more|now|]
~<want> no [more|] [fan|ventilation|wind|draft|breeze|air flow] {in}
~[enough|no more|that's enough|no] [air|ventilation|fan|fresh air|wind|breeze|draft|blowing] {in}
~{the} <fans> <should> [stop|rest|halt|end|come to a stop|stand still|not run|not be on]
~<want> {the} <fans> [to stop|to rest|to halt|stopped|to be quiet|to stand still]
~it's [too|so|very|a bit|] [cold|drafty|draughty|windy|loud|noisy|breezy|chilly] {in}, [<off> the <fans>|<fans> off|<off1> the <fans> off|no fan|stop the fan]
~{the} <fans> [are|is] [too|so|very|] [loud|noisy|annoying|cold|strong|disturbing], [stop|turn off|switch off|kill] [them|it]
~{the} <fans> [are|is] [on|still on|running|still running|turning], [stop|turn off|switch off|kill] [them|it]
~why [is|are] {the} <fans> [on|running|still on], [stop|turn off] [it|them]
~{the} <fans> [make|makes] [too much noise|a noise|such a noise|me cold], [stop|turn off] [it|them]
~nobody needs {the} <fans> [now|any more|]
~the air is [fine|good|fresh|ok] {in}, [fan off|no fan|stop the fans|turn the fan off]
~<fans> off {in}
~{in} [<off> the <fans>|<off1> the <fans> off|<fans> off]
~{bare} [fan|fans|ventilation|blower|exhaust] [off|stop|halt|down]
"""),
}
