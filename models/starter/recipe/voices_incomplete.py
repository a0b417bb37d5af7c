"""Requests that one must ask back about: a function is there, something that it needs is not."""

# ruff: noqa: E501 - a phrasing is read best on one line.

from frames import lines

_PUMP = "[a pump|the pump|one of the pumps|another pump|that pump|a second pump|the standby pump|the spare pump|the duty pump|the feed pump|the booster pump|the transfer pump]"
_VALVE = "[a valve|the valve|one of the valves|another valve|that valve|the inlet valve|the outlet valve|the drain valve|the bypass valve|the mixing valve|the shut-off valve]"
_DOOR = "[a door|the door|one of the doors|another door|that door|the gate|one of the gates|the other door]"
_ALARM = "[an alarm|the alarm|one of the alarms|another alarm|that alarm|the newest alarm|the alarm from last night|the alarm on the panel|the alarm that just came in]"
_BIT = (
    "[a bit|a little|somewhat|slightly|a touch|a notch|just a tad|a fraction|a shade|a few percent]"
)
_SOME_DEGREES = "[a bit|a little|somewhat|slightly|a touch|a notch|a few degrees|some degrees|by several degrees|by a few degrees]"
_WHO = "[the foreman|the boss|maintenance|the control room|the day shift|head office|my colleague|the engineer|the nurse|the caretaker]"

# VERB is what is done, DONE and DOING its forms, OBJ what it is done to.
_ASKED = lines(f"""
~i was [told|asked|supposed] to VERB OBJ
~{_WHO} [says to|asked me to|wants me to|says we should|would like us to] VERB OBJ
~{_WHO} [wants|asked for|would like] OBJ DONE
~no, [not that|that's not it|sorry|hang on], VERB OBJ
~i can't VERB OBJ [from here|myself|with these gloves on], [you do it|can you|please do]
~all i [want|ask|need] is for you to VERB OBJ
~[the plan says|next on my list|the checklist says|step four|job one|shift note]: VERB OBJ
~it's about [time we|time you|time to] VERB OBJ
~[how about|how do you feel about|i'm all for|may i suggest|would you mind] DOING OBJ
~OBJ to be DONE [asap|as agreed|, thanks|at your earliest convenience|when convenient]
""")
_ASKED_OF_ONE = lines("""
~[someone|the night shift|i] forgot to VERB OBJ, [can you do that|please do it|do it for me]
~OBJ [needs|wants|could do with|is in need of] DOING
~OBJ, [could you VERB it|i'd like it DONE|it wants DOING|please have it DONE]
~has OBJ been DONE yet, if not [do so|VERB it|please see to it]
""")


def _asked(verb: str, done: str, doing: str, what: str, *, one: bool = True) -> list[str]:
    """Ways to ask that something be done to a thing; more of them where it is only one."""
    return [
        frame.replace("VERB", verb).replace("DONE", done)
        .replace("DOING", doing).replace("OBJ", what)
        for frame in _ASKED + _ASKED_OF_ONE * one
    ]  # fmt: skip


_SET = "[set|adjust|change|alter]"

