"""More sayings for modes, readings, watches, reports, and what is refused."""

# ruff: noqa: E501 - a phrasing is read best on one line.

from frames import lines

PHRASES: dict[str, list[str]] = {
    "mode_away": lines("""
~[i'm|we're|i am|we are] [off|out|gone|away] for [the day|today|the evening|a few hours|a while|the afternoon|lunch|the night out|some hours|work]
~the [place|house|flat|building|home] is [empty|deserted|unattended|alone|unoccupied] [from now on|now|until tonight|as of now]
~see you [tonight|later|in the evening|this evening], [we're|i'm] [going out|off|leaving|out]
~[i've|we've|i have|we have] [just|already|] [left|gone|gone out|locked up and left|stepped out]
~[i'll|we'll] be [out|away|gone|back] [for a while|until tonight|later|for the day|in the evening|all day]
~[everybody's|everyone's|the whole family is|all of us are] [out|gone|off|away|leaving]
~[leaving|heading off|setting off|going] [now|for the day|for work|in a minute|then]
~[nobody's|no one's] [home|in|here|around|left]
"""),
    "mode_home": lines("""
~[i've|we've|i have|we have|the kids have|my wife has] [just|finally|already|] [walked in|come in|got in|got home|got back|arrived|come home|come back|returned|stepped in]
~[guess|look] who is [home|back|here]
~the [family's|family is|kids are|gang is|boss is|crew is] [back|home|here|in]
~[i'm|we're] [through the door|in the door|in|inside|here|around|back in]
~[it's good|so nice] to be [home|back|back home]
~[everybody's|everyone's|somebody's|all of us are] [home|back|in]
~[we|i] made it [home|back|in]
"""),
    "mode_night": lines("""
~[i'm|we're|i am|we are|everybody is] [turning in|off to sleep|retiring|heading upstairs|going up to bed|crashing|knackered, to bed|dozing off|nodding off|going down for the night|done for the night|done for the day, good night]
~the [kids|children|family|guests|twins] are [in bed|asleep|sleeping] [and so are we|and i follow|already|now|]
~[everyone's|everybody's|we all are|all are] [asleep|in bed|sleeping|going to sleep|off to bed]
~[time|it's time] to [turn in|get some rest|call it a night|hit the pillow|crash|sleep now|retire]
~[night|nighty|good night|sleep], [i'm|we're] [off|gone|done|in bed|going]
~[i'll|we'll] [go to bed|sleep|turn in] [now|then]
"""),
    "mode_eco": lines("""
~[let's|we should|try to|please|we must] be [frugal|thrifty|sparing|careful|economical|efficient] with [the|] [power|energy|electricity|current]
~keep [consumption|the consumption|power use|energy use|usage|the bill] [down|low|to a minimum] [please|]
~[go|take it] easy on the [electricity|power|energy|bill|grid]
~[we're|we are] [trying to|supposed to|told to|going to] [save|cut|use less] [power|energy|electricity]
~[every|each] [watt|kilowatt] counts
~[cut|trim|lower] [back|down|] on [power|energy|electricity]
~[less|lower|minimal] [power use|consumption|energy use] [please|from now|]
"""),
    "mode_holiday": lines("""
~[we'll|i'll|we will|the family will] be [gone|away|off|travelling|abroad] for [a fortnight|two weeks|a week|the holidays|a month|ten days] [on holiday|on vacation|]
~[our|my|the|] [vacation|holiday|holidays] [begins|begin|starts|start|is here|are here|has come] [today|now|tonight|tomorrow|]
~off [to the seaside|to the beach|to the mountains|to spain|on holiday|on vacation|to the island] for [two weeks|a week|ten days|a fortnight|the holidays]
~[two weeks|a week|ten days|a fortnight|three weeks] of [holiday|vacation|holidays] [now|ahead|starting today|]
~[we're|i'm] off work and [away|gone|travelling] for [two weeks|a week|the summer]
~[we've|i've|we have] [left|gone] [on|for our|for the] [holiday|vacation|holidays]
"""),
    "mode_cleaning": lines("""
~the [cleaners|cleaning crew|cleaning ladies|cleaning staff|janitors] want to [get started|start|begin|come in|get going]
~[we're|i'm|they're|they are] about to [mop|clean|scrub|wash|sweep|vacuum] [everything|the floors|the whole place|the rooms|up|the hall]
~make [room|way] for the [cleaning crew|cleaners|cleaning lady|cleaning staff|cleaning team]
~the cleaning [is about to start|is due|begins|starts now|can start|may begin]
~[it's|it is] [mopping|cleaning|scrubbing] [time|day|hour]
~[somebody|someone|the crew|the staff] is [here to clean|coming to clean|mopping|cleaning up|doing the floors]
~[i|we] [have to|need to|want to|will] [clean|mop|scrub] [now|the floors|the place|everything]
"""),
    "schedule_mode": lines("""
~{days} i'd [want|like|need|prefer] {mode} mode between {from} and {to}
[keep|hold|have|leave|put] the [house|building|place|site] in {mode} mode {days}, [from|] {from} [to|until] {to}
~{mode} mode [kicks in|sets in|begins|goes on|starts|comes on] {days} at {from} and [ends|stops|goes off|finishes|is over] at {to}
~{days} at {from} {mode} mode [kicks in|begins|goes on|starts] [and ends|until|ending] at {to}
~[plan|planning|schedule] for {days}: {mode} mode [from|] {from} [to|until] {to}
~{days} we'll [be in|have|use|run] {mode} mode from {from} [to|until|till] {to}
"""),
    "read_temperature": lines("""
~how many degrees have [we got|you got|i] {in}
~[any|got any|have you any] idea how [warm|cold|hot] it's [got|become|] {in}
give me [a|the] temperature for {place}
~how [warm|cold|hot] [has it become|has it got|is it getting|did it get] {in}
~[is it|are we] on the [warm|cold|cool] side {in}
~what's the mercury [say|doing|at] {in}
~does it need heating {in} or is it warm
"""),
    "read_humidity": lines("""
~how [moist|humid|damp|dry] has the air [become|got] {in}
give me [a|the] humidity [figure|number|value|] for {place}
~is the air {in} on the [dry|damp|humid|moist] side
~is it on the [dry|damp|humid] side {in}
~how's the [moisture|humidity|dampness] [looking|doing|] {in}
~how much water is in the air {in}
"""),
    "read_co2": lines("""
~is it getting stuffy {in} [by co2|going by the co2|]
give me [a|the] [co2|carbon dioxide|air quality] [figure|number|value|] for {place}
~how's the [carbon dioxide|co2|air quality|air] [looking|doing|] {in}
~is the [co2|carbon dioxide] [building up|rising|getting high|climbing] {in}
~how [fresh|clean|stale] is it {in}
"""),
    "read_power": lines("""
~how many [kilowatts|watts|kw] is {place} [pulling|eating|burning|sucking|at|needing]
give me [a|the] [power|load|consumption|electricity] [figure|number|value|] for {place}
~how [hungry|greedy] for [power|energy|electricity] is {place}
~how's the [power|load|consumption|electricity use] [looking|doing|] {in}
~what's {place} [pulling|eating|burning|costing us in power|at in kilowatts]
"""),
    "read_occupancy": lines("""
~is there a [soul|person|human being|guest|body] {in}
~has everyone [cleared out of|left|gone from|moved out of|vacated] {place}
~[could|might|may|would] {place} be [free|empty|occupied|taken|available|vacant]
~are there [folks|folk|bodies|men|guys|others|kids|staff members] {in}
~[any|anyone|anybody] [folks|left|around|in sight|about] {in}
~is {place} [deserted|abandoned|populated|peopled|without people|full of people]
~does {place} have [people|anyone|somebody|guests|visitors] [in it|inside|]
"""),
    "read_level": lines("""
~are we [running|getting] low in {tank}
~how far up is {tank} [filled|full|]
give me the [fill|level|filling|fill level|contents] of {tank}
~how's {tank} doing [for level|for content|for filling|level wise]
~how's the [fill|filling|level|content] [looking|doing|] in {tank}
~what's [still|left|remaining] in {tank}
"""),
    "read_pressure": lines("""
~what [bar|pressure|psi] are we at in {tank}
give me [a|the] pressure [figure|number|value|] for {tank}
~how's {tank} doing for pressure
~how's the pressure [looking|doing|holding up|] in {tank}
~is [the|] pressure [building up|dropping|holding|rising|falling] in {tank}
"""),
    "watch_above": lines("""
[flag it|shout|give me a shout|sing out|raise a flag] [to me|] <when> {in} the {quantity} <exceeds> {value}
<warn> <when> {in} the {quantity} <exceeds> {value}
~[the moment|the second|the minute|as soon as] [the|] {quantity} {in} <exceeds> {value} i want to [hear|hear it|hear about it|know|be told]
~i'd like a [ping|warning|message|call|note|heads up|notification] whenever the {quantity} {in} <exceeds> {value}
~{quantity} {in} [getting|going|climbing|rising] [above|over|past|beyond] {value} [is bad|is a problem|worries me|must not go unnoticed], <warn>
~[a|] [ping|warning|message|heads up] <when> {quantity} {in} <exceeds> {value}
"""),
    "watch_below": lines("""
[flag it|shout|give me a shout|sing out|raise a flag] [to me|] <when> {in} the {quantity} <undercuts> {value}
<warn> <when> {in} the {quantity} <undercuts> {value}
~[the moment|the second|the minute|as soon as] [the|] {quantity} {in} <undercuts> {value} i want to [hear|hear it|hear about it|know|be told]
~i'd like a [ping|warning|message|call|note|heads up|notification] whenever the {quantity} {in} <undercuts> {value}
~{quantity} {in} [getting|going|dropping|falling] [below|under] {value} [is bad|is a problem|worries me|must not go unnoticed], <warn>
~[a|] [ping|warning|message|heads up] <when> {quantity} {in} <undercuts> {value}
"""),
    "status": lines("""
~what's {machine} up to [these days|now|today|at the moment|]
~[anything|something] [i|we] [should|need to|must|have to] know about {machine}
~is {machine} [behaving|behaving itself|playing up|playing along|making a fuss|cooperating|misbehaving|pulling its weight|good to go|all good|in one piece]
take a [quick|close|short|good|] look at {machine}
~[anything|something] [new|odd|strange|unusual|to report] [with|about|on|from] {machine}
~how [are things|is life|is everything] [with|at] {machine}
~[what|how] is {machine} [like|now]
~could you [tell|see|say] how {machine} is
"""),
    "report": lines("""
~i'm [after|looking for|interested in|waiting for|asking for] the {topic} [figures|report|numbers|summary|statistics] [for|of|from] {period}
[get|send|give|make] me a [write up|rundown|breakdown|digest|round up|report|wrap up] [of|on] {topic} [for|over|from] {period}
~where do i [find|get|see] the {topic} report [for|of] {period}
[run me through|take me through|walk me through|give me a rundown of] {topic} [for|of|in|over|] {period}
~[could|can|may] i [see|look at|get] [how|what] {topic} [was|did|looked like] {period}
~{topic} [figures|numbers|stats|summary] {period}
"""),
    "missing": lines("""
~the [blinds|lights|fans|shades|curtains] {in} need [moving|adjusting|changing|a change|setting|to be moved|to be changed|to be set|some adjustment|correcting]
~the [temperature|heating|thermostat|brightness|ventilation] {in} needs [moving|adjusting|changing|a change|setting|correcting|to be changed|to be adjusted|some adjustment]
~could [one|some|any] of the [pumps|valves|doors|alarms] be [slowed|stopped|started|opened|closed|locked|confirmed|set|changed]
[open|close|shut|start|stop|lock|unlock|set] [up|] [the|a|that] [valve|pump|door|gate] for me [please|]
~[lights|blinds|fans|shades] {in}, a different [setting|level|position|value] [please|]
~i [need|want|have] [an alarm|a valve|a pump|a door] [confirmed|acknowledged|opened|started|locked|closed|stopped|changed]
[remind|warn|tell|alert|notify|call] me [if|when] the {quantity} {in} [gets|goes|becomes|is|turns] [silly|crazy|out of hand|strange|odd|unusual|bad|weird|wrong|off|extreme|unhealthy|unpleasant|abnormal|too much]
~the {quantity} {in} [needs|should get|wants] watching
~[alter|change|modify|vary] the [temperature|heating|brightness|light level|fan speed|blinds] {in}
"""),
    "chat": lines("""
~you must be [tired|bored|sick|proud|fond|fed up] [of us|of me|by now|with me|]
~[i|we] [had|made|ate|cooked] [pancakes|eggs|soup|{food}|a picnic|breakfast] [this morning|last night|yesterday|for lunch|today]
~do [robots|machines|computers|you] ever [get lonely|feel love|dream|laugh|get tired|cry|sleep|make jokes|feel pain]
~what a [week|day|year|night|mess|life|game|joke|party] [it has been|it was|that was|]
~tell me [i am|i'm|that i'm|you love me|you like me|you] [pretty|smart|great|young|right|so|handsome|not alone|missed me]
~[life|work|time|winter|love] [goes on|flies|is what it is|can be hard|never ends|is a mystery]
"""),
    "knowledge": lines("""
~who was the first [woman|man|person|dog|king|president|astronaut] [to fly|on the moon|in space|of {country}|to climb everest|to vote|in {country}]
~name the [tallest|biggest|oldest|longest|smallest|most famous] [building|river|city|animal|bridge|mountain|lake|painter|king] [in|of] {country}
~why does {food} [taste|smell|look] [sweet|good|bad|bitter|salty|so good|funny]
~how do [magnets|planes|birds|fish|clocks|vaccines|trees|mirrors|batteries|rainbows] [stick|fly|work|breathe|swim|run|grow|form|reflect light]
~what's [nine|seven|two|twelve|five|three] [times|plus|minus|divided by] {number}
~[how|why|when|where] do {thing} [come from|happen|matter|sleep|work|end|appear]
~what [colour|shape|size|sound|use] [is|are|does|do|have] {thing} [have|make|]
"""),
    "errand": lines("""
~i need a [lift|ride|taxi|cab|bus|train|flight] to [the station|the airport|work|{country}|town|the hotel]
[book|get|arrange|order] {person} a [massage|taxi|table|haircut|ticket|room|cake|present]
[put|write|add] {food} on the [grocery list|shopping list|list|menu|bill]
[ring|call|tell|phone] my [office|school|boss|mother|doctor] and say [i'm sick|i'm late|hello|thanks|i'm on my way]
[find|get|recommend|suggest|call] me a [plumber|dentist|lawyer|good restaurant|hotel|doctor|book|film|date|babysitter|gardener|wine]
[renew|extend|return|lose|find] my [passport|library book|licence|subscription|keys|ticket|contract]
[tell|read|sing] the [kids|baby|children|guests] a [story|song|joke|lullaby]
"""),
    "unsupported": 2
    * lines("""
~give the {device} [a rest|a break|a go|a clean|a kick|some power|a try]
~could you check [on|in on|] the {device}
~the {device} [wants|needs|could do with] [emptying|cleaning|fixing|charging|filling|a service|replacing|a rest|looking at|turning off|turning on]
~bring the {gadget} [up|down] to {number}
~is [my|the|our] {device} [done|ready|finished|busy|safe|clean|warm yet|charged yet]
~[are|is] the {device} [still|already|] [on|going|running|off|done]
[see|check|look] [if|whether] the {device} is [on|off|done|ready|running|open|closed|charged]
~{device} [in|at] {place} [on|off|please|should be on|should be off]
<on> the {device} {in}
<off> the {device} {in}
<on1> the {device} [on|off] {in}
~the {device} {in} [on|off|needs to run|should stop|is too loud|please]
"""),
    "nonsense": lines("""
~{word} said the {word}
~[two|three|seven|nine|ten] {word} [minus|plus|times|and|or] [blue|green|{word}|red]
~[the|a] {word} {word} [sings|jumps|eats|sleeps|runs] {word}
~{word} [for|to|at|by] {word}
~{word}, {number} {word}
"""),
}
