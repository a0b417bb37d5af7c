"""More phrasings for doors, burglar alarms, modes and programmes."""

# ruff: noqa: E501 - a phrasing is read best on one line.

from frames import lines, state

_ALARM = "{the} <alarm>"
_ALARM_IN = "[the|the|] <alarm> {in}"


def _mode(name: str) -> list[str]:
    """What fits any mode, by its name."""
    site = "[the house|the building|everything|the site|the system|the place|it|us|the whole building|the whole house|our home|the property|the facility|all|the premises]"
    mode = f"[{name} mode|{name} mode|{name} mode|the {name} mode|mode {name}]"
    return lines(f"""
[set|switch|go|change|turn|move|shift|jump|flip|step|toggle|get|revert] [over|] [to|into|to|in] {mode}
[set|switch|put|change|turn|move|bring|get|take|shift|flip] {site} [to|in|into|on|onto] {mode}
[set|change|switch|adjust|update|make] the [mode|operating mode|house mode|building mode|system mode|setting] [to|into|be] {name}
<on> {mode}
<on1> {mode} on
[enter|use|choose|pick|select|apply|engage|take|try|want|begin|run|load|set|execute|employ|invoke|go with|go for|activate|start] {mode}
[run|have|keep|leave|operate|make|get] {site} in {mode}
let {site} [run|be|go|work|operate|switch] [in|into|to] {mode}
make it {name} mode
~{mode} [on|now|please|active|activate|start|go|enabled|engaged|it is|from now on|is what i want|for the site|for the building]
~{mode}
~<want> {mode}
~<want> {mode} [on|active|activated|turned on|switched on|running|enabled]
~<want> {site} in {mode}
~{site} <should> [be|go|run|switch|work|operate|change] [in|into|to] {mode}
~{mode} <should> be [on|active|activated|enabled|started|turned on|used|set]
~the mode <should> [be|change to|become|go to|switch to] {name}
~[can|could|may] [i|we] [have|get|use|go to|switch to|be in] {mode}
~[can|could|will|would] {mode} be [activated|turned on|switched on|started|enabled|set]
~[can|could|would|will] you [switch to|activate|turn on|go to|set|put us in|start|enable] {mode}
~[how|what] about {mode}
~[it's|it is] time [for|to use|to go to|to switch to] {mode}
~[time|ready] for {mode}
~let's [go|switch|change|move] [to|into] {mode}
~let's [have|use|try|start|do] {mode}
~mode [:|=|to|is|->|should be|] {name}
~[new|next|desired|requested] mode [:|is|] {name}
~{name} [would be|is] the [right|best] mode [now|]
~we [should|must|need to|want to|have to|will] [go|switch|change] [to|into] {mode}
~[why not|why aren't we|aren't we] in {mode}
~{site} [to|in|:|,|->] {mode}
""")


_MODE = "[{mode} mode|{mode} mode|{mode} mode|mode {mode}|the {mode} mode]"
_SPAN = "[from {from} to {to}|from {from} until {to}|from {from} till {to}|between {from} and {to}|{from} to {to}|{from} until {to}|{from} - {to}|starting at {from} and ending at {to}|starting {from} until {to}|beginning at {from} until {to}|from {from} on until {to}|start {from} end {to}|start at {from}, stop at {to}|from {from} up to {to}|from {from} through {to}|begin {from}, end {to}|as of {from} till {to}]"