_PLANT = lines(f"""
start the pump {{in}}
[stop|halt|shut down|trip] the pump {{in}}
[open|close|shut|throttle] the valve {{in}}
[start|stop] [two|three|some|a couple|a few] of the pumps
[open|close] [two|three|some|a couple|a few] of the valves
[start|stop|run] pump [number|no.|p|nr|number um|what was it|such and such|something]
[open|close|shut] valve [number|no.|v|nr|number um|what was it|such and such|something]
[start|stop] the pump [i used yesterday|that ran last night|you stopped before|on the left|behind the boiler|by the wall|with the green label|we always use|closest to the tank|nobody uses]
[open|close] the valve [i used yesterday|that leaks|you closed before|on the left|behind the boiler|by the wall|with the yellow label|upstream|downstream|nearest the tank|after the meter]
[bring in|cut in|line up|put on|kick in] [another|a second|the standby|a spare|the reserve|the backup] pump
~[we're low on pressure|the flow has dropped|there's no water upstairs|the level is dropping|we need more flow], [get a pump going|start a pump|put a pump on|start another pump|pump on please]
~[the cellar is flooding|there's water in the pit|the sump is filling up|it's leaking everywhere], [start the pump|get the pump on|get a pump running|pump on]
~[it's leaking everywhere|the line has burst|there's water on the floor|the pressure is climbing], [close the valve|shut the valve|get a valve closed|valve shut please|shut it off at the valve]
~[the tank is full|that's enough water|the pit is empty|we're pumping air], [stop the pump|pump off|the pump can stop|kill the pump]
~[i hear|there's|we have] a pump [running dry|squealing|hammering|cavitating|overheating], [stop it|shut it down|take it off|switch it off]
~the pump [that rattles|that leaks|that's too loud|making that noise|that was repaired] [has to stop|must be stopped|can be started|should run|may run again]
~the valve [that drips|that sticks|that was replaced|above the tank|at the end of the line] [has to close|must be closed|can be opened|should be open]
~that [noisy|leaky|hot|wretched|blasted|blue] pump [off|needs to be off|should be stopped|must go off]
~pump [on|off|start|stop]
~valve [open|shut|closed]
~[any|some|either] pump will do, [start it|just start one|only start one]
~[any|some|either] valve will do, [open it|just open one|close one]
~i'd [open|close|shut] a valve [now|if i were you|to be on the safe side|before the pressure builds up]
~i'd [start|stop] a pump [now|if i were you|to be on the safe side|before it floods]
~[not the pump|not that one], the other [one|pump], [start it|stop it|run that]
~[not the valve|not that one], the other [one|valve], [open it|close it|shut that]
~wrong pump, [the other one|start a different one|stop it and start the right one]
~wrong valve, [the other one|open a different one|close it and open the right one]
[run|drive|set|hold|spin] [a pump|the pump|one of the pumps|that pump|the other pump] at {{speed}}
~{{speed}} on [one of the pumps|the other pump|that pump|the pump there|a pump]
~[one of the pumps|a pump|that pump] [ought to do|should be doing|has to turn at|wants to be at|is to run at] {{speed}}
~[get|bring|wind|ramp] it [up|down] to {{speed}}
~[it|that one] should [be doing|turn at|run at] {{speed}}
[open|close|throttle|crack|wind] [it|that one|this one|the other one|one of them] to {{level}}
~{{level}} open [please|is enough|would do|will do], the valve
~[the valve|a valve|that valve|one of the valves] [wants to be|has to stand|ought to sit|is to be] {{level}} open
~[give|allow] [the valve|that valve|a valve] {{level}}
[slow|throttle|wind|turn|back] pump {{number}} down [a bit|a little|somewhat|slightly|a notch]
[speed|wind|turn] pump {{number}} up [a bit|a little|somewhat|slightly|a notch]
~pump {{number}} [faster|slower|a bit faster|a bit slower|a little quicker|at another speed|at a lower speed|at a higher speed]
let pump {{number}} [run|turn|go] [a bit|a little|somewhat|] [slower|faster|quicker|more slowly|more gently]
{_SET} the speed of pump {{number}} [please|a bit|again|]
~pump {{number}} is [too fast|too slow|running too fast|turning too slowly], [change its speed|adjust the speed|correct the speed|adjust it]
[raise|lower|drop|increase|reduce|trim] the [rpm|revs|speed] [on|of|at] pump {{number}} {_BIT}
~[fewer|more] [revs|rpm] on pump {{number}} [please|would be good|]
~what i want is pump {{number}} at [a lower|a higher|a different|some other] speed
~pump {{number}} [wants|needs|should have] [a lower|a higher|a different|another] speed
set the speed of pump {{number}} to
~pump {{number}} [rpm|speed] to
open valve {{number}} [a bit|a little|slightly|somewhat] [more|further|wider|]
close valve {{number}} [a bit|a little|slightly|somewhat] [more|further|]
[ease|turn|back] valve {{number}} [off|back|down|open] {_BIT}
[move|reposition|readjust|trim] valve {{number}} [please|a bit|somewhat|]
~valve {{number}} [needs|wants|should have] [another|a different|a new|some other] [position|opening|setting]
~valve {{number}} [further open|further closed|a bit wider|a little tighter|not so far open|not quite so far closed]
~valve {{number}} to [the usual position|a better position|another position|wherever it was]
set the position of valve {{number}} [to|]
[{_SET}|regulate|trim] {{machine}} [please|a bit|a little|to|]
~{{machine}} [up a bit|down a bit|up a notch|down a little|a bit higher|a bit lower|to a different value|at another setting]
~{{machine}} [needs|wants|should get|could do with] [adjusting|a different setting|another setpoint|readjustment]
~[how is|how's|what's up with|any news on|anything wrong with|is something wrong with] [the pump|the valve|that pump|that valve|one of the pumps|one of the valves]
~[pump|valve|device] [status|state|condition] [please|now|check|]
~has the pump [tripped|stopped|started|failed|come on|gone off]
~did the valve [open|close|shut|move] [properly|at all|in the end|]
~[do|can] you see whether [the pump|that pump|a pump|one of the pumps] [is running|is on|has stopped|is ok|came on]
~[do|can] you see whether [the valve|that valve|a valve|one of the valves] [is open|is shut|has closed|is ok|has moved]
[check|see|tell me|find out] [if|whether] [the pump|that pump|it] is [still running|on|really off|healthy|ok|in fault]
[check|see|tell me|find out] [if|whether] [the valve|that valve|it] is [still open|shut|really closed|fully open|stuck]
~is it [still running|turning|open or shut|on or off|in fault|back on]
""")

