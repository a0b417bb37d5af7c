"""Phrasings for lights and blinds.

Each entry is (training patterns, test patterns); no pattern stands on both sides. A leading
`~` marks a pattern that is not an imperative and so takes no "could you ...". Slots: `{the}`
goes before a plural noun ("the kitchen", "all the"), `{in}` says where or says nothing,
`{place}` and `{bare}` need a named zone ("the kitchen", "kitchen"). `{verb}`, in training
only, is a verb that says nothing by itself.
"""

from frames import lines

PHRASES: dict[str, list[str]] = {
    "light_on": lines("""
~would love some light {in}
~lights {in}, switch them on
[get|have] {the} lights on
~[can't see my hand|i see nothing] {in}, lights on
~lamps in {place} on
[switch|turn] on every light in {place}
~{the} lights [ought to|have got to] be on
bring some light into {place}
[get|have] the lamps {in} burning
~would somebody hit the lights {in}
~{the} lights: on
[turn|switch] on [each|all the|every] [lamp|lamps] in {place}
~each lamp in {place} on
~all lights in {place} on
~{place} needs light
~{the} lights have to be on
~i can hardly see {in}, [light|lights] please
[have|keep] the lights on {in}
~{in} we need light
power on {the} lights
~there's no light {in}, [switch|turn] it on
~lights on [at|in] {place}
{verb} {the} lights [to|] on
~lights please {in}
~on with {the} lights
~it could be brighter {in}, lights on
[let|see to it that] the lights {in} [be|are] on
~the lights {in}, on
i need you to light {place}
[turn|switch|put] on {the} [lights|lights|lamps|lighting]
[turn|switch|put] {the} [lights|light|lamps] on
[turn|switch|put|flip] [the|] [lights|light|lamps] on {in}
[turn|switch] on [the|] [lights|lamps] {in}
light up {place}
[bring|put|set] {the} lights [up to|to|at] full [brightness|power|]
make {the} lights as bright as possible
give me [full|all the] light {in}
~{the} [lights|light|lamps] on
~[lights|light|lamps] on {in}
~{bare} [lights|light] [on|full|full on]
~i need [some|more|full] light {in}
~i can't see [anything|a thing] {in}
~it's [too|way too|so|pitch|really] dark {in}
~why is it so dark {in}, turn the lights on
~[we|i] want {the} lights on
~{in} [turn|switch] the lights on
~let there be light {in}
~{the} lights [should|must|need to|have to] be on
"""),
    "light_off": lines("""
~lights {in}, switch them off
~we have enough daylight {in}, lights off
[get|have] {the} lights off
~darkness {in}, lights out
~lamps in {place} off
[switch|turn] off every light in {place}
~{the} lights are still burning, switch them off
shut the lights down {in}
~{the} lights may go out now
~there is no need for lights {in}
~{the} lights: off
[turn|switch] off [each|all the|every] [lamp|lamps] in {place}
~each lamp in {place} off
~all lights in {place} off
~{place} needs no light
~{the} lights have to be off
[have|keep] the lights off {in}
~{in} no light please
~{the} lights are [still|] on, [switch|turn] them off
power off {the} lights
~nobody is {in}, lights off
~{in} lights out
{verb} {the} lights [to|] off
~off with {the} lights
~we're done {in}, lights off
[see to it that|make sure] the lights {in} are off
~the lights {in}, off
~{the} lights are on for no reason, turn them off
[turn|switch|shut|put] off {the} [lights|lights|lamps|lighting]
[turn|switch|shut] {the} [lights|light|lamps] off
[turn|switch|flip|shut] [the|] [lights|light|lamps] off {in}
[turn|switch] off [the|] [lights|lamps] {in}
kill {the} lights
put out {the} lights
make it dark {in}
[bring|set|put] {the} lights [down to|to] zero
~{the} [lights|light|lamps] off
~[lights|light|lamps] [off|out] {in}
~{bare} [lights|light] [off|out]
~[nobody needs|we don't need|i don't need] {the} lights [now|any more|]
~no [more|] light {in}
~{the} lights [should|must|can|need to] [be|go] off
~it's [too|way too] bright {in}, lights off
~{in} [turn|switch] the lights off
~[we|i] want {the} lights off
~someone left {the} lights on, turn them off
"""),
    "light_level": lines("""
~a brightness of {level} {in}
regulate {the} lights so they are at {level}
[take|move|get] {the} lights [down|up|] to {level}
[dial|fade] {the} [lights|light] [to|down to] {level}
~brightness of {the} lights to {level}
~make it {level} bright {in}
~lights in {place} should be at {level}
[adjust|change] the brightness [in|of] {place} to {level}
tone {the} lights down to {level}
~i prefer {the} lights at {level}
~only {level} light {in} please
lift the light {in} to {level}
~{the} [lights|light]: {level}
~light {in}: {level}
~how about {level} brightness {in}
~{place} needs {level} light
{verb} {place} to {level} brightness
control {the} lights so that they have {level}
{the} lights [have to|need to] be at {level}
~change to {level} light {in}
~light level of {the} lamps [to|] {level}
~light of {place} {level}
~let the lights {in} be {level}
[have|get] the lights {in} at {level}
~brightness {level} for {place}
turn [up|down] the lights {in}, {level}
~it's too [dark|bright] {in}, {level} [light|brightness] please
{verb} {the} [lights|light] [to|at|down to|up to] {level}
{verb} the [brightness|light level] {in} to {level}
~the lights {in}, {level}
~{the} lights, [make it|say] {level}
~{level} for {the} [lights|lamps]
~{level} [of|] light {in}
~{the} [light|lamp] brightness {level}
[see to it that|make sure] {the} lights are at {level}
~{the} lights could be [brighter|darker], [go to|try] {level}
[set|put|turn|bring|adjust|change] {the} [lights|lights|light|lamps] to {level}
[set|put|turn|bring|adjust] [the|] [lights|lamps|brightness|light level] {in} to {level}
[dim|lower|reduce|turn down|bring down] {the} [lights|light] to {level}
[dim|lower|reduce|turn down] [the|] [lights|light] {in} to {level}
[brighten|raise|turn up|bring up] {the} [lights|light] to {level}
[brighten|raise|turn up] [the|] [lights|brightness] {in} to {level}
make {the} lights {level} [bright|]
[set|put] {the} [light level|brightness|lighting] [to|at] {level}
[run|keep|hold] {the} lights at {level}
~{the} [lights|light|lamps|lighting] [to|at] {level}
~[lights|light|brightness] [to|at|] {level} {in}
~{bare} [lights|light] {level}
~{in} [set|put|dim] the lights to {level}
~[i want|i need|i'd like|we need] {the} lights at {level}
~[i want|i'd like] {level} [light|brightness] {in}
~it's [too|a bit] [dark|dim|bright] {in}, [make|set] the lights {level}
~{the} lights [should|must|need to] be [at|] {level}
~{level} [light|brightness] {in}
~{the} lights are too [bright|dim], [make|set] them [to|] {level}
"""),
    "light_half": lines("""
[take|run] {the} lights [to|at] half [power|brightness]
~{the} lights halfway
~half brightness will do {in}
take {the} lights down by half
~{the} lights by half
cut {the} lights in half
~fifty fifty light {in}
make {the} lights half as bright
[bring|run] {the} lights halfway
~half power for {the} lights
[set|dim|turn|put|bring] {the} lights [to half|to half brightness|halfway]
[dim|set] [the|] lights {in} to half
~{the} lights [at|to] half
~half [light|brightness] {in}
"""),
    "light_color": lines("""
~{the} lights want to be {color}
pick {color} for the lights {in}
[bathe|light] {place} in {color}
[get|have] {the} lights {color}
~let's have {color} light {in}
~light [colour|color] {in} {color}
~i fancy {color} light {in}
let {place} glow {color}
~what about {color} lights {in}
~{the} lights: {color}
[flood|cover|soak] {place} [in|with] {color} [light|]
~let {the} lights be {color}
~turn it {color} {in}
choose {color} [light|] {in}
[have|get] {color} light {in}
~{the} lights have to be {color}
~light of {place} [to|in] {color}
~we'd like it {color} {in}
[give|lend] {place} [a|some] {color} light
~colour {in} [to|] {color}
{verb} {the} lights [to|] {color}
~the lights {in}, {color}
~{color} for {the} lights
~how about {color} light {in}
fill {place} with {color} light
~{color} would be nice {in}
[make|turn|set|switch|change] {the} lights [to|] {color}
[make|turn|set|change] [the|] [lights|lamps] {in} [to|] {color}
[change|set] the [colour|color] of {the} lights to {color}
[change|set] the light [colour|color] {in} to {color}
[paint|colour|color] {the} lights {color}
~{the} lights [in|to|] {color}
~[i want|i'd like|we want|give me] {color} light {in}
~{color} [lights|light] {in}
~{bare} [lights|light] {color}
~{the} lights [should|must] be {color}
"""),
    "blinds_level": lines("""
leave {the} shades at {level}
[get|take|slide] {the} [blinds|shutters] to {level}
~position of {the} blinds {level}
~too much sun {in}, set the shades to {level}
~{level} open for {the} [blinds|shutters]
~blinds {in} {level} open please
drop {the} shades to {level}
~i want {the} shutters at {level}
~{the} [blinds|shades]: {level}
~{place} [blinds|shades] {level} open
[have|keep] {the} [blinds|shades] at {level}
~blinds of {place} [to|at] {level}
~{in} [blinds|shutters] [to|at] {level}
~{the} shades have to be at {level}
~{level} open, {the} shutters
{verb} {the} [blinds|shades|shutters] [to|at] {level}
~{level} for {the} [blinds|shades|shutters]
~the [blinds|shutters] {in}, {level}
{verb} the [blinds|curtains] {in} to {level}
~it's too sunny {in}, [blinds|shades] at {level}
[see to it that|make sure] {the} shutters are at {level}
[set|put|move|bring] {the} [blinds|shades|shutters|curtains] to {level}
[set|put|move] [the|] [blinds|shades|shutters] {in} to {level}
[open|raise|lower|pull] {the} [blinds|shades|shutters] to {level}
[open|raise|lower] [the|] [blinds|shades|shutters|curtains] {in} to {level}
[have|leave] {the} [blinds|shutters] {level} open
open {the} [blinds|shades|shutters|curtains] {level}
~{the} [blinds|shades|shutters|curtains] [to|at|] {level}
~[blinds|shades|shutters] {in} [to|at] {level}
~{bare} [blinds|shades|shutters] {level}
~[i want|i'd like] {the} [blinds|shades] [at|] {level} [open|]
~the sun is [blinding|in my eyes] {in}, blinds to {level}
~{the} [blinds|shutters] [should|must] be {level} open
"""),
    "blinds_open": lines("""
get {the} [blinds|shutters] [open|up]
~{in} [blinds|shades] up
fully open {the} [blinds|shades|curtains]
~let's have the blinds open {in}
lift {the} blinds
~{the} blinds: [open|up]
[have|keep] {the} [blinds|shades] open
~{in} [open|raise] the blinds
~blinds of {place} [up|open]
~we need sun {in}, blinds up
completely open {the} shutters
{verb} {the} [blinds|shutters|shades] [open|up]
~up with {the} [blinds|shades|shutters]
~{the} [blinds|shutters] should be [open|up]
[bring|put] {the} [blinds|shades] up
[open|raise|pull up|roll up] {the} [blinds|shades|shutters|curtains]
[open|raise] [the|] [blinds|shades|shutters|curtains] {in}
[pull|roll] {the} [blinds|shades|shutters] up
~{the} [blinds|shades|shutters|curtains] [up|open]
~[blinds|shades|shutters] [up|open] {in}
let the [sun|daylight] in {in}
"""),
    "blinds_close": lines("""
get {the} [blinds|shutters] [closed|down]
~{in} [blinds|shades] down
fully close {the} [blinds|shades|curtains]
~let's have the blinds closed {in}
bring down {the} shutters
~{the} blinds: [closed|down]
[have|keep] {the} [blinds|shades] closed
~{in} [close|lower] the blinds
~blinds of {place} [down|closed]
~too much light {in}, blinds down
completely close {the} shutters
{verb} {the} [blinds|shutters|shades] [closed|down|shut]
~down with {the} [blinds|shades|shutters]
~{the} [blinds|shutters] should be [closed|down]
[bring|put] {the} [blinds|shades] down
[close|lower|shut|pull down|roll down|drop] {the} [blinds|shades|shutters|curtains]
[close|lower|shut] [the|] [blinds|shades|shutters|curtains] {in}
[pull|roll] {the} [blinds|shades|shutters] down
~{the} [blinds|shades|shutters|curtains] [down|closed|shut]
~[blinds|shades|shutters] [down|closed] {in}
block the sun {in}
"""),
}
