"""Sayings for lights and blinds that no frame makes: hints, reasons, jargon, broken English."""

# ruff: noqa: E501 - a phrasing is read best on one line.

from frames import lines

PHRASES: dict[str, list[str]] = {
    "light_on": lines("""
let {place} [shine|sparkle|glow|light up|come alive|be bright|be lit]
[wake up|wake|ignite|spark|kindle|burn|shine|engage] {the} <lights>
[flood|bathe|fill] {place} [with|in] [light|brightness|full light]
[chase|drive|scare|get] the [shadows|darkness|dark] [away|out] {in}
[feed|give|send|supply|connect] [power|current|electricity|juice] to {the} <lights>
[send|feed] {the} <lights> [full|maximum] [power|current]
[close|make] the [circuit|contact] for {the} <lights>
[activate|trigger|press|hit|push|use] the light [switch|button] {in}
[press|hit|flip|flick|throw] the switch for {the} <lights>
[switch|turn] {place} [bright|to bright|to light]
make [it so that|sure] [i|we|people|everyone] can see {in}
[let|help] [me|us|them] see [something|better|what we do] {in}
[have|get|set] {the} <lights> [burning|shining|glowing|blazing|lit]
leave no [lamp|light|bulb] off {in}
~lights, camera, action {in}
~let the lights shine {in}
~[someone|somebody] [light|lights] {place}
~somebody hit the [lights|switch] {in}
~{place} could [use|do with|stand|take] [some|a bit of|a little|more] [light|brightness|illumination]
~{place} [lies|sits|is sitting|stays] in [darkness|the dark], [please change that|light it|fix it]
~i [am|'m] afraid of the dark {in}
~i [bumped into|tripped over|stumbled over] something {in}, [lights|light] please
~i'd like to [see|read|see what i'm doing|find my way|see something] {in}
~we [want|need|have] to [see|work|read|paint|cook] {in}, [lights|light|lights on] please
~[my|our] eyes need [light|more light] {in}
~[reading|working|cooking] {in} [is impossible|is hard] [in the dark|without light|like this]
~[the guests|customers|people|students|visitors] [are coming|arrive|come in|are waiting] {in}, [lights on|light please|turn on the lights]
~[i|we] [arrived|entered|came in|walked in|am entering] {in}, [lights on|light please|turn the lights on]
~[i'm|we're] [going|walking|stepping|coming] into {place}, [lights on|lights please|light it up|switch the lights on]
~[where|what] [is|about] the light {in}, [on please|turn it on|i need it]
~[lights|light|lamps] [need|needs|have|has] to [burn|shine|be burning|glow] {in}
~{the} <lights> [should|must|have to|shall|can] [burn|shine|glow|light up|come on|go on|turn on|be lit|work now]
~<want> {the} <lights> [to come on|to go on|to burn|to shine|burning|shining|to light up|working]
~[can|could|will|would] {the} <lights> [come on|go on|burn|shine|light up]
~[please|pls] [light|lights] {in}
~light, [light|please|now] {in}
~[the sun has set|night falls|it's evening|it's after sunset|it gets dark early], [lights on|light|lights] {in}
~[hundred percent|one hundred percent|100 percent|100 %|a hundred percent] [light|lights|brightness] {in}
~{the} <lights> [to|at] [100|100%|100 percent|one hundred percent|a hundred percent]
[set|put|turn|bring] {the} <lights> to [100|100%|100 percent|one hundred percent|a hundred]
~on on on, {the} <lights>
~me need light {in}
~is dark {in}, make light
~lights must to be on {in}
~you put light {in}
~we no see nothing {in}
~{place} light on, yes
~lights {in}: state on
~output lighting {in} high
~[bright|brightness] {in} to the [max|maximum|full]
~it [needs|has] to be [bright|light|brighter than now] {in}, [lights on|turn on the lights]
"""),
    "light_off": lines("""
let {place} [sleep|be dark|go dark|rest in the dark|fade to black|be in darkness]
[put|send] {the} <lights> to [bed|sleep]
[say good night to|retire|rest|silence|drop|unlight] {the} <lights>
[cut|take|remove|interrupt|disconnect] [the|] [power|current|electricity|juice] [to|from|of] {the} <lights>
[open|break] the circuit for {the} <lights>
[press|hit|flip|flick] the [off switch|switch to off] for {the} <lights>
[fade|drop|turn|bring] {the} <lights> [to black|to nothing|all the way down|completely down|down to nothing|to 0|to zero percent|to 0%]
[switch|turn] {place} [dark|to dark]
[save|don't waste|stop wasting] [energy|power|electricity|money] [on|with] the <lights> {in}
leave no [lamp|light|bulb] on {in}
let there be [darkness|no light] {in}
make {the} <lights> [go out|disappear|go away|stop|dark|die]
[end|stop|finish] [lighting|illuminating] {place}
~{the} <lights> [should|must|have to|shall|can|may] [go out|go off|stop|turn off|disappear|rest|go dark|sleep]
~<want> {the} <lights> [to go out|to go off|to stop|to turn off|out of my eyes|gone]
~[can|could|will|would] {the} <lights> [go off|go out|be out|be killed]
~[lights|light|lamps] out {in}
~[the|my|our] [movie|film|presentation|show|slide show] [starts|begins|is starting] {in}, [lights off|lights out|turn the lights off]
~[the baby|he|she|the child|grandma|everybody] [sleeps|is sleeping|is asleep|fell asleep] {in}, [lights off|lights out|no light]
~[i'm|we're|we are|i am] [leaving|out of|done in|finished in|closing|locking] {place}, [lights off|kill the lights|lights out|turn the lights off]
~[the last one|everybody|everyone] [left|has left|went home from] {place}, [lights off|lights out|turn the lights off]
~[nobody|no one] [is|was] [in|inside] {place}, [why are the lights on|so lights off|turn the lights off]
~why [do|does] {the} <lights> [burn|shine], [turn|switch] them off
~why is it [so|still] [bright|light] {in}, [lights off|turn the lights off]
~{the} <lights> [burn|shine|are burning|are shining] for [nothing|nobody|no one|no reason], [off|turn them off|switch them off]
~{the} <lights> [hurt|are hurting] my eyes, [turn them off|off|switch them off]
~[the sun is|it's|it is] [up|shining|bright outside|daylight|morning|bright enough|light enough|sunny], [no light needed|lights off|we can turn off the lights|turn off the lights] {in}
~{place} [needs|gets|has] [enough daylight|enough sun|daylight], [lights off|turn off the lights]
~{place} [lights|light] [out|off], [done|finished|thanks]
~i [prefer|like|love|want] it dark {in}
~i [prefer|like|want] to [sit|be|sleep] in the dark {in}
~we [can|could] [do|live|work] without [the lights|light|lamps] {in}
~who needs light {in}, [off|lights off|turn it off]
~zero [light|lights|brightness|percent light] {in}
~{the} <lights> [to|at] [0|0%|0 percent|zero|zero percent]
[set|put|turn|bring] {the} <lights> to [0|0%|0 percent|zero percent]
~off off off, {the} <lights>
~me no need light {in}
~is too bright {in}, no light
~lights must to be off {in}
~you kill light {in}
~lights {in}: state off
~output lighting {in} low to zero
~lights of {place}, [good night|bye bye|enough]
~{place} is done for today, lights off
"""),
    "light_level": lines("""
[let|have|make] {the} <lights> [burn|shine|glow|run] [at|with] {level} [brightness|power|]
[let|have|make] [the|] <lights> {in} [burn|shine|glow] [at|with] {level}
[run|drive|operate|power|feed] {the} <lights> [with|at] {level} [of their power|power|]
[go|come] [up|down] to {level} with {the} <lights>
[use|need|want] [only|just|no more than] {level} [of the light|light|brightness] {in}
[tone|turn|bring|take|calm|drop|crank|bump|kick|notch] {the} <lights> [up|down] [a bit|a little|some|], to {level}
[select|choose|pick|enter|key in|dial in] [a brightness|a light level|an intensity|a dim level] of {level} {in}
[set|put|adjust] the dimmer [of|for|in] {place} [to|at|on] {level}
[slide|turn|push|pull|move] the dimmer {in} to {level}
[soften|mellow|relax|boost|pump] the [light|mood|lighting] {in} to {level}
[have|keep|let] it {level} bright {in}
~a [brightness|light level|intensity|dim level|lighting level|glow] of {level} {in}
~a [brightness|light level|glow] of {level} [would be|is] [nice|fine|good|what i want] {in}
~{place} at {level} [light|brightness|lighting]
~{place} with {level} [light|brightness|lighting]
~[i|we] [like|love|prefer|enjoy|read best at|work best at] {level} [light|brightness] {in}
~[i|we] [like|love|prefer] {the} <lights> at {level}
~{the} <lights> [burn|shine|glow|are burning] too [bright|strong|weak|brightly|faintly|dimly], {level} [please|is enough|will do|would do]
~{the} <lights> [should|must|have to|shall|can|need to] [burn|shine|glow] [at|with] {level}
~<want> {the} <lights> [to burn|to shine|to glow|burning|shining|dimmed|turned down|turned up] [at|to|with] {level}
~[can|could|would|will] {the} <lights> [burn|shine|be dimmed|be turned down|be turned up|go down|go up] [to|at] {level}
~[for|during] [the movie|dinner|the presentation|reading|the party|the meeting], [lights|light] [to|at] {level} {in}
~[movie|dinner|presentation|reading|party|meeting] [time|starts|now], [lights|light] [to|at|down to] {level} {in}
~it [should|must|could|has to|ought to] be {level} bright {in}
~[what|how] about a [brightness|light level] of {level} {in}
~{level} [brightness|light] is [all|what|everything] [i|we] [need|want] {in}
~{level} of [the light|full light|the maximum|full brightness|full power] {in}
~[lights|light|lamps|brightness] [down|up] to {level} {in}
~{in} [lights|light] [down|up|] to {level}
~{in} it's too [dark|bright|dim], [lights|light|brightness] [to|at] {level}
~don't [blind|dazzle] me, {the} <lights> to {level}
~i have a [headache|migraine], {the} <lights> to {level}
~bright is too much {in}, make {level}
~me want light {level} {in}
~lights must to have {level} {in}
~you do lights {in} {level}
~lighting {in}, setpoint {level}
~[light|lighting|luminaire|lamp] [output|control|setpoint|channel|group] {in} [to|at|:|=|] {level}
~[dim|dimmer|dimming] [value|level|setpoint] {in} {level}
"""),
    "light_half": lines("""
[use|give me|give us] [half|only half] [of the|the] [lights|light|lamps|brightness] {in}
[let|have|make] {the} <lights> [burn|shine|glow|run] [at half|half as bright|at half strength|halfway|with half power]
[run|drive|burn|operate] {the} <lights> [at|with] half [power|strength|brightness|their power|the power|the brightness]
[go|come] [up|down] [to half|halfway] with {the} <lights>
[reduce|lower|cut|dim|drop|bring down] {the} <lights> [by|to] [half|one half|a half|the half]
[raise|increase|bring up|turn up] {the} <lights> to [half|the half|halfway]
[cut|reduce|dim|lower] the [light|brightness] {in} [in half|by half|to half]
~half as [bright|much light] {in}
~half as bright would be [enough|fine|good|nice] {in}
~{place} at half [light|brightness|power]
~[not too bright|not so bright] {in}, [half|half is fine|just half]
~only half [the light|the brightness|the lights|of the light] {in}
~{the} <lights> [should|must|have to|can] [burn|shine|be dimmed|go] [at half|to half|halfway|half as bright]
~[can|could] {the} <lights> [go to half|be half as bright|be dimmed to half|be halved]
~half [on|strength|power|light|brightness] [for|in] {the} <lights>
~the <lights> {in} half [way|on|power|as bright]
~me want half light {in}
~lighting {in} setpoint half
"""),
    "light_color": lines("""
[let|have|make] {the} <lights> [burn|shine|glow|light up|beam|go] [in|] {color}
[dye|dunk|dip|immerse|plunge|envelop|wrap|clothe|dress|decorate|tint] {place} in {color} [light|]
[cast|throw|shed|project|pour|spread] [a|some|] {color} [light|glow|hue|tint|shimmer] [into|on|over|across] {place}
[create|make|generate|set|produce] [a|some|an|] {color} [mood|atmosphere|ambience|lighting|light|glow|scene] {in}
[go|turn|switch|change|move] [to|over to|for|into] {color} [light|lights|lighting|] {in}
[go|turn|switch|change] {color} with {the} <lights>
[convert|transform] {the} <lights> [to|into] {color}
[pick|choose|select|enter|dial in|request] [the|] [color|colour] {color} [for the lights|as light|] {in}
[set|change|switch] the [mood|ambience|atmosphere|scene] {in} to {color}
[replace|swap] the light {in} [with|by|for] {color} [light|]
paint {place} {color} [with light|with the lights]
~{color} is [the|my|our] [color|colour] [of choice|i want|for today|of the day|of the evening] [for the lights|] {in}
~[light|lights|lamps|lighting] [color|colour|hue] {color} {in}
~the [color|colour|hue|tone] of the light {in} [should|must|shall|has to|needs to] be {color}
~the [color|colour|hue|tone] {in} [:|should be|is to be|=] {color}
~[i|we] [like|love|prefer|fancy|feel like|dream of|enjoy] {color} [light|lights|lighting|lamps] {in}
~[i|we] [like|love|prefer] it {color} {in}
~[i|we] want to see [everything|it|the room|{place}|the lights] [in|] {color} [{in}|]
~[can|could|would|will] {the} <lights> [be made|be turned|be switched to|be changed to|be set to|glow|burn] {color}
~[does|do] {the} <lights> do {color}, if so [do it|switch|turn them {color}]
~{color} [light|lights] [would be|is|are] [nice|lovely|great|romantic|cool|perfect|pretty] {in}
~something {color} for the lights {in}
~{place} [wants|needs|deserves|should get|could use] [some|a bit of|] {color} [light|lights|colour|color|glow]
~[romantic|festive|calm|cosy|party|christmas|halloween|valentine] [mood|time|lighting] {in}, [make it|lights|light|go] {color}
~me want {color} light {in}
~lights must to be {color} {in}
~you make {color} {in}
~light {in} {color}, please do
~rgb {in} {color}
~[rgb|led|color|colour] [channel|strip|setting|scene|value] {in} [to|:|=|] {color}
"""),
    "blinds_level": lines("""
[let|have|make] {the} <blinds> [go|move|come|run|drive] [up|down|] to {level}
[go|come] [up|down|] to {level} with {the} <blinds>
[run|drive|operate|motor|roll|crank] {the} <blinds> [up|down|] to {level}
[let|have] [the|] <blinds> {in} [go|move|come] to {level}
[lift|hoist|raise|open] {the} <blinds> [up|] [by|to|until] {level}
[leave|keep] [a gap|an opening] of {level} [in|at|for] {the} <blinds>
[leave|keep|have] {the} <blinds> [just|only|] {level} [open|up]
[cover|shade] {place} so that {the} <blinds> are {level} open
[stop|park|halt] {the} <blinds> at {level}
[give|let in] {level} [of|] [daylight|sunlight] {in}
[select|choose|pick|enter|dial in] [an opening|a position|a height] of {level} for {the} <blinds>
[move|take|get] {the} <blinds> to the {level} [mark|position|point]
~a [position|height|opening|gap] of {level} for {the} <blinds>
~{the} <blinds> [should|must|have to|shall|can|need to] [go|move|come|be moved|be driven|be pulled|be raised|be lowered] [up|down|] to {level}
~<want> {the} <blinds> [to go|to move|moved|pulled|rolled|raised|lowered|driven] [up|down|] to {level}
~[can|could|would|will] {the} <blinds> [go|move|be moved|be raised|be lowered|be pulled|be opened] to {level}
~[i|we] [like|love|prefer] {the} <blinds> [at|open|] {level}
~[i|we] [like|love|prefer] {the} <blinds> {level} open
~{the} <blinds> are too [far open|far down|far up|low|high|open], [{level} please|go to {level}|set them to {level}|make it {level}]
~[the sun|the light|the glare] [bothers|blinds|annoys|hits] [me|us|my screen|people] {in}, <blinds> [to|at|down to] {level}
~[for|during] [the movie|lunch|the presentation|the meeting], <blinds> [to|at|down to] {level} {in}
~<blinds> [down|up] to {level} {in}
~<blinds> {level} {in}
~it's [hot|too hot|warm|sunny|glaring] {in}, <blinds> [to|at|down to] {level}
~{level} [shade|opening|open] {in}, the <blinds>
~me want blinds {level} {in}
~blinds must to be {level} {in}
~shading {in}, setpoint {level}
~[blind|shade|shutter|curtain] [motor|actuator|position|height|setpoint|control|drive] {in} [to|at|:|=|] {level}
"""),
    "blinds_open": lines("""
[let|have|make] {the} <blinds> [go|move|come|run|fly] [up|open]
[let|have|make] [the|] <blinds> {in} [go|move|come] [up|open]
[free|expose|reveal|show|bare] the [window|windows|view|glass|outside] {in}
[welcome|greet|invite] the [sun|morning|day|daylight] {in}
[brighten|light] {place} with [sunlight|daylight|the sun]
[get|take|move|clear|remove] {the} <blinds> [out of the way|away|off the window|off the windows]
[send|run|drive|motor] {the} <blinds> [all the way|] [up|to the top|to the upper end|home]
[wind|spool|reel] {the} <blinds> up
[part|spread|separate] {the} [curtains|drapes]
[draw|pull] {the} [curtains|drapes] [open|back|apart|aside]
show us the [sun|sky|view|garden|world] {in}
[unveil|undress|unshade] the windows {in}
~{the} <blinds> [should|must|have to|shall|can|may|need to] [come|go|move|be pulled|be rolled|be drawn|be raised|be lifted] [up|open]
~<want> {the} <blinds> [to go up|to come up|to open|pulled up|rolled up|to be raised|out of the way|gone from the window]
~[can|could|will|would] {the} <blinds> [go up|come up|open|be raised|be lifted|be opened]
~[i|we] [like|love|want|would like|need] to see [the sun|the sky|outside|the view|the garden|daylight] {in}
~[i|we] want to look [out|outside|out of the window] {in}
~[it's|it is] [so|too|very|] [dark|gloomy] [with|behind] {the} <blinds> [closed|down], [up|open them|raise them]
~{place} is [too dark|dark], [open|raise] the <blinds>
~why [sit|are we sitting|work] behind [closed|] <blinds> {in}, [open them|up with them|raise them]
~[good morning|rise and shine|wakey wakey|the day starts|a new day], [open the <blinds>|<blinds> up|<blinds> open|up with the <blinds>] {in}
~[the plants|the cat|the flowers] [need|needs] [sun|light|sunlight|daylight] {in}
~the storm is over, <blinds> up {in}
~[100|100%|a hundred percent|100 percent] open, {the} <blinds>
~{the} <blinds> [100%|100 percent|a hundred percent|fully|one hundred percent] [open|up]
[set|put|move|open] {the} <blinds> to [100|100%|100 percent|one hundred percent|fully open|maximum]
~up up, {the} <blinds>
~me want blinds open {in}
~blinds must to go up {in}
~shading {in} [off|up|open]
~[blind|shade|shutter|curtain] [motor|actuator|drive|position] {in} [up|open|to up|to open]
"""),
    "blinds_close": lines("""
[let|have|make] {the} <blinds> [go|move|come|run|fall|drop] [down|shut|closed]
[let|have|make] [the|] <blinds> {in} [go|move|come|fall] [down|shut]
[hide|veil|mask|obscure|shut] the [window|windows|view|glass] {in}
[keep|lock|shut|block] the [sun|heat|light|sunlight|daylight] out {in}
[block|stop|kill|cut|avoid] the [glare|sun|sunlight|reflections|daylight] {in}
[send|run|drive|motor] {the} <blinds> [all the way|] [down|to the bottom|to the lower end]
[draw|pull] {the} [curtains|drapes] [shut|closed|together|to|]
[lower|drop|pull down] {the} [roller blinds|shutters|shades] [completely|fully|all the way|]
[protect|shield|save] {place} from the [sun|heat|sunlight|glare|neighbours|looks]
[give|get|bring] [me|us|{place}] [some|] [shade|privacy]
[darken|shade|shadow] {place} [with|using] the <blinds>
~{the} <blinds> [should|must|have to|shall|can|may|need to] [come|go|move|be pulled|be rolled|be let|be lowered] down
~{the} <blinds> [should|must|have to|shall|can|need to] be [pulled shut|drawn|let down|rolled down]
~<want> {the} <blinds> [to go down|to come down|to close|pulled down|rolled down|to be lowered|drawn|let down]
~[can|could|will|would] {the} <blinds> [go down|come down|close|be lowered|be dropped|be closed]
~[people|the neighbours|they|passers by|everybody] [can|could|might] [see|look|stare|peek] [in|inside|into {place}], [close|lower|shut] the <blinds> [{in}|]
~[i|we] want [privacy|to be alone|no one to see us|to hide|nobody looking in] {in}, [<blinds> down|close the <blinds>]
~[i|we] [can't|cannot] see [my|the|our] [screen|monitor|tv|board|beamer] {in}, [<blinds> down|close the <blinds>|too much sun]
~[the sun|sunlight] [hits|shines on|burns|falls on|dazzles] [my|the|our] [screen|desk|face|eyes|plants|furniture|monitor] {in}, [<blinds> down|close the <blinds>]
~{place} [heats up|gets hot|gets too hot] in the sun, [<blinds> down|close the <blinds>|lower the <blinds>]
~[it's|it is] too [sunny|bright|glaring] {in}, [close|lower|shut|drop] the <blinds>
~[a storm|hail|wind|the night|evening] is coming, [close|lower|shut] {the} <blinds>
~[movie time|nap time|good night|beamer on|night falls], [close the <blinds>|<blinds> down|<blinds> closed] {in}
~[0|0%|zero percent|0 percent] open, {the} <blinds>
[set|put|move] {the} <blinds> to [0|0%|0 percent|zero|zero percent|fully closed|minimum]
~down down, {the} <blinds>
~me want blinds closed {in}
~blinds must to go down {in}
~shading {in} [on|down|closed]
~[blind|shade|shutter|curtain] [motor|actuator|drive|position] {in} [down|closed|to down|to closed]
"""),
}