_SITE = lines("""
~i'm [outside|standing outside|locked out|at the door], [open the door|unlock the door|unlock it|open up please|let me in]
~[the courier|the plumber|my visitor|the ambulance|a delivery|the nurse] is [here|outside|waiting|at the door], [unlock the door|open the door for them|let them in|unlock it please]
~[we're closing|everybody has left|the last guest is gone|i'm the last one here], [lock the door|lock it|lock a door behind me|the door wants locking]
~i [forgot to lock|didn't lock|never locked|think i left unlocked] the door[, can you|, please do|, lock it for me|]
~[did you lock|have you locked|did anyone lock|has someone locked] the [door|gate], if not [do it|please do|lock it]
~the [door|gate] [shouldn't stay|mustn't be|can't be left|ought not to be] [unlocked|locked] [overnight|all day|like that|]
~[lock|unlock] [the door|the gate|it] [after them|behind her|for the courier|for the cleaners|so he can get in|so that nobody gets in]
~[the door|the gate|a door] is [unlocked|not locked], [fix that|lock it|sort it out]
~[the door|the gate|a door] is [still locked|locked and i need in|locked and nobody can get out], [unlock it|fix that|sort it out]
[lock|unlock|secure|bolt] [any of the doors|some door or other|two of the doors|a couple of doors|the other gate|the next one|the one he mentioned]
~[door|gate] [locked|unlocked|to be locked|to be unlocked|lock|unlock] [please|now|]
~[wrong door|no not that door|not that one], [lock the other one|unlock the other one|the other door]
~[lock|unlock] door [number|no.|nr|what's it called|something|you know which]
~[release|engage] the lock [please|for me|again|]
~i've [seen|read|noted|heard] the alarm, [acknowledge it|confirm it|mark it as seen|ack it|sign it off]
~[the alarm has been dealt with|the fault is fixed|we took care of the alarm|the alarm was false], [acknowledge it|confirm it|sign it off|ack please]
~there's an alarm [blinking|flashing|showing|pending|unacknowledged] [on the panel|on the screen|on the hmi|in the list|], [acknowledge it|ack it|confirm it|accept it]
[mark|flag|log|book] [the alarm|that alarm|one alarm|an alarm|the first alarm|the top alarm] as [seen|read|known|acknowledged|noted]
[ack|acknowledge|confirm|accept|sign off] [two|three|one|some|a few] of the alarms
[ack|acknowledge|confirm|accept] alarm [number|no.|a|nr|what was it|such and such|whatever its number is]
[ack|acknowledge|confirm|accept|sign off] the [newest|oldest|top|most recent|active|pending|next|nagging|red|minor] alarm [please|on the list|for me|]
[ack|acknowledge|confirm] the alarm {in}
~[alarm|fault alarm] [noted|seen|known], [confirm|acknowledge it|ack]
~[new alarm|alarm came up|one alarm open], [acknowledge please|ack please|please confirm it|confirm that]
~i [acknowledge|accept|confirm|hereby acknowledge] [the alarm|that alarm|an alarm]
~could the alarm be [acknowledged|confirmed|marked as seen|signed off]
~[wrong alarm|not that alarm], [ack the other one|confirm the other one|acknowledge another]
[put|switch|bring] [the house|the building|the site|everything] [into|to|over to] [another|a different|the other|the right|the previous|the usual|some] mode
~[the house|the building|the site] is in the wrong mode[, change it|, switch it|, correct that|]
~[mode change|change of mode|new mode|different mode|mode switch] [please|now|requested|needed|]
~[a|some] mode [that suits|that fits|for|suitable for] [visitors|the weather|the season|the staff|the occasion], [please|choose it|set it|switch to it]
[select|pick|choose|set|activate] a [suitable|sensible|fitting|proper|good|better] mode
~the mode [wants changing|should be a different one|needs to be switched|isn't right|is wrong, change it|has to change]
~we [don't want|no longer want|are fed up with] [this mode|the current mode], [change it|switch to another|set a different one]
[toggle|flip|swap] the mode [please|of the building|of the house|]
go back to [the previous|the earlier|the former|the last|the old] mode
~i want the [house|building] in mode
~set mode to
""")

