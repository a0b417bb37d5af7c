"""More phrasings for valves, pumps and raised alarms: shared frames, and sayings of their own."""

# ruff: noqa: E501 - a phrasing is read best on one line.

from frames import lines, state, value

PHRASES: dict[str, list[str]] = {
    "valve_level": value("{machine}", "{level}")
    + value("{machine}", "{level} [open|opening]")
    + value("the [opening|position|setting|lift|flow|stroke|aperture] of {machine}", "{level}")
    + state(
        "{machine}",
        "[{level} open|open to {level}|open at {level}|opened to {level}|opened by {level}|set to {level}|at {level}]",
    )
    + lines("""
[open|open up|close|shut|throttle|crack open|reduce|widen|narrow|turn|modulate|choke|twist|ease open|restrict|limit] {machine} [down|up|] to {level}
[open|crack open|ease open] {machine} {level}
[open|crack] {machine} [up|] [at|up to] {level}
[turn|twist|crank|move|swing|push|pull|drive|position|rotate] {machine} [open|] to {level}
[leave|keep|hold|stop|have|set|fix|park] {machine} {level} open
let {machine} [be|stay|open to|go to|stand at|sit at] {level} [open|]
let {level} [of the flow|flow|] through {machine}
[set|limit|restrict|throttle|reduce|bring] the flow [through|of|at|in] {machine} to {level}
[change|adjust|set|move|trim|correct] the [position|opening|setting|stroke] of {machine} to {level}
~{machine} {level} [open|opening|of the way open|opened]
~{level} [open|opening|flow|position|stroke|of the way open] [for|on|at] {machine}
~<want> {machine} {level} open
~<want> {level} flow through {machine}
~{machine} <should> [open to|be open at|open|be opened to|be opened by|stand at|sit at|be throttled to|go to] {level}
~{machine} is [too far open|not open enough|too wide|too tight|too closed], [set it to|make it|go to|{level} please,|open it to] {level}
~[too much|too little|not enough|more|less] [flow|water|pressure|steam] [through|at] {machine}, [set it to|go to|make it|open to|throttle to] {level}
~[open|opening|position|setpoint|valve position|stroke] {machine} [to|at|:|=|] {level}
"""),
    "valve_open": state(
        "{machine}",
        "[open|open|open|opened|wide open|fully open|completely open|all the way open|unblocked|opened up|at full flow|in the open position]",
        may_be_asked=True,
    )
    + 2
    * lines("""
[open|open|open up|unblock|unshut|uncork|unseal|release|free|clear|crack|throw open|pop open|swing open|wind open|crank open|ease open|widen|unlock the flow through] {machine}
[open|open up] {machine} [fully|completely|all the way|wide|to the max|to the limit|as far as it goes|totally|entirely|up]
[turn|twist|crank|move|swing|push|pull|drive|throw|rotate|put|set|bring|get|have|run|fling|wind] {machine} [fully|wide|completely|all the way|] open
[fully|completely|totally|entirely] open {machine}
[set|bring|move|drive|put|take|turn|get] {machine} to [open|fully open|the open position|full flow|its open position|maximum opening|full|the maximum]
[let|allow] [the|] [water|it|gas|steam|oil|air|fluid|liquid|stuff|everything] [flow|run|pass|go|come] through {machine}
[let|get] [the|] [water|gas|steam|oil|flow] [going|running|flowing] [through|at|via] {machine}
[start|enable|restore|allow|permit] [the|] [flow|water|supply] [through|at|of|via] {machine}
let {machine} [open|be open|flow|go open]
~{machine} <should> [open|open up|be opened|go open|be open|be fully opened|let everything through]
~<want> {machine} [opened|to open|to be opened|opened up|opened fully]
~<want> [full flow|flow|water|the flow] [through|from|at] {machine}
~[can|could|may] [i|we] [get|have] [full flow|flow|water|some flow] [through|from|at] {machine}
~[can|could|will|would] {machine} [open|be opened]
~[can|could|would|will] you open {machine} [for me|please|]
~{machine} is [closed|shut|still closed|blocked], [open it|open it up|i want it open|i need it open]
~why is {machine} [closed|shut], open it
~{machine} [open|open up|opens|to open|wide open|fully open|open now|all the way open]
~[open|opening|open up|open it], {machine}
~[time|it's time] to open {machine}
~[full|maximum] [flow|opening] [for|through|on] {machine}
~we [need|want] [water|steam|gas|flow], open {machine}
~[no|there's no] [water|flow] [through|at] {machine}, open it
~{machine} [is allowed to|has permission to|is free to] open
"""),
    "valve_close": state(
        "{machine}",
        "[closed|closed|closed|shut|fully closed|completely closed|all the way closed|tightly closed|closed off|shut tight|sealed|in the closed position]",
        may_be_asked=True,
    )
    + 2
    * lines("""
[close|close|shut|close off|close up|shut off|shut down|seal|seal off|block|block off|choke off|crank shut|tighten|stop the flow through|cut the flow through|swing shut|isolate|plug|wind shut|turn off|switch off|lock off] {machine}
[close|shut] {machine} [fully|completely|all the way|tight|tightly|totally|entirely|off|down|up|as far as it goes]
[turn|twist|crank|move|swing|push|pull|drive|rotate|put|set|bring|get|have|slam|run|wind] {machine} [fully|completely|all the way|] [closed|shut]
[fully|completely|totally|entirely|tightly] [close|shut] {machine}
[set|bring|move|drive|put|take|turn|get] {machine} to [closed|fully closed|shut|the closed position|its closed position|zero|no flow]
[stop|cut|block|end|halt|interrupt|prevent|kill] [the|] [flow|water|supply|gas|steam|oil|leak] [through|at|of|via|from] {machine}
[let|allow] [nothing|no water|no more water|no gas|no flow] [flow|run|pass|go|] through {machine}
let {machine} [close|be closed|shut|go shut]
~{machine} <should> [close|shut|be closed|be shut|go shut|be closed off|be sealed]
~<want> {machine} [closed|shut|to close|to be closed|shut off|closed off]
~<want> no [more|] [flow|water|gas|steam] [through|from|at] {machine}
~no [more|] [flow|water|gas|steam|oil|supply] [through|from|at] {machine}
~[can|could|will|would] {machine} [close|be closed|be shut]
~[can|could|would|will] you [close|shut] {machine} [for me|please|]
~{machine} is [open|still open|leaking|dripping|losing water|broken|wide open|flooding], [close it|shut it|close it up|i want it closed|i need it shut]
~why is {machine} open, [close|shut] it
~{machine} [close|close up|closes|shut|to close|fully closed|shut now|all the way closed]
~[close|closing|shut|close it|shut it], {machine}
~[time|it's time] to [close|shut] {machine}
~[there is|there's|we have|i see] [a leak|a flood|water everywhere|a drip|a spill|a burst pipe], [close|shut] {machine}
~[too much|enough] [water|flow|steam] [through|at], [close|shut] {machine}
~[enough|that's enough], [close|shut] {machine}
~[we're|we are] done with {machine}, [close|shut] it
"""),
    "pump_start": state(
        "{machine}",
        "[on|on|on|switched on|turned on|started|up|in operation|online|powered on|started up|activated|in service]",
        may_be_asked=True,
    )
    + 2
    * lines("""
<on> {machine}
<on1> {machine} on
[start|start|start up|run|launch|activate|boot|boot up|fire up|kick off|kick on|spin up|engage|initiate|get up|commence|restart|begin with|power|crank|trigger|operate|use|employ|fire|rev up|light up|jump start|awaken|go with|unleash|prime and start|wind up] {machine}
[get|set|put|bring|have|make|let|send|start] {machine} [running|going|working|moving|pumping|turning|spinning|started|to work|in motion|into motion|rolling|up and running|online|on line|live]
[bring|put|take|get|place] {machine} [online|into operation|into service|in service|into action|to life|on duty|to work|up|in gear|on stream]
let {machine} [run|start|go|work|pump|spin|turn|begin|do its job|rip]
make {machine} [run|start|go|work|pump|spin|turn]
[start|begin|commence|initiate|resume] [pumping|pumping water|pumping|operation|work] with {machine}
[give|apply|send|feed|supply] [power|current|electricity|energy|juice] to {machine}
[press|hit|push] [start|the start button|go] [on|for|of] {machine}
[turn|switch|flip|put] on {machine} [for me|now|again|]
~{machine} <should> [run|start|go|work|pump|start up|begin|be running|turn|spin|start working|start pumping|be started|get going|come on|go on]
~<want> {machine} [running|to run|to start|started|going|to work|to go|working|pumping|on|to pump|turning|in operation|up|operational]
~[can|could|will|would] {machine} [start|run|be started|go on|get going|pump]
~[can|could|would|will] you [start|run|turn on|get going|fire up] {machine} [for me|please|]
~[can|could|may] [i|we] [have|get] {machine} [running|going|started|on]
~{machine} is [off|stopped|not running|idle|standing still|not on|down|silent], [start|turn on|switch on|run] it
~why is {machine} [off|not running|stopped|idle], [start|turn on] it
~{machine} [on|start|run|go|start up|starts|to start|begin|now|into operation|into service|online|up|to work]
~[start|run|go|on|launch], {machine}
~[time|it's time] [to start|to run|for|to fire up] {machine}
~we [need|want] [water|pressure|flow|circulation], [start|run|turn on] {machine}
~[the tank is empty|the basement is flooded|the water is rising|there's too much water|it's flooding], [start|run|turn on] {machine}
~[ready|all set|all clear|good to go], [start|run] {machine}
~{machine} [may|is allowed to|is cleared to|is free to] [run|start]
~get {machine} on
"""),
    "pump_stop": state(
        "{machine}",
        "[off|off|off|switched off|turned off|stopped|shut off|shut down|powered down|halted|offline|out of service|deactivated]",
        may_be_asked=True,
    )
    + 2
    * lines("""
<off> {machine}
<off1> {machine} off
[stop|stop|halt|kill|cease|quit|end|pause|shut down|shut off|turn off|switch off|deactivate|disengage|arrest|freeze|silence|still|suspend|terminate|rest|brake|wind down|spin down|run down|trip|power down|power off|cut|stall|interrupt|retire|ground|cool down|idle|put out|abort] {machine}
[get|set|put|bring|take|have|make|let|lay] {machine} [stopped|offline|off line|to a stop|to a halt|to rest|to sleep|out of service|out of operation|down|to a standstill|off duty|out of action|off stream|out of use]
let {machine} [stop|rest|halt|sleep|come to a stop|come to rest|cool down|go off|shut down|end|wind down|spin down]
make {machine} [stop|halt|rest|quit|cease]
[stop|end|quit|cease|halt|finish|discontinue] [pumping|pumping water|operation|work|running|the operation of|the work of|using] [with|] {machine}
[cut|take|remove|disconnect|kill|interrupt] [the|] [power|current|electricity|energy|juice] [to|from|of|for] {machine}
[press|hit|push] [stop|the stop button|the off button] [on|for|of] {machine}
[turn|switch|shut|put] off {machine} [for me|now|again|]
pull the plug on {machine}
give {machine} a [rest|break|pause]
~{machine} <should> [stop|halt|rest|shut down|end|quit|pause|be stopped|stop running|stop working|stop pumping|not run|go off|be halted|be shut down]
~<want> {machine} [stopped|to stop|to halt|to rest|off|to shut down|shut down|not running|down|halted|to be quiet|out of service]
~[can|could|will|would] {machine} [stop|be stopped|be turned off|go off|shut down]
~[can|could|would|will] you [stop|halt|turn off|shut down|kill] {machine} [for me|please|]
~[can|could|may] [i|we] [have|get] {machine} [stopped|off|shut down]
~{machine} is [on|running|still running|still on|going|overheating|too hot|too loud|leaking|smoking|making noise|vibrating|running dry|rattling|on fire|squealing|broken], [stop|turn off|switch off|halt|shut down|kill] it
~why is {machine} [on|running|still running], [stop|turn off] it
~{machine} [off|stop|halt|down|stops|to stop|shut down|end|offline|out of service|out]
~[stop|halt|off|shut down|down], {machine}
~[time|it's time] [to stop|to shut down|to halt|to turn off] {machine}
~[enough|no more] [pumping|water|of that|pressure][, stop|, turn off|, halt] {machine}
~[the tank is full|the basement is dry|the water is gone|we're done|it's dry|there's air in the pipe|that's enough water], [stop|turn off|halt] {machine}
~[i|we|nobody] [don't need|needs|no longer need|don't want] {machine} [any more|running|now|any longer]
~no [more|longer] {machine}
~{machine} [may|can] [rest|stop|sleep] [now|]
~emergency, [stop|halt|kill] {machine}
"""),
    "pump_speed": value("{machine}", "{speed}")
    + value(
        "the [speed|rate|output|rotation|pump speed|revolutions|power|rotational speed] of {machine}",
        "{speed}",
    )
    + value("{machine} [speed|rate|output|speed setpoint]", "{speed}")
    + state(
        "{machine}",
        "[at|running at|turning at|set to|spinning at|going at|working at|operating at|pumping at] {speed}",
    )
    + lines("""
[run|spin|drive|operate|keep|turn|rotate|work|power|rev|start] {machine} [at|with|on|up to] {speed}
[speed up|slow down|slow|accelerate|decelerate|brake|throttle|rev up|spin up|ramp up|ramp down|wind down|push|ease|throttle back|speed|gear down|gear up] {machine} [up|down|] to {speed}
let {machine} [run|spin|go|turn|work|operate|pump|rotate|make|do|have] [at|with|] {speed}
make {machine} [run|spin|go|turn|work|pump|do|rotate] [at|with|] {speed}
[set|change|adjust|alter|bring|fix|hold|regulate] the [speed|rate|rpm|output|revs|rotation] of {machine} [to|at] {speed}
[raise|lower|increase|reduce|decrease|cut|boost] {machine} [speed|output|] to {speed}
[get|have|bring|put|take] {machine} [running|going|up|down|turning|spinning] [at|to] {speed}
~{machine} <should> [run|spin|turn|go|work|pump|be running|rotate|operate|do|make|run with] [at|] {speed}
~<want> {machine} [running|to run|spinning|to spin|turning|going|pumping|to go|to turn|to operate|operating] at {speed}
~<want> {speed} [from|out of|on|for] {machine}
~[can|could|may] [i|we] [have|get] {speed} [from|out of|on|for] {machine}
~[can|could|will|would] {machine} [run|go|do|turn|spin|work] [at|] {speed}
~{machine} [runs|is|goes|turns|spins] too [fast|slow|hard|high|low], [make it|set it to|go to|slow to|{speed} please,|change to|run it at|take it to] {speed}
~{machine} [run|runs|going|turning|working] [at|with] {speed}
~{speed} [pump speed|speed|] [for|on|at] {machine}
~[speed|pump speed|rpm|rate|setpoint] {machine} [to|at|:|=|] {speed}
~[more|less] [pressure|flow|water|speed], {machine} [to|at|up to|down to] {speed}
~{machine} at a [speed|rate] of {speed}
~run {speed} [on|with] {machine}
~{machine} [needs|has] to [turn|do|make|run at] {speed}
"""),
    "acknowledge": state(
        "{machine}",
        "[acknowledged|confirmed|accepted|cleared|marked as seen|noted|dismissed|ticked off|signed off|marked as read|quitted|closed|silenced|marked as known|acked]",
    )
    + 2
    * lines("""
[acknowledge|acknowledge|ack|confirm|accept|clear|dismiss|silence|mute|sign|sign off|tick off|close|resolve|check off|register|okay|approve|answer|recognise|recognize|receipt|reset|hush|quit|quieten|cancel|suppress|turn off|stop|take care of|put away|remove|attest|admit|verify|validate|countersign] {machine}
[mark|flag|log|record|register|set|tag|note|book|count|treat|consider|file|list|take|put down] {machine} [as|to] [seen|read|acknowledged|confirmed|known|handled|done|accepted|noted|noticed|received|checked|cleared|closed|dealt with|taken care of|resolved|ok]
[take|make] [a|] note of {machine}
[give|send|issue|make|enter] [an|the|my|] [acknowledgement|acknowledgment|ack|confirmation|ok|receipt] [for|to|of|on] {machine}
[put|set] [a check|a tick|a check mark|my name|my signature|the ok] [on|to|next to|under|behind] {machine}
[check|tick|sign|switch|cross] {machine} off
[note|notice|record|log] {machine}
[say|tell them] that {machine} is [seen|known|acknowledged]
~{machine} [acknowledged|confirmed|seen|noted|noticed|read|received|understood|accepted|ok|okay|known|handled|copied|taken|checked|clear|got it|roger|copy that|is fine|is ok|fine|done]
~[seen|noted|read|received|understood|got|copy|roger|ok|okay|yes|yep|all right|ack|acknowledged|confirmed|i confirm|i acknowledge|we acknowledge|thanks for|i accept|we confirm|message received,|i see] {machine}
~[i've|i have|we've|we have|somebody has|the operator has|i just|i] [seen|read|noticed|noted|got|received|heard|checked|handled|taken note of|looked at|dealt with|taken care of|understood|registered] {machine}
~[i|we] [saw|noticed|read|got|heard|know|know about|am aware of|are aware of|took note of|understand|see|received|checked|handled|dealt with|recognise|looked at|acknowledge|confirm|accept|take] {machine}
~[i'm|we're|i am|we are|the team is|somebody is] [aware of|on|working on|handling|looking at|dealing with|looking into|taking care of|informed about|taking] {machine}
~{machine} [is|was|has been|got|can be|may be|should be|must be|needs to be|is now|is already|will be] [seen|known|handled|acknowledged|confirmed|noticed|noted|read|dealt with|taken care of|under control|in hand|accepted|cleared|checked|registered|being handled|being looked at|being worked on]
~{machine} is [under control|in hand|no problem|no longer a concern|old news|a false alarm|nothing to worry about], [acknowledge it|confirm it|clear it|ack]
~[yes|ok|okay|fine|alright], [i know|i've seen it|i saw it|understood|acknowledge|confirm it|clear it|we know], {machine}
~{machine}, [yes|ok|i know|i've seen it|i saw it|understood|acknowledge|confirm|clear it|acknowledge it|confirm it|noted|we know|seen|thanks|ack|accept]
~{machine} [went off|is ringing|is beeping|is active|came in|came up|is raised|is on|is blinking|sounds], [acknowledge|confirm|clear|accept|ack|silence] it
~[there is|there's|we have|i have|i got] {machine}, [acknowledge|confirm|clear|accept|ack] it
~<want> to [acknowledge|confirm|clear|accept|dismiss|sign off|ack] {machine}
~<want> {machine} [acknowledged|confirmed|cleared|accepted|dismissed]
~[can|could|would|will] you [acknowledge|confirm|clear|accept|ack|dismiss] {machine} [for me|please|]
~[can|could|may] [i|we] [acknowledge|confirm|clear|ack] {machine}
~[acknowledgement|acknowledgment|confirmation|receipt|ack] [for|of|on] {machine}
~no need to [show|repeat|ring] {machine} [again|any more], [seen|i know]
"""),
}
