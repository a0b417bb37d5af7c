"""Lights, fans and blinds as porters, guests, nurses, teachers and operators say them."""

# ruff: noqa: E501 - a phrasing is read best on one line.

from frames import lines

PHRASES: dict[str, list[str]] = {
    "light_on": lines("""
make {place} as bright as [can be|it gets], [all lights|every lamp|all the lamps|lights full]
turn night into day {in}, [all the lights|lights on|every lamp|lamps on] // ~[light|some light|lamp light], that's what {place} [needs|wants|is missing|lacks]
~{place} without [light|its lamps|the lights] is [no good|useless|no fun|dangerous], [turn them on|lights on|lamps on] // ~everything {in} should be [lit|brightly lit|lit up|illuminated]
activate {the} [lighting circuit|light circuit|lighting circuits|lamp circuit|light group] // give {place} its [light|lights|lighting] [back|back again]
[pop|stick|bang|whack|chuck|click|knock|slap|whip] the [big light|light|lights|overheads|lamps|main light] on {in}
[cue|bring on|summon|call up|wake] the [lights|lamps|lighting] {in} // [see|check|ensure] that {place} is [not|no longer] [dark|in the dark|unlit|in darkness]
[go over to|go to|walk over to|nip into] {place} and [turn|switch|put|flick] the [lights|lamps|light] on [there|] // [get|make|have] it [nice and|good and|properly|] bright {in}, [lights on|all lamps on|every lamp on|with the lamps]
~{place}: [let there be light there|get its lights on|activate the lights there|switch its lamps on|its lights should be on|all its lamps on|put the lights on in there|i need its lights activated|have its lights come on]
~{place}, [get the lights on there|turn its lights on|light it|its lamps on please|give it light|the lamps there should burn]
~i'm [about to go|on my way|headed|just going|walking over] [to|into] {place}, [turn its lights on|get the lights on there|i want it lit when i get there|have the lights on in there]
~[somebody|someone|a guest|a resident|a patient|my mother] is [waiting|sitting|stuck|standing] in the dark in {place}, [turn the lights on there|get some light in there|light it up|switch its lights on]
~there's no [light|lighting|lamp on] {in} [and there should be|but we need it|and i need to see|and that has to change|yet, put it on]
~not [a single|one|any] [lamp|light|bulb] is [on|lit|burning] {in}, [switch them all on|turn them on|change that|get them on]
~[why is everything|everything is] [black|dark|pitch black|so dark] {in}, [put|turn|switch|get] the <lights> on
~[no|wait|sorry|no no|wrong], [not off, on|on, not off|i meant on|i wanted them on|they should be on], {the} <lights>
~{the} <lights> off, [no wait, on|no sorry, on|i mean on|ah no, on please] // ~[don't|do not|please don't|never] let {place} [stay|remain|sit|lie] [dark|in the dark|unlit|in darkness]
~i [don't|do not] [want|like] it dark {in} [any more|any longer|], [lights on|use the lamps|put the lamps on|switch the light on] // ~[nobody|no one|none of us|not one of us] can see [a thing|anything|] with {the} <lights> off
~we'd [see|find|get done] [more|much more|a lot more] {in} with the <lights> on // ~[would|could] there [please|perhaps|maybe|] be [some light|a light on|lights on] {in}
~[can|could|will] {place} be [lit|lit up|illuminated|given some light|brightened up with the lamps] // ~[the|] [switching on|turning on|activation] of the <lights> {in} [is requested|is needed|please|would be welcome]
~illumination of {place}[: on|, on please| required| requested| is needed| wanted] // ~{bare} [ltg|lts|lighting cct|light cct|lighting contactor|lighting relay] [on|ON|energised|-> on|= on|to on]
~[big light|overheads|the overheads|the big light|top light|the strip lights|lights and lamps] on {in}
~[my dear|dear|love|young man|sweetheart], [it's so dark|i can't find my glasses|my eyes aren't what they were] {in}, [put the lights on|would you put the light on|a little light please|turn the lamps on]
~[the patient|mr smith|the resident|grandad|the night nurse|the child] in {place} [needs light|can't see, lights on|wants the light on|would like the lights on|asked for the lights to be put on]
~[forklift|crew|night shift|team|driver|cleaner] [coming into|going into|entering|on the way to] {place}, [light it up|lights on there|get its lamps on|we need it lit]
~[lesson|class|shift|rehearsal|surgery|the tour] [starting|about to start|starts] in {place}, [lights on there please|get its lights on|light it up|lamps on]
~[we're open|opening time|shop's open|we're opening up|doors are opening], {the} <lights> [on|on please|come on|go on]
~[i can't find|where on earth is|i'm still looking for] the [light switch|switch] {in}, [turn the lights on for me|please put the light on|you turn the light on]
~must [i|we|they] [really|] [sit|stand|work|read|eat] in the dark {in}[, lights on|, switch the light on|, turn on the lamps|? put the light on]
~{the} <lights> [can|may|could] [come|go|be switched|be turned|be put] back on [again|now|] // ~[lit|lit up|fully lit|illuminated|bright with all lamps on], that's how [i want|we need|i'd like|it has to be in] {place}
~so {place} is [all|totally|kind of|] dark and [i need to|we have to|i want to|they're trying to] [see|work|read|clean|tidy up] so [turn the lights on|put the lights on there|lights on please]
~the [lights|lamps|overheads] in {place}, [can you get|could you put|would you turn|will you switch] them on // ~[please to make|i need|you must give|i ask for] light in {place}[, is very dark|, i not see|, too dark now|]
~yo, {place} is [dark af|hella dark|super dark|mad dark|like a cave], [lights|hit the lights|lights on] // ~[lights on|lamps on|light] please, [this is|we're in|i'm in|it's for|i mean] {place}
"""),
    "light_off": lines("""
make {place} as dark as [a cave|a cinema|night|a coal cellar|the grave], [no lights|lamps out|lights off|not one lamp]
[go|fade to] [dark|black] {in}, [no lights|lights off|all lamps out|kill the lamps] // [have|let] no [lamp|light|bulb] [burn|shine|stay on|be on] {in}
~[darkness|the dark|total darkness], that's what {place} [needs|wants|should be in] // ~{place} [should|must|is to] have [no lights|no lamps|no light|not one lamp] on
~everything {in} should be [dark|unlit|pitch black], [no lights|lamps off|no lamps on] // ~as dark as [possible|it gets|you can make it] {in}, [no lights|every lamp off|all lights out]
make {place} [dark|pitch dark|completely dark|totally black|nice and dark], [no lights|not one light|no lamps|no light at all|without any lights|all lamps out|no lights on]
make it [dark|pitch dark|really dark|properly dark] {in}, [no lights|no lamps|not a single lamp|no light at all|everything out]
[return|give|send] {place} [back|] to [darkness|the dark|the night] // leave {place} [without light|with no lights on|without a single lamp|with its lights off]
deactivate {the} [lighting circuit|light circuit|lighting circuits|lamp circuit|light group] // [go over to|go to|walk over to|nip into] {place} and [turn|switch|put|knock] the [lights|lamps|light] [off|out] [there|]
[knock|whip|switch|click|stick|turn] the [big light|overheads|top light|main light] off {in} // ~{place} [dark|in the dark|unlit|black][, no lights| with no lamps on| please, no lights|, not one lamp|, lights off]
~i [want|need|would like|prefer|'d like] {place} [dark|pitch dark|black|without light], [no lights|no lamps|all lights out|with no light at all]
~[no|not a single|not one|zero] [light|lamp|bulb] [is to|should|may|must|needs to] [be on|burn|be lit|stay on|shine] {in} // ~i [don't|do not|really don't] want [any|a single|one] [light|lamp|bulb] [on|burning|lit|] {in}
~we [don't|do not] [want|need] any [light|lights|lamps] {in} [now|at all|any more|] // ~[no|without] [lights|lamps|illumination] [whatsoever|at all|of any kind|of any sort] {in}
~[complete|total|absolute|full|perfect] darkness [wanted|needed|required|requested|is what i want] {in}
~[dark|pitch dark|unlit|without light|black as night], that's how [i want|we need|i like|it should be in] {place} // ~{place} can [go|be] dark [now|for now|again|as far as i'm concerned|, we don't need the lights]
~it [can|may|should|has to] [go|be|get] dark {in}, [no lights needed|no lamps please|turn the lamps out|lights out]
~{place}: [no light wanted there|deactivate its lights|its lamps out|kill its lights|nobody is there, lights off|make it dark there|its lights should be off|there should be no light there]
~{place}, [no lights there|turn its lights off|put its lamps out|get the lights off there|the lamps there can go off|no light needed there]
~nobody is in {place} [any more|right now|, i looked], [get the lights off there|so its lights can go off|turn its lamps out|no light needed there]
~i just [left|came out of|walked out of|locked up] {place}, [its lights can go off|kill the lights there|no need for light there|turn its lamps off]
~[no|wait|sorry|no no|wrong], [not on, off|off, not on|i meant off|i wanted them off|they should be off], {the} <lights> // ~{the} <lights> on, [no wait, off|no sorry, off|i mean off|ah no, off please]
~[don't|do not|no need to|no point to|you needn't] [light|illuminate|keep the lamps on in|waste light on] {place} [any more|any longer|]
~[are|were] the <lights> {in} left on [again|by mistake|], [get them off|put them out|turn them off] // ~some [idiot|fool|joker|genius] left the <lights> [on|burning] {in}, [off with them|put them out|turn them off]
~could it be [dark|made dark|pitch dark] {in}[, without any lamps|, no lights please|, lights off|, with the lamps off] // ~[the|] [switching off|turning off|deactivation] of the <lights> {in} [is requested|is needed|please|would be welcome]
~{bare} [ltg|lts|lighting cct|light cct|lighting contactor|lighting relay] [off|OFF|de-energised|-> off|= off|to off|isolated]
~[big light|overheads|the overheads|the big light|top light|the strip lights] [off|out] {in} // ~[lamps|lights|lighting] [out|off] please, [this is|we're in|i'm in|it's for|i mean] {place}
~[the patient|the baby|the resident|mr smith|my roommate|the child] in {place} [wants to sleep|can't sleep|has a migraine|is asleep at last], [lights out there|turn the lights off|no lights please|make it dark, lights off]
~[we're shut|closing time|shop's shut|last customer gone|end of shift|we're closing up], {the} <lights> [off|out|can go off|off please]
~[the stars are out|we're showing slides|the film is on|developing photos|we're playing hide and seek] {in}, [i want it dark, no lights|no lamps please|lights all off|kill all the lights]
~[why feed|why pay for|stop paying for|why power] {the} <lights>, [off|switch them off|they can go off|turn them out] // ~[that|this] [glare|brightness] [of|from] {the} <lights> [must stop|has to end|has to go|is unbearable, lights off]
~we [get by|see well enough|manage fine|read well enough] {in} without the <lights>, [turn them off|off please|so off] // ~everyone's [gone|left|out|asleep|in bed] so [there's|we need|i want] no light [any more|] in {place}[, switch it off|, lights off|]
~the [lights|lamps|overheads] in {place}, [can you get|could you put|would you turn|will you switch] them [off|out] // ~[please to make|you must make|i like to have|i need] dark in {place}, [no light|light off|without lamp|lamps off]
~{the} <lights> [can|may|could|should] [all|] [go|be switched|be turned|be put] [off|out] [again|for now|] // ~lights [in|of] {place}[: enough, off|? off|... off please| - kill 'em| - nah, off]
"""),
    "light_level": lines("""
~{place} should be [no brighter than|lit at no more than|lit at just] {level}, [the lights|its lamps|the lamps there] // ~the [dimmer|slider|fader] [for|of] {place} [should read|should say|goes to|belongs at|wants to be at] {level}
~what [brightness|dim level|light level] {in}? {level}[ please| will do|, i'd say|] // [adjust|trim|fade|ease|wind|drop|push] the lighting circuit {in} to {level} [output|dim level|brightness]
[go over to|go to|walk over to|nip into] {place} and [set|bring|dim|turn] the [lights|lamps|light] to {level} [there|]
[give|allow|grant] {place} no more than {level} [light|brightness|lighting] // activate {the} <lights> at {level} [brightness|output|dimming level|light output]
[hold|cap|limit|restrict|peg|clamp] {the} <lights> [at|to] {level} [output|brightness|] // light {place} [at only|at just|to about|at around] {level} [of what the lamps can do|brightness|]
[have|let|make] the lamps {in} [shine|glow|burn] at [only|just|a steady|around] {level}
~{place}: [its lights at|dim it to|lamps there to|i want the lights there at|bring its lights to|its lamps should be at|set the lights there to|light level there] {level}
~{place}, [set its lights to|dim the lamps there to|its lights at|put the lights there on|its brightness to|take its lamps to] {level}
~i'm in {place}, [its lights should be at|dim the lights here to|lights to|brightness to|put the lamps on] {level}
~{place} is [too bright|too dark|too dim|glaring|gloomy], [its lights should be at|i want its lamps at|{level} brightness is what it needs,|take its lights to] {level}
~{place} [wants|needs|should have|gets|is to have] its [lights|lamps|lighting] [at|on|set to|turned to] {level}
~{level}[, that's how bright| is how bright] [i want|we need|i'd like|i'd have] {the} <lights> // ~{level} is [where|the level at which|the setting] [i want|we need|i'd like] {the} <lights>
~not [full|full power|a hundred|everything|all the way up], [just|only|but] {level} [on|for] {the} <lights> // ~{the} <lights> not [full|full on|all the way up|at a hundred|on full], [just|only|but at|rather] {level}
~neither [off nor full|dark nor glaring|fully on nor off] {in}, [lights at|lamps at|brightness] {level} // ~[no|wait|sorry|correction|no no], {level} [i said|i meant|it should be|please] for {the} <lights>
~{the} <lights> [on, no wait, to|off, no sorry, to|on, or rather to|on full, no, at] {level} // ~[would|could|might] {level} [of light|brightness] be [possible|doable|an option] {in}
~[could|can] {place} be [lit|dimmed|brightened|turned down|turned up] to [about|only|just|] {level} // ~could the [lights|lamps|lighting] {in} be [knocked|backed|eased|cranked|nudged|bumped] [down|up] to {level}
~[dimming|setting|fading|adjustment] of the [lights|lamps|lighting] {in} to {level} [is requested|is needed|please|would be welcome]
~[a|the] dimming of {the} [lights|lamps|luminaires] to {level}, please // ~{bare} [ltg|lts|dimmer|dim lvl|lighting cct|dali group|light sp|ltg sp] [to|=|->|@|at|:] {level}
~[overheads|the big light|the overheads|main light|the spots|all dimmers|the strip lights] [to|at|on|down to|up to] {level} {in}
~lights to {level}, [this is|we're in|i'm in|it's for|i mean] {place} // ~[dim|dimmed|turned down] to {level}, that's [how|the way] [i like|we like|i want|the boss likes] the <lights> {in}
~[my dear|dear|love|young man|sweetheart], [it's hurting my eyes|i can hardly see my knitting|my eyes are tired] {in}, [lights to|put the lamps at|make the light] {level}
~[the patient|mr smith|the resident|the baby|the professor|the speaker] in {place} [wants|needs|asked for|would like] the lights [at|on|turned to] {level}
~[night shift|night rounds|break time|cleaning crew|ward round|film night|date night|story time], {the} <lights> [go to|at|down to|on] {level}
~the guests are [eating|arriving|dancing|complaining] in {place}, [lights there to|its lights at|put the lamps on|brightness to] {level}
~so {place} is [way|a bit|kind of|really] too [bright|dark] and [i want|we need|i'd like|they asked for] [like|about|maybe|roughly|] {level} [on the lights|on the lamps|on the dimmer]
~the [lights|lamps|overheads] in {place}, [can you get|could you put|would you turn|will you take] them [to|down to|up to] {level}
~{level} [will|would|should|might] [be plenty|be ample|do nicely|do just fine|suit us] for the <lights> {in}
~[anything over|more than|brighter than] {level} is too much {in}, [set the lights to that|lights to {level}|so lights at {level}|keep the lamps at {level}]
~[i'd|we'd] [rather|sooner] [have|see] {the} <lights> at {level} [than full|than off|than like this|instead]
~[please to put|you must put|make for me|i like to have] light in {place} [on|at|to] {level} // ~yo, [knock|bump|turn] the lights [down|up] to {level} {in}
~[reduce|raise|dim|brighten] {the} <lights>[, target| until they are at| till they reach|, stop at|, i want] {level}
~with the lamps {in} at {level} [we'd be|i'd be|everybody is|the plants are] [happy|fine|content|comfortable] // ~how [bright|strong] the lights {in} [should be|have to be|ought to be]? {level}
"""),
    "light_half": lines("""
~{place}: [halfway between off and full|fifty-fifty|the middle setting|midway between dark and full] [with|for|on] the [lights|lamps] there
~[halfway|midway|in the middle|half way] between [off and full|dark and full brightness|full on and off] {in}, the <lights> // ~{the} <lights> at [one half of full|half of what they can do|half of their maximum|half of full output]
[set|put|turn|bring|take|fade|move] {the} <lights> [midway|half way|halfway] between [off and full|dark and full|nothing and full|off and maximum|zero and full]
[set|put|bring|take|run|trim] {the} <lights> [to|at] [fifty-fifty|50-50|50/50|the midpoint|mid-scale|midway|mid level|the mid-point|half scale|half output|half load]
[meet|go|stop|stay] [in the middle|midway|halfway] between [off and full|dark and bright|on and off] with {the} <lights>
[give|leave|grant|get|show] [me|us] [only|just|] half [of|] [what the lamps can do|the available light|the wattage|the lumens|the candlepower] {in}
[activate|run|operate|engage] {the} <lights> at [half output|half capacity|half their brightness|half of full power|one half]
[go over to|go to|walk over to|nip into] {place} and [put|dim|set|turn] the [lights|lamps] [halfway|to half|half way down|to the halfway point] [there|]
[split|share] the difference between [off and full|dark and full brightness] [on|with|for] {the} <lights> // [drop|pull|back off|knock|ease|take|fade] {the} <lights> [down|] to [half|one half|a half|half of full|half of maximum] [brightness|output|power]
~{the} <lights> [midway|half way|halfway] between [off and full|dark and full|nothing and everything|off and maximum|zero and full] [please|]
~{the} <lights> [neither off nor full|not off and not full|not fully on and not off], [in the middle|halfway|midway|just half|right between]
~[fifty-fifty|50-50|50/50|half and half|half-half] [brightness|light|lighting|on the dimmer|for the lamps|for the lights] {in} // ~{the} <lights> [fifty-fifty|50-50|at 50/50|half-half|half on half off|half-bright|at the halfway point|at mid level]
~[exactly|right|somewhere|smack] in the middle [of|between] [off and full|dark and full brightness|dark and fully lit] {in}, the <lights> // ~not full [brightness|light|power|blast], [just|only] half [of it|of that|] {in}, the <lights>
~[half-brightness|half brightness|half-power|half-strength|half light output] [is wanted|is required|is requested|is plenty|is all i ask for] {in}
~{place}: [its lights at half|lamps there halfway|half the brightness there|dim its lights to half|half light there please|i want its lamps half bright|put the lights there midway]
~{place}, [half its light|its lamps to half|put the lights there at half|dim its lights halfway|half brightness there|only half the light there]
~{place} is [too bright|glaring|too dark|gloomy], [its lights should be at half|half brightness there please|dim its lamps to half|lights halfway there]
~{place} [wants|needs|should have|gets|is to have] its [lights|lamps|lighting] [at half|halfway|at half power|half up|at half brightness]
~[full|full light|full brightness|everything] is too much {in}, [half of it will do|half the light is plenty|make the lights half|half of the light please]
~[off is too dark and on is too bright|neither dark nor bright|not so dark, not so bright] {in}, [lights in the middle|lights halfway|half the light] // ~[no|wait|sorry|no no], [not full, half|half, not full|i meant half|they should be at half|just half], {the} <lights>
~{the} <lights> [on full, no wait, half|off, no sorry, half|on, i mean half on|on, but only half] // ~{the} <lights> at [half|one half|a half] rather than [full|full power|all the way up]
~[could|can] {place} be [half lit|half-lit|lit at half|dimmed halfway|dimmed by half|lit half as bright] // ~[would|might] half [the brightness|brightness|of the light] be [possible|doable|an option] {in}
~[a|the] [halving|dimming to half|reduction to half] of the [light|lights|brightness] {in} [is requested|please|is needed|would be nice]
~{bare} [ltg|lts|dimmer|lighting cct|dali group|ltg sp|lamps] [half|1/2|at half|to half|-> half|@ half|= half|mid-scale] // ~{bare}-[lights|lamps|dimmer|brightness] [half|to half|halfway|at half|mid|midway]
~[overheads|the big light|the overheads|main light|dimmers|the strip lights] [half|to half|halfway|at half|at half power] {in} // ~[half-bright|half lit|half-lit|halfway up|dimmed to half], that's how [i want|we like|i'd have|she likes] the <lights> {in}
~[my dear|dear|love|young man|sweetheart], [it's hurting my eyes|it's so bright] {in}, [half the light|half that light|only half the lamps' light] [is enough|will do]
~[the patient|mr smith|the resident|the baby|the speaker] in {place} [wants|needs|asked for|would like] the lights [at half|halfway|at half brightness|half as bright]
~[night shift|night rounds|break time|ward round|film night|date night|story time], {the} <lights> [go to half|at half|down to half|halfway]
~so {place} is [way|a bit|kind of|really] too bright and [i want|we need|i'd like] [like|maybe|about|] half [the light|brightness|the brightness]
~the [lights|lamps|overheads] in {place}, [can you get|could you put|would you turn|will you take] them [to half|halfway|to the halfway mark|to half power]
~half [lights|lamps|light|brightness] please, [this is|we're in|i'm in|it's for|i mean] {place} // ~[please to put|you must put|make for me|i like to have] light in {place} [on half|to half|only half|half strong]
~{the} <lights> [dimmer|slider|knob|fader] [to|in|at] [the middle|mid position|half|the centre|the halfway position] // ~the dimmer {in} [goes|should be|belongs|wants to be] [in the middle|halfway|at half|half way round|midway]
"""),
    "light_color": lines("""
~everything {in} should [look|be|glow|appear] {color}[ from the lamps|, do it with the lights|, the lights please]
~{bare}'s [lights|lamps|lighting] [in|to] {color} // ~{place}: [activate|let there be|give me|i need] {color} [light|lighting] there
~what [colour|color] should the lights {in} be? {color} // [give|lend] {place} its {color} [light|lights|look|glow] [back|again|]
[activate|call up|load|recall|run|engage] the {color} [light scene|lighting scene|lighting preset|light setting] {in}
[recolour|recolor|retint|repaint|flip|swap|convert|transform] {the} <lights> [to|into] {color} // [swap|exchange|trade] the [current|present|old] light colour {in} for {color}
[go over to|go to|walk over to|nip into] {place} and [turn|make|switch] the [lights|lamps] {color} [there|] // [have|get|make] every [lamp|light|bulb] {in} [glow|shine] {color}
~{place}: [its lights in|make the lamps there|turn its lights|light it|i want the lights there|lamps there in|have its lamps glow] {color}
~{place}, [turn its lights|make its lamps|the lights there should be|its light colour is to be|light it in|colour its lights] {color}
~i'm in {place}, [make its lights|i'd like the lights here|turn the lamps|lights to] {color}
~{place} [looks|feels] [dull|boring|cold|sad|drab|like a dungeon], [make its lights|turn its lamps|light it|paint it with light,] {color}
~{place} [wants|needs|should have|gets|is to have|deserves] its [lights|lamps|lighting] [in|turned|set to] {color}
~{color}[, that's the colour| is the colour| is the color|, that is the light colour] [i want|we need|i'd like|she picked] for {the} <lights>
~[what|the] colour [i want|we want|i'd like|we agreed on] for the lights {in} [is|would be] {color} // ~not [the usual colour|this colour|that colour|plain light], [but|make it|rather] {color} [light|], {in}
~[no|wait|sorry|no no|wrong colour], [i meant|i said|it should be|make it] {color}, {the} <lights> // ~{the} <lights> [on, no wait, make them|off, no sorry, turn them|on, but in] {color}
~{color} rather than [this|this colour|what it is now|the current colour|whatever is on now] for the <lights> {in}
~i don't [like|want] [this|the current|the present] [light colour|colour of the lights] {in}, [make it|take|i want|change it to] {color} // ~[would|could|might] {color} [light|lights|lighting] be [possible|doable|an option] {in}
~[could|can] {place} be [lit|lit up|bathed|illuminated|done] in {color} [light|] // ~[could|can] the [bulbs|lamps|lights] {in} [do|manage|show|give us] {color}
~[a|the] [change|switch|colour change] of {the} <lights> to {color} [is requested|please|is needed|would be welcome]
~light colour change {in}[:|,| to|: new colour] {color} // ~{bare} [rgb|ltg|lts|led strip|leds|lighting|light colour|lamp color] [to|=|->|:|in] {color}
~[overheads|the big light|the overheads|main light|the spots|the strips] [to|in|on] {color} {in} // ~{color} light please, [this is|we're in|i'm in|it's for|i mean] {place}
~[bathed|drenched|glowing|lit] in {color}, that's how [i want|we want|they'd like|the client wants] {place}
~[my dear|dear|love|young man|sweetheart], [could we have|would you give us|i do like] {color} [lights|light|lamps] {in}
~[the patient|mr smith|the resident|the baby|the bride|the band] in {place} [wants|needs|asked for|would like] {color} [light|lights|lighting]
~[photo shoot|party time|date night|match day|the show|yoga class|film night|birthday] in {place}, [lights|turn its lights|make the lamps|lights there] {color}
~[our team plays|the theme is|the mood is|the brief says|today's colour is] {color}, [so lights to match|match the lights to it|lights in that colour] {in}
~so {place} [looks|is] [kind of|a bit|really] [boring|plain|dull] and [i want|we need|i'd like] the lights [like|to be|] {color}
~the [lights|lamps|leds] in {place}, [can you get|could you turn|would you make|will you have] them {color} // ~[please to make|you must put|make for me|i like to have] {color} light in {place}
~light in {place} [must be|i want|should to be|i like] {color} // ~yo, [make it all|let's go|switch it to] {color} with the lights {in}
~{the} <lights> [aren't|are not|isn't] {color} [yet|], [make them so|turn them that colour|but they should be|please fix]
~why [aren't|are not] {the} [lights|lamps] {color}, [turn them that colour|make them so|they should be]
~{the} <lights> would look [nicer|better|great|good|lovely|prettier] [in|if they were] {color}[, change them|, do it|, please|]
~{color} [from every lamp|from all the lamps|on all lamps|out of every bulb] {in} // ~[let|may] {color} [be the colour of|be the light colour in|fill|light up|flood] {place}
"""),
    "fan_level": lines("""
~the [dial|knob|controller|speed dial] of the fan {in} [goes to|belongs at|should point to|should read] {level}
~{place} [should get|needs|is to get] {level} [from|on|out of] its [fan|fans|blower|ventilation] // ~what [fan speed|speed for the fan|ventilation level] {in}? {level}[ please| will do|, i'd say|]
[hold|cap|limit|restrict|peg|clamp|govern] {the} <fans> [at|to] {level} [speed|output|duty|] // activate {the} <fans> at {level} [speed|output|duty|power]
[give|allow|grant] {place} {level} [fan speed|ventilation|fan power|of the fan's power|air flow] // [go over to|go to|walk over to|nip into] {place} and [set|put|turn] the [fan|fans|ventilation] [to|at] {level} [there|]
[ventilate|air|aerate] {place} [with the fan at|at|at only|at a steady] {level} [fan speed|of fan speed]
~{place}: [its fan at|fan there to|i want the fan there at|set the ventilation there to|its fan should be at|bring its fan to|fan speed there] {level}
~{place}, [set its fan to|put the fan there on|its ventilation at|turn the fans there to|its fan speed to|run its blower at] {level}
~i'm in {place}, [its fan should be at|put the fan here at|fan to|fan speed to|have the fan run at] {level}
~{place} is [stuffy|draughty|too windy|smelly|humid|full of fumes], [its fan should be at|run its fan at|put the fan there on|take its fan to] {level}
~{place} [wants|needs|should have|gets|is to have] its [fan|fans|ventilation|extractor] [at|on|set to|running at|turned to] {level}
~{level}[, that's how fast| is how fast] [i want|we need|i'd like|i'd have] {the} [fan|fans|blower|ventilation|extractor] [to go|running|to run|to spin|]
~{level} is [where|the speed at which|the setting at which] [i want|we need|i'd like] {the} <fans> // ~not [full|full power|a hundred|flat out|full blast], [just|only|but] {level} [on|for] {the} <fans>
~{the} <fans> not [full|flat out|at full tilt|at a hundred|on full], [just|only|but at|rather] {level} // ~neither [off nor flat out|stopped nor full speed|full on nor off] {in}, [fan at|fans at|ventilation at] {level}
~[no|wait|sorry|correction|no no], {level} [i said|i meant|it should be|please] for {the} <fans> // ~{the} <fans> [on, no wait, to|off, no sorry, to|on, or rather to|on full, no, at] {level}
~[would|could|might] {level} fan speed be [possible|doable|an option] {in} // ~[could|can] {place} be [ventilated|aired] at {level} [fan speed|fan power]
~could the [fan|fans|blower|extractor] {in} be [knocked|backed|eased|cranked|nudged|slowed|sped|throttled] [down|up] to {level}
~[setting|throttling|regulation|adjustment] of {the} [fan|fans|ventilation|blower] to {level} [is requested|is needed|please|would be welcome]
~{bare} [fan spd|vfd fan|ahu|exh fan|sup fan|fan sp|vent fan|fan cmd|extract] [to|=|->|@|at|:] {level}
~[air extraction|the extraction|mechanical ventilation|the air movers|forced ventilation|the fan motor|supply air] [to|at|on|down to|up to] {level} {in}
~fan to {level}, [this is|we're in|i'm in|it's for|i mean] {place} // ~[turned down|throttled|turned up|regulated|running] to {level}, that's [how|the way] [i like|we like|i want] {the} <fans>
~a fan [running|turning|spinning|set] at {level} [would be|is] [just right|what we need|all i ask for|about right] {in}
~[my dear|dear|love|young man|sweetheart], [there's a draught|it's so stuffy|my papers blow about] {in}, [fan to|put the fan at|make the fan] {level}
~[the patient|mr smith|the resident|the baby|the welder|the chef] in {place} [wants|needs|asked for|would like] the fan [at|on|turned to] {level}
~[fumes|steam|smoke|cooking smells|dust|paint fumes|damp air] {in}, [fan at|ventilation to|run the fan at|blower to|fans up to] {level}
~the fan [noise|racket|hum|whine] {in} is [too much|a bit much|disturbing], [take it down to|run it at|fan to|slow it to] {level}
~so {place} is [way|a bit|kind of|really] too [stuffy|breezy|windy|loud with that fan] and [i want|we need|i'd like] the fan at [like|about|maybe|roughly|] {level}
~the [fan|blower|extractor|ventilation] in {place}, [can you get|could you put|would you turn|will you take] it [to|down to|up to] {level}
~{level} [will|would|should|might] [be plenty|be ample|do nicely|do just fine|suit us] for the <fans> {in}
~[anything over|more than|faster than] {level} is too much {in}, [fan to {level}|so fan at {level}|keep the fan at {level}]
~[i'd|we'd] [rather|sooner] [have|see] {the} <fans> at {level} [than full|than off|than like this|instead] // ~[please to put|you must put|make for me|i like to have] [fan|ventilator|ventilation] in {place} [on|at|to] {level}
~yo, [knock|bump|turn|crank] the fan [down|up] to {level} {in} // ~[slow|speed up|throttle|reduce|raise] {the} <fans>[, target| until at| till it is at|, stop at|, i want] {level}
~how fast the fan {in} [should go|should run|has to turn|ought to spin]? {level}
"""),
    "fan_on": lines("""
[create|make|give us|get us] [a breeze|some wind|a bit of a breeze] {in} with the [fan|fans|blower|ventilator]
set the blades of {the} [fan|fans|ventilator|ventilators] [spinning|turning|in motion|whirling] // ~i want to feel [a breeze|the wind|some wind|the air moving] from the [fan|fans|blower|ventilator] {in}
~{place} [wants|needs|should have|could do with] its [fan|fans|ventilation|extractor] [on|running|going|activated]
activate {the} [fan motor|fan motors|fan relay|fan unit|mechanical ventilation|air extraction|extraction|forced ventilation] // activate the [fan|fans|ventilation|extractor|blower] [in|for|of] {place}
[go over to|go to|walk over to|nip into] {place} and [turn|switch|put|flick] the [fan|fans|ventilation|extractor] on [there|]
[pop|stick|bang|whack|click|knock|whip] the [fan|extractor|blower|ventilation] on {in} // [get|set|start] the air [moving|circulating|flowing|going round] {in}[ with the fan| with the fans|, fan on|, fans on]
[put|set] the [fan|fans|blower|extractor] {in} [to work|to use|loose|in action|into service|in motion]
[blow|fan|move|pull|push|suck] the [stale air|bad air|heat|fumes|smell|smoke|steam|damp] out of {place} [with the fan|with the fans|using the fan|using the extractor] // give {place} its [ventilation|fan|air flow] [back|back again]
~{place}: [get its fan going|activate its fan|fan on there|switch its fan on|its ventilation should be on|start the fan there|run the extractor there|have its fans running|let the fan there run]
~{place}, [get the fan going there|turn its fan on|start its blower|its fans on please|the fan there should run|activate its ventilation]
~i'm [about to go|on my way|headed|going back] [to|into] {place}, [turn its fan on|get the fan going there|have the fan running there|its ventilation should be on]
~[somebody|someone|a guest|a resident|a patient|the cook] is [sweating|roasting|gasping|melting] in {place}, [turn the fan on there|get the fan going|switch its fan on|start the ventilation there]
~{place} is [stuffy|smelly|full of smoke|steamed up|full of fumes|airless|like a locker room], [get its fan going|activate its fan|fan on there|start the ventilation there|its extractor on please|run its fan]
~there's no [fan running|ventilation|fan on|air moving] {in} [and there should be|but we need it|and that has to change|yet, put the fan on|so start the fan]
~not [a single|one|any] [fan|blower] is [running|on|turning|spinning] {in}, [switch them all on|turn them on|change that|get them going]
~the air is [standing still|so thick|so stale|so heavy|stuffy] {in}, [put|turn|switch|get] the [fan|fans|ventilation] on
~[no|wait|sorry|no no|wrong], [not off, on|on, not off|i meant on|it should be on|i wanted it on], {the} <fans> // ~{the} <fans> off, [no wait, on|no sorry, on|i mean on|ah no, on please]
~[don't|do not|please don't|never] let {place} [go|be|stay] without [a fan|its fan|ventilation|the fan running] // ~i [don't|do not] want [stale|still|stuffy|standing] air {in} [any more|any longer|], [fan on|use the fan|start the fan|fans on]
~[nobody|no one|none of us] can [breathe|sleep|work|think] {in} with the <fans> off // ~[could|can|will|would] {place} be [ventilated|aired out with the fan|ventilated mechanically|given some fan|aired by the fans]
~[the|] [switching on|turning on|activation|start-up|starting] of the <fans> {in} [is requested|is needed|please|would be welcome]
~ventilation of {place}[: on|, on please| required| requested| is needed| wanted] // ~{bare} [exh fan|vent fan|ahu|sup fan|extract fan|fan cct|fan relay] [on|ON|energised|-> on|= on|to run|start]
~[air extraction|the extraction|mechanical ventilation|the air movers|forced ventilation|the fan motor] on {in} // ~[fan|extractor|ventilation|blower] on please, [this is|we're in|i'm in|it's for|i mean] {place}
~[my dear|dear|love|young man|sweetheart], [it's so close|i can hardly breathe|there's no air] {in}, [put the fan on|would you put the fan on|turn the fan on|start the fan please]
~[the patient|mr smith|the resident|grandad|the chef|the welder] in {place} [wants the fan on|needs the fan on|asked for the fan|would like the ventilation on|is hot, fan on]
~[welding|painting|cooking|frying|spraying|soldering|showering|sanding] [going on|starts|under way] {in}, [extraction on|fan on|get the fan running|fans on please|ventilation on]
~[someone burnt the toast|we spilled solvent|the dog made a smell|the gym class just left|fish for dinner] {in}, [fan on|fans on full|turn the ventilation on|get the fan going]
~must [i|we|they] [really|] [sit|work|sleep|swelter|cook] without a fan {in}[, fan on|, switch the fan on|, turn on the fan|? start the fan]
~{the} <fans> [can|may|could] [come|be switched|be turned|be put] back on [again|now|] // ~[a|some|a bit of] [breeze|moving air|wind] from the <fans> would be [lovely|nice|welcome|good] {in}
~[running|spinning|blowing|on and blowing|going at full speed], that's how [i want|we need|i'd like] {the} <fans>
~so {place} is [all|totally|kind of|] [stuffy|hot|smelly|muggy] and [we can't breathe|i'm sweating|it's gross] so [turn the fan on|put the fan on there|fan on please]
~the [fan|extractor|ventilation|blower] in {place}, [can you get|could you put|would you turn|will you switch] it on // ~[please to make|you must make|make for me|i need] [fan|ventilator|ventilation] on in {place}[, is very hot|, no air|, too hot now|]
~yo, {place} [stinks|reeks|is boiling|is sweaty], [hit the fan|fan on|fans|get the fans going] // ~[flat out|full pelt|full whack|full throttle|full steam] [with|on] {the} <fans>
"""),
    "fan_off": lines("""
[silence|quieten|hush|calm] {the} [fan|fans|blower|blowers|ventilators], [off|turn it off|switch it off|stop it] // ~[quiet|silence|peace and quiet] please {in}, [the fan off|stop the fan|fans off|no more fan]
~i [don't want to|would rather not|do not wish to] feel [any wind|a draught|the breeze] from the [fan|fans|blower] {in}
~{place} [wants|needs|should have|is to have] its [fan|fans|ventilation|extractor] [off|stopped|shut down|deactivated] // ~the blades of {the} [fan|fans|ventilator|ventilators] [should|must|can] [stop turning|stand still|stop|come to rest]
deactivate {the} [fan motor|fan motors|fan relay|fan unit|mechanical ventilation|air extraction|extraction|forced ventilation] // deactivate the [fan|fans|ventilation|extractor|blower] [in|for|of] {place}
[go over to|go to|walk over to|nip into] {place} and [turn|switch|put|knock] the [fan|fans|ventilation|extractor] off [there|]
[leave|have|keep] {place} [without|with no] [fan|ventilation|fan running|fans running|mechanical ventilation] // let the [air|room air] [rest|stand still|settle|calm down] {in}, [fan off|fans off|no fan|stop the fan]
[spin|run|coast|ramp] {the} <fans> down to [a standstill|a stop|nothing|zero|rest] // [give|allow] {the} <fans> a [rest|break], [off|switch off|turn it off]
~{place}: [no fan there|deactivate its fan|its fan off|stop its fan|fan off there|kill the fan there|its ventilation should be off|the fan there can stop|no ventilation wanted there]
~{place}, [stop the fan there|turn its fan off|no fan there please|shut its blower down|the fan there can rest|deactivate its ventilation]
~nobody is in {place} [any more|right now|, i looked], [stop the fan there|so its fan can go off|turn its fan off|no fan needed there]
~i just [left|came out of|walked out of|locked up] {place}, [its fan can go off|kill the fan there|no need for the fan there|turn its fan off]
~{place} is [draughty|too windy|chilly from the fan|aired enough|breezy enough], [stop its fan|fan off there|its ventilation off please|kill the fan]
~there's a [draught|draft|cold wind|gale] [from|because of|blowing from] the <fans> {in}, [stop it|turn it off|switch it off|shut it off]
~i [don't|do not|really don't] want [any|a] [fan|ventilation|fan running|blower] [on|blowing|going|] {in} // ~we [don't|do not] [want|need] any [fan|fans|ventilation|fan noise] {in} [now|at all|any more|]
~[no|not a single|not one] [fan|blower|ventilator] [is to|should|may|must|needs to] [be on|run|turn|spin|blow] {in} // ~[without|no] [fan|fans|ventilation|mechanical ventilation] [whatsoever|at all|of any kind|for now] {in}
~[still air|no moving air|no wind|no draught|no breeze] [wanted|needed|please|required] {in}, [fan off|fans off|stop the fan]
~[no|wait|sorry|no no|wrong], [not on, off|off, not on|i meant off|it should be off|i wanted it off], {the} <fans> // ~{the} <fans> on, [no wait, off|no sorry, off|i mean off|ah no, off please]
~[don't|do not|no need to|you needn't] [ventilate|keep the fan going in|run the fan in|keep the fan on in] {place} [any more|any longer|]
~[was|has] the [fan|ventilation|extractor|blower] {in} [been left on|been left running|left on|left running] [again|by mistake|], [shut it down|stop it|turn it off]
~some [idiot|fool|joker|genius] left the [fan|ventilation|extractor] [on|running] {in}, [off with it|stop it|turn it off] // ~[could|can|would|will] the [fan|whirring|blowing|humming of the fan] {in} [please|finally|] [stop|cease|end|come to an end]
~that [racket|noise|din|whirring|humming|roar] [of|from] {the} <fans> [must stop|has to end|has to go|is unbearable, off please]
~[the|] [switching off|turning off|deactivation|shutdown|stopping] of the <fans> {in} [is requested|is needed|please|would be welcome]
~{bare} [exh fan|vent fan|ahu|sup fan|extract fan|fan cct|fan relay] [off|OFF|de-energised|-> off|= off|to stop|stop|isolated]
~[air extraction|the extraction|mechanical ventilation|the air movers|forced ventilation|the fan motor] off {in} // ~[fan|extractor|ventilation|blower] off please, [this is|we're in|i'm in|it's for|i mean] {place}
~[my dear|dear|love|young man|sweetheart], [i'm sitting in a draught|my hair is blowing about|i feel the wind on my neck] {in}, [put the fan off|would you stop the fan|no more fan please|turn the fan off]
~[the patient|the baby|the resident|mr smith|my roommate|the singer] in {place} [is shivering|can't sleep with the noise|has a stiff neck|feels a draught], [fan off there|turn the fan off|no fan please|stop the fan]
~[welding|painting|cooking|frying|spraying|soldering|showering|sanding] is [done|over|finished] {in}, [extraction off|fan off|stop the fan|no more ventilation needed]
~[the papers|my notes|the receipts|all the feathers|the dust sheets] are [flying about|blowing away|all over the place] {in}, [fan off|stop the fan|kill the fans|shut the fan off]
~we [get by|sleep better|manage fine|hear each other better] {in} without the <fans>, [turn it off|off please|so off] // ~[why feed|why pay for|stop paying for|it's a waste to run] {the} <fans>, [off|it can go off|turn it off]
~so the fan in {place} is [driving me mad|really loud|freezing me|just humming away] and [i want it off|it should stop|nobody needs it|you should kill it]
~the [fan|extractor|ventilation|blower] in {place}, [can you get|could you put|would you turn|will you switch] it off // ~[please to make|you must make|make for me|i need] [fan|ventilator|ventilation] off in {place}[, is too cold|, too much wind|, too loud|]
~[silent|stopped|off|standing still], that's how [i want|we need|i'd like] {the} <fans> // ~[fan|fans|ventilation] [in|of] {place}[: enough, off|? off|... off please| - kill it| - nah, off]
"""),
    "blinds_level": lines("""
~{place}: [position of the blinds there|blind position|position of the shutters|curtain position there] {level}
~what position for {the} <blinds>? {level}[ please| will do|, i'd say|] // ~{level} as [the|] [position|opening] of {the} <blinds>
~the [slider|dial|position indicator] for the blinds {in} [should read|should show|goes to|should say] {level}
[drive|send|command|run|jog|bring|move] {the} <blinds> to [position|the position|an opening of|a position of] {level} // [set|bring|change|adjust|move] the position of the <blinds> {in} [to|to about|to exactly] {level}
[go over to|go to|walk over to|nip into] {place} and [set|put|move] the [blinds|shades|shutters|curtains] [to|at] {level} [open|] [there|]
[crack|pull|draw|crank|slide|wind|tilt] {the} <blinds> [to|until they are|till they're] {level} open
[let the daylight in|let the daylight come in|allow the daylight in] {in} with the <blinds> [at|to] {level} // [let|allow] [natural light|daylight|sunlight|some sun] into {place}, <blinds> [to|at] {level}
~{place}: [its blinds at|blinds there to|i want the shades there at|set the shutters there to|its curtains should be at|bring its blinds to|blind position there] {level}
~{place}, [set its blinds to|put the shades there at|its shutters at|move the curtains there to|its blind position to|take its blinds to] {level} [open|]
~i'm in {place}, [its blinds should be at|put the blinds here at|blinds to|shades to|i want the curtains at] {level} [open|]
~{place} [gets too much sun|gets too little daylight|is full of glare|has hardly any natural light|is baking in the sun], [its blinds should be at|take its blinds to|put the shades there at|shutters there to] {level}
~{place} [wants|needs|should have|gets|is to have] its [blinds|shades|shutters|curtains] [at|set to|opened to|moved to] {level}
~[a|the] [blind|shade|shutter|curtain] position of {level} [please|is required|is wanted|would be right|is what we need] {in}
~position {level} for {the} <blinds> // ~{level} is the [position|opening|height] [i want|we need|i'd like|they asked for] for {the} <blinds>
~{level} open[, that's how| is how] [i want|we need|i'd like|i'd have] {the} <blinds> // ~{the} <blinds> [into|in|to] position {level}
~[the|] [opening|height|position|travel] of the <blinds> {in}[:| =|, set to| to| should be] {level} // ~not [fully open|all the way|wide open|fully up], [just|only|but] {level} [on|for] {the} <blinds>
~{the} <blinds> not [fully open|all the way up|wide open|a hundred open], [just|only|but at|rather] {level}
~neither [open nor shut|wide open nor closed|up nor down] {in}, <blinds> at {level} // ~[no|wait|sorry|correction|no no], {level} [i said|i meant|it should be|please] for {the} <blinds>
~{the} <blinds> [open, no wait, to|closed, no sorry, at|up, or rather at|down, no, at] {level} // ~[would|could|might] {level} open be [possible|doable|an option] for {the} <blinds>
~could the [blinds|shades|shutters|curtains] {in} be [dropped|eased|nudged|lifted|brought|rolled|cranked] [down|up|] to {level}
~[setting|positioning|movement|adjustment] of {the} <blinds> to {level} [is requested|is needed|please|would be welcome] // ~{bare} [blind pos|shade pos|shutter cmd|blind motor|blind sp|shading|sun protection] [to|=|->|@|at|:] {level}
~[sun protection|the shading|the sun protection|exterior shading|window shading] {in} [to|at|set to] position {level} // ~blinds to {level}, [this is|we're in|i'm in|it's for|i mean] {place}
~[natural light|daylight|sunlight|sun] [wanted|needed|please] {in}, [but not too much|just a measured amount|in moderation], <blinds> [at|to] {level}
~[less|not so much|a bit less|more|a bit more|some more] [natural light|daylight from the windows|outside light|window light] {in}, [blinds|shades|shutters|curtains] [at|to] {level}
~[my dear|dear|love|young man|sweetheart], the sun [is in my eyes|fades my carpet|hurts my eyes] {in}, [put the blinds at|curtains to|shades to] {level} [open|]
~[the patient|mr smith|the resident|the baby|the orchid|the speaker] in {place} [wants|needs|asked for] the [blinds|shades|curtains] [at|set to|put to] {level} [open|]
~so the sun in {place} is [kind of|really|a bit] [strong|low|harsh] and [i want|we need|i'd like] the blinds at [like|about|maybe|roughly|] {level}
~the [blinds|shades|shutters|curtains] in {place}, [can you get|could you put|would you move|will you take] them [to|down to|up to] {level}
~[i'd|we'd] [rather|sooner] [have|see] {the} <blinds> at {level} [than fully open|than shut|than like this|instead]
~[please to put|you must put|make for me|i like to have] [blinds|shutter|curtain] in {place} [on|at|to] {level} [open|]
~yo, [drop|pull|run|slide] the blinds to {level} {in} // ~[wind|raise|move|roll] {the} <blinds>[, target| until they are at| till they reach|, stop at|, i want] {level}
~{the} <blinds> [should come|have to come|are to go|need to go|must travel] to [position|an opening of|] {level} // ~how far [open|up] the blinds {in} [should be|have to be|ought to be]? {level}
"""),
    "blinds_open": lines("""
~the [sun|sunshine|daylight|natural light] [should|may|can|must be able to] [come|shine|get|stream|pour] into {place} // ~[daylight|natural light|sunlight|sun|sunshine] in, [blinds up|shades up|curtains open|shutters open|open up] {in}
~<want> {place} [sunlit|full of daylight|filled with natural light|flooded with sunlight|open to the daylight] // ~as much [daylight|natural light|sunlight|sun] as [possible|we can get|the windows allow] {in}
~[daylight|natural light|sunshine|the sun], that's what {place} [needs|wants|is missing|lacks] // ~{place}: [daylight|natural light|the sun|sunlight] [in|in please|should come in|welcome]
[let|bring|invite|welcome|allow|get] [natural light|the natural light|daylight|the daylight|sunlight|the outside light] [in|inside|in through the windows] {in}
[let|allow|bring|get|send] [natural light|some natural light|the daylight|some daylight|the sunshine|a bit of sun|light from outside] into {place}
[fill|flood|bathe|warm|brighten] {place} with [daylight|natural light|sunlight|sunshine|the morning sun] // [light|illuminate] {place} with [daylight|natural light|the sun], [blinds up|open the blinds|curtains open|uncover the windows]
[position|put|drive|send|run|command] {the} <blinds> [in|to|into] the [open|fully open|uppermost|top|highest] position
[set|bring|change|move] the position of {the} <blinds> to [open|fully open|the top|wide open|maximum|a hundred percent|100%] // [uncover|unshade|unveil|unblock|clear|free|expose] the [windows|window|panes|glass] {in}
[go over to|go to|walk over to|nip into] {place} and [open|pull up|raise|draw back] the [blinds|shades|shutters|curtains] [there|] // [give|show|offer] [me|us|them] [a view|the view|a look outside|the sky|the daylight] {in}, [blinds up|open the blinds|shades up|open up]
[whip|yank|haul|tug|roll|crank|run] the [blinds|shades|curtains|shutters] [right|all the way|fully|wide] [up|open] {in} // [activate|engage|run] the blind motor {in} to [open|raise|lift] the [blinds|shades|shutters]
~{place}: [open its blinds|let the daylight in there|shutters up there|its curtains should be open|natural light in there please|pull its shades up|the blinds there can go up|daylight wanted there]
~{place}, [open the blinds there|pull its shades up|let daylight into it|its shutters up please|the curtains there should be open|draw its curtains back]
~i'm in {place}, [let the sun in|the blinds should be up|open its curtains|i want daylight in here|i'd like to see out]
~{place} [gets|has|sees] no [sun|daylight|natural light|sunlight] [at all|], [open its blinds|pull its shades up|blinds up there|let the daylight in]
~{place} [wants|needs|should have|is to have|could do with] [daylight|natural light|sunlight|its blinds up|its curtains open|its shutters up] // ~[natural light|daylight|sunlight|sunshine] [wanted|needed|requested|in please|please come in] {in}
~[i'd|we'd|i would] [like|love|prefer] [natural light|daylight|the sun|real daylight] {in}[, open the blinds|, blinds up|, let it in|, shades up please]
~[i'd|we'd] like to [look out|see out|see outside|see the sky|watch the street|look at the sea] {in}, [blinds open|open the curtains|raise the shades|shutters up]
~[why shut out|don't shut out|stop shutting out|no need to shut out|don't block] the [sun|daylight|view|natural light] {in} // ~i [don't|do not] want [the windows|any window|the window] [covered|blocked|shaded|veiled] {in} [any more|any longer|]
~[nothing|no curtain|no blind|no shade] [should|may|must|is to] [cover|block|be in front of|hang in front of] the windows {in}
~[no|wait|sorry|no no|wrong], [not closed, open|open, not closed|i meant open|up, not down|they should be up], {the} <blinds> // ~{the} <blinds> [down, no wait, up|closed, no sorry, open|shut, i mean open|down, ah no, up please]
~[it's|isn't it] [a sunny day|lovely out|a beautiful morning|bright outside], [let the daylight in|open the blinds|shades up|let's have the sun in] {in}
~[would|could] there be [daylight|natural light|sun|a bit of sun] {in}, [blinds up please|shutters up|open up please|by opening the blinds]
~[could|can|would|will] {place} [get|have|be given] [daylight|some natural light|some sunlight|its view back], [blinds open|shades up|curtains back|uncover the windows]
~[the|] [opening|raising|lifting] of the <blinds> {in} [is requested|is needed|please|would be welcome] // ~{bare} [blind pos|shade pos|shutter cmd|blind motor|blinds cmd|shading|sun protection] [open|OPEN|up|-> open|= open|to open|fully open]
~[sun protection|the sun protection|exterior shading|window shading] {in} [up|retracted|in|fully up|withdrawn|lifted] // ~[blinds|shades|curtains|shutters] [up|open] please, [this is|we're in|i'm in|it's for|i mean] {place}
~[my dear|dear|love|young man|sweetheart], [it's a lovely morning|i'd like to see the garden|the plants need sun] {in}, [draw back the curtains|would you open the curtains|open the shades|pull up the blinds]
~[the patient|mr smith|the resident|grandad|the cat|the orchid] in {place} [wants the blinds up|would like some daylight|needs the sun let in|asked for the curtains to be opened|wants to look outside, blinds up]
~[the sun is up|the storm is over|the wind has dropped|the glare is gone|the sun's moved round], {the} <blinds> [can go up|can open|up|open|may come up again]
~must [i|we|they] [really|] sit behind [closed curtains|closed blinds|shut shutters|drawn curtains] {in}[, open them|, pull them up|? open them] // ~[open|wide open|fully up|all the way up|out of the way], that's how [i want|we need|i'd like] {the} <blinds>
~so it's [sunny|gorgeous|bright] outside and {place} [has everything shut|has the curtains closed|is all shuttered up] so [open the blinds|get the blinds up|let the daylight in]
~the [blinds|shades|shutters|curtains] in {place}, [can you get|could you pull|would you put|will you take] them up // ~[please to make|you must make|make for me|i need] [blinds|shutter|curtain] open in {place}[, want sun|, i like daylight|, no sun comes|]
~yo, [sun's out|it's like a cave with the curtains shut|vampire vibes with those curtains], [blinds up|open the blinds|get those shades up] {in}
"""),
    "blinds_close": lines("""
~the [sun|sunshine|daylight|natural light] [should not|must not|mustn't|shouldn't|may not] [reach|get into|shine into|come into|enter] {place}
~[daylight|natural light|sunlight|sun|sunshine] out, [blinds down|shades down|curtains closed|shutters down|cover the windows] {in} // ~<want> {place} [free of daylight|without natural light|sheltered from the sun|shut off from the daylight|protected from the sun]
~as little [daylight|natural light|sunlight|sun] as possible {in} // ~{place}: [daylight|natural light|the sun|sunlight] [out|out please|must stay out|not welcome|should be kept out]
~i'd like {place} [dark in daytime|darkened against the sun|shaded from the sun], [blinds down|close the blinds|curtains shut|cover the windows]
[keep|shut|block|lock|hold|cut] [natural light|the natural light|daylight|the daylight|the outside light|the midday sun] out {in} // [keep|shut|block|hold|screen] [natural light|the natural light|daylight|the sunlight|the sunshine|light from outside] out of {place}
[protect|shield|shade|screen|guard] {place} [from|against] the [sun|daylight|natural light|glare|sunlight|midday sun] // [position|put|drive|send|run|command] {the} <blinds> [in|to|into] the [closed|fully closed|lowermost|bottom|lowest|shut] position
[set|bring|change|move] the position of {the} <blinds> to [closed|fully closed|the bottom|shut|zero|zero percent|0%] // [cover|shade|veil|curtain off|block|screen] the [windows|window|panes|glass] {in}
[go over to|go to|walk over to|nip into] {place} and [close|pull down|lower|draw] the [blinds|shades|shutters|curtains] [there|] // [give|get|grant] [me|us|them] [some privacy|privacy|some shade|a bit of shade] {in}, [blinds down|close the blinds|shades down|cover the windows]
[whip|yank|haul|tug|roll|crank|run] the [blinds|shades|shutters] [right|all the way|fully] down {in} // [activate|engage|run] the blind motor {in} to [close|lower|shut] the [blinds|shades|shutters]
[stop|prevent|keep] [people|the neighbours|passers-by|anyone|the press] [from looking|from peeking|from peering|looking] [in|into the windows] {in}, [blinds down|close the blinds|cover the windows]
~{place}: [close its blinds|keep the daylight out there|shutters down there|its curtains should be closed|no natural light in there please|pull its shades down|the blinds there can go down|no daylight wanted there]
~{place}, [close the blinds there|pull its shades down|keep daylight out of it|its shutters down please|the curtains there should be shut|draw its curtains]
~i'm in {place}, [keep the sun out|the blinds should be down|close its curtains|i want no daylight in here|i don't want to be seen from outside, blinds down]
~{place} [gets|has|sees] too much [sun|daylight|natural light|sunlight], [close its blinds|pull its shades down|blinds down there|keep the daylight out]
~{place} [wants|needs|should have|is to have] [no daylight|no natural light|its blinds down|its curtains closed|its shutters down|protection from the sun]
~no [natural light|daylight|sunlight|sunshine|outside light|light from the windows] [wanted|please|allowed|whatsoever|at all] {in}
~i [don't|do not|really don't] want [any|the] [natural light|daylight|sun|sunlight|sunshine|outside light] {in} // ~we [don't|do not] [want|need] [people looking in|to be watched from outside|the sun shining in|daylight coming in] {in}
~[no|not a ray of|not a bit of] [sun|daylight|natural light] [is to|should|may|must] [come in|get in|enter|shine in|fall in] {in}
~[why let|don't let|stop letting|no need to let] the [sun|daylight|natural light|glare|neighbours' gaze] in {in} // ~the [windows|window|glass] {in} [should|must|is to|has to|ought to] be [covered|shaded|curtained|screened off]
~[no|wait|sorry|no no|wrong], [not open, closed|closed, not open|i meant closed|down, not up|they should be down], {the} <blinds> // ~{the} <blinds> [up, no wait, down|open, no sorry, closed|open, i mean shut|up, ah no, down please]
~[anyone|everybody|half the street|the whole car park] can [see|look|stare|peer] in {in}, [blinds down|close the curtains|shades down|shut the blinds]
~[the sun is|the sun's|it's the sun] [on my screen|fading the carpet|heating things up|baking us|roasting the plants|on the projector screen] {in}, [blinds down|close the shades|shutters down|draw the curtains]
~[can|could] the [daylight|natural light|sun] be [kept out|shut out|blocked out|screened off] {in}
~[could|can|would|will] {place} [be shaded|be shut off from the daylight|be curtained off|be screened from the sun], [blinds down|shades down|curtains closed|cover the windows]
~[the|] [closing|lowering|shutting] of the <blinds> {in} [is requested|is needed|please|would be welcome] // ~{bare} [blind pos|shade pos|shutter cmd|blind motor|blinds cmd|shading|sun protection] [closed|CLOSED|down|-> closed|= closed|to close|fully down]
~[sun protection|the sun protection|exterior shading|window shading] {in} [down|deployed|out|fully down|extended|lowered] // ~[blinds|shades|curtains|shutters] [down|closed|shut] please, [this is|we're in|i'm in|it's for|i mean] {place}
~[my dear|dear|love|young man|sweetheart], [the sun's in my eyes|folk can see right in|the sun fades my cushions] {in}, [draw the curtains shut|would you close the curtains|close the shades|pull down the blinds]
~[the patient|the baby|the resident|mr smith|the night worker|the film crew] in {place} [wants the blinds down|can't have any daylight|needs the sun kept out|asked for the curtains to be closed|is sleeping in daylight, blinds down]
~[a storm is coming|hail is on the way|the sun is coming round|we're changing clothes|it's getting too sunny|burglars about], {the} <blinds> [should go down|can close|down|closed|shut please]
~[closed|shut tight|fully down|all the way down|drawn shut], that's how [i want|we need|i'd like] {the} <blinds>
~so it's [sunny|blazing|glaring] outside and {place} [has everything open|has the curtains wide open|is an oven from the sun] so [close the blinds|get the blinds down|keep the daylight out]
~the [blinds|shades|shutters|curtains] in {place}, [can you get|could you pull|would you put|will you take] them down // ~[please to make|you must make|make for me|i need] [blinds|shutter|curtain] closed in {place}[, no want sun|, too much sun|, people look in|]
"""),
}