_TIMETABLE = lines("""
~{mode} mode {days}
~{days} {mode} mode [please|would suit us|is fine|]
~{mode} mode, {days}, [you know the hours|usual hours|at the usual times|hours to follow|same hours as ever]
~{days} we [want|need|run|use|would like] {mode} mode [for a few hours|part of the day|some of the time|for some time|]
[have|make|let] the [house|building|site] go into {mode} mode {days}
[repeat|run|use|plan in|pencil in|put in] {mode} mode {days}
~[timetable|schedule|weekly plan|calendar]: {mode} mode {days}
~[timetable|schedule|weekly plan|programme]: {mode} mode from {from} to {to}
~[timetable|schedule|weekly plan|programme]: {mode} mode
~[timetable|schedule|weekly plan|programme]: {days} from {from} to {to}
~{days} from {from} [to|until|till] {to} [please|again|as before|the mode|]
~from {from} [to|until|till] {to} {days}
~{mode} mode from {from} [to|until|till] {to}, [certain days only|not every day|on some days|on the days we agreed|which days i'll tell you]
~{mode} mode between {from} and {to} on [some|certain|a few|the usual|various|particular] days
~[on some|on certain|on a few|on the usual|on two] days {mode} mode from {from} [to|until] {to}
schedule a mode {days} from {from} to {to}
[schedule|plan|program|timetable] [the building|the house|the site] {days} [from {from} to {to}|between {from} and {to}]
[schedule|program|timetable|plan] {mode} mode [once|twice|three times] a week
schedule {mode} mode [regularly|every so often|every other day|now and again|whenever it's quiet|outside working hours|during the quiet hours|when we're closed]
~i'd like a [recurring|regular|weekly|repeating] {mode} mode [please|set up|]
~i'd like a [recurring|regular|weekly|repeating] [mode|programme|schedule] [please|set up|for the building|]
~[start|begin] {mode} mode at {from} {days}
~{mode} mode {days} [starting at|beginning at|as of|not before] {from}
~{mode} mode {days} until {to}
~{days} {mode} mode [ends|should end|has to stop|finishes] at {to}
~{mode} mode {days} [overnight|in the mornings|after lunch|after closing time|during breaks|outside hours]
~{days}, {mode} mode, [start|beginning] {from}, end [open|unknown|to be decided|tbd]
~{mode} mode from {from} {days}, [end to follow|i'll give you the end later|open ended]
~the cleaners come {days}, [schedule cleaning mode|put cleaning mode in the plan|plan cleaning mode]
~we [close|are away|stay shut] {days}, [schedule {mode} mode|put {mode} mode in the plan|plan {mode} mode for that]
~nobody [works|is here|comes in] {days}, so [schedule|program|plan in] {mode} mode
~[add|create|enter|save] a [timer|schedule|time slot|programme|plan entry] [for {mode} mode|for the {mode} mode|{days}|from {from} to {to}]
add {mode} mode to the [timetable|schedule|weekly plan|calendar of modes|time programme]
add {mode} mode to the [timetable|schedule|weekly plan|time programme] {days}
add {mode} mode to the [timetable|schedule|weekly plan|time programme] from {from} to {to}
~[could|can|would] you [schedule|timetable|plan in|program] {mode} mode [for us|for me|please|]
~[could|can|would] you [schedule|timetable|plan in|program] {mode} mode {days}
~[could|can|would] you [schedule|timetable|plan in|program] {mode} mode from {from} to {to}
~is {mode} mode {days} [possible|something you could schedule|ok with you, then schedule it]
~the [weekly|time] [programme|plan] needs [a mode|an entry|another entry] {days}
~[change|move|shift|extend] the [schedule|timetable|programme|hours] [of|for] {mode} mode
~[different|new|other] hours for {mode} mode [please|]
""")

