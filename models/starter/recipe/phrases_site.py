"""Phrasings for doors, alarms, modes and programmes, built like `phrases_lights`."""

from frames import lines

PHRASES: dict[str, list[str]] = {
    "lock": lines("""
~i want {door} locked
[get|have] {door} locked
~nobody should get through {door}, lock it
~{door} has to be locked
~could {door} be locked
~please have {door} locked
~lock up {door} for the night
~{door}: lock
~i need {door} locked
~we'd like {door} locked
~{door}, lock it
[have|keep] the lock on {door}
~{door} has to be locked [up|now]
~lock on {door}
~it's late, lock {door}
let {door} be locked
close and lock {door}
~{door} is open, lock it
~is {door} locked, if not lock it
[see to it that|check that] {door} is locked
put the lock on {door}
[lock|lock up|bolt|secure] {door}
make sure {door} is locked
keep {door} locked
~{door} [locked|lock]
~{door} [should|must|needs to] be locked
~[i forgot to|did i forget to] lock {door}, [do it|lock it]
~{door} is [still|] unlocked, lock it
"""),
    "unlock": lines("""
~i want {door} unlocked
[get|have] {door} unlocked
~{door} is locked, unlock it
~{door} has to be unlocked
~could {door} be unlocked
~please have {door} unlocked
~open up {door} for the guests
~{door}: unlock
~i need {door} unlocked
~we'd like {door} unlocked
~{door}, unlock it
~{door} is still locked, [open|unlock] it
~{door} has to be [open|unlocked] now
~why is {door} locked, open it
~it's morning, unlock {door}
let {door} be unlocked
[have|get] {door} opened for [me|us|them]
take the lock from {door}
open up {door}
[see to it that|check that] {door} is unlocked
~i can't get [in|out] through {door}, unlock it
~i need to get through {door}
take the lock off {door}
release {door}
[unlock|unbolt] {door}
make sure {door} is unlocked
leave {door} unlocked
~{door} [unlocked|unlock]
~{door} [should|must|needs to] be unlocked
~let [me|them|him|her|the courier] in [through|at|by] {door}
~[somebody|a visitor|the postman] is at {door}, [unlock it|let them in]
"""),
    "arm": lines("""
~i want {the} alarm armed
[get|have] {the} alarm armed
[put|bring] {the} alarm on
~{in} alarm on
~could {the} alarm be armed
get the alarm {in} going
~{the} alarm: on
~i need {the} alarm on
~i need {the} alarm armed
~{the} alarm, on
[have|keep] {the} alarm on
~{the} alarm has to be [on|armed]
~{in} [turn|switch] the alarm on
~arm it {in}
let the alarm be armed {in}
{verb} {the} alarm on
~we're leaving {place}, arm the alarm
[see to it that|make sure] {the} alarm is [on|armed]
~on with {the} alarm
protect {place} with the alarm
[arm|activate|turn on|switch on|set|enable] {the} alarm
[arm|activate|turn on|enable] [the|] [alarm|alarm system|burglar alarm] {in}
[turn|switch] {the} alarm on
~{the} alarm [on|armed]
~alarm [on|armed] {in}
~{the} alarm [should|must|needs to] be [on|armed]
"""),
    "disarm": lines("""
~i want {the} alarm disarmed
[get|have] {the} alarm disarmed
[put|take] {the} alarm off
~{in} alarm off
~could {the} alarm be disarmed
stop the alarm {in}
~{the} alarm: off
~i need {the} alarm disarmed
~{the} alarm, off
[have|keep] {the} alarm off
~{the} alarm has to be [off|disarmed]
~{in} [turn|switch] the alarm off
~disarm it {in}
let the alarm be disarmed {in}
{verb} {the} alarm off
~we're in {place}, disarm the alarm
[see to it that|make sure] {the} alarm is [off|disarmed]
~off with {the} alarm
~no alarm {in}
[disarm|deactivate|turn off|switch off|disable] {the} alarm
[disarm|deactivate|turn off|disable] [the|] [alarm|alarm system|burglar alarm] {in}
[turn|switch] {the} alarm off
~{the} alarm [off|disarmed]
~alarm [off|disarmed] {in}
~{the} alarm [should|must|needs to] be [off|disarmed]
"""),
    "acknowledge": lines("""
[sign off|check off] {machine}
~{machine} noted, acknowledge it
~we are aware of {machine}
~ok, {machine} acknowledged
~consider {machine} seen
register {machine} as acknowledged
~{machine}: [seen|acknowledged]
[check|tick] {machine} off
~{machine} is acknowledged
[accept|confirm] {machine} please
~i saw {machine}
check {machine} [as seen|please]
~{machine} has been [seen|noticed|noted]
sign {machine}
~we know [about|] {machine}
~{machine} seen, [confirm|clear] it
~there is {machine}, acknowledge it
tick off {machine}
{verb} {machine} as acknowledged
~{machine} [is known|is handled|was seen]
~yes, {machine}, [i saw it|confirm]
take note of {machine}
~got it, {machine}
[silence|dismiss] {machine}
[acknowledge|confirm|accept|ack|clear] {machine}
mark {machine} as [seen|acknowledged|confirmed]
~{machine} [acknowledged|confirmed|seen|is fine|is ok]
~[i've|i have|we have] [seen|noticed] {machine}
~[i know about|i'm aware of] {machine}, [acknowledge|confirm] it
"""),
    "mode_away": lines("""
~all of us are leaving
~[we are|i am] heading out
[put|set] [it|everything] in away mode
~going out now
~nobody will be here, away mode
go into away mode
~mode: away
~[away|away mode], please
~the family is leaving
~i'm heading to work
~everyone goes out
~nobody is [here|in] any more
~we leave [now|the building]
~i'm out
~the house is empty now
{verb_free} away mode
[set|switch|go|change] to away mode
[turn on|activate|enable|start] away mode
~[we're|i'm|we are|i am|everybody is] [leaving|going out|off to work|out of here]
~[we're|i'm] leaving [the house|the building|home|now]
~away mode [on|]
~nobody [is|will be] home [today|now|]
put the [house|building] in away mode
"""),
    "mode_home": lines("""
~the family is home
~[we are|i am] back again
[put|set] [it|everything] in home mode
~just arrived home
~i have come home
go into home mode
~mode: home
~home mode, please
~we arrived
~everyone is home
~i'm back in the house
~i'm here again
~we have returned
~honey i'm home
{verb_free} home mode
[set|switch|go|change] [to|back to] home mode
[turn on|activate|enable|start] home mode
~[we're|i'm|we are|i am] [home|back|back home|home again]
~home mode [on|]
put the [house|building] in home mode
~[i|we] just [got|came] home
"""),
    "mode_night": lines("""
~bed is calling
~[we are|i am] going to bed now
[put|set] [it|everything] in night mode
~good night [everyone|house]
~off to sleep now
go into night mode
~mode: night
~night mode, please
~i need my bed
~everyone goes to bed
~lights out, we sleep
~my bed is waiting
~sleep well
~i'm going to sleep now
~we want to sleep
{verb_free} night mode
[set|switch|go|change] to night mode
[turn on|activate|enable|start] night mode
~good night
~[we're|i'm|we are|i am] [going to bed|off to bed|going to sleep]
~night mode [on|]
put the [house|building] in night mode
~[time for bed|bedtime|time to sleep]
"""),
    "mode_eco": lines("""
[put|set] [it|everything] in [eco|energy saving] mode
~we need to save energy
~time to save energy
go into eco mode
~mode: eco
~eco, please
~saving energy would be good
~energy is expensive, save some
~use less [energy|power|electricity]
reduce the energy use
~don't waste energy
{verb_free} [eco|energy saving] mode
[set|switch|go|change] to [eco|energy saving|economy] mode
[turn on|activate|enable|start] [eco|energy saving|economy] mode
save [energy|power|electricity]
~[eco|energy saving] mode [on|]
put the [house|building] in [eco|energy saving] mode
~[we should|let's] save [energy|power]
"""),
    "mode_holiday": lines("""
[put|set] [it|everything] in [holiday|vacation] mode
~we are leaving on [holiday|vacation]
~holiday time
go into [holiday|vacation] mode
~mode: holiday
~we're off for the holidays
~holiday, please
~we're away for two weeks on [holiday|vacation]
~our [holiday|vacation] starts
{verb_free} [holiday|vacation] mode
[set|switch|go|change] to [holiday|vacation] mode
[turn on|activate|enable|start] [holiday|vacation] mode
~[we're|i'm|we are|i am] [going on|off on|on] [holiday|vacation]
~[holiday|vacation] mode [on|]
put the [house|building] in [holiday|vacation] mode
"""),
    "mode_cleaning": lines("""
[put|set] [it|everything] in cleaning mode
~the cleaners have arrived
~the cleaning people are here
go into cleaning mode
~mode: cleaning
~cleaners are in the house
~cleaning, please
~the cleaners came
~the cleaning lady is here
~it's cleaning time
~the floors are being cleaned
~cleaning has started
{verb_free} cleaning mode
[set|switch|go|change] to cleaning mode
[turn on|activate|enable|start] cleaning mode
~[the cleaners are|the cleaning crew is] [here|coming]
~cleaning mode [on|]
put the [house|building] in cleaning mode
~[we're|i'm] [cleaning|mopping] now
"""),
    "schedule_mode": lines("""
~we need {mode} mode {days}, from {from} to {to}
[have|keep] {mode} mode on {days} from {from} [to|until] {to}
[program|book] {mode} mode {days} from {from} to {to}
~{days}, from {from} until {to}, {mode} mode
~let's have {mode} mode {days} from {from} to {to}
~{mode} mode should be on {days} from {from} to {to}
put {mode} mode on {days} from {from} until {to}
~{mode} mode, {days}: {from} to {to}
~i'd like to have {mode} mode {days} from {from} until {to}
~{days}, {mode} mode, from {from} to {to}
~starting {days} at {from} until {to} {mode} mode
{days} from {from} [to|until] {to} [use|run|activate|set] {mode} mode
~{mode} mode from {from} [to|until] {to} {days}
[set up|arrange|put] {mode} mode {days} from {from} to {to}
~between {from} and {to} {days} {mode} mode
~{days} between {from} and {to} [use|run] {mode} mode
make it {mode} mode {days} from {from} [to|until] {to}
[run|use|activate|schedule] {mode} mode {days} from {from} [to|until|till] {to}
[schedule|plan|set] {mode} mode [for|] {days} [from|between] {from} [to|and] {to}
[switch|go] to {mode} mode {days} from {from} [to|until] {to}
{days} [run|use|activate] {mode} mode from {from} [to|until] {to}
~{mode} mode {days} from {from} [to|until] {to}
~{days} {mode} mode from {from} [to|until|till] {to}
~[i want|we want|i'd like] {mode} mode {days} from {from} [to|until] {to}
~{mode} mode [should|must] run {days} from {from} [to|until] {to}
~from {from} [to|until] {to} {days} {mode} mode
"""),
}
