"""Sayings for readings, watches, states and reports that no frame makes."""

# ruff: noqa: E501 - a phrasing is read best on one line.

from frames import lines

PHRASES: dict[str, list[str]] = {
    "read_temperature": lines("""
~what [would|does|did|might] [the|a|my] thermometer [show|say|read|tell|display|indicate] {in}
~[do we|do i|will we] [freeze|sweat|need heating|need a sweater|feel cold] {in}
~[would|will|can] [i|we|one] [freeze|sweat|be cold|be warm|be comfortable] {in}
~[what|how] does it feel [like|] {in} [temperature wise|in degrees]
~[how|what] [is|are] the [temperatures|degrees|heat level|warmth] {in}
~how [warm|cold|hot] [have|did] [we|it|you] [got|get] it {in}
~how [warm|cold|hot] [are things|would you say it is|is the air|is the room] {in}
~how [warm|cold|hot] would you say {place} is
~{place}: [temperature|temp|degrees|how warm|how cold|how hot]
~{place} [temperature|temp] [now|currently|value|reading|check|status|info|please|right now]
~[temperature|temp|degrees], {place}
~[temperature|temp] [check|status|reading|value|report|query|info|update] {in}
~[temperature|temp] [check|status|reading|value|report|query] for {place}
~[is|does] {place} [at|have] a [good|nice|comfortable|normal|high|low] temperature
~[is|are] [the temperature|the degrees] {in} [ok|fine|high|low|normal|good|too high|too low|alright|comfortable]
~the [sensor|thermometer|probe] {in}, what [does it say|temperature|does it read|is the temperature]
~[t|temp|temperature] {in} [?|=?|please]
~me want know temperature {in}
~how much degrees {in}
~what temperature have {place}
~how is temperature {in}
~which temperature has {place}
~is warm {in}
"""),
    "read_humidity": lines("""
~what [would|does|did|might] [the|a|my] hygrometer [show|say|read|tell|display|indicate] {in}
~[how|what] [is|are] the [humidity values|moisture content|moisture situation|dampness] {in}
~how [humid|dry|damp|moist] [have|did] [we|it] [got|get] it {in}
~how [humid|dry|damp|moist] [are things|would you say it is|is the room] {in}
~how [humid|dry|damp|moist] would you say {place} is
~{place}: [humidity|moisture|how humid|how damp|how dry]
~{place} [humidity|moisture] [now|currently|value|reading|check|status|info|please|right now]
~[humidity|moisture], {place}
~[humidity|moisture] [check|status|reading|value|report|query|info|update] {in}
~[humidity|moisture] [check|status|reading|value|report|query] for {place}
~[is|are] [the humidity|the moisture] {in} [ok|fine|high|low|normal|good|too high|too low|alright|comfortable]
~do we [need|have to] [a humidifier|a dehumidifier|dry the air|humidify the air] {in}
~will [things|the walls|the wood|the books] get [mouldy|damp|wet|dry] {in}
~the hygrometer {in}, what does it [say|read]
~[rh|relative humidity|humidity|hum] {in} [?|=?|please]
~me want know humidity {in}
~how much is humidity {in}
~what humidity have {place}
~which humidity has {place}
~is humid {in}
~[water|moisture] in the air {in}
~how [much water|much moisture|much vapour] is in the air {in}
~[dry|humid|damp] air {in}
"""),
    "read_co2": lines("""
~what [would|does|did|might] [the|a|my] co2 [meter|sensor|monitor] [show|say|read|tell|display|indicate] {in}
~[how|what] [is|are] the [co2 values|carbon dioxide values|air values|air situation|air condition|state of the air] {in}
~how [good|bad|fresh|stale|clean] [would you say the air is|has the air become|did the air get|is the room air] {in}
~{place}: [co2|air quality|how is the air|carbon dioxide|ppm]
~{place} [co2|air quality|carbon dioxide] [now|currently|value|reading|check|status|info|please|right now]
~[co2|air quality|carbon dioxide], {place}
~[co2|air quality|air|carbon dioxide] [check|status|reading|value|report|query|info|update] {in}
~[co2|air quality|carbon dioxide] [check|status|reading|value|report|query] for {place}
~[should|must|do|shall] [we|i] [open the windows|open a window|air the room|let fresh air in|air] {in}
~[can|could] [we|one|people] [breathe|breathe well|work well] {in}
~how [well|good] can [we|one|people] breathe {in}
~do [we|people] [get|have] [enough|sufficient] [fresh air|oxygen|air] {in}
~is there [enough|sufficient|plenty of] [oxygen|fresh air|air|good air] {in}
~is the air in {place} [good|bad|ok|fresh|stale|used up|breathable]
~is the air [used up|thick|healthy|unhealthy|polluted|acceptable] {in}
~[co2|ppm|carbon dioxide] {in} [?|=?|please]
~me want know co2 {in}
~how much is co2 {in}
~what co2 have {place}
~how is air {in}
~which co2 has {place}
~is air good {in}
~the [air|co2] [sensor|meter] {in}, what does it [say|read]
"""),
    "read_power": lines("""
~what [would|does|did|might] [the|a|my] [power meter|electricity meter|meter] [show|say|read|tell|display|indicate] [for {place}|{in}]
~[how|what] [is|are] the [power values|electricity figures|load situation|watts|kilowatts|power figures] {in}
~how [thirsty|hungry|greedy] is {place} [for power|for energy|]
~how much [power|electricity|energy|current] [is|gets] [eaten|burned|burnt|swallowed|wasted|drawn|pulled|sucked] [by {place}|{in}]
~how much [power|electricity|energy] [does it take|do we need|is it|are we talking about|are we using] [for|to run] {place}
~how [hard|much] [is|does] {place} [loading the grid|pull|load the grid]
~{place}: [power|load|consumption|watts|how much power|kw|electricity]
~{place} [power|load|consumption|power consumption|electricity] [now|currently|value|reading|check|status|info|please|right now]
~[power|load|consumption|electricity], {place}
~[power|load|consumption|electricity|energy] [check|status|reading|value|query|info|update] {in}
~[power|load|consumption|electricity] [check|status|reading|value|query] for {place}
~[what|how much] [wattage|power|energy|load|electricity] [comes from|goes into|flows to|is used by|is drawn by|runs through|is consumed by] {place}
~[is|are] [the power consumption|the load|the consumption] {in} [ok|fine|high|low|normal|good|too high|alright]
~is {place} [eating|burning|wasting|pulling|guzzling] [much|a lot of|too much] [power|electricity|energy]
~what are we [drawing|using|pulling|burning|consuming] {in} [in power|in watts|in kilowatts|in electricity]
~the [power meter|meter|electricity meter] {in}, what does it [say|read]
~[kw|watts|w|p|power] {in} [?|=?|please]
~me want know power {in}
~how much is power {in}
~what power have {place}
~how much electric {place} take
~which power has {place}
"""),
    "read_occupancy": lines("""
~{place}: [occupied|anyone there|empty|free|somebody in|occupancy|taken]
~{place} [occupied or free|free or taken|empty or not|free or occupied] [now|please|]
~{place} [occupancy|occupied|free|empty|taken|in use|busy] [now|currently|check|status|info|please|right now]
~[occupancy|presence] [check|status|reading|value|query|info|update] {in}
~[occupancy|presence] [check|status|reading|value|query] for {place}
~[is|was] {place} [still|already|now] [occupied|empty|free|taken|in use|busy|vacant|used|full]
~is {place} [free right now|being occupied|being used by someone|free to use|free for me|free for a meeting|clear|a free room|bookable now|accessible or taken]
~is [a meeting|a class|work|a party|something] [going on|taking place|happening|on] {in}
~[is there|do we have|can you see|do you see] [a soul|life|a crowd|a queue|any life|any sign of life|any bodies|anybody at all|some folks|company] {in}
~[is|are] [all the people|everyone|everybody|the guests|the visitors|the staff|the kids|the students] [gone|out|away|still there|still in|in] {in}
~[am i|are we|is he|is she|would i be] alone {in}
~[would|will|do] [i|we] disturb [anyone|somebody|anybody] {in}
~[can|could|may|might] [i|we] [go in|walk in|enter|use it|have a meeting|sit down] {in} or is it [taken|occupied|full|in use]
~[did|has|have] [the last person|everyone|all people|they|all of them|the visitors|people] [left|leave|gone home] {in}
~[did|has|have] [the last person|everyone|all people|they|all of them] [left|leave|vacated|cleared] {place}
~[which|what] people are {in}
~[how much|how large is the|what's the] [crowd|occupation|attendance] {in}
~[how many|what number of] [souls|bodies|men|folks|heads|seats are taken|people do you count|people do you see] {in}
~who [else|all|the hell|] is [sitting|standing|working|present|inside|still|hiding|staying] {in}
~[someone|somebody|anyone|anybody] [working|sitting|sleeping|hiding|waiting|moving|walking around|still] {in}
~is [someone|somebody|anyone|anybody] [working|sitting|sleeping|hiding|waiting|moving|walking around|standing|still working] {in}
~[lights are on|i hear voices|i heard noises|there's noise], is [someone|somebody|anyone] {in}
~[i|we] need {place}, is it [free|empty|available|taken|occupied]
~[i'm|we're] looking for a room, is {place} [free|empty|available|taken]
~me want know who is {in}
~is people {in}
~have {place} people
~is free {place}
~[motion|presence|occupancy] {in} [?|=?|please|detected]
~does the [motion sensor|presence sensor|occupancy sensor] {in} [see|detect|show|report] [anyone|anything|something|people|somebody|motion]
"""),
    "read_level": lines("""
~{tank}: [level|how full|full or empty|fill level|how much is left|contents]
~{tank} [full or empty|level now|level currently|level check|level status|fill status|still full|empty yet|full yet|level value]
~[level|fill level|filling] [check|status|reading|value|query|info|update] [for|of|in|on] {tank}
~[level|fill level|how full], {tank}
~[is|was] {tank} [still|already|now] [full|empty|half full|low|half empty|filled]
~is {tank} [at the top|at the bottom|up to the brim|to the brim|above half|below half|close to empty|close to full|about to overflow|getting low|getting full|dry|drained|at capacity|well filled]
~how [close to|far from] [empty|full|overflowing] is {tank}
~how [long|much longer] will {tank} last
~how [many|much] [percent|per cent] [full|] is {tank}
~how much [space|room] is [left|still] in {tank}
~how much [more|] [fits|can go|can we fill|goes|can we put] in {tank}
~how [does|did] the level [of|in] {tank} [look|stand|change|develop]
~what [height|mark|quantity|volume|amount] [is|stands|does] {tank} [at|have|hold]
~what [amount|quantity|volume] [is|do we have] [left|] in {tank}
~what [have we|do we have] [left|got] in {tank}
~[did|has] {tank} [run|gone|get|gotten|become] [dry|empty|low|full]
~[when|do we] [must we|have to|need to] [refill|fill|top up] {tank}
~[must|should|shall|do] [we|i] [refill|fill|top up|order more for|empty|drain] {tank}
~[will|does] {tank} [overflow|run dry|run out|last|spill|need more]
~[water|oil|milk|liquid] [left|level|remaining|still] in {tank}
~me want know level {tank}
~how much have {tank}
~how full have {tank}
~is full {tank}
~which level has {tank}
~lvl {tank}
"""),
    "read_pressure": lines("""
~{tank}: [pressure|how much pressure|bar|how many bar|psi]
~{tank} [pressure now|pressure currently|pressure check|pressure status|pressure value|pressure ok|pressure high|in bar]
~pressure [check|status|reading|value|query|info|update|level|measurement] [for|of|in|on|at] {tank}
~[pressure|bar|how much pressure], {tank}
~is {tank} [about to burst|over pressure|under too much pressure|at normal pressure|tight|still pressurised|up to pressure|depressurised|within pressure limits|low on pressure|short of pressure]
~is the pressure [of|in|at|inside] {tank} [still|already|now] [ok|high|low|stable|normal|too high|too low]
~how [hard|strongly] is {tank} [pressurised|pressurized|under pressure]
~how [is|was] {tank} [doing|] pressure wise
~how [does|did] the pressure [of|in] {tank} [look|stand|change|develop|go]
~how [close to|far from] bursting is {tank}
~what [amount of|kind of|level of] pressure [is|do we have|prevails|has built up] in {tank}
~what [bar|psi|pressure] [have we|do we have|have we got] in {tank}
~what is the [pressure|bar|psi] [like|now|at the moment|reading] in {tank}
~[has|did] {tank} [lost|lose|built up|gained|hold|kept] [any|its|enough|] pressure
~has the pressure [in|of] {tank} [dropped|risen|changed|fallen|gone up|gone down]
~did the pressure [in|of] {tank} [drop|rise|change|fall]
~the [manometer|pressure gauge|gauge] [of|at|on] {tank}, what does it [say|read|show]
~me want know pressure {tank}
~how much pressure have {tank}
~which pressure has {tank}
~what pressure have {tank}
~press {tank}
"""),
    "watch_above": lines("""
[alarm|wake|disturb|bother|bug] me <when> the {quantity} {in} <exceeds> {value}
[do|make|put up|put out|raise|give] [an alert|a warning|an alarm|a notice] <when> the {quantity} {in} <exceeds> {value}
[keep|hold] me [informed|posted|in the loop|updated] <when> the {quantity} {in} <exceeds> {value}
[let it be known|speak up|say something|cry out|sound off|report back|report] <when> the {quantity} {in} <exceeds> {value}
[tell|inform|alert|warn|notify] [the operator|the manager|the team|the boss|everyone|maintenance|the guard|the staff] <when> the {quantity} {in} <exceeds> {value}
[start|begin] [watching|monitoring|observing|tracking] the {quantity} {in} and <warn> <when> it <exceeds> {value}
[have|take|keep] an eye on the {quantity} {in}, <warn> <when> it <exceeds> {value}
[supervise|guard|check|control] the {quantity} {in}, [it may|it must|it should|it can] not [be|get|go|rise] [above|over|higher than] {value}
[put|set] [an|the] upper [limit|bound|threshold] of {value} [on|for] the {quantity} {in}
[limit|cap] the {quantity} {in} to {value} and <warn>
[make sure|see that|ensure] the {quantity} {in} [does not|doesn't|never] [exceed|go above|go over|rise above|pass|top] {value}[, or <warn>|, otherwise <warn>|, else <warn>]
[make sure|see that|ensure] [i|we] [get|receive|am given] [a warning|an alert|a message] <when> the {quantity} {in} <exceeds> {value}
~{value} is the [maximum|limit|max|upper limit|highest] [{quantity}|for the {quantity}] {in}, <warn> [above that|if it's more|beyond that|if exceeded|]
~the {quantity} {in} [is|must be|should be|has to be] [at most|max|no more than|not more than|limited to|not above|not over] {value}[, or <warn>|, otherwise <warn>|, else <warn>|, <warn> if not]
~[above|over|beyond|past|higher than|more than] {value} {quantity} {in}, <warn>
~<warn> [above|over|beyond] {value} {quantity} {in}
~<warn> [at|from] more than {value} [of|] {quantity} {in}
~too [much|high] {quantity} {in} [is|means|starts at|begins at] [above|over|more than] {value}, <warn>
~[high|upper] [limit|alarm|alert|threshold] [for|of|on|:|] {quantity} {in} [:|at|=|] {value}
~{quantity} {in} high [limit|alarm|alert|threshold|warning] [:|at|=|] {value}
~{quantity} {in} > {value} [=> alert|: alert|: warn|, alarm|-> notify me|, tell me]
~if {quantity} {in} > {value} [then|] <warn>
~if [ever|at any time|at some point] the {quantity} {in} <exceeds> {value}, [i want to know|i need to know|i must know|call me|ring me|tell me at once]
~what if the {quantity} {in} <exceeds> {value}, [then|] <warn>
~i [don't|do not] want the {quantity} {in} [above|over|to exceed|to go above|to rise above|higher than] {value}, <warn>
~i'd [hate|not like] the {quantity} {in} to [exceed|go above|rise above] {value}, <warn>
~it's [dangerous|bad|a problem|critical] <when> the {quantity} {in} <exceeds> {value}, <warn>
~me want know when {quantity} {in} above {value}
~you tell me when {quantity} {in} more than {value}
"""),
    "watch_below": lines("""
[alarm|wake|disturb|bother|bug] me <when> the {quantity} {in} <undercuts> {value}
[do|make|put up|put out|raise|give] [an alert|a warning|an alarm|a notice] <when> the {quantity} {in} <undercuts> {value}
[keep|hold] me [informed|posted|in the loop|updated] <when> the {quantity} {in} <undercuts> {value}
[let it be known|speak up|say something|cry out|sound off|report back|report] <when> the {quantity} {in} <undercuts> {value}
[tell|inform|alert|warn|notify] [the operator|the manager|the team|the boss|everyone|maintenance|the guard|the staff] <when> the {quantity} {in} <undercuts> {value}
[start|begin] [watching|monitoring|observing|tracking] the {quantity} {in} and <warn> <when> it <undercuts> {value}
[have|take|keep] an eye on the {quantity} {in}, <warn> <when> it <undercuts> {value}
[supervise|guard|check|control] the {quantity} {in}, [it may|it must|it should|it can] not [be|get|go|fall|drop] [below|under|lower than] {value}
[put|set] [a|the] lower [limit|bound|threshold] of {value} [on|for] the {quantity} {in}
[make sure|see that|ensure] the {quantity} {in} [does not|doesn't|never] [fall below|go below|go under|drop below|sink below|drop under] {value}[, or <warn>|, otherwise <warn>|, else <warn>]
[make sure|see that|ensure] [i|we] [get|receive|am given] [a warning|an alert|a message] <when> the {quantity} {in} <undercuts> {value}
~{value} is the [minimum|min|lower limit|lowest] [{quantity}|for the {quantity}] {in}, <warn> [below that|if it's less|under that|]
~the {quantity} {in} [is|must be|should be|has to be] [at least|min|no less than|not less than|not below|not under] {value}[, or <warn>|, otherwise <warn>|, else <warn>|, <warn> if not]
~[below|under|beneath|lower than|less than] {value} {quantity} {in}, <warn>
~<warn> [below|under|beneath] {value} {quantity} {in}
~<warn> [at|from] less than {value} [of|] {quantity} {in}
~too [little|low] {quantity} {in} [is|means|starts at|begins at] [below|under|less than] {value}, <warn>
~[low|lower] [limit|alarm|alert|threshold] [for|of|on|:|] {quantity} {in} [:|at|=|] {value}
~{quantity} {in} low [limit|alarm|alert|threshold|warning] [:|at|=|] {value}
~{quantity} {in} < {value} [=> alert|: alert|: warn|, alarm|-> notify me|, tell me]
~if {quantity} {in} < {value} [then|] <warn>
~if [ever|at any time|at some point] the {quantity} {in} <undercuts> {value}, [i want to know|i need to know|i must know|call me|ring me|tell me at once]
~what if the {quantity} {in} <undercuts> {value}, [then|] <warn>
~i [don't|do not] want the {quantity} {in} [below|under|to fall below|to go below|to drop below|lower than] {value}, <warn>
~i'd [hate|not like] the {quantity} {in} to [fall below|go below|drop below|sink under] {value}, <warn>
~it's [dangerous|bad|a problem|critical] <when> the {quantity} {in} <undercuts> {value}, <warn>
~me want know when {quantity} {in} below {value}
~you tell me when {quantity} {in} less than {value}
"""),
    "status": lines("""
~{machine}: [running or not|on or off|open or closed|ok or not|alive|health|diagnosis|check]
~{machine} [running or stopped|on or off|open or shut|ok or broken|up or down|working or not] [now|please|]
~is {machine} [still|already|now|actually|really|currently|by any chance] [running|on|off|open|closed|working|ok|stopped|alive|up]
~is {machine} [doing what it should|behaving|acting up|giving trouble|making trouble|in a good state|in service|out of service|in alarm|in fault|in error|under load|in standby|on standby|out of order|down again|up again|tripped|at fault|healthy enough|warm|blocked again]
~does {machine} [seem|look|sound|appear|feel] [ok|fine|healthy|normal|broken|strange|alright]
~does {machine} [give|make|cause|have] [trouble|problems|any trouble|issues|noise|strange noises]
~has {machine} [been|] [running|working|acting up|behaving|making trouble|given up|died|kicked in|come on|gone off|shut off|had any problems] [today|lately|well|]
~how [well|good|badly] [is|does] {machine} [running|run|work|doing|do|working|perform]
~how [healthy|alive|fit|bad] is {machine}
~how [has|have] {machine} been [doing|running|] [today|lately|]
~what [goes on|is going on|is up|gives|is the story|is the deal|is the latest] with {machine}
~what [can you tell me|do you know|can you say|do we know] about {machine}
~what [kind of|] [state|condition|shape|mode|position] [does {machine} have|is {machine} currently in|would {machine} be in]
~what's [the latest on|new on|up with|new with|happening at|the word on|the position of|the health of] {machine}
~where [are we|do things stand|is it] with {machine}
~who [stopped|started|opened|closed|turned off] {machine}
~when did {machine} [start|stop|open|close|run last|trip]
~why [did|does] {machine} [stop|start|trip|close|open|not run|not work|run]
~[i|we] [can't|cannot] hear {machine}, is it [running|on|ok]
~[i|we] [heard|hear] a noise from {machine}, [is it ok|how is it|check it]
~[i'd|we'd] like [an update|news|info|information|a status|to hear] [on|about|from] {machine}
~[keep|bring|get] me [up to date|posted|up to speed] on {machine}
[run|start] diagnostics [on|for] {machine}
[request|query|read|fetch|load|display|retrieve|read out|pull] [status|state|the status|the state|data] [of|for|from] {machine}
[peek at|peep at|glimpse at|go look at|see after|have a glance at|cast an eye on|take a peek at|check the health of|assess|evaluate|scan] {machine}
[let me know|tell me|show me] how {machine} [goes|is|does|is doing|runs|works|behaves]
[let me know|tell me|say] [if|whether] [all is|everything is|things are] [ok|fine|well|in order] [with|at] {machine}
[let me know|tell me] what [is up|is going on|happens|is happening] [with|at] {machine}
~[is|are] [all|things|everything] [good|well|ok|in order|normal] [at|with] {machine}
~[everything|all] [ok|fine|good|well|in order] [with|at] {machine}
~[trouble|problems|a fault|an error|news|something] [with|at|from] {machine}
~me want know how is {machine}
~how are {machine}
~{machine} works
~{machine} is how
~stat {machine}
"""),
    "report": lines("""
[let|have] the {topic} report [for|of] {period} [be sent|be made|be prepared|sent|printed|mailed] [to me|]
[get|have] the {topic} [report|summary|overview] [for|of] {period} [ready|done|sent|out|printed|to me|mailed to me|on my desk|in my mailbox]
[put|drop|leave|place] the {topic} [report|summary] [for|of] {period} [on my desk|in my mailbox|in my inbox|in the folder|into an email]
[pull|draw|collect|gather|bring] [up|together|] the {topic} [numbers|figures|data|statistics] [for|of|from] {period}
[condense|collect|gather|compile|list|tabulate|chart] {topic} [data|figures|] [for|of|from] {period} [in a report|into a report|as a report]
[inform|brief|update] [me|us] [on|about] {topic} [for|of|in|during|over] {period}
[tell|show|give] [me|us] [all about|everything about|how we did on|what happened with|the facts about|the story of] {topic} [for|in|during|over|] {period}
[request|order|trigger|start|schedule] [the|a|] {topic} report [for|of] {period}
[look back at|look back on|go through|go over|review|evaluate|assess] {topic} [for|of|in|during|] {period}
~[please find|find|attach] the {topic} report [for|of] {period}
~the {topic} [report|summary|numbers|data|figures|statistics] [for|of|from] {period}, [please|send it|mail it|show me|i need it|print it|make it]
~{period}: [report|summary|overview] [on|of|about] {topic}
~{period}, [report on|summary of|overview of] {topic}
~{topic}, {period}
~{topic}: {period}
~{topic} [during|in|over|throughout|across] {period}, [a report|report please|please report|summary]
~{topic} [during|in|over|throughout] {period}
~[how much|what about|how about|how is|how's] {topic} [for|in|during|over|] {period}, [report|send me a report|show me|a summary]
~what [were|was|are|is] the {topic} [figures|numbers|data|statistics|values|report] [for|of|in|during|] {period}
~what [did|does] {topic} [look like|come to|amount to] [for|in|] {period}
~[the board|headquarters|my wife|the customer|the owner|the auditors|the bank|everyone|the inspector] [needs|wants|asks for|requested|is waiting for|requires] the {topic} [report|summary|figures] [for|of|from] {period}
~[i|we] have to [show|present|hand in|submit|file|deliver] the {topic} report [for|of] {period}
~[i|we] [want|need|would like] to know [about|how] {topic} [was|went|did|looked|] [for|in|during|over|] {period}
~[is|was] there [a|any] {topic} report [for|of] {period}, [send it|show me|i want it]
~me want report {topic} {period}
~report {topic} of {period} must to be sent
~[monthly|weekly|daily|yearly|annual] {topic} report, {period}
"""),
}