_ROOMS = lines(f"""
dim {{the}} lights [a bit|a little|somewhat|slightly|some more|to a cosy level|to something softer|for the film|for reading|]
[dim|turn down|fade|tone down] the lights {{in}} [a bit|a little|somewhat|slightly|a notch|to a nicer level]
[bring|fade|dial|ease|take] {{the}} lights [up|down] {_BIT}
~{{the}} lights {_BIT} [dimmer|brighter|lower|higher|softer|weaker|stronger]
~{{the}} lights [could be|should be|want to be|ought to be|would be better] {_BIT} [dimmer|brighter|lower|softer|stronger]
~{{the}} lights [not so|not quite so|less|not quite as] [bright|strong|harsh] [please|]
~[it's|it is] [glaring|a bit glaring|rather harsh|a little gloomy] {{in}}, [dim the lights a bit|adjust the lights|change the light level|adjust the brightness]
~[the patient wants to rest|the film is starting|the guests are at table|the baby is nodding off|my eyes hurt] {{in}}, [dim the lights|dim the lights a bit|lights down a little]
~[can|could] we have {{the}} lights [dimmed|dimmed a bit|dimmed a little|turned down a bit|a bit less bright|set lower]
~<want> {{the}} lights [dimmed|dimmed a bit|dimmed a little|turned down somewhat|on another level|at a lower level|at a certain percentage]
~[set|put] {{the}} lights to [some percent|so many percent|x percent|whatever percent|a percentage]
~how bright {{the}} lights [should|shall|ought to] be [is up to you|i don't know], just set them
~brightness {{in}} [to|up a bit|down a bit|another level|a different level|please change|needs changing]
~the [brightness|light level|dimmer] {{in}} [wants|needs] [turning down a bit|turning up a bit|adjusting|another value]
[change|vary|swap|alter] the colour of {{the}} lights [for the party|for christmas|please|to something else|to something festive|]
~[another|a different|some|a nicer|a more festive] colour for {{the}} lights [please|]
~{{the}} lights in [a different|another|some other|a nice|a festive] [colour|color]
~{{the}} lights should [have|get|show|be in] [another|a different|some|my favourite|a more cheerful] [colour|color]
~[can|could] {{the}} lights [change|be in a different|have another] colour
~[i'm tired of|i don't like|we're bored with] the colour of {{the}} lights[, change it|, another one please|, pick another|]
[colour|recolour|tint] {{the}} lights [please|for the party|somehow|]
~the light {{in}} should be [some colour|a certain colour|another colour|in my team's colour]
set the [light colour|colour of the lights] {{in}} [to|please|]
~[heating|temperature|thermostat] {{in}} [up a bit|down a bit|up a notch|down a little|a bit higher|a bit lower|higher please|lower please]
turn [up|down] the [heating|thermostat|temperature|radiator|air conditioning] {{in}} [a bit|a little|somewhat|please|]
turn the [heating|thermostat|temperature|radiator|air conditioning] [up|down] [a bit|a little|a notch|] {{in}}
[raise|lower|increase|reduce|drop|bump up|nudge down] the [temperature|set point|thermostat|heating] {{in}} {_SOME_DEGREES}
~[i'm|we're|my toes are|the residents are|the children are] [freezing|cold|chilly] {{in}}, [turn the heating up|make it warmer|a bit warmer please|more heat please|warm it up a bit|heating up a notch]
~[i'm|we're|the guests are|the whole class is] [boiling|roasting|melting|too hot] {{in}}, [turn the heating down|make it cooler|a bit cooler please|less heat please|cool it down a bit|heating down a notch]
~{{place}} [is|feels|has got] too [cold|chilly|cool], [make it warmer|warm it up a bit|turn the heating up|it should be warmer]
~{{place}} [is|feels|has got] too [hot|warm], [make it cooler|cool it down a bit|turn the heating down|it should be cooler]
[warm|heat] {{place}} up {_SOME_DEGREES}
cool {{place}} [down|] {_SOME_DEGREES}
make it [a bit|a little|slightly|somewhat|much|] [warmer|cooler|colder|less hot|less cold] {{in}}
~[could|can] it be [a bit|a little|slightly|somewhat|] [warmer|cooler|less hot|less chilly] {{in}}
~i'd [like|prefer|love] it [a bit|a little|slightly|somewhat|] [warmer|cooler|less warm|less cold] {{in}}
~{{place}} [a bit|a little|slightly|somewhat|] [warmer|cooler|colder|less warm] [please|]
~<want> [more|less|a bit more|a bit less] [heat|heating|warmth|cooling] {{in}}
~[set|put|keep] {{place}} [at|to] [a comfortable|the right|a pleasant|the usual|a sensible|a healthy|the prescribed] temperature
~the thermostat {{in}} [to|on|wants setting|needs a new value|needs a different target|please change it|isn't right, change it]
~[new|another|different] [set point|setpoint|target temperature] {{in}} [please|]
~how [warm|hot] it should be {{in}} [you decide|is up to you|i'm not sure], just set the thermostat
set the [thermostat|heating|temperature] {{in}} to {{level}}
~[thermostat|heating|temperature] {{in}} at {{level}}
~{{the}} fans {_BIT} [faster|slower|quieter|stronger|gentler|lower|higher]
[slow|turn|bring] {{the}} fans down {_BIT}
[speed|turn|bring] {{the}} fans up {_BIT}
~{{the}} fans [could|should|ought to] [run|go|turn|blow] {_BIT} [faster|slower|harder|more gently|quieter]
{_SET} the fan speed {{in}} [please|to|for me|a bit|somehow|]
~[another|a different|a lower|a higher|a quieter] fan speed {{in}} [please|]
~the fan {{in}} is [too fast|too slow|too strong|blowing too hard], [slow it down a bit|change the speed|adjust it|set a different speed]
~the [ventilation|fan|airflow] {{in}} [up a bit|down a bit|a bit more|a bit less|to another level|to a different speed|needs another speed]
~<want> the fan {{in}} [a bit slower|a bit faster|at another speed|at a lower speed|at a higher speed|a little gentler]
~{{the}} fans to [please|another speed|the speed we had|some percent|so many percent]
[raise|lower|pull up|roll down|open|close] {{the}} blinds {_BIT}
~{{the}} [blinds|curtains|shutters] {_BIT} [lower|higher|further down|further up|more open|more closed]
~{{the}} [blinds|shades|shutters] [partway|part of the way|not all the way|a certain amount|some of the way] [up|down] [please|]
[open|close] {{the}} [blinds|curtains|shutters] [partway|part of the way|just partly|not completely|only some of the way]
~{{the}} blinds [not quite so low|not quite so far up|not completely down|a few inches lower|a hand's breadth higher]
~the sun [is blinding me|comes in|is on my screen] {{in}}, [adjust the blinds|move the blinds a bit|lower the blinds a little|change the position of the blinds]
~{{the}} [blinds|shades|curtains|shutters] [to|want another position|in a different position|need a new position|should move a bit|should be moved]
{_SET} the [position|height] of {{the}} blinds [to|please|]
[set|put|bring|get|take] [it|them|everything|the thing|the usual one] [{{in}}|] to {{level}}
~[make|let's make|let's say] that {{level}} {{in}}
~{{place}} [to|at|on|:] {{level}}
[set|put|bring|turn|get] {{place}} to {{level}}
~{{level}} {{in}} [please|will do|is enough|]
~i'd like {{level}} {{in}}
~[up|down] {{level}} {{in}}
[raise|lower|increase|reduce|cut] [it|that|things] by {{level}} {{in}}
~[no|no no|wait], [higher|lower|more|less|further|not so much|the other way|a bit more|a bit less] [{{in}}|please|]
~[we were|i was|they were] in {{place}}, [turn it up there|turn it down there|adjust it there|set it lower there|change it there]
""")

