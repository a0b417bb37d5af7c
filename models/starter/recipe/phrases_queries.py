"""Phrasings for watches, states, reports and incomplete commands, as in `phrases_lights`."""

# ruff: noqa: E501 - a phrasing is read best on one line.

from frames import lines

PHRASES: dict[str, list[str]] = {
    "watch_above": lines("""
~i need to know when the {quantity} {in} goes above {value}
[ping|inform] me [if|when] the {quantity} {in} [climbs|goes] above {value}
~should the {quantity} {in} go over {value}, [tell|warn] me
~send me an alert once the {quantity} {in} is above {value}
give me a shout if the {quantity} {in} goes above {value}
~i must know if the {quantity} {in} exceeds {value}
[call|mail|write] me [if|when] the {quantity} {in} [soars|shoots|creeps|gets|grows] above {value}
[text|signal|remind] me [if|when|once] the {quantity} {in} [shoots over|jumps above|moves above|increases above|is beyond] {value}
~[once|as soon as] the {quantity} {in} is [over|above] {value}, [alert|signal] me
~i want to know [if|when] the {quantity} {in} [is|gets] above {value}
~when the {quantity} {in} [passes|is over|is more than] {value} [tell|warn|notify] me
~[tell|warn] me, if the {quantity} {in} is too high, above {value}
keep an eye on the {quantity} {in}, it [must not|should not] [exceed|go over] {value}
~the {quantity} {in} [must|should] [not exceed|stay below|stay under] {value}, [warn|tell] me
~{quantity} {in} above {value}, [tell|warn|alert] me
~in case the {quantity} {in} [exceeds|goes above] {value}, [alert|notify] me
[write|call|contact] me [if|when] the {quantity} {in} is above {value}
[tell|warn|alert|notify] me [if|when] the {quantity} {in} [is|goes|rises|gets] above {value}
[tell|warn|alert|notify|message] me [if|when] the {quantity} {in} [exceeds|goes over] {value}
[tell|warn|alert] me if it [is|gets] more than {value} {quantity} {in}
[raise an alarm|sound the alarm] [if|when] the {quantity} {in} [exceeds|goes above] {value}
[let me know|give me a warning] [if|when|as soon as] the {quantity} {in} [is over|goes above|exceeds] {value}
~if the {quantity} {in} [exceeds|goes above|rises above] {value} [tell|warn|alert] me
~[i want|i'd like] [an alert|a warning] [if|when] the {quantity} {in} is [above|over|higher than] {value}
[watch|monitor] the {quantity} {in}, [limit|maximum|max] {value}
~[alert|warning] [if|when] {quantity} {in} [above|over] {value}
"""),
    "watch_below": lines("""
~i need to know when the {quantity} {in} goes below {value}
[ping|inform] me [if|when] the {quantity} {in} [sinks|goes] below {value}
~should the {quantity} {in} go under {value}, [tell|warn] me
~send me an alert once the {quantity} {in} is below {value}
give me a shout if the {quantity} {in} goes below {value}
~i must know if the {quantity} {in} falls under {value}
[call|mail|write] me [if|when] the {quantity} {in} [falls|plunges|creeps|gets|shrinks] below {value}
[text|signal|remind] me [if|when|once] the {quantity} {in} [slips under|dips below|moves below|decreases below|sags under] {value}
~[once|as soon as] the {quantity} {in} is [under|below] {value}, [alert|signal] me
~i want to know [if|when] the {quantity} {in} [is|gets] below {value}
~when the {quantity} {in} [is under|is less than|falls below] {value} [tell|warn|notify] me
~[tell|warn] me, if the {quantity} {in} is too low, below {value}
keep an eye on the {quantity} {in}, it [must not|should not] [fall below|go under] {value}
~the {quantity} {in} [must|should] stay [above|over] {value}, [warn|tell] me
~{quantity} {in} below {value}, [tell|warn|alert] me
~in case the {quantity} {in} [falls below|drops below] {value}, [alert|notify] me
[write|call|contact] me [if|when] the {quantity} {in} is below {value}
[tell|warn|alert|notify] me [if|when] the {quantity} {in} [is|goes|falls|drops] below {value}
[tell|warn|alert|notify|message] me [if|when] the {quantity} {in} [falls|goes] under {value}
[tell|warn|alert] me if it [is|gets] less than {value} {quantity} {in}
[raise an alarm|sound the alarm] [if|when] the {quantity} {in} [falls|drops] below {value}
[let me know|give me a warning] [if|when|as soon as] the {quantity} {in} [is under|drops below|goes below] {value}
~if the {quantity} {in} [falls|drops|goes] below {value} [tell|warn|alert] me
~[i want|i'd like] [an alert|a warning] [if|when] the {quantity} {in} is [below|under|lower than] {value}
[watch|monitor] the {quantity} {in}, [minimum|min] {value}
~[alert|warning] [if|when] {quantity} {in} [below|under] {value}
"""),
    "status": lines("""
~let me know if {machine} is running
~{machine}, is it ok
~does {machine} [run|work]
~how does {machine} look
[look up|find out] the [status|state] of {machine}
~is everything [ok|fine] with {machine}
~how is it going with {machine}
~can you tell if {machine} is ok
~state of {machine} please
[find|figure out|work out|pull up|look at|look for|go and see|get hold of] the [status|state|condition] of {machine}
~{machine}: [status|how is it]
~let me hear if {machine} is [on|running|open]
~{machine} running
~{machine} [ok|working]
~how goes {machine}
~is {machine} good
~do you see {machine} running
~does {machine} have a problem
~does {machine} do its job
~tell me about {machine}
[show|find] me {machine}
~why is {machine} [off|on|open|closed]
~any [problem|problems|news|trouble] with {machine}
~can you see if {machine} is [running|ok|open|on]
~i'd like to know [if|whether] {machine} is [running|working|open]
~i'd like to know the status of {machine}
~do you know the state of {machine}
~what about {machine}
~is {machine} [alive|healthy|in operation|still open|still on]
~are there [any|] problems with {machine}
~has {machine} [stopped|started|failed]
~what does {machine} do
~was {machine} [stopped|started|opened|closed]
have a look at {machine}
see if {machine} [runs|works|is fine]
~is {machine} [running|on|off|open|closed|working|ok|stopped|still running]
~[what's|what is] the [status|state|condition] of {machine}
~[what's|how's|how is] {machine} [doing|]
[tell|give|show] me the [status|state] of {machine}
[check|get|report] the [status|state] of {machine}
check [on|] {machine}
~[status|state] of {machine}
~{machine} [status|state]
~status {machine}
~is [anything|something] wrong with {machine}
~did {machine} [start|stop|trip]
"""),
    "report": lines("""
~let me have the {topic} report for {period}
[compile|put together] [the|a|an] {topic} report for {period}
~report on {topic} for {period}
[forward|hand] me the {topic} report of {period}
~could i have the {topic} report for {period}
~get the {topic} report of {period} to me
~{topic} report: {period}
~for {period} the {topic} report
~{topic} report, {period}
~i'd like to [see|have] the {topic} report [for|of] {period}
~what about the {topic} report [for|of] {period}
~{period} {topic} report
~how was {topic} {period}
[deliver|provide|share] the {topic} report [for|of] {period}
~where is the {topic} report [for|of] {period}
[pull|run|build] a {topic} report [for|of] {period}
~{topic} {period}, [a|the] report
[send|email|give|show|get|mail] me [the|a|an] {topic} report [for|from|of] {period}
[create|make|generate|write|prepare|print] [the|a|an] {topic} report [for|of] {period}
[send|email|give] me {period} {topic} report
[summarise|summarize|sum up] {topic} [for|of] {period}
~[i need|i want|we need] [the|a|an] {topic} report [for|of] {period}
~{topic} report [for|of|] {period}
~{topic} [summary|overview] [for|of] {period}
[send|give|show] me [a|an|the] [summary|overview] of {topic} [for|of] {period}
"""),
    "missing": lines("""
~i want a pump started
~i want one valve open
~the lights {in}, set them to
[set|move] the [blinds|fans|lights] {in} to
alter the temperature {in}
[switch on|switch off] a pump
[shut|open] some valve
[unlock|lock] one of the doors
confirm an alarm
[adjust|alter] the speed of the pump
[set|put] that one to {level}
~could a pump be started
~could some valve be closed
~the temperature {in} needs a change
~pick another mode
~put the lights {in} to
~i'd like [a|some] [pump|valve] [started|opened|stopped|closed]
~we want [a|one|some] [valve|pump|door] [opened|started|locked]
adjust the [temperature|brightness|thermostat] {in}
[lock|unlock] [one|any] [door|gate|of the gates]
[start|stop|run] [one|any|some] pump
[open|close|shut] [one|any|a random] valve
~i need [a|any|one] [pump|valve]
~i need [a|one|any] [pump|valve|door] [running|open|closed|off]
~we want [a|any] pump running
~{the} [lights|fans|blinds], set them
~{in} set the [lights|blinds|fans] to
dim {the} lights to
set {the} [lights|shades|curtains|ventilation] [to|at]
[turn|bring|raise|lower] {the} [blinds|lights] to
~[blinds|lights|fans] {in} to
[take|turn|bring] [that|this] one to {level}
~make it {level}
~{level} please
[open|unlock|lock] one of the gates
[start|stop] one of them
[change|set] the speed of [it|one|that one]
~[a|the] door should be [locked|unlocked]
~[a|the] pump should be [on|off]
[change|set] something
~the temperature should be [different|changed]
change the thermostat
[move|change] the [shades|curtains] {in}
{verb} {the} [lights|blinds|fans] [to|]
{verb} the [temperature|thermostat|brightness] {in}
{verb} [the|a|some|any] [valve|pump]
[start|stop|halt|switch on|turn off] [some|any|one|one of the] [pump|pumps]
[open|close] [any|one of the] [valve|valves]
[lock|unlock] [some|any|this] door
[open|lock|close] one of [them|these|those]
[acknowledge|clear] [an|some|this] alarm
[speed up|slow down] [the|a|that] pump
~the [pump|valve|door|alarm]
~[start|stop|open|close|lock|set]
[set|change] the [color|colour] of {the} lights
~[brighter|darker|warmer|faster] {in}
put {the} [thermostat|blinds|fans] [at|to|on]
tell me the status
~[what|how] is the status
[schedule|plan] [a|the|some] mode
[run|use] [a|some|another] mode {in}
~{the} [blinds|lights|fans] at
[do|change] something {in}
make a report
[keep an eye on|watch] the {quantity} {in}
[set|put|turn|dim] {the} [lights|blinds|fans] to
[set|adjust|change] {the} [temperature|thermostat|heating]
[set|adjust|change] the [temperature|thermostat|heating] {in}
[set|change|adjust] [the|a] [valve|pump] [speed|position|]
[start|stop|run|halt|turn on|turn off] [the|a|that] pump
[open|close|shut] [the|a|that] valve
[lock|unlock] [it|the door|that|a door]
[acknowledge|confirm|clear] [the|that] alarm
[set|change] [the|] mode
[switch|go] to another mode
[send|give] me [the|a] report
~[is it|is that thing] running
[warn|tell|alert] me if the {quantity} {in} is too [high|low]
[warn|alert|notify] me [when|if] the {quantity} {in} changes
[change|adjust] the [brightness|light level] {in}
[make|turn] {the} lights [another|a different] [colour|color]
~{the} [temperature|lights|fans|blinds] to
[turn|switch] [it|this|that|them] [on|off]
[start|stop|open|close] [it|that|this]
[turn|do] [that|this] [thing|]
[set|put] it to {level}
~set to {level}
[open|start|stop|close] number {number}
[do|run] the {number}
"""),
}
