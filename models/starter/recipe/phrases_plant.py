"""Phrasings for valves and pumps, built like `phrases_lights`.

`{machine}` already carries its noun or code ("pump P-307").
"""

from frames import lines

PHRASES: dict[str, list[str]] = {
    "valve_level": lines("""
see that {machine} is {level} open
[take|get|drive] {machine} to {level}
~opening of {machine} to {level}
~{level} on {machine}
[let|have] {machine} stand at {level}
dial {machine} to {level}
~{machine} should sit at {level}
give {machine} {level}
~position of {machine}: {level}
~{level} opening on {machine}
~{machine} {level}
~{level}, {machine}
control {machine} so that it is {level} open
[have|keep] {machine} at {level}
~{machine} has to be at {level}
~{level} at {machine}
~opening {level} for {machine}
let {machine} be {level} open
~turn {machine}, {level}
~put {level} on {machine} please
{verb} {machine} [to|at] {level}
~{level} for {machine}
~{machine}, {level}
~{level} opening for {machine}
~{machine} position {level}
[see to it that|make sure] {machine} is at {level}
~i'd like {machine} {level} open
[set|put|move|bring|adjust|turn] {machine} to {level}
open {machine} [to|] {level}
[open|throttle|close] {machine} [down|] to {level}
[change|adjust|set] the [position|opening] of {machine} to {level}
[keep|hold|leave] {machine} [at|] {level} open
~{machine} [to|at|] {level}
~[i want|we need|i need] {machine} at {level}
~{machine} [should|must|needs to] be {level} open
~{machine} {level} open
"""),
    "valve_open": lines("""
[get|have] {machine} [wide open|opened]
~{machine} wide open
~{machine} ought to be open
~i want {machine} opened
~please, {machine} all the way open
~{machine}: open
~{machine}, open
~{machine} [is to be|needs to be] open
swing {machine} open
[have|keep] {machine} open
~{machine} has to open
~it's time to open {machine}
let [water|it|gas] flow through {machine}
{verb} {machine} open
[see to it that|make sure] {machine} is open
~{machine} can be opened
~{machine} is [closed|shut], open it
~open, {machine}
[open|open up] {machine} [fully|completely|all the way|]
[turn|crack] {machine} [fully|all the way] open
fully open {machine}
~{machine} [open|fully open]
~{machine} [must|should|needs to|has to] be [open|opened]
~[i want|we need] {machine} open
"""),
    "valve_close": lines("""
get {machine} [closed|shut]
~{machine} ought to be closed
~water is dripping, close {machine}
~i want {machine} shut
~{machine} all the way closed
~{machine}: close
~{machine}, close
~{machine} [is to be|needs to be] closed
swing {machine} shut
[have|keep] {machine} closed
~{machine} has to close
~it's time to close {machine}
~there's a leak at {machine}, shut it
~[oil|water] is leaking from {machine}, [close|shut] it
{verb} {machine} [closed|shut]
[see to it that|make sure] {machine} is [closed|shut]
~{machine} can be closed
~{machine} is open, close it
~no more [water|flow|gas] through {machine}
[close|shut|close off] {machine} [fully|completely|]
[shut|close] {machine} [down|off]
fully close {machine}
~{machine} [closed|shut|fully closed]
~{machine} [must|should|needs to|has to] be [closed|shut]
~{machine} is leaking, [close|shut] it
~[i want|we need] {machine} closed
"""),
    "pump_start": lines("""
[fire|power] up {machine}
[let|have] {machine} run
~{machine} has to start
~time to start {machine}
kick off {machine}
~please have {machine} started
~turn {machine} on for me
~{machine}: start
set {machine} going
spin up {machine}
ramp up {machine}
~{machine}, [start|run]
~{machine} needs to go
~go {machine}
[have|keep] {machine} running
~{machine} has to run
~it's time for {machine} to run
power on {machine}
put power on {machine}
let {machine} start
wake up {machine}
~{machine} up and running please
[see to it that|make sure] {machine} [is running|runs]
~{machine} is off, start it
~we need {machine} now
begin pumping with {machine}
~{machine} can [start|run|go]
activate {machine}
{verb} {machine} on
[start|run|turn on|switch on|start up] {machine}
[turn|switch] {machine} on
[get|set] {machine} [running|going]
[bring|put] {machine} [online|into operation]
~{machine} [on|start|run]
~{machine} [should|must|needs to] [run|start|be running]
~[i need|we need|i want] {machine} [on|running]
"""),
    "pump_stop": lines("""
power down {machine}
[let|have] {machine} stop
~{machine} has to stop
~time to stop {machine}
bring {machine} to a stop
~please have {machine} stopped
~turn {machine} off for me
~{machine}: stop
wind down {machine}
ramp down {machine}
run down {machine}
~{machine}, [stop|halt]
~{machine} needs a rest
~{machine} has to be [off|stopped]
~it's time for {machine} to stop
power off {machine}
cut the power of {machine}
let {machine} rest
put {machine} to sleep
~{machine} down please
[see to it that|make sure] {machine} is [off|stopped]
~{machine} is on, stop it
~we don't need {machine} [any more|now|]
stop pumping with {machine}
~{machine} can stop
deactivate {machine}
{verb} {machine} off
~no more {machine}
[stop|halt|turn off|switch off|shut down|shut off] {machine}
[turn|switch|shut] {machine} off
[take|bring] {machine} [offline|out of operation]
kill {machine}
~{machine} [off|stop|halt]
~{machine} [should|must|needs to] [stop|be stopped|be off]
~[i want|we need] {machine} [off|stopped]
~{machine} is [overheating|making noise|running dry], stop it
"""),
    "pump_speed": lines("""
[take|get|drive] {machine} to {speed}
~speed of {machine} {speed}
[let|have] {machine} turn at {speed}
~{speed} on {machine}
dial {machine} to {speed}
~{machine} should go at {speed}
throttle {machine} to {speed}
~{machine}: speed {speed}
~{machine}, {speed} please
~{machine} {speed}
~{speed}, {machine}
control {machine} so that it makes {speed}
[have|keep] {machine} running at {speed}
~{machine} has to run at {speed}
~{speed} at {machine}
let {machine} run at {speed}
~speed {speed} for {machine}
~run {speed} on {machine} please
~make {machine} turn with {speed}
{verb} {machine} [to|at|up to|down to] {speed}
~{speed} for {machine}
~{machine}, {speed}
[see to it that|make sure] {machine} [runs|is] at {speed}
~{machine} is too [slow|fast], {speed}
~{machine} with {speed}
[set|put|bring|adjust|run|turn] {machine} [to|at] {speed}
[change|set|adjust] the speed of {machine} to {speed}
[speed up|slow down|slow] {machine} to {speed}
[raise|lower|increase|reduce] [the speed of|] {machine} to {speed}
[keep|hold] {machine} at {speed}
~{machine} [to|at|] {speed}
~{machine} speed {speed}
~{machine} [should|must] run at {speed}
~[i want|we need] {machine} at {speed}
"""),
}