_READINGS = lines("""
~how full is [the tank|that tank|a tank|one of the tanks|the other tank|it]
~[is|isn't] [the tank|that tank|it] [full|empty|nearly empty|half full|running low|overflowing]
~how much [is|water is|oil is|liquid is|have we got] [left|] in [the tank|that tank|it|one of the tanks|one of the vessels|one of the silos]
~[what's|what is|tell me|give me|check|i need] the [level|fill level|water level|contents] [in|of] [the tank|that tank|one of the tanks|one of the basins|one of the silos|a tank]
~[what's|what is|tell me|give me|check|i need] the pressure [in|of|inside] [the tank|that tank|one of the tanks|one of the boilers|one of the vessels|a vessel]
~how many bar [has|does|are in|are there in] [the tank|that tank|one of the boilers|one of the vessels|it]
~[tank|vessel] [level|pressure|fill level] [please|now|check|reading|?]
~[do|will] we need to [refill|top up] the tank, [how full is it|what's the level|check the level]
~[is there|have we] enough [water|oil|milk] in the tank
~has the tank [filled up|run dry|got anything in it|gone down|emptied]
[check|dip|read|look up] the tank [level|for me|please|]
[check|read|look at] [one|two|some] of the tanks
~is the pressure in [the tank|that tank|one of the vessels] [ok|high|normal|too low|holding]
[read|check|query|look at] [the|a|some|that|one of the] [sensor|sensors|instrument|gauge|transmitter] {in}
~what [does|do] the [sensor|sensors|gauge|instrument|instruments|transmitter] {in} [say|show|read|indicate|tell us]
~[what's|what is|tell me|give me|i need] the [reading|value|measurement|measured value|sensor value] {in}
~[a|one|any|some] [reading|sensor value|measurement] {in} [please|would help|is all i need|]
~take [a reading|a measurement|a few readings] {in}
~[latest|current|live] [reading|readings|value|values] {in} [please|]
~how [high|low|much] is it {in} [now|at the moment|today]
~[do you have|have you got] [a reading|a value|sensor data] {in}
~read one of the sensors [on|at] {tank}
[warn|alert|tell|notify|page] me [about|regarding|concerning] {place}
~[alert|warning|notification|heads up] [when|if|once] [something is off|anything changes|a limit is exceeded|it goes too far|it's over the limit] {in} [please|]
[warn|alert|tell|notify|page] me [when|if|once|as soon as] [the sensor|the reading|the value|it|that] {in} [goes above|goes below|passes|drops under|exceeds|climbs over|falls under] {number}
[warn|alert|tell|notify] me [when|if|once] {place} [goes over|goes under|exceeds|drops below|is above|is below] {number}
[warn|alert|tell|notify|page] me [when|if|once] [a sensor|one of the sensors|some value|any of the readings] [goes above|exceeds|falls below|reaches] [{number}|its limit|the limit]
[warn|alert|tell|notify|page] me [before|when|once|in case] the {quantity} {in} [gets out of hand|goes through the roof|drops off|shoots up|is out of range|leaves the normal range|peaks|doubles|becomes a problem|creeps up|sinks too far]
~[when|if|once|should] the {quantity} {in} [rises|falls|climbs|drops] [too much|too far|a lot|suddenly|], [tell me|i want to know|call me|warn me]
~i [want|need|would like] to [hear|know|be told|be informed] [when|if|as soon as] the {quantity} {in} is [too high|too low|not normal|above the limit|below the limit|over the top]
~i'm [worried about|nervous about|concerned about] the {quantity} {in}, [keep an eye on it|watch it for me|warn me if it rises|alert me if it gets too high]
~the {quantity} {in} [must not|shouldn't|may not] [get too high|get too low|rise too far|fall too low], [warn me|alert me|tell me if it does]
~the {quantity} {in} above [the limit|normal|a certain value|what is allowed|some value], [tell me|alert|warn me]
~the {quantity} {in} below [the limit|normal|a certain value|what is needed|some value], [tell me|alert|warn me]
~[put|set|place] a [limit|watch|alert|threshold|guard] on the {quantity} {in} [please|for me|]
~[can|could|would] you [watch|monitor|keep watching|keep an eye on|supervise] the {quantity} {in} [for us|for me|please|]
~[upper|lower|alarm|warning] limit for the {quantity} {in} [please|to be set|wanted|needed]
~[wake|ring|text] me if {place} gets too [hot|cold|humid|warm|damp|dry|stuffy]
~[is there a way to|can i] [get|have] [an alert|a warning|a message] [for the {quantity}|when the {quantity} changes|about the {quantity}] {in}
~[let me know|shout|holler] if [it gets|things get] [too much|critical|out of range|too high|too low] {in}
~[notify|warn|alert] [maintenance|the night porter|my phone|the team] when the {quantity} {in} [is too high|is too low|is off|changes]
""")