PHRASES: dict[str, list[str]] = {
    "lock": state(
        "{door}",
        "[locked|locked|locked|locked up|bolted|secured|secure|barred|latched|shut and locked|safely locked|under lock and key|sealed]",
    )
    + 2
    * lines("""
[lock|lock|lock up|bolt|secure|bar|latch|seal|lock down|shut and lock|close and lock|engage the lock of|engage the lock on|double lock|deadbolt|padlock|fasten|block access through|lock shut|turn the key in|safeguard|close|shut] {door}
[turn|put|set|throw|slide|engage|activate|close|apply|fasten|snap] the [lock|bolt|latch|key|deadbolt] [on|of|at|in] {door}
[leave|get|make|set|keep|put|have] {door} [locked|locked up|bolted|secured|secure|to locked|under lock]
[turn|switch|set] {door} to locked
[don't|do not|never] [let|allow] [anyone|anybody|them|people|someone] [in|through|in through|to pass|get through|to enter] {door}
don't leave {door} [unlocked|open]
[keep|stop|prevent|block] [everyone|people|strangers|anyone|thieves|intruders] [out at|from using|from entering|from coming through|out through] {door}
~{door} <should> [lock|be locked|be bolted|be secured|be locked up|stay locked|be shut and locked|remain locked|be under lock]
~<want> {door} [locked|to be locked|bolted|secured|to lock|locked up|kept locked|closed and locked]
~[can|could|will|would] {door} be [locked|locked up|bolted|secured]
~[can|could|would|will] you [lock|lock up|bolt|secure] {door} [for me|please|now|]
~[nobody|no one] [should|may|must|can|is to|is allowed to] [get|go|come|pass|enter|walk] [in|through] [at|] {door}
~{door} is [unlocked|open|still open|not locked|still unlocked|ajar|not secure], [lock it|bolt it|secure it|lock it up|please lock|fix that]
~[why|how come] is {door} [unlocked|open|not locked], [lock it|bolt it]
~[i|we|they|somebody] [forgot|didn't manage|failed] to lock {door}[, do it|, lock it|, please do]
~[i|we] [left|have left] {door} [unlocked|open][, lock it|, please lock it|, lock up]
~{door} [lock|locked|lock up|lock it|to be locked|shut and locked|bolt|closed and locked|locked please]
~[lock|lock it|locked|lock up], {door}
~[time|it's time] to lock [up|] {door}
~[we're|we are|i'm|everyone is] [closing|leaving|done|gone|going home|off], lock {door}
~[i'm scared|there are burglars around|it's night|we're closed|it's late|the shop is closed], lock {door}
~did [i|we|anyone] lock {door}[, if not do it|? do it|, lock it anyway]
~[is {door} locked|{door} locked]? [if not, lock it|otherwise lock it]
~a locked {door} please
~lock for {door} on
"""),
    "unlock": state(
        "{door}",
        "[unlocked|unlocked|unlocked|open|opened|unbolted|accessible|released|no longer locked|open for visitors|passable|unlatched]",
    )
    + 2
    * lines("""
[unlock|unlock|unbolt|open|open up|unbar|unlatch|release|unseal|free|clear|give access to|grant access to|allow access through|permit entry through|disengage the lock of|disengage the lock on|buzz open|pop open|remove the lock from|unfasten|open the lock of|unblock|allow entry at|unsecure|pop|buzz|unlock and open|undo the lock on] {door}
[disengage|release|open|undo|remove|take off|deactivate|pull back|unfasten|unsnap|lift] the [lock|bolt|latch|deadbolt] [on|of|at|from] {door}
[leave|get|make|set|keep|put|have] {door} [unlocked|open|opened|unbolted|accessible|to unlocked]
[turn|switch|set] {door} to unlocked
[let|allow|get|admit|buzz] [me|us|them|him|her|the courier|the guests|the plumber|everybody|people|my friend|the visitors|the staff|the driver|the delivery man] [in|through|out|inside|enter|come in|to enter|pass] [through|at|by|via] {door}
[let|allow] [me|us|them|people|visitors] [use|pass|to use|to pass|enter] {door}
[give|grant|provide] [me|us|them|the guests|people|the staff] [access|entry] [through|to|at|by|via] {door}
~{door} <should> [unlock|be unlocked|be open|be opened|stay unlocked|be unbolted|remain unlocked|open|be released|no longer be locked]
~<want> {door} [unlocked|to be unlocked|open|opened|to unlock|unbolted|to open|to be open]
~<want> [to get|to go|to come|to pass|to walk|access] [in through|through|in at|out by] {door}
~<want> [access|entry] [to|through|at] {door}
~[can|could|will|would] {door} be [unlocked|opened|unbolted|released]
~[can|could|would|will] you [unlock|open|open up|unbolt] {door} [for me|please|now|for us|]
~[can|could|may] [i|we|they] [get|go|come|pass|enter] [in|through|out] [at|through|by|] {door}
~{door} is [locked|still locked|shut|bolted|closed], [unlock it|open it|open up|let me in|please unlock|i need to get in|release it]
~[why|how come] is {door} locked, [unlock it|open it|open up]
~[i'm|i am|we are|we're|someone is|somebody is|the courier is|my friend is|the plumber is|a visitor is|the guests are|the postman is|the delivery is|a customer is] [at|in front of|outside|waiting at|standing at|locked out at|knocking at] {door}[, open|, unlock it|, let them in|, please open|, let me in|, open up|]
~[i|we|they] [can't|cannot|couldn't] [get|go|come|pass] [in|out|through] [at|through|by] {door}[, open it|, unlock it|, please unlock|]
~[i|we] [have to|must|need to|want to|would like to] [get|go|come|pass|enter] [in|out|through] [at|through|by] {door}
~[i'm|we're|i am] locked [out|in] [at|by|behind] {door}
~[i|we] lost [my|the|our] key [to|for|of] {door}[, open it|, unlock it]
~{door} [unlock|unlocked|open|open up|unlock it|to be unlocked|unbolt|opened|unlocked please]
~[unlock|unlock it|unlocked|open], {door}
~[time|it's time] to [unlock|open] {door}
~[we're open|the shop opens|the guests arrive|the delivery is here|it's morning|we are opening|the staff is coming], [unlock|open] {door}
~[someone|somebody|the cleaner|the technician] [wants|needs] [in|to get in|to come in|to enter] [at|through|by] {door}
~no lock on {door} [please|any more]
"""),
    "arm": state(
        _ALARM,
        "[on|armed|active|activated|switched on|turned on|set|enabled|live|engaged|ready|sharp|in force|running]",
    )
    + state(_ALARM_IN, "[on|armed|active|activated|set|enabled|live|turned on]")
    + 2
    * lines("""
<on> {the} <alarm>
<on> [the|the|] <alarm> {in}
<on1> {the} <alarm> on
<on1> the <alarm> on {in}
[arm|arm|set|activate|enable|engage|prime|sharpen|rearm|put on|start|ready|launch|bring up|set up] {the} <alarm>
[arm|set|activate|enable|engage|prime|start|ready] [the|] <alarm> {in}
[arm|protect|secure|guard|watch over|safeguard|monitor] {place} [with the alarm|against burglars|against intruders|against thieves|using the alarm|by alarm|with the alarm system]
arm {place}
[get|make|have|put|let|keep] {the} <alarm> [ready|going|armed|active|set|on guard|running|be on|be armed|work]
~{the} <alarm> <should> [be armed|be on|be set|be activated|be active|go on|start|be enabled|be live]
~<want> {the} <alarm> [armed|on|set|activated|to be on|active|to be armed|enabled|switched on]
~<want> {place} [armed|protected by the alarm|alarmed|guarded|secured by the alarm]
~{place} <should> be [armed|alarmed|protected by the alarm|guarded by the alarm]
~[we're|i'm|we are|everyone is] [leaving|gone|out of|done in|going out of|away from] {place}, [arm it|arm the alarm|alarm on|set the alarm|activate the alarm]
~{the} <alarm> is [off|not armed|disarmed|not on|still off|inactive], [arm it|set it|turn it on|switch it on|activate it]
~why is {the} <alarm> [off|disarmed|not on], [arm it|turn it on]
~[is the alarm on|did i set the alarm|is the alarm armed] {in}, if not [arm it|turn it on|do it]
~<alarm> [on|armed|active|set|arm|activate] {in}
~[armed|alarm on] {in}
~[on|arm|arm it|activate], {the} <alarm>
~{in} [arm the <alarm>|<alarm> on|set the <alarm>|turn the <alarm> on]
~[time|it's time] to [arm|set|activate] {the} <alarm>
~[burglars|thieves|intruders] [are about|around|should have no chance] {in}, [arm the alarm|alarm on]
~{bare} [alarm|alarm system|burglar alarm|security] [on|armed|active|arm|set|activate]
~it's [night|late|closing time], [arm|set|activate] {the} <alarm>
"""),
    "disarm": state(
        _ALARM,
        "[off|disarmed|inactive|deactivated|switched off|turned off|disabled|unarmed|disengaged|not armed|out of action|silent]",
    )
    + state(_ALARM_IN, "[off|disarmed|inactive|deactivated|disabled|turned off|unarmed]")
    + 2
    * lines("""
<off> {the} <alarm>
<off> [the|the|] <alarm> {in}
<off1> {the} <alarm> off
<off1> the <alarm> off {in}
[disarm|disarm|unset|deactivate|disable|disengage|unarm|switch off|suspend|remove|stand down|defuse|end|quit|lift|neutralise|bypass|mute|take off|inactivate] {the} <alarm>
[disarm|unset|deactivate|disable|disengage|unarm|suspend|stand down|neutralise|bypass] [the|] <alarm> {in}
disarm {place}
[get|make|have|put|let|keep] {the} <alarm> [disarmed|inactive|off|to rest|be off|be disarmed|out of action|to sleep]
[stop|end|quit] [protecting|guarding|arming|monitoring] {place} [with the alarm|against burglars|]
~{the} <alarm> <should> [be disarmed|be off|be deactivated|not be armed|be inactive|go off duty|be disabled|not be on]
~<want> {the} <alarm> [disarmed|off|deactivated|to be off|inactive|to be disarmed|disabled|switched off]
~<want> {place} [disarmed|unguarded|without alarm|without the alarm]
~<want> no [more|] alarm {in}
~{place} <should> be [disarmed|unarmed|without alarm]
~[we're|i'm|we are|the staff is|people are|i am] [back|in|entering|working|coming|returning] {in}, [disarm it|disarm the alarm|alarm off|turn off the alarm|deactivate the alarm]
~[we're|i'm|we are|the staff is] [entering|back in|inside|working in] {place}, [disarm it|disarm the alarm|alarm off|turn off the alarm]
~{the} <alarm> is [on|armed|still on|still armed|active], [disarm it|turn it off|switch it off|deactivate it]
~why is {the} <alarm> [on|armed|still on], [disarm it|turn it off]
~[no|don't need the|we don't need the|no need for an] alarm {in} [any more|now|]
~<alarm> [off|disarmed|inactive|disarm|deactivate] {in}
~[disarmed|alarm off|no alarm] {in}
~[off|disarm|disarm it|deactivate], {the} <alarm>
~{in} [disarm the <alarm>|<alarm> off|deactivate the <alarm>|turn the <alarm> off]
~[time|it's time] to [disarm|deactivate] {the} <alarm>
~{bare} [alarm|alarm system|burglar alarm|security] [off|disarmed|inactive|disarm|deactivate]
~it's [morning|opening time], [disarm|deactivate] {the} <alarm>
~it's only [me|us], [disarm|deactivate|turn off] {the} <alarm>
"""),
    "mode_away": _mode("away")
    + lines("""
~[we're|i'm|we are|i am|everybody is|everyone is|they are|all are|the team is|the staff is|my family is] [leaving|going out|out|off|heading out|heading off|away|gone|on our way out|driving away|about to leave|leaving the building|leaving for work|leaving now|stepping out|going shopping|going to work|off to the office|out of the house|out for the day|going away|not here|not at home|no longer here|out the door]
~[nobody|no one] [is|will be|stays|remains] [home|here|at home|in the house|in the building|around|left|inside|in|there] [today|now|any more|this afternoon|until tonight|for a while|]
~[i|we] [have to|must|will|need to] [go|leave|run|go out|head out] [now|]
~[i|we|everybody|everyone|all] [leave|leaves|left|go|have left|has left|has gone] [now|the house|the building|home|for work|]
~the [house|building|place|office|site] [is|will be|stays] [empty|deserted|unoccupied|abandoned|vacant|without people] [now|today|until tomorrow|]
~[see you later|goodbye house|bye house|bye bye house], [we're|i'm] [leaving|off|going]
~[locking up|closing up] and [leaving|going]
~[leaving|going out|off to work|heading out|out] [now|]
~we won't be [here|home|in] [for a while|today|until evening]
"""),
    "mode_home": _mode("home")
    + lines("""
~[we're|i'm|we are|i am|everybody is|everyone is|they are|all are|the team is|my family is|the kids are] [home|back|back home|home again|back again|here again|at home|in the house|home now|home from work|in again|inside again|returning home|coming home|home at last|back from work|back in the building|here now|just back|home early|back from shopping|arriving home|around again]
~[i|we|everybody|everyone|they] [just|have just|] [got|came|arrived|returned|walked] [home|back|back home|in]
~[i|we] [have|have finally] [arrived|returned|come home|come back|got home|made it home]
~[honey|hi house|hello house|darling|hey house], [i'm home|we're home|i'm back|we are back]
~[somebody|someone] is [home|back home|at home] [now|again]
~[the house|the building|the place] is [occupied|full|lived in|alive] again
~[arrived|arriving|returned|back|home] [home|] [safely|again|]
~we will stay [home|at home] [today|now|]
~[staying|i stay|we stay] [home|in] [today|tonight|]
~people are [home|here|back] again
"""),
    "mode_night": _mode("night")
    + lines("""
~[we're|i'm|we are|i am|everybody is|everyone is|the kids are|they are] [going to bed|off to bed|going to sleep|in bed|sleeping|asleep|falling asleep|about to sleep|ready for bed|hitting the sack|turning in|heading to bed|going upstairs to sleep|calling it a day|calling it a night|tired and going to bed|hitting the hay|retiring for the night|about to go to bed|off to dreamland|off to sleep|ready to sleep|in our beds|putting on pyjamas]
~[good night|nighty night|night night|goodnight|sleep tight|sweet dreams|sleep well|have a good night|good night all|good night to you] [everybody|all|computer|friends|house|dear|]
~[time|it's time|it is time] [for bed|to sleep|to go to bed|to hit the hay|to turn in|to get some sleep|for some sleep|to close our eyes]
~[bedtime|sleeping time|sleep time|it's bedtime|off to bed|off to sleep|to bed|night time]
~[i|we|everybody|the kids] [want|wants|need|have|has] to [sleep|go to bed|get some sleep|rest now]
~[i|we] [go|will go] to [bed|sleep] [now|]
~let's [go to bed|sleep|call it a night|hit the hay|get some sleep]
~see you [in the morning|tomorrow morning], [i'm off to bed|good night]
~the day is over, [to bed|good night]
"""),
    "mode_eco": _mode(
        "[eco|energy saving|economy|eco|eco|power saving|green|low energy|energy saver]"
    )
    + lines("""
[save|conserve|spare|economise on|cut|reduce] [some|more|] [energy|power|electricity|costs|the energy bill]
[save|spare|conserve] [as much|] [energy|power|electricity] [as possible|where you can|wherever possible|please]
[use|consume|burn|draw|waste|spend] [less|no|as little] [energy|power|electricity] [as possible|]
[cut|lower|reduce|bring down|slash|shrink|limit|decrease] the [energy|power|electricity] [use|consumption|bill|costs|usage]
[be|run|work|operate|go] [more|] [economical|economically|energy efficient|green|thrifty|efficient|frugal]
[stop|quit|avoid] wasting [energy|power|electricity]
~[energy|power|electricity] is [expensive|costly|precious|so expensive|dear], [save some|save it|use less|let's save]
~[we|i] [should|must|want to|need to|have to|would like to|ought to|could] [save|conserve|spare] [energy|power|electricity|some energy]
~[we|i] [should|must|want to|need to|have to] [use|consume] less [energy|power|electricity]
~let's [save|conserve|not waste|be thrifty with|use less] [energy|power|electricity]
~[the|our|my] [electricity bill|energy bill|power bill|consumption|energy costs] is [too high|huge|enormous]
~[energy saving|saving energy|saving power|low energy|low consumption|less power|less energy] [please|now|would be good|is important|from now on]
~[time|it's time] to [save energy|save power|be economical|go green]
~we [use|waste|consume] too much [energy|power|electricity]
~run on low [energy|power]
"""),
    "mode_holiday": _mode("[holiday|vacation|holiday|vacation|holidays]")
    + lines("""
~[we're|i'm|we are|i am|everybody is|everyone is|the family is|they are|the whole family is] [going on|off on|on|leaving for|leaving on|away on|taking a|starting our|about to go on|travelling on|flying off on|going away on|packing for our|driving off on|off for a] [holiday|vacation|holidays] [now|tomorrow|for a week|for two weeks|until monday|]
~[our|my|the] [holiday|vacation|holidays] [starts|begins|has started|has begun|is starting|start|begin] [now|today|tomorrow|]
~[we|i] [go|leave|fly|are off|travel|head off] on [holiday|vacation] [now|today|]
~[we're|i'm|we are] away for [a week|two weeks|a month|several days|ten days|some weeks|the whole summer] [on holiday|on vacation|, holiday|]
~[we're|i'm] [off to the beach|going to the seaside|off to the mountains|flying to the sun] for [a week|two weeks|ten days]
~[holiday|vacation|holidays] [time|now|please|at last|is here|begins]
~[finally|at last] [holiday|vacation|holidays]
~nobody is [here|home] for [two weeks|a week|the holidays|a fortnight], [holiday|vacation]
~the [house|building] is empty [during|over] the [holidays|vacation]
~see you after [the holidays|our holiday|our vacation]
~the suitcases are packed, [holiday|vacation] time
"""),
    "mode_cleaning": _mode("[cleaning|cleaning|cleaning|clean up|cleaning]")
    + lines("""
~[the cleaners|the cleaning crew|the cleaning people|the cleaning staff|the cleaning team|the cleaning lady|the cleaning service|the janitors|the cleaning man|the cleaning company|housekeeping|the janitor|the maid|the cleaning woman|the char] [is|are] [here|coming|there|at work|in|arriving|in the house|about to start|on site|in the building|starting|working|waiting]
~[the cleaners|the cleaning crew|the cleaning people|the cleaning lady|the cleaning team|housekeeping] [came|arrived|have come|has come|have arrived|has arrived|start now|starts now|want to start|wants to start|will start|just arrived]
~[we're|i'm|we are|they are|they're|somebody is|the staff is] [cleaning|mopping|sweeping|scrubbing|vacuuming|cleaning up|mopping the floors|doing the cleaning|cleaning the house|dusting|cleaning now|washing the floors|polishing the floors|hoovering|about to clean|starting to clean|cleaning the building]
~[it's|it is] [cleaning|clean up|house cleaning] [time|day]
~[time|it's time] [to clean|for cleaning|to mop|to clean up|to sweep|to scrub the floors]
~[cleaning|mopping|house cleaning|floor cleaning] [time|starts|starts now|in progress|has started|begins|is going on|now|has begun]
~the [floors|rooms|windows|building] [are|will be|have to be] [being |][cleaned|mopped|swept|scrubbed] [now|]
~[we|they] [start|begin|want] [cleaning|to clean|mopping|to mop] [now|]
~get ready for [the cleaners|the cleaning|cleaning|the cleaning crew]
~prepare [everything|the house|the building] for [cleaning|the cleaners]
"""),
    "schedule_mode": 2
    * lines(f"""
[run|use|activate|schedule|plan|set|program|arrange|book|put|apply|enable|have|keep|set up|turn on|switch on|start|enter|organise|create|add|automate|make|do|engage|plan in|configure|select|choose|repeat|put in|define|fix|execute] {_MODE} [for|] {{days}} {_SPAN}
[run|use|activate|schedule|plan|set|program|arrange|book|put|apply|enable|have|set up|turn on|switch on|configure|define] {_MODE} {_SPAN} {{days}}
[run|use|activate|schedule|plan|set|put|enable|set up|turn on|switch on] {_MODE} {_SPAN}, {{days}}
[switch|go|change|move|turn|set the house|set the building|put the house|put the building|set it|switch everything] [to|into] {_MODE} {{days}} {_SPAN}
[switch|go|change|set the building|put the house] [to|into] {_MODE} {_SPAN} {{days}}
{{days}} [run|use|activate|schedule|plan|set|switch to|go to|put on|have|enable|turn on|start|apply|do] {_MODE} {_SPAN}
{{days}} {_SPAN} [run|use|activate|schedule|set|switch to|go to|have|turn on|start|apply] {_MODE}
{_SPAN} {{days}} [run|use|activate|schedule|set|switch to|go to|have|turn on] {_MODE}
[make|create|add|enter|set up|set|build|put in|save] a [schedule|programme|program|rule|timer|plan|routine|time table|recurring task|calendar entry] [for|:|of|with|to run] {_MODE} {{days}} {_SPAN}
[make|create|add|set up] a [schedule|program|rule|timer|plan|routine]: {{days}} {_SPAN} {_MODE}
[make sure|see to it that|ensure] {_MODE} [is on|runs|is active|is used|is running] {{days}} {_SPAN}
[make|let] [it|the house|the building|everything|the site] [be|run|be in|run in|go to] {_MODE} {{days}} {_SPAN}
let {_MODE} [run|be on|be active|start] {{days}} {_SPAN}
~{_MODE} {{days}} {_SPAN}
~{_MODE} {_SPAN} {{days}}
~{{days}} {_MODE} {_SPAN}
~{{days}} {_SPAN} {_MODE}
~{{days}}, {_SPAN}, {_MODE}
~{_SPAN} {{days}} {_MODE}
~{_SPAN} {_MODE} {{days}}
~{_MODE}: {{days}}, {_SPAN}
~{_MODE}, {{days}}, {_SPAN}
~schedule: {_MODE}, {{days}}, {_SPAN}
~<want> {_MODE} {{days}} {_SPAN}
~<want> {_MODE} {_SPAN} {{days}}
~<want> {_MODE} [on|active|running|to run|to be on|scheduled|planned|to be active] {{days}} {_SPAN}
~<want> [the house|the building|everything|the site] in {_MODE} {{days}} {_SPAN}
~{{days}} <want> {_MODE} {_SPAN}
~{_MODE} <should> [be on|run|be active|be used|apply|start|be running|be activated|be scheduled|be in force] {{days}} {_SPAN}
~{_MODE} <should> [be on|run|be active|be used|apply|be activated|be scheduled] {_SPAN} {{days}}
~[the house|the building|everything|the site|we] <should> be in {_MODE} {{days}} {_SPAN}
~{{days}} {_MODE} <should> [be on|run|be active|be used|start|apply] {_SPAN}
~{{days}} it <should> be {_MODE} {_SPAN}
~[can|could|may] [i|we] have {_MODE} {{days}} {_SPAN}
~[can|could|will|would] {_MODE} be [scheduled|planned|set|run|activated|used|on|programmed] {{days}} {_SPAN}
~[can|could|would|will] you [schedule|plan|set|run|activate|program|use|set up] {_MODE} {{days}} {_SPAN}
~[how|what] about {_MODE} {{days}} {_SPAN}
~let's [have|use|run|schedule|do|try|plan] {_MODE} {{days}} {_SPAN}
~[we|i] [need|want|use|have|run|plan|require] {_MODE} {{days}} {_SPAN}
~{{days}} [we|i] [need|want|use|have|run|work in] {_MODE} {_SPAN}
~[timer|programme|program|routine|plan|rule] [for|:] {_MODE} {{days}} {_SPAN}
~{_MODE} [starts|start|begins] {{days}} at {{from}} and [ends|end|stops|stop|finishes] at {{to}}
~{{days}} {_MODE} [starts|begins] at {{from}} and [ends|stops|finishes] at {{to}}
[start|begin|activate] {_MODE} {{days}} at {{from}} and [end|stop|finish|leave|deactivate] it at {{to}}
~{{days}} at {{from}} [start|begin|activate|switch to] {_MODE} and [end|stop] it at {{to}}
~it's {_MODE} {{days}} {_SPAN} [from now on|please|]
"""),
}
