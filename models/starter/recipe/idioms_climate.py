"""Sayings for temperatures and fans that no frame makes: hints, reasons, jargon, broken English."""

# ruff: noqa: E501 - a phrasing is read best on one line.

from frames import lines

PHRASES: dict[str, list[str]] = {
    "set_temperature": lines("""
[let|have|make] the [heating|radiator|thermostat|heater|climate|ac] {in} [go|run|work|heat|climb|come] [up|down|] [to|at] {degrees}
[run|drive|operate|work] the [heating|ac|heater|air conditioning|hvac] {in} [at|with|to] {degrees}
[go|come] [up|down|] to {degrees} with the [heating|temperature|thermostat] {in}
[shoot for|settle on|stick to|stay at|work towards|try|go with|decide on|agree on|start with] {degrees} {in}
[select|choose|pick|enter|key in|dial in|type in|request|order|schedule] [a temperature of|a set point of|] {degrees} {in}
[raise|lower|increase|decrease|lift|drop|cut|boost|reduce] it to {degrees} {in}
[raise|lower|increase|decrease|lift|drop|cut|boost|reduce] the [thermostat|heat|heating|setting|target|climate|set point] [in|of|for] {place} to {degrees}
[preheat|precool|pre heat|temper|condition|air condition|climatise] {place} to {degrees}
[stabilise|stabilize|hold steady|lock|freeze|fix] {place} at {degrees}
[stabilise|hold|lock|fix] the temperature {in} at {degrees}
[give|grant|get] {place} [a cosy|a warm|a comfortable|a cool|a nice|] {degrees}
[turn|switch] on the [heating|ac|air conditioning|heater] {in} [and set it|set] to {degrees}
[turn|switch] the [heating|ac|air conditioning|heater] {in} on at {degrees}
make {place} [a cosy|a warm|a comfortable|a cool|a nice|as warm as] {degrees}
make {place} [feel like|reach|hold|be] {degrees}
[cool|heat|warm] {in} [to|until|up to|down to] {degrees}
[don't|do not] [go|let it go|let it get] [above|below|over|under] {degrees} {in}
~[don't want|no more than|not more than|not less than|at least|at most|about|around|roughly|exactly] {degrees} {in}
~a [cosy|warm|comfortable|cool|nice|pleasant|mild|steady|constant|good] {degrees} {in}
~{degrees} is [the|my|our] [target|goal|limit|wish|choice|favourite|comfort temperature|ideal temperature] {in}
~{degrees} [is|would be] [cosy|warm|comfortable|cool|pleasant|ideal|enough|my favourite|just right|acceptable|okay] {in}
~{degrees} it [is|shall be|should be|must be] {in}
~[i|we] [feel|are|am] [best|good|happy|comfortable|fine] at {degrees} {in}
~[i|we] [would feel better|would be happier|can work better|sleep better|sleep best] [at|with] {degrees} {in}
~[i|we] [like|want|need|prefer] {place} [warm|cool|cosy|comfortable], [so|say|i.e.|] {degrees}
~{place} [likes|wants|needs|requires|deserves|gets|should get|has to get|takes] {degrees}
~[the plants|the server|the machines|the wine|the baby|grandma|the fish|the cheese|the paint|the animals] [like|likes|need|needs|want|wants|require|requires] {degrees} {in}
~[can|could|would|will] {place} be [heated|warmed|cooled|brought|set|kept|held|regulated] [at|to|up to|down to] {degrees}
~[can|could|would|will] {place} [reach|get to|have|hold] {degrees}
~[can|could|would|will] the [temperature|heating|thermostat] {in} [go|be raised|be lowered|be turned up|be turned down|be changed|rise|drop|be adjusted] to {degrees}
~{place} <should> be [brought|heated|warmed|cooled|regulated|set|kept|held|warmed up|cooled down] [to|at] {degrees}
~the [temperature|heating|thermostat|heat|set point|climate] {in} <should> [rise|climb|fall|drop|sink|increase|go up|go down|be raised|be lowered|be held|read|show] [to|at] {degrees}
~<want> the [temperature|heating|thermostat|heat|set point] {in} [to rise|to climb|to fall|to drop|to go up|to go down|raised|lowered|kept|held|turned up|turned down|adjusted] [to|at] {degrees}
~my [feet|hands|fingers|nose|toes] are [cold|freezing|frozen|ice] {in}, [{degrees} please|make it {degrees}|heat to {degrees}|set it to {degrees}]
~i'm [wearing a coat|sitting here in a coat|trembling|an icicle|dying of heat|soaked in sweat|about to faint] {in}, [{degrees} please|make it {degrees}|set it to {degrees}]
~it's [like an oven|like a fridge|like a sauna|arctic|tropical|like winter|unbearable] {in}, [{degrees} please|make it {degrees}|set it to {degrees}|bring it to {degrees}]
~[brr|phew|oh|wow], it's [cold|hot|warm|freezing|boiling] {in}, [{degrees} please|make it {degrees}|{degrees}]
~winter [is here|is coming|came], {degrees} {in}
~[summer|the heat wave] [is here|is coming], {degrees} {in}
~[tonight|for the night|overnight|during the night|for the meeting|for the party|for the guests|for the weekend shift] {degrees} {in}
~[set|setting|setpoint|target|t|temp|thermostat|tset] {place} [=|:|to|->|] {degrees}
~{place} [setpoint|target|set temperature|climate|comfort] [=|:|to|->|] {degrees}
~climate control {in}, [setpoint|target|go to|set] {degrees}
~[hvac|heating circuit|zone control|room controller|air handling] {in} [setpoint|to|at|:|] {degrees}
~me want {degrees} {in}
~temperature must to be {degrees} {in}
~you do {degrees} {in}
~is cold {in}, make {degrees}
~is hot {in}, make {degrees}
~{degrees} {in}, [not more|not less|no more|no less|thanks|that's it|as always]
"""),
    "warmer": lines("""
[let|have|make] the [heating|radiator|thermostat|heater] {in} [go|run|work|heat|climb] {steps} [higher|hotter|warmer|up|more]
[go|come] up [by|] {steps} with the [heating|temperature|thermostat] {in}
[go|step|move|be] {steps} [up|higher|warmer] {in}
[set|put|make|have|turn|adjust|program|keep|run] the <thermo> {in} {steps} [higher|up|warmer|above the current|hotter]
[set|put|make|have|turn] {the} <thermo> {steps} [higher|up|warmer]
[set|put|turn] it {steps} [higher|up|warmer|hotter] {in}
[bring|push|take|drive|get] {place} up [by|] {steps}
[stoke|fire|boost|heat] [it|things|the heating|the heat] up [by|] {steps} {in}
[boost|up|raise|increase|hike|lift|elevate] {place} [by|] {steps}
[change|adjust|correct|shift|move] the <thermo> {in} by [plus|+|an additional] {steps}
[change|adjust|correct|shift] {place} by plus {steps}
[warm|heat] [things|us|me|everybody|everything] up [by|] {steps} {in}
[throw|put|pile] on [another|an extra|] {steps} {in}
~[i|we] [need|want|would like|could use|could do with|can use|miss|lack|require] [another|an extra|some|] {steps} [more|extra|of warmth|of heat|on top|] {in}
~{place} is [missing|short of|lacking|short by] {steps}
~[we are|it is|it's] {steps} [short|too low|below target|below what i want|too cold] {in}
~{steps} [is|are] missing {in}
~[another|an extra|an additional|one more time] {steps} [please|] {in}
~{steps} [of|] [heat|warmth|heating] [more|extra|on top] {in}
~{place} [should|must|could|can|has to|needs to|ought to] [go up|rise|climb|get warmer|warm up|be raised|be heated up|get hotter|be warmed] [by|] {steps}
~<want> {place} [heated|raised|warmed|up|warmed up|heated up] [by|] {steps}
~<want> the [temperature|heating|thermostat|heat] {in} [raised|increased|turned up|to rise|to go up|up|higher] [by|] {steps}
~[can|could|would|will] {place} be [heated|raised|warmed] [up|] by {steps}
~[can|could|would|will] the [temperature|heating|thermostat|heat] {in} [go up|be raised|be increased|be turned up|rise|climb|be] [by|] {steps} [higher|]
~my [feet|hands|fingers|nose|toes] are [cold|freezing|frozen] {in}, [{steps} more|up {steps}|plus {steps}|{steps} warmer|raise it {steps}]
~[people|the guests|the kids|my colleagues|the plants] are [freezing|shivering|cold|complaining about the cold] {in}, [{steps} more|up {steps}|plus {steps}|{steps} warmer|raise it by {steps}|add {steps}]
~[brr|oh], [it's|so] cold {in}, [{steps} more|up {steps}|plus {steps}|{steps} warmer]
~it's like [a fridge|winter|an igloo|the north pole] {in}, [{steps} more|up {steps}|plus {steps}|{steps} warmer]
~not warm enough {in}, [{steps} more|up {steps}|plus {steps}|add {steps}|{steps} warmer|raise it {steps}]
~[it's|it is] not warm enough {in}, [{steps} more|add {steps}|go up {steps}]
~{place} [isn't|is not] warm enough, [{steps} more|add {steps}|go up {steps}]
~[the current temperature|the current setting|what we have] {in} plus {steps}
~[offset|correction|delta|setpoint shift|adjustment|shift] {in} [plus|+|up|of plus] {steps}
~setpoint {in} [plus|+|up|raise] {steps}
~{place} [heating|heat|setpoint|thermostat] [plus|+|up by|raise by] {steps}
~me want {steps} more warm {in}
~make more warm {steps} {in}
~it must to be {steps} more warm {in}
~{steps} [up|warmer], [please|] {place}
~{place}: [plus|up|+|warmer by] {steps}
~[some|a little] [more heat|warmer] {in}, {steps} [or so|please|say|]
~[a bit|a little|somewhat|slightly] warmer {in}, [say|like|by|about] {steps}
~[make|turn|get] it a [bit|little] warmer {in}, [say|like|by|about] {steps}
"""),
    "cooler": lines("""
[let|have|make] the [heating|radiator|thermostat|heater|ac] {in} [go|run|work|fall] {steps} [lower|cooler|colder|down|less]
[go|come] down [by|] {steps} with the [heating|temperature|thermostat] {in}
[go|step|move|be] {steps} [down|lower|cooler|colder] {in}
[set|put|make|have|turn|adjust|program|keep|run] the <thermo> {in} {steps} [lower|down|cooler|below the current|colder]
[set|put|make|have|turn] {the} <thermo> {steps} [lower|down|cooler]
[set|put|turn] it {steps} [lower|down|cooler|colder] {in}
[bring|push|take|drive|get] {place} down [by|] {steps}
[cool|calm|chill|bring] [it|things|the heating|the heat] down [by|] {steps} {in}
[lower|reduce|decrease|drop|cut] {place} [by|] {steps}
[change|adjust|correct|shift|move] the <thermo> {in} by [minus|-] {steps}
[change|adjust|correct|shift] {place} by minus {steps}
[cool|chill] [things|us|me|everybody|everything] down [by|] {steps} {in}
~[i|we] [need|want|would like|could use|could do with|can live with|require] {steps} [less|less heat|lower|fewer|cooler] {in}
~{place} is {steps} [over|too high|above target|too much|above what i want]
~[we are|it is|it's] {steps} [over|too high|above target|too much|above what i want] {in}
~{steps} [is|are] too much {in}
~{steps} [of|] [cooling|relief] {in}
~{place} [should|must|could|can|has to|needs to|ought to] [go down|fall|drop|get cooler|cool down|be lowered|be cooled|get colder|sink|cool off] [by|] {steps}
~<want> {place} [cooled|lowered|down|cooled down|chilled] [by|] {steps}
~<want> the [temperature|heating|thermostat|heat] {in} [lowered|reduced|decreased|turned down|to fall|to drop|to go down|down|lower] [by|] {steps}
~[can|could|would|will] {place} be [cooled|lowered|chilled] [down|] by {steps}
~[can|could|would|will] the [temperature|heating|thermostat|heat] {in} [go down|be lowered|be reduced|be turned down|fall|drop|be decreased|be] [by|] {steps} [lower|]
~[people|the guests|the kids|my colleagues|the plants] are [sweating|melting|boiling|complaining about the heat|suffering from the heat] {in}, [{steps} less|down {steps}|minus {steps}|{steps} cooler|lower it by {steps}|take off {steps}]
~[phew|oh|puh], [it's|so] [hot|warm] {in}, [{steps} less|down {steps}|minus {steps}|{steps} cooler]
~it's like [an oven|summer|a sauna|the desert|a furnace|the tropics] {in}, [{steps} less|down {steps}|minus {steps}|{steps} cooler]
~[not cool enough|too much heat|too much warmth] {in}, [{steps} less|down {steps}|minus {steps}|take off {steps}|{steps} cooler|lower it {steps}]
~[it's|it is] not cool enough {in}, [{steps} less|drop {steps}|go down {steps}]
~{place} [isn't|is not] cool enough, [{steps} less|drop {steps}|go down {steps}]
~[the current temperature|the current setting|what we have] {in} minus {steps}
~[offset|correction|delta|setpoint shift|adjustment|shift] {in} [minus|-|down|of minus] {steps}
~setpoint {in} [minus|-|down|reduce] {steps}
~{place} [heating|heat|setpoint|thermostat] [minus|-|down by|reduce by|lower by] {steps}
~me want {steps} less warm {in}
~make less warm {steps} {in}
~it must to be {steps} less warm {in}
~{steps} [down|cooler|colder], [please|] {place}
~{place}: [minus|down|-|cooler by] {steps}
~[a bit|a little|somewhat|slightly] [cooler|colder] {in}, [say|like|by|about] {steps}
~[make|turn|get] it a [bit|little] [cooler|colder] {in}, [say|like|by|about] {steps}
~[some|a little] [less heat|cooler] {in}, {steps} [or so|please|say|]
"""),
    "fan_level": lines("""
[let|have|make] {the} <fans> [blow|spin|run|turn|whirl|rotate] [at|with] {level}
[go|come] [up|down|] to {level} with {the} <fans>
[crank|turn|bump|kick|notch|rev|tone] {the} <fans> [up|down] [a bit|a little|some|], to {level}
[select|choose|pick|enter|key in|dial in] [a fan speed|a speed|an air flow|a ventilation rate] of {level} {in}
[run|drive|operate] the [ventilation|air handling|extraction|exhaust|air exchange] {in} [at|with] {level}
[exchange|renew|replace|refresh|extract|move|stir] the air {in} [at|with] {level}
[give|get|let] {place} {level} [of|] [fresh air|air flow|fan|ventilation]
~a [fan speed|speed|air flow|ventilation rate|fan level|ventilation] of {level} {in}
~{the} <fans> [should|must|have to|shall|can|need to] [blow|whirl|spin|run|be turned up|be turned down|slow down] [at|to|with] {level}
~<want> {the} <fans> [to blow|to whirl|to slow down|to speed up|turned up|turned down|slowed|cranked] [at|to|with] {level}
~[can|could|would|will] {the} <fans> [blow|spin|run|be turned up|be turned down|slow down|speed up|go] [at|to|with] {level}
~[i|we] [like|love|prefer] {the} <fans> [at|on] {level}
~{the} <fans> [blow|blows|spin|spins|run|runs] too [hard|fast|slow|weak|strong|little|much], [{level} please|make it {level}|go to {level}|set {level}]
~[somebody smoked|something burned|the food smells|we paint|we are painting|we cook|we are cooking|it stinks|it's smoky] {in}, <fans> [to|at] {level}
~[with so many people|we're many people|the room is full] {in}, <fans> [to|at] {level}
~[fan|fans|ventilation|blower] [up|down] to {level} {in}
~{in} [fan|fans|ventilation] [up|down|] to {level}
~{the} <fans> at {level} [speed|power|of full speed|of the maximum|capacity]
~[fan|ventilation|air|blower|exhaust] [output|control|setpoint|stage|drive|speed reference] {in} [to|at|:|=|] {level}
~me want fan {level} {in}
~fans must to run {level} {in}
~you do fan {in} {level}
~it's [warm|hot|sticky|stuffy|smelly|steamy] {in}, {level} [fan|ventilation|air|on the fan]
~[a breeze|some wind|an air flow] of {level} {in}
"""),
    "fan_on": lines("""
[let|have|make] {the} <fans> [blow|whirl|spin|turn|rotate|come on|kick in|go on|do their work]
[get|set|put] {the} <fans> [going|running|spinning|in motion|blowing|moving|to work|in action]
[give|send|supply] [power|current|full power] to {the} <fans>
[press|hit|flip|push] the [fan switch|fan button] {in}
[exchange|renew|replace|refresh|extract|stir] the air {in}
[create|make|start|get] [a|some] [breeze|draft|wind|air flow|fresh air|air exchange] {in}
[drive|blow|suck|get|pull|draw] [the|that] [smell|smoke|steam|heat|stink|bad air|odour|fumes] out [of {place}|{in}]
[cool|refresh] {place} with the <fans>
[clear|freshen] the air {in}
[start|begin] [ventilating|airing|blowing air|fanning] [{in}|{place}]
~{the} <fans> [should|must|have to|shall|can|may] [blow|whirl|kick in|come on|go on|be going]
~<want> {the} <fans> [to come on|to kick in|to go on|to do something|to blow some air]
~[can|could|will|would] {the} <fans> [come on|blow|go on|kick in|be started]
~[i|we] [need|want] [to breathe|to cool off|to get the smell out|a draft] {in}
~[the food smells|someone smoked|the paint smells|something burned|it stinks|it's smoky|it smells of fish|it's full of steam|there are fumes] {in}, [<on> the <fans>|<fans> on|fan please|ventilate]
~[i'm|we're] [sweating|suffocating|out of breath|short of air] {in}, [<fans> on|fan please|start the fan|turn on the fan]
~no air {in}, [<fans> on|start the fan|turn on the fan|fan please]
~{place} [smells|stinks|is full of smoke|is full of steam|is stuffy|needs to breathe|is airless], [fan on|start the fan|turn on the fans|air it|ventilate it]
~[100|100%|a hundred percent|100 percent|full throttle] [fan|ventilation|on the fans] {in}
~{the} <fans> [to|at|on] [100|100%|100 percent|a hundred percent|full|max|the maximum]
[set|put|turn] {the} <fans> to [100|100%|100 percent|one hundred percent]
~[fan|fans|ventilation] {in}: [on|start|run|state on]
~[fan|ventilation|exhaust|blower] [drive|motor|contactor|output|unit] {in} [on|start|enable]
~me want fan on {in}
~fans must to run {in}
~is no air {in}, make fan
"""),
    "fan_off": lines("""
[let|have|make] {the} <fans> [come to rest|sleep|go off|be still|end|be quiet|stand still|stop blowing]
[get|set|put] {the} <fans> [to rest|to sleep|out of action|out of operation]
[cut|take|remove|disconnect] [the|] [power|current] [to|from] {the} <fans>
[press|hit|push] the fan off [switch|button] {in}
[stop|end|quit|cut] the [breeze|draft|draught|wind|air exchange|air stream|noise of the fans|whirring|blowing] {in}
[stop|end|quit] [ventilating|airing|blowing|fanning] [{in}|{place}]
[shut|close|turn off] the air [flow|supply|] {in}
~{the} <fans> [should|must|have to|shall|can|may] [go off|be quiet|sleep|cease|come to rest|stand still|end]
~<want> {the} <fans> [to go off|to be still|to cease|out|quiet|to end|not to run|not running]
~[can|could|will|would] {the} <fans> [stop|go off|be quiet|be stopped|rest]
~[i|we] want [silence|quiet|no wind|no noise|no draft] {in}, [fan off|stop the fan|no fan]
~[i|we] [can't|cannot] [hear|sleep|talk|concentrate|hear a word] with {the} <fans>, [off|stop them|turn them off]
~[my papers|the papers|my hair] [fly|are flying|is flying] [around|away] {in}, [fan off|stop the fan|turn off the fan]
~[i|we] [feel|get] [a draft|cold|the wind|a stiff neck] {in}, [fan off|stop the fan|turn off the fan]
~{place} is [cool|aired|ventilated|fresh] enough, [fan off|stop the fan|turn off the fans|no more fan]
~[the smell|the smoke|the steam] is gone {in}, [fan off|stop the fan|turn off the fan]
~{the} <fans> [roar|hum|rattle|buzz|squeak|whine|hums|rattles], [turn them off|off|stop them|kill them]
~[0|0%|zero|0 percent|no] [fan|ventilation|on the fans|air flow] {in}
~{the} <fans> [to|at] [0|0%|0 percent|zero|zero percent]
[set|put|turn] {the} <fans> to [0|0%|0 percent|zero percent]
~[fan|fans|ventilation] {in}: [off|stop|state off]
~[fan|ventilation|exhaust|blower] [drive|motor|contactor|output|unit] {in} [off|stop|disable]
~me want fan off {in}
~fans must to stop {in}
~is too much wind {in}, no fan
"""),
}