_REPORTS = lines(f"""
~[i'd like|i need|we need|could i have] a report for [the manager|the board|the owner|my boss|the meeting|the auditor|head office|the file]
~{_WHO} [wants|needs|asked for|is waiting for|would like] [a report|the report|a summary|an overview|some figures|the statistics]
~{_WHO} [wants|needs|asked for|is waiting for] the {{topic}} [report|figures|summary|overview]
~{_WHO} [wants|needs|asked for|is waiting for] [a report|the report|a summary|the figures] [for|from|of] {{period}}
~[where's|what about|when do i get|how about] [the|my|that] [report|summary|{{topic}} report]
~i [have|need] to [hand in|present|submit|show] [a report|the report|the {{topic}} report|some figures], [send it|make one|please prepare it]
[write|put together|draw up|compile|run off|knock up|pull] [a report|the report|a summary|an overview] [for me|for the meeting|please|for the manager|]
[write|put together|draw up|compile|run off|pull] the {{topic}} [report|figures|summary|statistics] [for me|for the meeting|please|for the manager|]
[write|put together|draw up|compile|run off|pull] [a report|the report|the figures|an overview] [for|of|covering] {{period}}
~the {{topic}} [report|summary|figures], [whatever period|for some period|for a certain time|for the period we discussed|period to follow]
~the report [for|of|covering] {{period}}, [whatever topic|on some topic|on the topic we discussed|topic to follow]
~{{topic}} [report|summary|overview|figures] [wanted|needed|required|requested|missing in my inbox|for the boss|for the meeting]
~[report|summary|overview|figures] [for|of|covering] {{period}} [wanted|needed|required|requested|for the boss|for the meeting]
~[is there|do you have|can i get|may i see] [a report|a summary|an overview] [on|about|of] {{topic}}
~[is there|do you have|can i get|may i see] [a report|a summary|an overview] [for|from|of] {{period}}
~[is there|do you have|can i get|may i see] [a report|any report|a summary|some kind of report]
~i'd like to see how {{topic}} [is developing|has developed|went], [a report please|send a report|in a report]
~what [happened|went on] {{period}}, [a report please|send a report|summary please]
[send|mail|hand|forward|show] [me|us|the manager] [a report|a summary|an overview] about {{topic}}
[mail|forward|hand|present] [me|us|the manager] the report for {{period}}
~[monday's meeting|the inspection|the audit|the handover] is coming up, [i need a report|send me a report|a report please|get me the {{topic}} report]
~a report, [please|if you would|and quick|nothing fancy|just a short one|any one will do]
~[report time|report due|report please|reports please]
~not that report, [the other one|another one|send a different one]
~report {{topic}}
~report {{period}}
""")

