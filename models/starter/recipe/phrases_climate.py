"""Phrasings for temperatures and fans, built like `phrases_lights`."""

from frames import lines

PHRASES: dict[str, list[str]] = {
    "set_temperature": lines("""
~aim for {degrees} {in}
see that {place} [reaches|gets] {degrees}
~my target {in} is {degrees}
[get|have] the temperature {in} to {degrees}
~let's have {degrees} {in}
~thermostat of {place} {degrees}
[take|move] {the} thermostat to {degrees}
~{degrees} would be [nice|good] {in}
~{place} is too [cold|warm], [heat|bring] it to {degrees}
~{place} ought to be {degrees}
~i'd be happy with {degrees} {in}
dial the thermostat {in} to {degrees}
~temperature wanted {in}: {degrees}
~{the} [temperature|thermostat]: {degrees}
~{place}: {degrees}
~{degrees} [sounds|is|feels] [good|nice|right|fine] {in}
~{degrees} would be [great|perfect|fine|enough] {in}
~set point {degrees} {in}
~goal {in} {degrees}
[let|make] {place} reach {degrees}
{verb} {place} to {degrees}
~{degrees} at the thermostat {in}
[have|get] it {degrees} {in}
~{place} has to be [at|] {degrees}
~temperature of {place} {degrees}
~it's cold {in}, [warm|heat] it to {degrees}
~we are cold {in}, {degrees} please
~{place} temperature {degrees}
~heating of {place} to {degrees}
~{degrees} [is|are] what we need {in}
~let it be {degrees} {in}
{verb} {the} [temperature|thermostat|heating] [to|at|up to|down to] {degrees}
{verb} the temperature {in} to {degrees}
~{degrees} for {place}
~{degrees} {in}
~the temperature {in}, {degrees}
~the [heating|thermostat|set point] {in} [to|at] {degrees}
~how about {degrees} {in}
~{in} {degrees} [please|is what i want|is enough]
[see to it that|make sure] {place} is at {degrees}
~it could be [warmer|cooler] {in}, [say|try|go to] {degrees}
~{place} is [freezing|too hot|cold], {degrees} please
{verb} the set point of {place} to {degrees}
[set|put|turn|adjust|change] {the} [heating|thermostat|temperature|temp] to {degrees}
[set|put|turn|adjust|change] [the|] [heating|thermostat|temperature|temp] {in} to {degrees}
[heat|warm|cool] {place} [up|down|] to {degrees}
[bring|get] {place} [up|down|] to {degrees}
make it {degrees} {in}
[keep|hold|maintain] {place} at {degrees}
[keep|hold|maintain] {degrees} {in}
[raise|lower|increase|reduce] the [temperature|temp] {in} to {degrees}
[turn|crank] [up|down] the [heating|heat|thermostat] {in} to {degrees}
~{the} [temperature|temp|thermostat|heating] [to|at] {degrees}
~{bare} [to|at|] {degrees} [please|]
~[temperature|temp|thermostat|heating] {in} [to|] {degrees}
~[i want|i'd like|we need|i need] {degrees} {in}
~[i want|i'd like] {place} at {degrees}
~it's [too|way too|a bit|so] [cold|hot|warm|chilly] {in}, [make it|set it to] {degrees}
~it should be {degrees} {in}
~{in} [set|make|put] [it|the temperature|the heating] [to|] {degrees}
~{place} [should|must|needs to] be [at|] {degrees}
~[i'm|we're] [freezing|cold|sweating|boiling] {in}, set the [heating|temperature] to {degrees}
"""),
    "warmer": lines("""
~{in} i want {steps} more
~heat {in} up {steps}
[bump|push] the temperature {in} up [by|] {steps}
~{place} could be {steps} warmer
~up {steps} {in}, it's cold
turn it up {steps} {in}
~{place} is chilly, go {steps} higher
~i could do with {steps} more {in}
~{in} i'd like {steps} more
~{in} we need {steps} more [heat|]
[hike|pump] {the} temperature up [by|] {steps}
~{place}, {steps} [warmer|more]
[have|get] it {steps} warmer {in}
~{in} up {steps}
~{steps} up {in}
bring the temperature {in} up by {steps}
~{place} has to be {steps} warmer
~we're cold {in}, {steps} more
lift it by {steps} {in}
~temperature [plus|up] {steps} {in}
{verb} the temperature {in} up [by|] {steps}
~{in} it should be {steps} warmer
~{place} needs {steps} more
~{place} [should|must] be {steps} warmer
make {place} {steps} [warmer|hotter]
~plus {steps} {in}
go up {steps} {in}
~{place} is too cold, {steps} [more|up|warmer]
make it {steps} warmer {in}
[raise|increase|turn up] the [temperature|heating|temp|thermostat] {in} by {steps}
[raise|increase] {the} [temperature|temp] by {steps}
turn the [heating|heat|temperature] [up|up by] {steps} {in}
[heat|warm] {place} [up|] by {steps}
add {steps} {in}
~{steps} [warmer|hotter|more] {in}
~{in} {steps} warmer
~[i want|i'd like|we need] it {steps} warmer {in}
~it's [too|a bit] [cold|chilly] {in}, [go up|add] {steps}
~[temperature|temp|heating] up [by|] {steps} {in}
"""),
    "cooler": lines("""
~{in} i want {steps} less
~heat {in} down {steps}
[drop|bring down] the temperature {in} by {steps}
~{place} could be {steps} [cooler|colder]
~down {steps} {in}, it's too warm
turn it down {steps} {in}
~{place} is roasting, go {steps} lower
~i could do with {steps} less {in}
~{in} i'd like {steps} less
~{in} we need {steps} less [heat|]
[sink|cut] {the} temperature [down|] by {steps}
~{place}, {steps} [colder|less]
[have|get] it {steps} [cooler|colder] {in}
~{in} down {steps}
~{steps} down {in}
bring the temperature {in} down by {steps}
cut the [temperature|heating] {in} by {steps}
~{place} has to be {steps} [cooler|colder]
~we're hot {in}, {steps} less
~temperature [minus|down] {steps} {in}
~too warm {in}, {steps} [less|down|colder]
{verb} the temperature {in} down [by|] {steps}
~{in} it should be {steps} [cooler|colder]
~{place} needs {steps} less
~{place} [should|must] be {steps} [cooler|colder]
make {place} {steps} [cooler|colder]
~minus {steps} {in}
go down {steps} {in}
~{place} is too warm, {steps} [less|down|cooler]
make it {steps} [cooler|colder] {in}
[lower|reduce|decrease|turn down] the [temperature|heating|temp|thermostat] {in} by {steps}
[lower|reduce|decrease] {the} [temperature|temp] by {steps}
turn the [heating|heat|temperature] [down|down by] {steps} {in}
cool {place} [down|] by {steps}
take off {steps} {in}
~{steps} [cooler|colder|less] {in}
~{in} {steps} [cooler|colder]
~[i want|i'd like|we need] it {steps} [cooler|colder] {in}
~it's [too|a bit] [hot|warm|stuffy] {in}, [go down|take off] {steps}
~[temperature|temp|heating] down [by|] {steps} {in}
"""),
    "fan_level": lines("""
blow air {in} at {level}
~fans of {place} at {level}
[get|take] {the} fans to {level}
[let|have] {the} fans run at {level}
~the air is [bad|stale] {in}, fan to {level}
~speed of {the} fans {level}
~fans at {level} {in} please
crank {the} fans to {level}
~i want the ventilation {in} at {level}
~{the} fans: {level}
[push|move|send] air {in} at {level}
blow {in} with {level}
~the fans in {place} {level}
[have|keep] {the} fans at {level}
~fan of {place} [to|at] {level}
~air flow {in} {level}
~the air is thick {in}, fans at {level}
~{the} fans have to [run at|be at] {level}
{verb} {the} [fans|fan] [to|at] {level}
{verb} the [fan speed|ventilation] {in} to {level}
~{level} for {the} fans
~{level} [fan|ventilation|fan speed] {in}
~the fan {in}, {level}
~i can't breathe {in}, [fan|ventilation] at {level}
[set|put|turn|run] {the} [fans|fan|ventilation] [to|at] {level}
[set|put|turn|run] [the|] [fans|fan|ventilation|air] {in} [to|at] {level}
[set|change|adjust] the [fan speed|ventilation] {in} to {level}
[turn|speed|slow] {the} fans [up|down] to {level}
[increase|reduce|lower|raise] [the|] [fan speed|ventilation] {in} to {level}
ventilate {place} at {level}
~{the} [fans|fan|ventilation] [to|at|] {level}
~[fans|fan|fan speed|ventilation] {in} [to|at] {level}
~{bare} [fans|fan|ventilation] {level}
~[i want|we need] {the} [fans|fan] at {level}
~it's [stuffy|smelly|stale] {in}, set the [fan|ventilation] to {level}
~{the} fans [should|must] run at {level}
"""),
    "fan_on": lines("""
[get|have] {the} [fans|fan] going
~{in} fan on
[start|power up] the ventilation {in}
get the air moving {in}
~the fans {in} can go on
~{the} [fans|fan]: on
set {the} fans going
keep {the} [fans|fan] going
~{the} fans should get going
get some air into {place}
~{the} ventilation, turn it on
[have|keep] the fans {in} running
~{in} [turn|switch] the fan on
~fans of {place} on
power on {the} fans
let {the} fans run
{verb} {the} [fans|fan] on
~{the} fans should [run|be on]
~on with {the} fans
~i can't breathe {in}, fan on
air out {place}
[bring|set] {the} fans [in motion|running|to full speed]
[turn|switch] on {the} [fans|fan|ventilation]
[turn|switch] {the} [fans|fan|ventilation] on
[turn|switch] [the|] [fans|fan|ventilation] on {in}
[start|run] {the} [fans|fan|ventilation]
~{the} [fans|fan|ventilation] on
~[fan|fans|ventilation] on {in}
~[i want|we need] fresh air {in}
"""),
    "fan_off": lines("""
[get|have] {the} [fans|fan] stopped
~{in} fan off
[stop|power down] the ventilation {in}
~no more fan {in}
~the fans {in} can go off
~{the} [fans|fan]: off
~{the} fans should come to a stop
~{the} ventilation, turn it off
~{in} [turn|switch] the fan off
~fans of {place} off
power off {the} fans
let {the} fans stop
~enough [wind|air] {in}, stop the fan
{verb} {the} [fans|fan] off
~{the} fans should [stop|be off]
~off with {the} fans
~it's drafty {in}, fan off
[bring|set] {the} fans to [a stop|a halt|zero]
[turn|switch|shut] off {the} [fans|fan|ventilation]
[turn|switch] {the} [fans|fan|ventilation] off
[turn|switch] [the|] [fans|fan|ventilation] off {in}
[stop|kill] {the} [fans|fan|ventilation]
~{the} [fans|fan|ventilation] off
~[fan|fans|ventilation] off {in}
~[the fan is|the fans are] too [loud|noisy] {in}, turn [it|them] off
"""),
}
