"""Sayings for valves, pumps, alarms and doors that no frame makes."""

# ruff: noqa: E501 - a phrasing is read best on one line.

from frames import lines

PHRASES: dict[str, list[str]] = {
    "valve_level": lines("""
[go|come] [up|down|] to {level} with {machine}
[go|open] to {level} on {machine}
[let|have|make] {machine} [pass|open|go|deliver|supply|let through] {level}
[run|drive|operate|actuate|command|stroke] {machine} [to|at|up to|down to] {level}
[give|get|grant] [me|us|] {level} [on|from|at|through|of] {machine}
[select|choose|pick|enter|key in|dial in] [an opening|a position|a setting] of {level} [for|on|at] {machine}
[bump|notch|ease|turn|wind|screw] {machine} [up|down|back|open|shut] [a bit|a little|some|], to {level}
[leave|have] {machine} [ajar|partly open|open], {level}
~an [opening|position|setting|aperture] of {level} [for|on|at] {machine}
~{machine} [should|must|can|could|has to|needs to] [go|move|be moved|be turned|be driven|pass|be set|be opened] [up|down|] to {level}
~<want> {machine} [moved|turned|driven|opened|throttled|to go|to open] [up|down|] to {level}
~[can|could|would|will] {machine} [go|be opened|be throttled|be set|be moved|be turned] to {level}
~{machine} [lets|passes] too [much|little] [water|through|], [{level} please|make it {level}|go to {level}]
~{machine} [actuator|position command|cmd|command|opening command|position reference|out] [to|at|:|=|] {level}
~me want {machine} {level} open
~{machine} must to be {level} open
~{level} [open|] is [enough|fine|right|what i want|the goal] [for|on|at] {machine}
~{machine} not more than {level} [open|please|]
"""),
    "valve_open": lines("""
[give|grant] {machine} [free flow|free passage|full flow]
[go|turn] [to|] [full|fully|all the way] open [with|on|at] {machine}
[make|get|have|let] {machine} [wide open|pass everything|let everything through|go wide open|go fully open|as open as possible]
[drive|actuate|command|stroke|run] {machine} [open|to fully open|to 100|to 100%|to 100 percent]
[set|put|move|turn|open] {machine} to [100|100%|100 percent|one hundred percent|a hundred percent]
[take|get] the [block|plug|lid] [off|out of] {machine}
[unscrew|unwind|untighten|loosen|uncover|unstop] {machine}
[turn|switch] {machine} on
[turn|switch] on {machine}
[supply|feed] [water|steam|gas|oil] through {machine}
~{machine} [has permission|is cleared|is ok|is ready] to open
~{machine} [should|must|can|may|has to|needs to] [let it flow|let water through|let it through|let it pass|be turned open|be wide open]
~<want> {machine} [wide open|all the way open|turned open|to let water through|as far open as it goes]
~[can|could|would|will] {machine} [go open|let the water through|be opened up|be turned on]
~[the boiler|the tank|the field|the line|the pipe] needs [water|steam|gas], [open {machine}|{machine} open]
~[it's|it is] [safe|time|fine|ok] to open {machine}
~[flow|water|steam|gas] [please|on], {machine}
~{machine} [at|to] [100|100%|100 percent|a hundred percent|full|full opening|full stroke]
~me want {machine} open
~{machine} must to be open
~{machine} cmd open
~open sesame, {machine}
"""),
    "valve_close": lines("""
[go|turn] [to|] [fully|all the way|completely] [closed|shut] [with|on|at] {machine}
[make|get|have|let] {machine} [tight|go shut|pass nothing|let nothing through|block everything|close completely|as tight as possible]
[drive|actuate|command|stroke|run] {machine} [closed|shut|to zero|to 0|to 0%|to 0 percent]
[set|put|move|turn|close] {machine} to [0|0%|0 percent|zero percent|nought]
[screw|wind|turn|twist|crank] {machine} [shut|closed|tight|down]
[put|set] [a|the] [block|plug|stop] [on|to|in] {machine}
[turn|switch] {machine} off
[stop|cut|end] the [supply|feed|inflow|outflow|stream|dripping|leak] [at|through|with|by|from] {machine}
[stop|prevent] [water|gas|steam|oil] from [flowing|running|leaking|coming|passing] through {machine}
~{machine} [should|must|can|may|has to|needs to] [let nothing through|stop the flow|block|be turned shut|be tight]
~<want> {machine} [tight|all the way shut|turned shut|to block|to let nothing through|blocked]
~[can|could|would|will] {machine} [go shut|be closed off|be turned off|be sealed|be shut off]
~[the boiler|the tank|the field|the line] [is full|has enough|is overflowing|needs no more], [close {machine}|{machine} shut|shut {machine}]
~[there's|there is] [a leak|water] [near|at|behind|after] {machine}, [close|shut] it
~[it's|it is] [safe|time|ok] to [close|shut] {machine}
~nothing [may|should|must|can] [flow|go|pass|get] through {machine}
~{machine} [at|to] [0|0%|0 percent|zero|no opening]
~me want {machine} closed
~{machine} must to be closed
~{machine} cmd close
~[before it floods|before the floor is wet|quick], [close|shut] {machine}
"""),
    "pump_start": lines("""
[put|set|get] {machine} [to work|to use|into use|into gear|on its feet|in operation|back on|back to work]
[bring|get] {machine} [back|back on|back up|back online|back to life|to speed|up to speed]
[say go to|give the go to|give the start signal to|give a start command to|send start to|send a run command to|issue start for] {machine}
[let's|we can|we should] [start|run|go with|fire up|use] {machine}
[make|let] {machine} [pump|move|deliver|supply] [some|the|] [water|oil|liquid]
[get|have] [the|some|] water [moving|flowing|pumped|circulating] with {machine}
[circulate|move|lift|drain|pump] [the|] water [with|using|by] {machine}
~{machine} [has permission|is cleared|is ready|is primed|is filled|is ok] [to start|to run|, start it|, run it]
~{machine} [should|must|can|has to] [get to work|wake up|kick in|come alive|start pumping|do something|come online|get moving|be put on|be on duty|deliver]
~<want> {machine} [to come on|to kick in|to wake up|to get to work|to deliver|back on|put on|fired up|launched|activated|in service|online|to be on]
~[can|could|would|will] {machine} [come on|kick in|get going|be launched|be activated|be turned on|start up]
~[the field|the fountain|the tank|the boiler|the line] needs [water|pressure], [start|run] {machine}
~[power|energy|juice] for {machine}
~{machine} [run|start] [command|cmd|signal|enable|request|order]
~[start|run] [command|signal] [to|for] {machine}
~me want {machine} run
~{machine} must to run
~go go go, {machine}
~[off we go|here we go|let's go] with {machine}
~{machine} [at work|in service|in operation|into action] [please|now|]
"""),
    "pump_stop": lines("""
[put|set|get] {machine} [to bed|to rest|out of use|out of gear|off duty|out of work|on hold|in standby|on standby]
[bring|take] {machine} [off the line|off the grid|out|off|to zero|to rest|home]
[say stop to|give the stop signal to|give a stop command to|send stop to|send a stop command to|issue stop for] {machine}
[let's|we can|we should] [stop|halt|shut down|turn off|do without] {machine}
[make|let] {machine} [pump no more|quit pumping|take a break|have a rest|hold|run out|coast down|be quiet]
[hold|standby|relieve|discharge|unload|release] {machine}
~{machine} [should|must|can|has to] [take a break|be quiet|hold|cease|sleep|be put off|be off duty|be taken off|be taken offline|come to a halt|come to rest|go down]
~<want> {machine} [to go off|to quit|to take a break|to come to a stop|put off|killed|deactivated|offline|taken offline|to be off|silent|to cease]
~[can|could|would|will] {machine} [quit|take a break|be halted|be deactivated|rest|be switched off|be shut down]
~[the field|the tank|the boiler|the basin|the line] [is full|has enough|is overflowing|is wet enough], [stop|turn off] {machine}
~{machine} [smells burnt|smokes|squeals|leaks|rattles|vibrates|overheats|runs dry|is wasting power|has run long enough|did its job|is done|has done enough], [stop|turn off|halt|shut down] it
~{machine} [stop|halt] [command|cmd|signal|request|order]
~[stop|halt] [command|signal] [to|for] {machine}
~me want {machine} stop
~{machine} must to stop
~stop stop stop, {machine}
~[that's it for|that's enough from|enough of|no more running for|good night,] {machine}
~{machine} [no longer|not] needed [now|any more|], [off|stop it|turn it off]
"""),
    "pump_speed": lines("""
[go|come] [up|down|] to {speed} with {machine}
[go|turn|run] [at|to] {speed} [on|with] {machine}
[let|have|make] {machine} [deliver|whirl|hum|cruise|idle|pump along] at {speed}
[select|choose|pick|enter|key in|dial in|command|request|order] [a speed|a rate|a pump speed|] [of|] {speed} [for|on|from] {machine}
[bump|notch|ease|crank|turn|wind|tone] {machine} [up|down|back] [a bit|a little|some|], to {speed}
[give|get] [me|us] {speed} [on|from|out of|at] {machine}
[set|put] the [drive|inverter|frequency converter|vfd|motor|speed controller|speed reference] of {machine} [to|at] {speed}
[limit|restrict|cap|hold|fix] {machine} [to|at] {speed}
~a [speed|rate|pump speed|rotation] of {speed} [for|on|at] {machine}
~{machine} [should|must|can|could|has to|needs to] [deliver|be driven|be slowed|be sped up|be accelerated|be throttled|be turned up|be turned down|slow down|speed up] [to|at|down to|up to] {speed}
~<want> {machine} [slowed|sped up|throttled|accelerated|driven|turned up|turned down|slowed down|to slow down|to speed up] to {speed}
~[can|could|would|will] {machine} [go|be slowed|be turned up|be turned down|speed up|slow down|be driven|be set|be throttled] [up|down|] to {speed}
~{machine} [delivers|pumps|gives] too [much|little], [{speed} please|make it {speed}|go to {speed}]
~{machine} [drive|vfd|inverter|speed command|speed reference|speed cmd|motor] [to|at|:|=|] {speed}
~me want {machine} {speed}
~{machine} must to run {speed}
~{speed} [is|would be] [enough|fine|right|what i want|the goal|plenty] [for|on|at] {machine}
~{machine} not [faster|slower] than {speed}
~[faster|slower|quicker|more gently] [please|], {machine} [to|at|with] {speed}
~{machine} [faster|slower], {speed}
"""),
    "acknowledge": lines("""
[let|have] {machine} be [acknowledged|confirmed|known|noted|dealt with]
[let it be known|tell everyone|report] that {machine} [is|was|has been] [seen|noticed|acknowledged|confirmed]
[stop|end|quit|kill|silence|mute] the [beeping|ringing|noise|siren|blinking|buzzer|horn|hooter|sound] [of|for|from] {machine}
[take|strike|cross|tick|remove|clear|wipe] {machine} [off the list|from the list|off|from the alarm list|from the screen|off the board]
[press|hit|push] [acknowledge|confirm|ok|ack|the ack button] [on|for|at] {machine}
[put|set] {machine} [to|on] [acknowledged|confirmed|seen|acked|done|the done list|cleared]
[file|archive|shelve|park|rest] {machine}
[give|say] ok [to|on|for] {machine}
[change|set] the [state|status] of {machine} to [acknowledged|seen|confirmed]
~{machine} [has been|was|is] [spotted|heard|acknowledged by me|on our list|on my list|on the list|known to us|with the team|logged|reported|resolved|fixed|sorted|understood|received|passed on|assigned|read]
~{machine} [needs|requires|waits for|is waiting for|wants] [acknowledgement|an acknowledgement|confirmation|to be acknowledged|to be confirmed|my ok]
~[we've|we have|i've|i have] [got|taken] [this one|it|that|care of|note of], {machine}
~[thank you|thanks], {machine} [is|] [noted|received|seen|understood|acknowledged]
~[all right|alright|ok|okay|right|fine|yes yes], {machine} [is|] [noted|seen|known|understood|acknowledged|it is]
~[message|alarm|notice|warning] [received|understood|seen|acknowledged], {machine}
~{machine}: [ok|ack|seen by operator|received|operator knows|copy|yes|clear|known|handled|under control]
~[operator|shift leader|control room|maintenance|i] [confirms|acknowledges|acks|confirm|acknowledge|ack] {machine}
~[i've|i have] [heard|seen|got] it, {machine}
~[that|it] was [a test|me|only a test|a false alarm], [acknowledge|confirm|clear|ack] {machine}
~{machine} was [a test|a false alarm|only a test|nothing|my fault], [acknowledge|confirm|clear|ack] it
~[shut|turn|switch] {machine} [up|off]
~me have seen {machine}
~{machine} must to be acknowledged
~{machine}, [i'm on it|on my way|will do|we're on it|taking care of it|i have it|am aware|aware|check]
"""),
    "lock": lines("""
[let|have|get] {door} [be shut and locked|go into lock|lock itself|lock]
[turn|throw] the key [in|at|on] {door}
[put|slide|push|drop|bring] the [bolt|bar|latch|chain] [on|across|in|of] {door}
[put|keep] {door} under lock [and key|]
[lock|seal] [off|down] {door}
[bar|deny|refuse|forbid|prevent|stop|block] [access|entry|entrance] [at|through|to|by] {door}
[change|set|switch|bring] {door} [to|into] [locked|lock|the locked state|lock mode|secure mode]
[press|hit|send|give|issue] [lock|the lock command|a lock command] [for|to|on|at] {door}
[finish|close] the day by locking {door}
~{door} [should|must|has to|needs to|shall] [be under lock and key|be shut tight|have its lock on|be barred|be double locked|be made secure|be inaccessible|be locked for the night]
~<want> {door} [under lock and key|shut tight|barred|double locked|safely locked|inaccessible|closed for everyone|made secure]
~<want> no one to [enter|get in|come in|pass|go] [through|by|at] {door}
~[can|could|would|will] {door} [be made secure|lock|be locked for the night|be barred|be shut and locked]
~[i'm|we're] [leaving|going out|walking out] [through|by|at] {door}, lock it [behind me|behind us|please|]
~[i|we] [don't|do not] want [anyone|anybody|people|visitors|strangers] [to come in|to enter|to get in|coming in|walking in] [through|at|by] {door}
~[somebody|someone|the kids|the last one] [left|forgot] {door} [open|unlocked], [lock it|please lock it|lock]
~[is|are you sure] {door} [is|] locked, [better lock it|lock it to be sure|lock it]
~[the shop|the office|the house|the store] is [closed|closed now|empty], lock {door}
~[to be safe|just to be safe|for safety|for security|better safe than sorry|as a precaution], lock {door}
~[no entry|no access|no admittance|no way in|closed] [at|through|by] {door} [please|now|from now|]
~{door} [lock|lock state|status|cmd|command|state] [=|:|to|->|] [locked|lock]
~[lock|lock state|lock command|locking] {door}: [on|true|yes|locked]
~me want {door} locked
~{door} must to be locked
~{door}, [lock|locked|shut it tight|key turned|closed for today|lock please]
"""),
    "unlock": lines("""
[let|have|get] {door} [be open|unlock itself|unlock|go open|spring open]
[turn|take] the key [in|out of|from] {door} [to open|and open it|to unlock it]
[take|slide|pull|push|lift] the [bolt|bar|latch|chain] [off|from|back on|back at] {door}
[allow|give|grant|enable|permit] [access|entry|entrance|passage] [at|through|to|by|via] {door}
[change|set|switch|bring] {door} [to|into] [unlocked|unlock|the unlocked state|open|the open state|free access]
[press|hit|send|give|issue] [unlock|the door opener|the buzzer|an unlock command|open] [for|to|on|at] {door}
[start|open] the day by unlocking {door}
[help|let] [me|us|them|her|him] [get|come|go] [in|out|through|inside|outside] [through|at|by|via] {door}
~{door} [should|must|has to|needs to|shall|can] [be accessible|let people in|be free|be passable|let me in|let us through|be usable|be unlocked for the day|stay open|be left open|be left unlocked]
~<want> {door} [accessible|free|passable|usable|opened up|left open|left unlocked|open for everyone|open to the public]
~<want> [people|visitors|guests|customers|everyone|them|him] to [enter|get in|come in|pass|go] [through|by|at] {door}
~[can|could|would|will] {door} [open|be left open|let me in|unlock|be opened up|be made accessible|be opened for us]
~[i'm|we're] [coming|arriving|walking in|coming in|going in] [through|by|at] {door}, [unlock it|open it|open please|open up]
~[i|we] [forgot|lost|don't have|have no] [my|our|the|a] [key|keys|card|badge] [for|to] {door}[, open it|, unlock it|, please open]
~[i|we] am [stuck|standing] [at|behind|in front of] {door}[, open it|, unlock it|, please open]
~[i|we] [stand|wait|am waiting|are waiting] [at|outside|in front of|behind] {door}[, open it|, unlock it|, please open|]
~[someone|somebody|a guest|a customer|the courier|the pizza guy|the delivery man|grandma|the doctor] [is knocking|knocks|rings|is waiting|waits|stands|is standing|is] [at|in front of|outside|on the other side of] {door}[, let them in|, open|, open it|, unlock it|]
~[the shop|the office|the house|the store] is [open|open now|opening], unlock {door}
~[entry|access|way in|free passage|free entry] [at|through|by] {door} [please|now|for everyone|]
~{door} [lock|lock state|status|cmd|command|state] [=|:|to|->|] [unlocked|unlock|open]
~[unlock|lock state|lock command] {door}: [off|unlocked|open]
~me want {door} open
~{door} must to be open
~{door}, [unlock|unlocked|open it|open up|let me in|buzz|open please|key please]
~open sesame, {door}
"""),
}