_UNCLEAR = lines("""
~[start|stop|open|close] that one [over there|again|as well|instead]
~[that one|this one|the other one] [has to be|should have been|ought to be] [started|stopped|opened|closed|locked|unlocked|acknowledged]
~[the one we spoke about|the one from yesterday|the usual one|the one next to it], [start it|stop it|open it|close it|lock it]
~[it|that|this] [wants|needs] [opening|closing|starting|stopping|locking|unlocking|acknowledging|turning down|turning up|adjusting]
~[can|could|would] you [open|close|start|stop|lock|unlock|acknowledge|adjust|dim] [it|that|this|one of them] [for me|again|too|]
~[have you|has anyone] [opened|closed|started|stopped|locked|acknowledged] it [yet|already], [if not do it|please do]
~[open|close|start|stop|lock|unlock|acknowledge|set] the um [what's it called|thing|thingy|you know|whatsit|whatchamacallit]
~[open|close|start|stop|lock|unlock|acknowledge|set] [number|no.] [i forgot|i can't read the number|i don't know|what was it again]
~do [that one|the next one|the other one] [too|as well|next|now|instead]
~[a little|a bit|one notch|one step|some more] [up|down|higher|lower] [{in}|please|]
~[turn|take|bring|wind|dial] [it|that|this|them] [up|down] [a notch|a bit|a little|some more|a step] {in}
~[too much|too high|too low|too strong|not enough] {in}, [change it|adjust it|correct that|set it lower|set it higher]
~[not so high|not so low|not so strong|not so much|a bit less|a bit more] {in} [please|]
~set it [right|properly|correctly|to the usual|to normal|as always|like last time] {in}
~{in} [set it|adjust it|change that|change the setting]
~put [it|that|them] [on|at|to]
~i want it set to
~make it
~number {number}, [start it|stop it|open it|close it|that one]
~[change|set|update|enter] the [value|setting|setpoint|parameter] [to {number}|to|for me|please|]
""")

PHRASES: dict[str, list[str]] = {
    "missing": _asked("start", "started", "starting", _PUMP)
    + _asked("stop", "stopped", "stopping", _PUMP)
    + _asked("open", "opened", "opening", _VALVE)
    + _asked("close", "closed", "closing", _VALVE)
    + _asked("lock", "locked", "locking", _DOOR)
    + _asked("unlock", "unlocked", "unlocking", _DOOR)
    + _asked("acknowledge", "acknowledged", "acknowledging", _ALARM)
    + _asked("dim", "dimmed", "dimming", f"{{the}} lights {_BIT}", one=False)
    + _asked("change", "changed", "changing", "the [temperature|light level|fan speed|light colour] {in}")
    + _asked("schedule", "scheduled", "scheduling", "[a mode|{mode} mode]")
    + _PLANT + _SITE + _TIMETABLE + _ROOMS + _READINGS + _REPORTS + _UNCLEAR,
}  # fmt: skip
