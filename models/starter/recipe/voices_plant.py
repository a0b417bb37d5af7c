"""Voices of plant, door and tank: reasons first, permissions, corrections, jargon, broken English."""

# ruff: noqa: E501 - a phrasing is read best on one line.

from frames import lines

_DONE = "[work is finished|the work is finished|the repair is done|the job's done|maintenance is over|the inspection is complete|the fitters have left|everyone is clear|the service is finished|we've finished here]"
_CLEAR = "[work|the repair|the service|the inspection|the cleaning|maintenance|the overhaul]"

PHRASES: dict[str, list[str]] = {
    "valve_level": lines("""
[move|shift|rotate|turn|drive|return|bring|advance|take] {machine} [over|back|up|down|slowly|] to the {level} [position|position|position|mark|setting|point]
[move|shift|set|put|drive|bring] {machine} [into|to] [position {level}|a position of {level}|an opening of {level}|its {level} position]
[adjust|trim|regulate|correct|readjust|modulate] {machine} to [an opening of|a position of|a setting of|a valve opening of] {level}
[open|turn|wind|drive|crack|close|pinch|throttle|choke] {machine} [until|till] [the indicator reads|the position reads|it stands at|the gauge on it shows|you reach|it has got to] {level}
[park|station|fix|peg|leave|hold] {machine} [standing|sitting|] at {level} [for now|for the time being|until further notice|until i say otherwise|during the test|]
[tell|instruct|order|command] {machine} to [go to|take up|assume|move to|drive to] [position|] {level}
[make|let] the [opening|position|travel|stroke] of {machine} [be|equal|come to] {level}
[get|take|bring] [me|us] to {level} [with|using] {machine}
[allow|pass|admit|permit] {level} [flow|] [at|through|via|by way of] {machine}
~with {machine} [go|move|run] [straight|directly|slowly|right|] to {level}
~[the|] [travel|stem|stem position|lift|opening degree|demand|position demand|output|setpoint|position setpoint|target opening|reference] [of|on|for] {machine} [to|should be|shall be|must be|:|=] {level}
~{machine} [travel|stem|stroke|lift|demand|setpoint|sp|pos|%open|mv|throttle] [to|:|=|->|now] {level}
~[too much|not enough|too little] [flow|water|steam|gas|product] [comes through|is passing|is getting past], [reposition|readjust|trim|reset] {machine} [to|and hold it at|so that it stands at] {level}
~[there's|i see|i've got] [hardly any|barely any|too little|too much] [flow|water|steam|oil] at {machine}, [put|turn|set|move] it to {level}
~[no|sorry|wait|actually|correction|whoops], [that's wrong|too far|not far enough|i misspoke|not like that], {machine} [should be at|goes to|needs to go to|belongs at] {level}
~{machine} is [nearly closed|almost shut|wide open|fully open|hardly open|fully shut], [take|bring|put|move] it to {level} [instead|rather|]
~{machine} is [set wrong|out of position|off|wrongly set|not where it should be], [the right value is|it wants to be at|it should stand at|correct it to|it belongs at] {level}
~[as per|according to] the [drawing|procedure|work order|batch sheet|instructions|shift plan|start-up sheet], {machine} [goes to|is to be at|sits at|must be on] {level}
~for [the cleaning|start-up|the test|flushing|commissioning|this batch|priming|the night shift], [{machine} to {level}|have {machine} at {level}|{machine} goes to {level}|{machine} needs {level}]
~[the boss|the operator|the engineer|my supervisor|the day shift|the lab] [wants {machine} at|says {machine} should be at|asked for {machine} at|needs {machine} to go to] {level}
~[might|could|shouldn't] {machine} be [throttled|cracked|backed off|pinched back|wound|trimmed|repositioned] to {level}
~[would it be any trouble|is it asking too much|would it be a bother] to have {machine} [sit|stand|rest|parked] at {level}
~[what the process needs|what we're after|what i'd like to see|all i ask for] is {level} [on|at|from] {machine}
~[{level} rather than [fully open|wide open|full open] for {machine}|{machine}: not [fully open|wide open|all the way], just {level}|not full bore, only {level} on {machine}]
~{level} is [where i want|where we want|where they'd like|where you should put|where to put] {machine}
~[[gimme|i'll have|we'll take|we'll go with|let's be having] {level} on {machine} [mate|love|ta|cheers|boys|]|so {machine}, [yeah,|right,|ok,|um,] [that one goes|that one should go|put that one|set that one|we move that one] to {level}]
~if {machine} [was|were|stood] at {level} [i'd be happy|that would help|it would be about right|we'd be fine|all would be well]
~[please to put {machine} on|need that {machine} is on|you make {machine} please on|{machine} he must go to] {level}
"""),
    "valve_open": lines(f"""
[move|shift|rotate|turn|drive|return|bring|put] {{machine}} [over|back|slowly|] [to|into] [the open position|the fully open position|the full open position|open position|its open end position|the open end stop]
[tell|instruct|order|command] {{machine}} to [open|open up|go open|open fully|let it through]
[wind|swing|spin|crank|throw] {{machine}} [right open|open to the stop|as wide open as it goes|open full bore|wide open and leave it so|fully open please|open again]
[clear|free|open] the [way|line|path|passage] [at|through|by opening] {{machine}}
[line up|unseat|cut in] {{machine}} and open it [fully|all the way|right up|]
[hit|press|push] the [open button|open key|button marked open] [for|on] {{machine}}
~do not [throttle|choke|restrict] {{machine}}, open it [fully|right up|all the way|completely]
~{{machine}} [can|may] be opened [again|once more|now], {_DONE}
~{_DONE}, [{{machine}} can be opened|{{machine}} may be opened|{{machine}} can go open|you can open {{machine}}] [again|now|]
~{_CLEAR} [on|at] {{machine}} is [finished|done|complete|over], [it can be opened|you can open it|open it up|it may open|so back open with it] [again|]
~{{machine}} is [repaired|fixed|serviced|cleaned|tight|packed] [again|now], [it can be opened|open it|it may be opened|you can open it]
~[the leak is fixed|the pipe is mended|the flange is tight|the new gasket is in|the hose is connected|the line is drained], [{{machine}} can be opened|{{machine}} open again|{{machine}} may be opened again|you may open {{machine}}]
~[green light|go-ahead|clearance|permission|ok] to open {{machine}} [given|granted|received|from the control room|]
~nothing [comes|is coming|is getting|gets] [through|past|out of] {{machine}}, [it needs opening|somebody open it|it should be opened|open it please]
~[there's no|we've got no|not a drop of|hardly any] [water|flow|supply|feed] [downstream|upstairs|in the taps|in the showers|at the far end|in the troughs], [open {{machine}}|{{machine}} needs opening|{{machine}} open please]
~[the tank|the trough|the pool|the vessel|the pond|the bath] [wants|needs] filling, [so open {{machine}}|open {{machine}}|{{machine}} open|{{machine}} needs to be opened]
~i don't want {{machine}} [closed|shut] [any longer|now|any more], [open it|it should be open|let it flow]
~[who closed|who shut|somebody closed|someone has shut] {{machine}}[, open it again|, it should be open|? open it again]
~no, [open|i meant open|i said open], not [closed|shut], {{machine}}
~{{machine}} [open instead of closed|open rather than shut|back to open|back open again|open, not shut]
~[{{machine}} [hasn't been opened|wasn't opened|has not opened] [yet|], [do it|do it now|please do|see to it|get it open]|[has nobody|hasn't anybody|has no one] opened {{machine}} yet, [do it now|please do it|go on, open it]]
~[opening|the opening] of {{machine}} [is requested|is needed|may begin|is approved|please|can go ahead]
~[what i'd like to see is|what the process needs is|the order is] {{machine}} [wide open|open all the way|at full opening|fully opened]
~[[gimme|we'll have|let's be having|let's see] {{machine}} open [mate|love|cheers|lads|]|so {{machine}}, [yeah,|right,|ok,|um,] [that one should be open|open that one|that one needs opening|we open that one]]
~[[as per|according to] the [procedure|work order|batch sheet|instructions|start-up sheet], {{machine}} [is to be opened|must be opened|goes open|is opened now]|[the boss|the operator|the engineer|my supervisor|the kitchen] [wants {{machine}} opened|says to open {{machine}}|says {{machine}} must be opened|asked for {{machine}} open]]
~[please to open {{machine}}|need that {{machine}} is open|you make open {{machine}} please|{{machine}} he must be open|make that {{machine}} opens]
"""),
    "valve_close": lines("""
[move|shift|rotate|turn|drive|return|bring|put] {machine} [over|back|slowly|] [to|into] [the closed position|the fully closed position|the shut position|closed position|its closed end position|the closed end stop]
[tell|instruct|order|command] {machine} to [close|shut|go shut|close fully|let nothing through]
[wind|swing|spin|crank|screw] {machine} [right shut|shut to the stop|down onto its seat until it's closed|down hard till it shuts|shut as far as it goes|closed finger tight|closed again]
[block|bar] the [way|line|path|passage] [at|by closing|with] {machine}
[isolate|valve off|blank off|shut in|nip shut|shut the line at] {machine} [fully|please|now|completely|]
[hit|press|push] the [close button|close key|button marked close] [for|on] {machine}
~do not leave {machine} [dripping|passing|running|trickling], close it [fully|right down|all the way|completely]
~{machine} [can|may] be [closed|shut] [again|once more|now], [flushing is finished|the test is over|we've got enough|the bottle is full|filling is done|the batch is through|draining is finished|sampling is done|the rinse is over]
~[flushing is finished|the test is over|we've got enough|filling is done|the batch is through|draining is finished|the rinse is over|the job's done], [{machine} can be closed|{machine} may be closed|{machine} can be shut|you can close {machine}] [again|now|]
~[flushing|draining|filling|sampling|venting|rinsing|bleeding] [at|through|via] {machine} is [finished|done|complete|over], [it can be closed|you can shut it|close it up|it may be shut|so shut it] [again|]
~[the bath|the bucket|the trough|the pool|the vessel|the pond|the tanker] is [brimming|full up|full to the top|full enough], [{machine} can be closed|{machine} shut please|close {machine}|{machine} needs closing]
~[somebody|the plumber|the fitter|a mechanic|the crew] [has to work|wants to work|is about to start work] [downstream of|behind|on the line after] {machine}, [close it|shut it first|it must be closed|isolate it]
~[green light|go-ahead|clearance|permission|ok] to [close|shut] {machine} [given|granted|received|from the control room|]
~[water|oil|steam|something] keeps [coming|running|dribbling|hissing] [through|past|out of] {machine}, [it needs closing|somebody shut it|it should be closed|close it please]
~[my feet are wet|the floor is flooding|it's pouring in|it's dripping on the machine|the hose has burst|the neighbour has water in the cellar], [close {machine}|{machine} needs closing|shut {machine} quick|{machine} shut please]
~i don't want {machine} open [any longer|now|any more], [close it|shut it|it should be closed]
~[who opened|somebody opened|someone has opened] {machine}[, close it again|, it should be shut|? close it again]
~no, [closed|i meant closed|i said shut], not open, {machine}
~{machine} [closed instead of open|shut rather than open|back to closed|back shut again|closed, not open]
~[{machine} [hasn't been closed|wasn't closed|has not closed|hasn't been shut] [yet|], [do it|do it now|please do|see to it|get it shut]|[has nobody|hasn't anybody|has no one] closed {machine} yet, [do it now|please do it|go on, close it]]
~[closing|the closing|closure] of {machine} [is requested|is needed|may begin|is approved|please|can go ahead]
~[what i'd like to see is|what the process needs is|the order is] {machine} [tightly closed|closed all the way|at zero opening|fully shut]
~[[gimme|we'll have|let's be having|let's see] {machine} [shut|closed] [mate|love|cheers|lads|]|so {machine}, [yeah,|right,|ok,|um,] [that one should be shut|close that one|that one needs closing|we shut that one]]
~[[as per|according to] the [procedure|work order|batch sheet|instructions|shutdown sheet], {machine} [is to be closed|must be shut|goes closed|is closed now]|[the boss|the operator|the engineer|my supervisor|the fire brigade] [wants {machine} closed|says to close {machine}|says {machine} must be shut|asked for {machine} shut]]
~[please to close {machine}|need that {machine} is closed|you make closed {machine} please|{machine} he must be closed|make that {machine} closes]
"""),
    "pump_start": lines(f"""
~{{machine}} [can|may] be [started|restarted|switched on|put on|run|brought back on|turned on] [again|once more|now|], {_DONE}
~{{machine}} [can|may] [run|start|go back on|pump|come back on] again, {_DONE}
~{_DONE}, [so|] {{machine}} [can|may] [be started|be restarted|be switched on|run|go back on|start] [again|now|]
~{_DONE}, [you can start|you may start|start up|let's restart|go and start] {{machine}} [again|now|]
~{_CLEAR} [on|at] {{machine}} is [finished|done|complete|over], [it can be started|you can start it|start it up|it may run|so back on with it|switch it on] [again|]
~[we're|i'm|the fitter is|the mechanics are|the electrician is] [finished|through|all done] with {{machine}}, [it can be started|you can start it|it may run|switch it back on] [again|]
~{{machine}} is [repaired|fixed|serviced|cleaned|greased|back from repair|reassembled] [again|now|], [it can be started|start it|it may run|you can start it|let it run]
~[the seal is replaced|the new bearing is in|the coupling is aligned|the strainer is clean|the fuse has been changed|the leak is mended], [{{machine}} can be started|{{machine}} may run again|start {{machine}} again|{{machine}} can go back on]
~[lockout|lock-out|loto|tagout|isolation] [removed|lifted|cleared|taken off] [on|for] {{machine}}, [start it|it may start|restart it|start it up]
~nobody is [working|busy] [on|at] {{machine}} [any more|any longer|now], [it can be started|so start it|it may run]
~[green light|go-ahead|clearance|permission|ok|all clear] to [start|run] {{machine}} [given|granted|received|from the control room|]
~nothing stands in the way of {{machine}} [starting|running] now, [go ahead|off it goes|do start it|start it]
~{{machine}} has been [off|idle|down|standing] [long enough|for too long|all night|all weekend|since the shift began], [start it|get it going|it can run again|on with it]
~[the sump|the pit|the cellar|the shaft] is [filling up|nearly full|under water|flooding], [get {{machine}} on|{{machine}} on please|kick {{machine}} in|we want {{machine}} running]
~[there's no|we've got no|not a drop of|hardly any] [water|flow|supply|pressure] [upstairs|in the taps|in the showers|at the hydrant|in the line|in the troughs], [put {{machine}} on|{{machine}} on please|let {{machine}} run|get {{machine}} going]
~[{{machine}} hasn't [been started|started|come on|kicked in] [yet|], [do it now|see to it|start it|get it going]|[has nobody|has no one] started {{machine}} yet, [do it now|please do it|go on, start it]]
~no, [on|running|i said on], not off, {{machine}}
~[i don't want|we can't have] {{machine}} [standing still|idle|sitting there doing nothing|standing about] [any longer|], [start it|make it run|it should run]
~instead of [standing still|idling|doing nothing|resting], {{machine}} [should run|should be pumping|ought to work|is to run]
~[start-up|startup|starting|the start|a restart] of {{machine}} [is requested|is needed|may begin|is approved|please|can go ahead|is due now]
[call in|cut in|switch in|bring in|pull in the contactor of|bring on] {{machine}} [please|now|again|and let it run]
[chuck|stick|bung|whack|pop] {{machine}} [back|] on [will you|mate|love|lads|]
[hit|press|push] the [green button|on button|run button|start key] [of|on|for] {{machine}}
[tell|instruct|order|command] {{machine}} to [start|run|get going|begin pumping|come on]
~[[gimme|we'll have|let's be having|let's see] {{machine}} [running|on|up and pumping] [mate|love|cheers|lads|]|so {{machine}}, [yeah,|right,|ok,|um,] [that one should run|start that one|that one needs to come on|we start that one]]
~[[as per|according to] the [procedure|work order|batch sheet|instructions|start-up sheet], {{machine}} [is to be started|must be started|comes on|is started now]|[the boss|the operator|the engineer|my supervisor|the gardener] [wants {{machine}} started|says to start {{machine}}|says {{machine}} must run|asked for {{machine}} to be started]]
~[please to start {{machine}}|need that {{machine}} is running|you make run {{machine}} please|{{machine}} he must run|make that {{machine}} is working again]
"""),
    "pump_stop": lines("""
~{machine} [can|may] be [stopped|switched off|shut down|taken off|turned off] [again|now|], [the tank is full|the work is finished|the pit is empty|we've got enough|the batch is through|the transfer is done|the job's done|irrigation is finished]
~[the work is finished|the transfer is done|we've got enough|the batch is through|the job's done|irrigation is finished|the shift is over], [so|] {machine} [can|may] [be stopped|be switched off|stop|go off|be shut down] [again|now|]
~[the transfer is done|we've got enough|the batch is through|filling is finished|the cellar is dry|nobody needs water now], [you can stop|you may stop|let's stop|shut down] {machine} [again|now|]
~[filling|draining|watering|transferring|dosing|emptying] with {machine} is [finished|done|complete|over], [it can be stopped|you can stop it|shut it down|it may stop|so off with it|switch it off] [again|]
~[we're|i'm|the fitter is|the mechanics are|the electrician is] [about to work|going to work|starting work] on {machine}, [stop it|it must be off|shut it down first|it has to be stopped]
~{machine} needs [a repair|servicing|a new seal|cleaning|greasing|maintenance], [stop it|shut it down|take it off|it has to be stopped]
~[the seal is gone|the bearing is hot|the strainer is blocked|the suction is dry|it smells of burning|there's smoke|the motor is screaming|it's cavitating], [stop {machine}|{machine} off quick|shut {machine} down|{machine} must be stopped]
~[someone|a man|a fitter|a child|somebody] [is too close to|has a hand in|got caught in|is working on] {machine}, [stop it|shut it down|kill it|off with it]
~[green light|go-ahead|clearance|permission|ok] to [stop|shut down] {machine} [given|granted|received|from the control room|]
~there's no [point|sense|use] in {machine} [running|pumping on|going on], [stop it|turn it off|shut it off]
~{machine} has been [on|running|going|pumping] [long enough|for too long|all night|all weekend|since the shift began], [stop it|shut it down|it can rest now|off with it]
~[the trough|the pond|the pool|the bath|the reservoir] is [brimming|full up|full to the top|running over], [get {machine} off|{machine} off please|stop {machine}|we want {machine} stopped]
~[i can't hear myself think|that noise is unbearable|the guests can't sleep|it's humming through the wall|what a racket], [stop {machine}|{machine} off please|turn {machine} off|make {machine} stop]
~[{machine} hasn't [been stopped|stopped|gone off] [yet|], [do it now|see to it|stop it|get it off]|[has nobody|has no one] stopped {machine} yet, [do it now|please do it|go on, stop it]]
~no, [off|stopped|i said off], not on, {machine}
~[i don't want|we can't have] {machine} [running|pumping|going|droning on|humming away] [any longer|any more|], [stop it|make it stop|it should be off]
~instead of [running|pumping on|running all night|running dry], {machine} [should stop|should be off|ought to rest|is to be stopped]
~[shutdown|shut-down|stopping|the stop|switch-off] of {machine} [is requested|is needed|may begin|is approved|please|can go ahead|is due now]
[cut out|switch out|drop out|pull the contactor of|open the breaker on|knock off|trip] {machine} [please|now|again|]
[bring|take] {machine} [off line please|to a standstill please|down and leave it off|off load and stop it]
[hit|press|push] the [red button|off button|stop key|emergency stop|e-stop] [of|on|for] {machine}
[tell|instruct|order|command] {machine} to [stop|halt|shut down|quit pumping|go off]
~[[gimme|we'll have|let's be having|let's see] {machine} [stopped|off|at a standstill] [mate|love|cheers|lads|]|so {machine}, [yeah,|right,|ok,|um,] [that one should be off|stop that one|that one needs to go off|we stop that one]]
~[[as per|according to] the [procedure|work order|batch sheet|instructions|shutdown sheet], {machine} [is to be stopped|must be stopped|goes off|is stopped now]|[the boss|the operator|the engineer|my supervisor|the neighbour] [wants {machine} stopped|says to stop {machine}|says {machine} must stop|asked for {machine} to be stopped]]
~[please to stop {machine}|need that {machine} is not running|you make stop {machine} please|{machine} he must stop|make that {machine} is not working more]
~{machine} [stopped rather than running|off instead of on|off, not on|back to off|back at rest]
"""),
    "pump_speed": lines("""
[adjust|adjust|adjust|tune|trim|regulate|set|govern|throttle|bring|change|correct] {machine} [up|down|back|] to [a speed of|a speed of|a rate of|a rotational speed of|a running speed of|an output of] {speed}
[adjust|tune|regulate|set|change|reset] the [pump speed|running speed|drive speed|motor speed|revolutions|shaft speed] [of|on|for] {machine} to {speed}
[run|operate|drive|keep] {machine} [with|at] [a speed of|a setpoint of|a rate of|no more and no less than] {speed}
[speed|slow|rev|wind|throttle|ease] {machine} [up|down] [until|till] [it does|it turns at|the display shows|it reads|the tacho says|it has got to] {speed}
[park|peg|pin|lock|leave|hold] {machine} at {speed} [for now|for the time being|until further notice|until i say otherwise|during the test]
[tell|instruct|order|command] {machine} to [run at|go to|turn at|do|make|spin at] {speed}
[make|let] the [speed|rate|revs] of {machine} [be|equal|come to] {speed}
[get|take|bring] [me|us] to {speed} [with|on] {machine}
~with {machine} [go|move|run|ramp] [straight|directly|slowly|right|] to {speed}
[dial|key|punch|type|program] {speed} in [for|on|at] {machine}
[stick|whack|chuck|bung|pop] {machine} [on|to] {speed} [will you|mate|love|lads|]
~[the|] [speed demand|speed setpoint|speed reference|drive output|target speed|inverter setpoint] [of|on|for] {machine} [to|should be|shall be|must be|:|=] {speed}
~{machine} [sp|setpoint|ref|n|drive|revs|speed ref|demand] [to|:|=|->|now] {speed}
~[too much|not enough|too little] [flow|water|pressure|head], [readjust|reset|retune|put] {machine} [to|at] {speed}
~[the showers are weak|the jets are feeble|the fountain is too high|it's splashing over|the pipes are hammering|it is far too noisy|it's cavitating], [{machine} to {speed}|run {machine} at {speed}|put {machine} on {speed}|{machine} should do {speed}]
~[no|sorry|wait|actually|correction|whoops], [that's wrong|too fast|too slow|i misspoke|not like that], {machine} [should be at|goes to|needs to do|belongs at] {speed}
~{machine} is [crawling|racing|screaming|dawdling|flat out|barely turning|overspeeding|off speed], [take|bring|put|set] it to {speed} [instead|rather|]
~[as per|according to] the [procedure|work order|batch sheet|instructions|shift plan|start-up sheet|pump curve], {machine} [goes to|is to do|turns at|must run at] {speed}
~for [the cleaning|start-up|the test|flushing|commissioning|this batch|priming|the night shift], [{machine} to {speed}|have {machine} at {speed}|{machine} runs at {speed}|{machine} needs {speed}]
~[the boss|the operator|the engineer|my supervisor|the day shift|the lab] [wants {machine} at|says {machine} should run at|asked for {machine} at|needs {machine} to go to] {speed}
~[might|could|shouldn't] {machine} be [ramped|revved|backed off|geared|wound|trimmed|adjusted] to [a speed of|] {speed}
~[would it be any trouble|is it asking too much|would it be a bother] to have {machine} [run|turn|running|going] at {speed}
~[what the process needs|what we're after|what i'd like to see|all i ask for] is {speed} [on|at|from] {machine}
~[{speed} rather than flat out [for|on] {machine}|{machine}: not [flat out|full tilt|full speed], just {speed}|not full pelt, only {speed} on {machine}]
~{speed} is [where i want|where we want|where they'd like|what to run|where to put] {machine}
~[[gimme|i'll have|we'll take|we'll go with|let's be having] {speed} on {machine} [mate|love|ta|cheers|boys|]|so {machine}, [yeah,|right,|ok,|um,] [that one runs|that one should run|run that one|we run that one] at {speed}]
~if {machine} [was|were|ran] at {speed} [i'd be happy|that would help|it would be about right|we'd be fine|all would be well]
~[please to run {machine} with|need that {machine} runs with|you make turn {machine} please with|{machine} he must turn with] {speed}
"""),
    "acknowledge": lines("""
~[duly|well|all] [noted|received|seen|logged|understood], {machine}
~[{machine} [has my|carries my|gets my|has got our] [signature|initials|tick|ack|acknowledgement]|[my|our] [signature|ack|tick|confirmation] [for|on|under] {machine}]
[initial|sign for|rubber-stamp|take receipt of|accept receipt of|confirm receipt of|acknowledge receipt of|take cognizance of] {machine}
[stamp|label|enter|put] {machine} [in the log|in the shift book|in the list|in the record] as [acknowledged|seen|noticed|confirmed]
[clear|remove|drop] the [unacknowledged flag|unack flag|flashing flag|new flag|attention mark] [from|on] {machine}
[let|have] the [system|log|board|panel|records] [know|show|say] that {machine} [has been seen|is acknowledged|was noticed|has been confirmed]
[hit|press|push] [the accept button|accept|the reset key|the confirm key|ack] [for|on] {machine} [please|now|for me|]
~[stop flashing|quit beeping|enough beeping|stop nagging|no more beeping|stop going on], [i've seen|i know about|i have noticed|i'm aware of] {machine}
~[i can see|i do see|i've clocked|we've clocked|i've spotted|i've registered|i've got my eye on] {machine}, [ack it|you can acknowledge it|so acknowledge it|consider it seen|tick it off]
~{machine} [can|may] be [acknowledged|confirmed|ticked off|accepted|signed off], [the fault is repaired|it was only a test|the cause is known|somebody is there already|we know why|the fitter is on his way]
~[the fault is repaired|it was only a test|the cause is known|somebody is there already|we know why|the fitter is on his way|the technician has been called], [{machine} can be acknowledged|you can acknowledge {machine}|ack {machine}|{machine} may be confirmed]
~{machine} is [still unacknowledged|not acknowledged yet|still open in the list|still flashing|still unconfirmed|waiting in the list], [ack it|acknowledge it|confirm it please|see to it that it gets acknowledged]
~[has nobody|hasn't anybody|has no one] [acknowledged|confirmed] {machine} yet, [do it now|please do it|go on, acknowledge it]
~no, don't [ignore|forget|overlook] {machine}, [acknowledge it|confirm it|ack it]
~[acknowledging|confirming|accepting] {machine} [now|here|over|as we speak|on behalf of the shift]
~[control room|night shift|day shift|porter|front desk|maintenance|security|the nurse|the caretaker] [here, i have seen|here, acknowledging|here, confirming|has seen|has taken note of|acknowledges receipt of] {machine}
~[gotcha|roger that|ten four|10-4|wilco|aye aye|affirmative|heard you|loud and clear|okey doke|righto|yup], {machine} [acknowledged|seen|received|noted|]
~{machine} [ten four|gotcha|roger that|loud and clear|righto|heard you|affirmative|duly noted|all noted|seen and noted|received with thanks]
~{machine} [read and understood|seen by the shift|ack by operator|ack'd|ackd|acked|confirmed by me|seen by me|taken on board by us]
~the [operator|shift|crew|team|duty engineer|night watch] [has become aware of|is informed of|has registered|knows of|took notice of] {machine}
~[what i want is|what i'd like is|i'm asking for|this is] [the acknowledgement of|acknowledgement for|a confirmation for] {machine}
~[acknowledgement|confirmation|acceptance] of {machine} [is requested|please|can go ahead|is due|by the operator|hereby given]
~[would it be any trouble|would it be a bother|might i ask you] to [mark {machine} as seen|confirm {machine} for me|acknowledge {machine} for us]
~so {machine}, [yeah,|right,|ok,|um,] [i've seen that one|confirm that one|acknowledge that one|that one is known]
~[the boss|the engineer|my supervisor|the safety officer] [wants {machine} acknowledged|says to acknowledge {machine}|says {machine} must be confirmed|asked me to acknowledge {machine}]
~[as per|according to] the [procedure|work order|instructions|shift rules], {machine} [is to be acknowledged|must be confirmed|gets acknowledged now]
~[please to confirm {machine}|you make confirm {machine} please|i was seeing {machine} already|i am knowing about {machine}|{machine} i have see]
[stick|chuck|pop|put|get] an ack [on|against|in for] {machine} [mate|love|cheers|lads|please|]
"""),
    "status": lines("""
~{machine} [- still alive|- still at it|, still going strong|, what's the word|, any joy|, any sign of life|, what gives|, how goes it|, what's the score|, report]
~[any joy|any luck|any life|any sign of life|any movement] [with|from|on|at] {machine}
~[what's the score|what's the word|what's the story|what's the situation|what's cooking|what's the damage|how's tricks] [with|on|at] {machine} [then|mate|now|]
~[what's the running state|what's the operating condition|what's the actual state|what's the current condition|what's the feedback|what's the last known state] [of|for|from] {machine}
~{machine} [feedback|fb|sts|state now|run state|running status|health check|diag|condition report|sitrep|fault state|op status] [please|pls|?|]
~[feedback|sitrep|state report|condition report|health report|run state|operating status|fault status] [on|from|for] {machine} [please|pls|]
[call up|bring up|put up|pull|query|interrogate|poll] the [status|state|condition|health|faceplate|status page] [of|for] {machine} [on the screen|for me|please|]
[give|get|send] [me|us] [a situation report on|a sitrep on|a quick status report on|an idea of the condition of|the present state of|the latest on] {machine}
[see|find out|check|look] [how {machine} is getting along|what {machine} is playing at|what has become of {machine}|what condition {machine} is in|what shape {machine} is in]
[put|cast|run] [an eye|a quick eye|your eye] over {machine} and [report|tell me|let me know] [how it is|its state|what you see|if it's ok]
~[i can't tell|i can't see from here|i don't know|nobody can tell me|the log doesn't say|i forget] [if|whether] {machine} is [on or off|running or stopped|open or shut|working or not|in service or not]
~[is {machine} by any chance|would {machine} happen to be|might {machine} be|could it be that {machine} is] [stuck|out of order|tripped|faulty|blocked|jammed|down|defective]
~[can|could] [it be|i be sure] that {machine} is [working|ok|healthy|in order|fine|all right]
~[am i right|do i take it|is it true|is it correct] that {machine} is [running|off|open|closed|stopped|out of order|in service]
~{machine} is [running|off|open|closed|stopped|working], [isn't it|right|correct|is that so|or is it not|am i right]
~[something|the display|it] [sounds|looks|seems] [odd|wrong|strange|funny|off], [what's {machine} doing|how is {machine}|what state is {machine} in|is {machine} all right]
~[there's a funny noise|it's gone quiet down there|the lights flickered|we had a power cut|there was a bang], [how is {machine}|is {machine} ok|what state is {machine} in|did {machine} survive]
~before [i go home|the shift ends|we begin|i sign off|the handover|i go in there], [how is {machine}|what's the state of {machine}|tell me how {machine} is doing|i'd like the status of {machine}]
~for the [log|shift book|handover|record|report|tour|round], [what's the state of {machine}|the status of {machine} please|how is {machine}|is {machine} in order]
~don't [start|stop|touch|move|change] {machine}, [just tell me its state|i only want its status|just check it|just say how it is]
~i don't want {machine} [touched|changed|moved], [only its status|just the state it's in|i just want to know how it is]
~[the boss|the engineer|my supervisor|the customer|the night shift] [wants to know how {machine} is|asks about the state of {machine}|needs the status of {machine}|would like to know if {machine} is ok]
~[would you be so kind and say|might one ask|may one enquire|could you possibly say|be a dear and tell me] [how {machine} is|what {machine} is doing|what state {machine} is in]
~so {machine}, [yeah,|right,|ok,|um,] [how's that one doing|what's that one up to|is that one ok|what's the state of that one]
~no, {machine}, [i meant how is that one|how is that one doing|i wanted the state of that one|what about its status]
~[i need to know|we must know|i've been asked|they're asking] [how {machine} is faring|what's become of {machine}|the operating state of {machine}|whether {machine} is in order]
~[{machine} how is she|{machine} she is ok|please to say how is {machine}|{machine} is work or no work|{machine} is good or is broken|what is with {machine}]
~[health|condition|operating state|serviceability|availability|readiness] of {machine} [wanted|requested|please|to be reported|is needed]
"""),
    "read_level": lines("""
~what's the [level|water level|fill level|filling level] [like|doing|reading] [in|at|for] {tank} [today|now|then|]
~{tank}, [how full|how full is it|what's in it|how much has it got|how far up|is there much left|much left in there|how high is it filled]
~{tank} - [full or empty|how full|how much in it|much left|how many litres left|empty or not]
~{tank} [fill %|lvl|lvl?|% full|percent full|level pv|contents gauge|stock|dip|ullage] [please|pls|now|]
~[dip|lvl|ullage|fill %|percent full|level pv|stock level] [of|for|in|at] {tank} [please|pls|]
[dip|sound|take a dip of|take a sounding of|put the stick in] {tank} [and tell me how much is in it|to see how full it is|and say how full it is]
[see|find out|check|tell me|say|let me know] how [much is left|much there still is|far it's filled|high it stands|low it has got] in {tank}
[see|find out|check|tell me|say|let me know] [how full {tank} has got|what {tank} still holds|how much {tank} still has in it|whether {tank} needs filling up|whether {tank} will need topping up]
[put|cast|run] an eye over the [level|fill level|water level] [of|in] {tank} and tell me
~[i'm worried|i have a feeling|i'm afraid|looks to me like|i'd guess] {tank} is [running dry|nearly empty|getting low|about to overflow|too full], [how full is it|what's in it|how much is left]
~before [i fill it|we order more|the tanker comes|i go home|the shift ends|we start], [how full is {tank}|how much is in {tank}|how much does {tank} still hold]
~[do we have to order|should i order|do i need to bring|is it time to order] more for {tank}, how [full is it|much is left]
~for the [log|shift book|handover|record|round], [how full is {tank}|how much is in {tank}|what has {tank} got in it]
~don't [fill|drain|empty|touch] {tank}, just [tell me how full it is|say how much is in it|check how full it is]
~[the boss|the driver|the engineer|my supervisor|the farmer|grandpa] [wants to know how full {tank} is|asks how much is left in {tank}|needs to know how much {tank} holds now]
~[would you be so kind and say|might one ask|may one enquire|could you possibly say|be a dear and tell me] [how full {tank} is|how much is left in {tank}|how much there is in {tank}]
~[will|would] {tank} [last|last us] [till tomorrow|the night|the weekend|the week], how [full is it|much is in it]
~is [there a lot|there much|there plenty|there a good amount|anything much] [left|] in {tank} [still|]
~is {tank} [more than half full|less than half full|up to the brim|filled to the brim|down to the dregs|anywhere near full|getting empty|as good as empty|dry]
~how [close to full|close to empty|near the brim|near the top|near the bottom] is {tank} [now|already|at this point|]
~how [many percent|much percent|many per cent] [full is {tank}|is {tank} filled|of {tank} is filled]
~[to what height|up to what mark|to what percentage|up to where] is {tank} [filled|full]
~[what quantity|what amount|how much liquid|how much product] [is|remains|do we have|do you see] in {tank} [now|at present|]
~so {tank}, [yeah,|right,|ok,|um,] [how full is that one|what's in that one|how much is left in there]
~no, {tank}, [how full is that one|i meant how full that one is|how much is in that one]
~[{tank} is how much full|{tank} have still how much|please to say how full is {tank}|how much it has in {tank}|in {tank} how much is there]
~[level|fill level|water level|level reading|filling level] [of|in|for] {tank} [wanted|requested|to be reported|is needed|to me please]
"""),
    "read_pressure": lines("""
~what's the [pressure|water pressure|internal pressure] [like|doing|reading] [in|at|for] {tank} [today|now|then|]
~{tank}, [how many bar|what bar|how many psi|how hard is it pressurised|pressure please|what's the pressure|what pressure has it got]
~{tank} - [how many bar|how many psi|pressure|bar reading|bar|psi]
~{tank} [press|press.|psi|bar|bar reading|gauge reading in bar|pressure pv|kpa|manometer] [please|pls|now|]
~[psi|bar reading|manometer reading|kpa|pressure pv] [of|for|in|at|on] {tank} [please|pls|]
[read off|look at|check|see|read me] the [manometer|bar gauge|pressure dial|pressure transmitter|pressure gauge|pressure transducer] [of|at|on|for] {tank} [and report|and tell me|please|for me|]
[see|find out|check|tell me|say|let me know] [how many bar there are|how many bar we have|what pressure there is|what pressure has built up|how much pressure there is] in {tank}
[see|find out|check|tell me|say|let me know] [what pressure {tank} is under|how many bar {tank} has got|how hard {tank} is pressurised|how much pressure {tank} is holding]
[put|cast|run] an eye over the [pressure|internal pressure] [of|in] {tank} and tell me
~[i'm worried|i have a feeling|i'm afraid|looks to me like|i'd guess] {tank} is [losing pressure|building pressure|over pressure], what's it at
~before [i open it|we open it up|i loosen the bolts|i go home|the shift ends|we start], [how many bar are on {tank}|what's the pressure in {tank}|how much pressure is there in {tank}]
~[do i need to|should i|must we|do we have to] [bleed|vent|relieve] {tank}, [what's the pressure|how many bar has it got|what pressure is it at]
~for the [log|shift book|handover|record|round], [what's the pressure in {tank}|how many bar does {tank} have|the pressure at {tank} please]
~don't [vent|bleed|open|touch] {tank}, just [tell me its pressure|say how many bar it has|check its pressure]
~[the boss|the inspector|the engineer|my supervisor|the boilerman|the plumber] [wants to know the pressure in {tank}|asks how many bar {tank} has|needs the pressure of {tank}]
~[would you be so kind and say|might one ask|may one enquire|could you possibly say|be a dear and tell me] [what the pressure in {tank} is|how many bar {tank} has|how much pressure {tank} is under]
~[is the pressure in {tank}|is {tank}'s pressure] [all right|within limits|normal|where it should be|still safe|too high|too low|up to spec|in the green|in the red]
~is {tank} [under any pressure|pressurised|up to pressure|over pressure|under vacuum|still under pressure|depressurised|without pressure]
~how [strongly|highly|much] is {tank} [pressurised|pressurized] [now|at present|]
~[at|under] [what pressure|how many bar|how many psi] is {tank} [now|running|operating|at present|]
~[what pressure|how much pressure|how many bar|how many psi|how many kilopascal] [does {tank} have|is on {tank}|is {tank} holding|do you read at {tank}|is {tank} showing|does the gauge show at {tank}]
~has {tank} [lost|built up|gained|kept|got|held] [pressure|its pressure|enough pressure|any pressure]
~so {tank}, [yeah,|right,|ok,|um,] [how many bar has that one got|what pressure is that one at|what's the pressure in there]
~no, {tank}, [i meant the pressure there|the pressure of that one|how many bar are in there]
~[{tank} is how much bar|{tank} have what pressure|please to say pressure of {tank}|how much bar it has in {tank}|in {tank} what pressure is there]
~[pressure|internal pressure|pressure reading|current pressure] [of|in|for|at] {tank} [wanted|requested|to be reported|is needed|to me please]
"""),
    "lock": lines("""
~{door} [can|may] be locked [again|up|now|], [everyone has left|the last one is gone|the delivery is done|we're finished|the guests have gone|the cleaners are through|visiting time is over|the party is over|the class is over]
~[everyone has left|the last guest is gone|the delivery is done|we're finished here|the cleaners are through|visiting time is over|school is out|the market is over|the shift has gone home], [so|] {door} [can|may] be [locked|locked up|bolted] [again|now|]
~[everyone has left|the delivery is done|we're finished here|the cleaners are through|visiting time is over|the kids are in bed], [you can lock|you may lock|do lock|go and lock] {door} [again|now|]
~[we had|i saw|there's talk of|we've had] [an intruder|a prowler|a break-in next door|a stray dog inside|things stolen|strangers wandering in|drunks coming in], [lock {door}|get {door} locked|{door} should be locked|please bolt {door}]
~[the wind keeps blowing open|the kids keep opening|people keep using|someone keeps opening] {door}[, lock it|, please lock it|, it should be locked]
~[anybody|anyone|any stranger|the whole world|every tom, dick and harry] can [walk|wander|stroll|come] [in|through] at {door}, [lock it|that won't do, lock it|please lock it|it should be locked]
~[i don't want|we can't have|no one wants] {door} [standing open|left open|unlocked overnight|left unlocked|open to all and sundry], [lock it|it should be locked|bolt it]
~[{door} [hasn't been locked|wasn't locked|has not been bolted|isn't locked up] [yet|], [do it now|please do so|see to it|get it done]|[has nobody|hasn't anybody|has no one] locked {door} yet, [do it now|please do it|go on, lock it]]
~no, [locked|i meant locked|i said locked], not [open|unlocked], {door}
~{door} [locked instead of open|locked rather than unlocked|back to locked|locked again please|locked, not open]
~[who unlocked|who opened|somebody unlocked|someone has unlocked] {door}[, lock it again|, it should be locked|? lock it again]
~[locking|the locking|lock-up|lockup|lockdown] of {door} [is requested|is needed|may begin|please|can go ahead|is due now]
~[green light|go-ahead|permission|ok] to lock {door} [given|granted|from security|from the manager|]
~[what i'd like to see is|what security wants is|the order is|the rule is] {door} [locked|firmly locked|bolted and locked|under lock and key]
~[[gimme|we'll have|let's be having|let's see] {door} [locked|bolted] [mate|love|cheers|lads|darling|]|so {door}, [yeah,|right,|ok,|um,] [that one should be locked|lock that one|that one needs locking|we lock that one]]
~[the boss|the caretaker|the headmaster|the matron|security|my mum|the night porter] [wants {door} locked|says to lock {door}|says {door} must be locked|asked for {door} to be locked]
~[while we're away|when nobody is in|as long as the shop is shut|with all these strangers about], {door} [is to be kept locked|should be locked|has to be under lock]
~[would it be any trouble|would it be a bother|may i trouble you] to [have {door} locked|see that {door} is locked|put {door} under lock and key]
~{door} [wants|needs|could do with|requires] [locking|locking up|bolting|securing|a turn of the key]
~{door} - [not locked|unlocked], [please rectify|kindly correct|make good and lock|lock it]
[snib|make fast|dead-lock|bolt fast|lock and bolt|lock and secure|lock securely|close up and lock] {door} [will you|for the night|for me|tight|please|]
[shoot|ram|drive|push home] the [bolt|bolts] [on|at|of] {door}
[drop|put on|engage] the [latch|snib|deadlock|night latch] [on|at] {door} [please|for the night|]
[tell|instruct|order|command] {door} to [lock|lock itself|go into the locked state]
[close off|shut off|cut off|end] [access|entry|public access] [at|through|via] {door}
~[please to lock {door}|need that {door} is locked|you make locked {door} please|{door} must have lock closed|make that {door} locks]
"""),
    "unlock": lines("""
~{door} [can|may] be [unlocked|opened] [again|up|now|], [the staff have arrived|we're open for business|the alarm was false|the paint is dry|the teacher is here|the break is over|the danger is past|the guests are here|the cleaning is done]
~[the staff have arrived|we're open for business|the paint is dry|the guests are here|the cleaning is done|the danger is past|the inspection is over], [so|] {door} [can|may] be [unlocked|opened|unbolted] [again|now|]
~[the staff have arrived|the guests are here|the cleaning is done|school starts|the lorry is here|the doctor is on her way|the queue is getting long], [you can unlock|you may unlock|do unlock|go and unlock] {door} [again|now|]
~[i've got|there's|we have|i am expecting] [a delivery|a visitor|a parcel|the engineer|a patient|an ambulance crew|some customers] for {door}[, unlock it|, open it up|, it needs unlocking|, please unlock]
~[i left my bag inside|my jacket is in there|i forgot my phone inside|my keys are inside|i need something from inside|my tools are in there], [unlock {door}|open {door} for me|{door} needs unlocking|please open {door}]
~[it's raining|my hands are full|i'm freezing out here|it's pouring|i've been standing here for ages|the baby's crying], [unlock {door}|open {door} for me|let me in at {door}|please get {door} unlocked]
~[nobody|no one|not a soul|none of us] can [get|come|go] [in|through] at {door}, [unlock it|that won't do, unlock it|please unlock it|it should be unlocked]
~[i don't want|we can't have|no one wants] {door} [locked|bolted|barred] [during the day|any longer|any more|today|], [unlock it|it should be open|unbolt it]
~[{door} [hasn't been unlocked|wasn't unlocked|has not been unbolted|isn't unlocked] [yet|], [do it now|please do so|see to it|get it done]|[has nobody|hasn't anybody|has no one] unlocked {door} yet, [do it now|please do it|go on, unlock it]]
~no, [unlocked|i meant unlocked|i said open], not locked, {door}
~{door} [unlocked instead of locked|open rather than locked|back to unlocked|unlocked again please|unlocked, not locked]
~[who locked|who bolted|somebody locked|someone has locked] {door}[, unlock it again|, it should be open|? unlock it again]
~[unlocking|the unlocking|unbolting|release] of {door} [is requested|is needed|may begin|please|can go ahead|is due now]
~[green light|go-ahead|permission|ok] to unlock {door} [given|granted|from security|from the manager|]
~[what i'd like to see is|what the fire officer wants is|the order is|the rule is] {door} [unlocked|no longer locked|free to open|off the lock]
~[[gimme|we'll have|let's be having|let's see] {door} [unlocked|unbolted] [mate|love|cheers|lads|darling|]|so {door}, [yeah,|right,|ok,|um,] [that one should be unlocked|unlock that one|that one needs unlocking|we unlock that one]]
~[the boss|the caretaker|the headmaster|the matron|security|my mum|the night porter] [wants {door} unlocked|says to unlock {door}|says {door} must be open|asked for {door} to be unlocked]
~[while we're open|as long as there are visitors|with so many people coming and going|for the fire drill|for the evacuation], {door} [is to be kept unlocked|should be unlocked|must not be locked]
~[would it be any trouble|would it be a bother|may i trouble you] to [have {door} unlocked|see that {door} is unlocked|take {door} off the lock]
~{door} [wants|needs|could do with|requires] [unlocking|unbolting|opening up|taking off the lock]
~{door} - [locked|still bolted], [please rectify|kindly correct|make good and unlock|unlock it]
[unlock|unbolt|unsnib|unlatch] {door} [and leave it so|for general use|for the day|and leave it unlocked|will you]
[draw|shoot back|pull back|slide back] the [bolt|bolts] [on|at|of] {door}
[lift|take off|release] the [latch|snib|deadlock|night latch|lock] [on|at] {door} [please|for the day|]
[tell|instruct|order|command] {door} to [unlock|unlock itself|go into the unlocked state|release]
[restore|open up|reinstate|reopen] [access|entry|public access] [at|through|via] {door}
~[please to unlock {door}|need that {door} is unlocked|you make unlocked {door} please|{door} must have lock open|make that {door} unlocks]
"""),
    "report": lines("""
~[the boss|my manager|head office|the board|accounts|the landlord|the council|the auditor|our investor] [keeps asking|is on my back|won't stop asking|is nagging me], [send|get me|i need|make] the {topic} report for {period}
~[i've got|we have|there's] a [meeting|review|board meeting|presentation|audit|call] [in a minute|coming up|to go to], [i need|get me|send me|have ready] the {topic} [report|summary] [for|of] {period}
~for the [meeting|audit|file|records|board|shareholders|owner's association|tax man|insurance] [i need|send|please make|we'll want] the {topic} report [for|of|covering] {period}
~[could it be|is it possible|i fear|it seems] that the {topic} report [for|of] {period} [is missing|has not come|got lost|never arrived], send it [again|please|to me|once more]
~[i never got|i'm missing|i can't find|i've lost|i haven't had|nobody sent me] the {topic} report [for|of] {period}[, send it|, send it again|, mail it to me|]
~[the {topic} report for {period} is [due|overdue|still outstanding|still missing], [send it|get it out|make it|let me have it]|{topic} report for {period} [due|overdue|outstanding], [send it|make it|please issue]]
~no, not [everything|all of it|the lot|that one|the other one], [just|only] the {topic} report [for|of] {period}
~no, {topic}, [i meant|i want|i need] the {topic} report [for|of] {period}
[knock together|knock up|bash out|whip up|throw together|draw up|work up|type up|cobble together] [a|the] {topic} report [for|of|covering] {period}
[issue|publish|release|dispatch|file|circulate|distribute|submit|furnish] the {topic} [report|summary|statement] [for|of|covering] {period}
[ping|shoot|fire|drop|bung|chuck|sling|whizz|fling] me [over|across|] the {topic} [report|summary|figures|stats] [for|from|of] {period}
[ping|shoot|fire|send|mail] [over|across|through] the {topic} [report|summary|figures|stats] [for|from|of] {period}
[have|get] {topic} [written up|summed up|summarised|reported on|documented|put on paper] for {period}
[sum up|set out|lay out|cover] {period} in [a|one] {topic} report [for me|for us|please|]
[let|have] {period} be [covered|summed up|documented] [in|by] [a|the] {topic} report
[prepare|compile|do|make|write] the [paperwork|write-up|statement|report|statistics] [about|on|regarding|concerning] {topic} [for|covering] {period}
~[what happened|what went on|what was recorded|what was logged|everything there is] [with|on|about] {topic} {period}, [put it in a report|as a report please|send it to me as a report]
~[how did we do|how were we doing|how did it go|where did we end up] [with|on] {topic} {period}, [a report please|send the report|give me the report]
~[looking back at|concerning|regarding|with regard to|as for|about] {period}, [i'd like|send me|we need|could i have|may i see] the {topic} [report|figures|summary]
~[as far as {topic} is concerned|when it comes to {topic}|on the subject of {topic}|in terms of {topic}], [i'd like|send me|we need|i want] the report [for|of|on] {period}
~{topic}: {period}: [pdf|to me please|report to me|by mail|for the file|statement|report wanted]
~[rpt|rep|report|summary] {topic} [/|-|,|for] {period}
~{topic} [rpt|write-up|sheet|printout|statement|breakdown|recap|log summary] [for|of|from|,] {period} [pls|please|asap|]
~[recap|write-up|printout|breakdown|statement|rundown|digest|round-up] [of|on|about] {topic} [for|over|covering] {period} [please|pls|asap|]
~[would you be so kind and send|might one have|may i trouble you for|could i possibly have|be a dear and send me] the {topic} [report|figures|summary] [for|of] {period}
~[is|isn't] [the|our] {topic} report [for|of] {period} [ready|done|out|available|finished] [yet|], [send it|let me have it|then send it over]
~[{topic} report for|the {topic} report of] {period} [wanted|is requested|to be sent|is needed|would be handy|would come in useful|to my inbox|to my mail|in my hands please]
~so {topic}, [yeah,|right,|ok,|um,] [i'll need the report on that|send the report on that|a report on that please,] for {period}
~[please to send report|is needing report|you make report please|i am wanting report] [of|on|about] {topic} [for|from|of] {period}
~[the boss|my manager|the engineer|the inspector|the office] [wants to see|asked for|would like|needs] the {topic} [figures|report|numbers] [for|from|of] {period} [in writing|on paper|by mail|]
"""),
}
