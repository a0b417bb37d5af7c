"""Sayings for burglar alarms, modes and programmes that no frame makes."""

# ruff: noqa: E501 - a phrasing is read best on one line.

from frames import lines

_SPAN = "[from {from} to {to}|from {from} until {to}|between {from} and {to}|{from} to {to}|{from} - {to}|{from} till {to}|starting {from}, ending {to}|with start {from} and end {to}|at {from} until {to}|from {from} onwards until {to}|from as early as {from} until {to}|start: {from}, end: {to}|on at {from}, off at {to}|on {from} off {to}]"

PHRASES: dict[str, list[str]] = {
    "arm": lines("""
[let|have] {the} <alarm> [watch|guard|be sharp|be live|keep watch|stand guard]
[let|have] the <alarm> [watch over|guard|protect] {place}
[put|switch|set] {the} <alarm> [to|into|on] [armed|sharp|active|on|guard|watch|armed mode|live]
[put|set] {place} [under|on] [alarm|guard|surveillance by the alarm]
[change|set] the state of {the} <alarm> to armed
[press|hit|enter] arm [for|on] {the} <alarm>
[turn|switch] on the [protection|intrusion detection|burglary protection|intruder detection] {in}
[start|enable|activate|engage] the [protection|intrusion detection|burglary protection|intruder detection|security] {in}
[catch|stop|deter|keep out] [burglars|thieves|intruders] {in}, arm the alarm
~{the} <alarm> [should|must|has to|needs to|shall] [watch|guard|be sharp|protect us|be ready|be in force|get armed|come on]
~<want> {the} <alarm> [sharp|live|ready|guarding|on guard|in force|to be live|to guard us|to come on|working]
~<want> {place} [under alarm|under guard|safe with the alarm|on alarm]
~[can|could|will|would] {the} <alarm> [be armed|be set|be activated|go on|be turned on|come on]
~[i'm|we're|we are] [off|leaving|going home|closing up|locking up|the last ones], [arm|set|activate] the alarm {in}
~[the shop|the office|the house|the store] is [closed|empty|closing], [arm|set|activate] the alarm {in}
~[i|we] feel [unsafe|safer with the alarm on] {in}, [arm|activate|turn on] the alarm
~[there were|there have been|beware of] [burglars|break ins|thieves], [arm|set|activate] {the} <alarm>
~[guard|security|protection] [on|active|armed] {in}
~{place} [to|:|=|->] [armed|arm|alarm on]
~[arming|alarm state|alarm|intrusion] {in} [=|:|to|->] [on|armed|active|true]
~me want alarm on {in}
~alarm must to be on {in}
~[alarm|alarms] [please on|on please|sharp|live|active please] {in}
"""),
    "disarm": lines("""
[let|have] {the} <alarm> [rest|sleep|stand down|be quiet|take a break|be off]
[put|switch|set] {the} <alarm> [to|into|on] [disarmed|off|inactive|standby|rest|unarmed|disarmed mode]
[take|lift|remove] the [alarm|guard|protection] [off|from] {place}
[change|set] the state of {the} <alarm> to disarmed
[press|hit|enter] disarm [for|on] {the} <alarm>
[turn|switch] off the [protection|intrusion detection|burglary protection|intruder detection] {in}
[stop|disable|deactivate|disengage] the [protection|intrusion detection|burglary protection|intruder detection|security] {in}
~{the} <alarm> [should|must|has to|needs to|shall|can|may] [rest|stand down|not react|be off duty|be out of force|get disarmed|go off guard]
~<want> {the} <alarm> [out of force|to stand down|off duty|to rest|not to react|not to ring]
~<want> {place} [free of alarm|without guard|off alarm]
~<want> to [enter|walk around in|work in] {place} without [triggering the alarm|an alarm|alarm]
~[can|could|will|would] {the} <alarm> [be disarmed|be deactivated|be turned off|go off duty|be disabled]
~[i'm|we're|we are|the cleaner is|the staff is] [here|back|coming|arriving|entering|at work], [disarm|deactivate|turn off] the alarm {in}
~[the shop|the office|the house|the store] [opens|is opening|is open], [disarm|deactivate|turn off] the alarm {in}
~[don't|do not] [trigger|ring|sound|set off] the alarm {in}, [we're here|it's me|disarm it|turn it off]
~[somebody|someone|the technician|the cleaner] [must|has to|wants to] [enter|work in|go into] {place}, [disarm|deactivate|turn off] the alarm
~[guard|security|protection] [off|inactive|disarmed] {in}
~{place} [to|:|=|->] [disarmed|disarm|alarm off]
~[arming|alarm state|alarm|intrusion] {in} [=|:|to|->] [off|disarmed|inactive|false]
~me want alarm off {in}
~alarm must to be off {in}
~[alarm|alarms] [please off|off please|down|inactive please] {in}
"""),
    "mode_away": lines("""
~[the last one|everybody|everyone|the last person|the whole team] [has left|is leaving|is gone|has gone|went|leaves|is out|goes home]
~[i'm|we're|we are] [catching|taking] [a|the] [train|bus|plane|taxi] now, [away mode|nobody home]
~[i'm|we're] [off to|going to|leaving for|on my way to|on our way to|heading for|heading to] [work|school|the shop|the gym|the office|town|the cinema|church|dinner|lunch|the airport|the doctor|a concert|the city|a party]
~[i'm|we're] [closing|shutting|locking] the [door|house|door behind us] and [leaving|going]
~[no one|nobody] [stays|will stay|is going to be|remains|lives] [here|in the house|at home|home] [today|for now|this evening|tonight|]
~[the house|the home|the flat|the place|the building] is [all yours|on its own|alone|without us] [now|today|]
~[watch|guard|look after|take care of] the [house|place|home] [while|when] [we are|i am|we're|i'm] [out|away|gone]
~[take|have] [a break|a rest], we're [out|gone|leaving]
~[act|behave] [like|as if] [nobody is|no one is] [home|here]
~[i|we] [won't|will not] be [home|here|in|around] [today|until tonight|this afternoon|for some hours|for the day]
~me go out now
~we go out of house
~me leave home now
~[everyone|everybody] [out|gone|left]
~[mode|status|state|occupancy mode] [away|absent|=away|: away]
~[switch|set|change] [us|me|the house|the building] to [away|absent|nobody home]
[go|switch] [to|into] absence mode
"""),
    "mode_home": lines("""
~[look|guess] who's [home|back]
~[the first one|somebody|someone|the family|my wife|my husband|dad|mom] [is|has come|came|just came|has arrived|arrived] [home|back home]
~[i'm|we're|we are] [coming|walking|stepping] [in|through the door|into the house|home]
~[i'm|we're] [finally|at last|now|safely|both|all] [home|back|back home|here]
~[the house|the home|the flat|the place] is [no longer empty|not empty any more|ours again|inhabited]
~[welcome me|welcome us|greet me] [home|back]
~[act|behave] [like|as if] [we are|i am|somebody is] [home|here]
~[back|home] from [work|school|the shop|holiday|the trip|our journey|the office|vacation|town]
~we're back from [work|the trip|holiday|vacation|shopping|the city|school]
~i'm back from [work|the trip|holiday|vacation|shopping|the city|school]
~[i|we] [am|are] [in|inside|home|back] [again|now|already]
~[working|i work|i'm working] from home [today|]
~me is home
~we come home now
~me home again
~[mode|status|state|occupancy mode] [home|present|=home|: home]
~[switch|set|change] [us|me|the house|the building] to [home|present|somebody home]
[go|switch] [to|into] presence mode
"""),
    "mode_night": lines("""
~[i'm|we're|we are|i am] [exhausted|dead tired|so sleepy|yawning|very tired], [good night|off to bed|going to bed|to bed]
~[lights out and|and now] [to bed|sleep|good night]
~[i|we] [need|want|crave|could use] [some|our|my|] [sleep|rest|shut eye|beauty sleep]
~[i|we] [lie|am lying|are lying] in bed [now|already|]
~[i'm|we're] [closing my eyes|under the blanket|brushing my teeth|putting the kids to bed|tucked in|saying good night|drifting off]
~[sleep|bed|the pillow|the bed|the land of dreams] is calling [me|us|]
~[have a|wish me a|i wish you a] good night
~[let|help] [me|us] sleep
~[don't|do not] disturb, [we sleep|i'm sleeping|we are asleep]
~[see you|until|wake me] tomorrow, [good night|i'm off to bed|sleep well]
~[the night|bedtime|night] [begins|starts|is here|has come|falls]
~[everybody|everyone|all] [to bed|asleep|in bed|sleeps|is sleeping]
~me go to bed now
~we sleep now
~me go sleep
~[mode|status|state] [night|=night|: night|sleep]
[go|switch|set|put the house|put the building] [to|into|in] [sleep|night|sleeping|bedtime] mode
[set|prepare|get] [the house|everything|the building] [ready|] for [the night|bed|bedtime|sleeping]
"""),
    "mode_eco": lines("""
[be|let's be|let us be|try to be] [careful|economical|thrifty|stingy|smart] with [the|] [energy|power|electricity]
[keep|hold|make] the [energy use|power consumption|electricity bill|consumption|energy bill] [low|small|down|minimal]
[minimise|minimize|optimise|optimize|economise|curb|trim] [the|our|] [energy use|energy|power use|consumption|power consumption|electricity use]
[protect|help|save|think of] the [planet|climate|environment|earth], [save energy|use less power|eco mode|eco]
[run|operate] [everything|the house|the building|the site] [economically|efficiently|on a low flame|at low power|with little energy|frugally|on the cheap]
[go|get|be] [green|greener|eco|eco friendly|frugal]
~[our|the|my] [energy|power|electricity] [costs|bill|bills] [kill|are killing|ruin|eat] [us|me], [save energy|use less]
~[we're|we are] [using|burning|wasting|consuming] [way|far|] too much [energy|power|electricity]
~[power|energy|electricity] [prices|costs] are [high|crazy|rising|insane], [save energy|be economical|use less]
~[i|we] [want|need] [a lower|a smaller] [energy bill|electricity bill|power bill|consumption]
~[i|we] [care about|think of] the [climate|planet|environment], [save energy|use less power|go eco]
~[saving|economy|efficiency] [is|comes] [first|important|the order of the day], [energy|power]
~[we're|we are] on [a tight budget|battery|the generator|emergency power], [save energy|save power]
~me want save energy
~we must to save power
~[mode|status|state] [eco|=eco|: eco|economy]
[go|switch|set|put] [everything|the house|the building|us|] [to|into|in|on] [economy|eco|saving|energy efficient|low power|power save] mode
"""),
    "mode_holiday": lines("""
~[i'm|we're|we are|the family is] [flying|driving|going|travelling|off] to [the beach|the sea|the mountains|an island|the lake|the south|the coast] [on|for our|for the] [holiday|vacation|holidays]
~[i'm|we're|we are] [taking|having|enjoying|starting] [a|our|my|the] [holiday|vacation|holidays|annual leave|summer holiday|winter holiday]
~[i'm|we're|we are] [on leave|on annual leave|away on leave|away on vacation|off for the summer|away for the holidays|gone for the holidays]
~[i'm|we're|we are] [gone|away|out of town|abroad|travelling] for [a week|two weeks|three weeks|a month|the whole month|a long time|ten days|a fortnight|some weeks|the summer]
~[the|our|my] [plane|flight|train|ship] to [the beach|paradise|the sun|our holiday|our vacation] [leaves|is waiting|goes] [soon|now|]
~[bags|the bags|suitcases] are packed, [we're off on holiday|vacation|off on vacation|the holiday begins|holiday]
~[school|work|the office] is out, [holiday|vacation|holidays]
~[have|wish us|enjoy] a [nice|good|great] [holiday|vacation], [house|we're off|we are gone]
~[nobody|no one] [will be|is] [here|home|there] [for|during] [two weeks|the holidays|a month|our holiday|our vacation|a fortnight|the summer]
~[the house|the home|the flat|the building] [will be|is|stays] empty for [two weeks|three weeks|a month|the holidays|a fortnight|the summer]
~[we|i] [start|begin] [our|my|the] [holiday|vacation|holidays]
~[we|i] [will be|are|am] on [holiday|vacation|leave] [now|from today|until further notice|till sunday|]
~me go on holiday
~we are in holidays
~[mode|status|state] [holiday|=holiday|: holiday|vacation]
[go|switch|set|put] [everything|the house|the building|us|] [to|into|in|on] [holiday|vacation|holidays|long absence] mode
"""),
    "mode_cleaning": lines("""
~[the cleaner|the cleaners|the cleaning firm|our cleaner|the cleaning woman|the janitor|the char|our cleaning lady|the cleaning guys] [needs|need|wants|want] to [start|work|begin|clean|get in|do their work|mop]
~[the cleaner|the cleaners|our cleaner|our cleaning lady|housekeeping|the cleaning guys] [is|are] [cleaning|mopping|scrubbing|coming in|at the door|ready to start|with us|on the way|expected|on duty]
~[i'm|we're|we are] [about to|going to|starting to|ready to] [mop|clean|scrub|sweep|vacuum|clean up|clean the house|do the floors]
~[i'm|we're|we are] [doing|starting|having] [the|a|] [cleaning|spring cleaning|clean up|big clean|deep clean|floors|weekly cleaning|cleaning round]
~[spring cleaning|cleaning day|cleaning hour|cleaning shift|deep cleaning|the cleaning shift|floor washing|the weekly clean] [starts|begins|is on|now|is here|today|has started]
~[the place|the house|the floor|everything|the office|the building] [needs|gets|wants] [cleaning|a clean|a good clean|to be cleaned|mopped|a scrub]
~[mops|buckets] [out|ready], [we clean|cleaning time|let's clean]
~[make|set|get] [everything|the house|the building|the rooms] [ready|fit] for [cleaning|mopping|the cleaners|the cleaning team|housekeeping]
~[let|allow] the [cleaners|cleaning crew|cleaning lady|cleaning team] [work|start|do their job|clean|begin]
~[time|now] [to|we] [mop|clean|scrub]
~[dirt|dust] [everywhere|all over], [we clean now|cleaning time|cleaning]
~me clean now
~we make clean house
~[mode|status|state] [cleaning|=cleaning|: cleaning]
[go|switch|set|put] [everything|the house|the building|us|] [to|into|in|on] [cleaning|cleaner|clean|housekeeping] mode
"""),
    "schedule_mode": lines(f"""
[let|have] [the house|the building|everything|the site|us] [go|switch|change] [to|into] {{mode}} mode {{days}} {_SPAN}
[let|have] {{mode}} mode [kick in|start|run|be active|go] {{days}} {_SPAN}
[put|enter|write|note|add] {{mode}} mode [in|into|to|on] the [calendar|schedule|timetable|plan|weekly plan|program] [for|:|] {{days}} {_SPAN}
[add|create|make|put in] [a|an] [entry|event|timer|slot|block] for {{mode}} mode {{days}} {_SPAN}
[automatically|always|regularly] [switch to|run|use|activate|go to] {{mode}} mode {{days}} {_SPAN}
[switch to|run|use|activate|go to] {{mode}} mode [automatically|always|regularly] {{days}} {_SPAN}
[reserve|fix|allocate|keep] {{days}} {_SPAN} for {{mode}} mode
[turn|switch] {{mode}} mode on {{days}} {_SPAN}
[turn|switch] on {{mode}} mode at {{from}} and off at {{to}} {{days}}
[turn|switch] {{mode}} mode on at {{from}} and off at {{to}} {{days}}
{{days}} [turn|switch] {{mode}} mode on at {{from}} and off [again|] at {{to}}
[activate|start|begin|enter] {{mode}} mode {{days}} at {{from}}, [deactivate|end|stop|leave] [it|] at {{to}}
[from|starting] {{from}} [to|until] {{to}} [go|switch] to {{mode}} mode, {{days}}
[repeat|loop] {{mode}} mode {{days}} {_SPAN}
~the {{mode}} [mode|program|programme|setting|scene] [runs|is on|is active|applies|is used|goes|should be on] {{days}} {_SPAN}
~{{days}} [it's|it is|we're in|the house is in|the building is in] {{mode}} mode {_SPAN}
~{{days}} [is|are] {{mode}} mode [days|time|hours|], {_SPAN}
~[the schedule|the plan|my plan|the program|the timetable] [is|:|says] {{mode}} mode {{days}} {_SPAN}
~[hours|times|time|active hours] [of|for] {{mode}} mode [:|are|] {{days}} {_SPAN}
~{{mode}} mode [hours|times|schedule|timer|program|plan|slot] {{days}} {_SPAN}
~{{mode}} mode [hours|times|schedule|timer|program] [:|is|] {_SPAN} {{days}}
~we [close|are away|are gone|are out|sleep|clean|open|are here|work] {{days}} {_SPAN}, [use|run|so] {{mode}} mode
~we [will|would like to|want to|shall|are going to] [be in|use|have|run|go to|switch to] {{mode}} mode {{days}} {_SPAN}
~there [should|must|shall|has to|needs to|will] be {{mode}} mode {{days}} {_SPAN}
~[as a rule|as a routine|every time|regularly|recurring|always]: {{mode}} mode {{days}} {_SPAN}
~{{days}}: {{mode}} mode {_SPAN}
~{{days}}: {_SPAN} {{mode}} mode
~{_SPAN}: {{mode}} mode, {{days}}
~{{mode}} {{days}} {_SPAN}
~{{mode}}, {{days}}, {_SPAN}
~{{days}} {{mode}} {_SPAN}
~me want {{mode}} mode {{days}} {_SPAN}
~{{mode}} mode must to be {{days}} {_SPAN}
~[cron|schedule|timer|job]: {{days}} {_SPAN} {{mode}} mode
"""),
}
