"""Phrasings for sensor readings, built like `phrases_lights`."""

# ruff: noqa: E501 - a phrasing is read best on one line.

from frames import lines

PHRASES: dict[str, list[str]] = {
    "read_temperature": lines("""
~let me know the temperature {in}
~is {place} warm
~what does the thermometer say {in}
~what temperature do we have {in}
[look up|find out] the temperature {in}
~how's the temperature {in}
~can you tell how hot it is {in}
[find|figure out|work out|pull up|look at|look for|go and see|get hold of] the temperature {in}
~is it [nice and|] warm in {place}
~temperature {in}: what is it
check the thermometer {in}
~thermometer reading {in}
~what reading does the temperature sensor {in} show
~what's the heat like {in}
~what degrees are {in}
~temperature of {place}
~i'd like to know the temperature {in}
~do you know [how warm it is|the temperature] {in}
~the temperature {in} please
~what about the temperature {in}
~temperature reading {in}
[measure|see] how [warm|cold] it is {in}
~which temperature is it {in}
~[what's|what is|how high is] the [temperature|temp] {in}
~how [warm|hot|cold] is it {in}
~how [warm|hot|cold] is {place}
[tell|give|show] me the [temperature|temp] {in}
[check|read|measure|get|report] the [temperature|temp] {in}
~[temperature|temp] {in}
~{bare} [temperature|temp]
~how many degrees [is it|are there|do we have] {in}
~is it [warm|cold|hot] {in}
"""),
    "read_humidity": lines("""
~let me know the humidity {in}
~what humidity do we have {in}
[look up|find out] the humidity {in}
~how damp is the air {in}
~how's the humidity {in}
~can you tell how humid it is {in}
[find|figure out|work out|pull up|look at|look for|go and see|get hold of] the humidity {in}
~is {place} [humid|dry]
~is the air in {place} damp
~air damp {in}
~how damp is {place}
~damp air {in}
~what reading does the humidity sensor {in} show
~what's the dampness {in}
~is the air [damp|dry|humid] {in}
~how wet is it {in}
~humidity of {place}
~what is the air moisture {in}
~i'd like to know the humidity {in}
~do you know [how humid it is|the humidity] {in}
~the humidity {in} please
~what about the humidity {in}
~humidity reading {in}
~how much humidity is {in}
~[what's|what is|how high is] the [humidity|air humidity|moisture] {in}
~how [humid|damp|dry] is it {in}
~how [humid|damp|dry] is {place}
[tell|give|show] me the humidity {in}
[check|read|measure|get|report] the humidity {in}
~humidity {in}
~{bare} humidity
~is it [humid|damp|dry] {in}
"""),
    "read_co2": lines("""
~let me know the co2 level {in}
~do we need fresh air or is the co2 ok {in}
~how much co2 is there {in}
[look up|find out] the [co2 level|air quality] {in}
~what co2 level do we have {in}
~how's the air quality {in}
~can you tell how high the co2 is {in}
[find|figure out|work out|pull up|look at|look for|go and see|get hold of] the [co2 level|air quality] {in}
~is {place} [stuffy|airless]
~what reading does the co2 sensor {in} show
~co2 of {place}
~how much carbon dioxide is {in}
~what's the air like {in}
~how many ppm {in}
~i'd like to know the [co2|air quality] {in}
~do you know [how good the air is|the co2 level] {in}
~the [co2 level|air quality] {in} please
~what about the [co2|air] {in}
~how high is the co2 [level|] {in}
~is the air [ok|good|bad] {in}
~co2 reading {in}
~[what's|what is|how high is] the [co2|co2 level|carbon dioxide|air quality] {in}
~how [good|bad|stale] is the air {in}
[tell|give|show] me the [co2|co2 level|air quality] {in}
[check|read|measure|get|report] the [co2|co2 level|carbon dioxide|air quality] {in}
~[co2|co2 level|air quality] {in}
~{bare} [co2|air quality]
"""),
    "read_power": lines("""
~let me know the power consumption {in}
~how much electricity goes to {place}
~how many [watts|kilowatts] [is {place} drawing|does {place} use]
[look up|find out] the power consumption {in}
~how's the power consumption {in}
~what power does {place} need
[find|figure out|work out|pull up|look at|look for|go and see|get hold of] the power [consumption|draw|] {in}
~how much [energy|power] goes into {place}
~how much electricity flows to {place}
~what reading does the power meter {in} show
~watts {in}
~the kilowatts {in} please
~power of {place}
~how high is the consumption of {place}
~what is {place} using [in watts|in kilowatts|]
~energy use {in}
~does {place} draw [much|a lot of] power
~i'd like to know the power [draw|consumption] {in}
~what about the power {in}
~what does {place} [draw|consume]
~how much does {place} consume
~power reading {in}
~how much energy goes into {place}
~how much [power|electricity|energy] [is {place} using|does {place} use]
~how much [power|electricity] [is {place} drawing|does {place} draw]
~[what's|what is|how high is] the [power|power consumption|power draw|load] {in}
[tell|give|show] me the [power|power consumption|power draw] {in}
[check|read|measure|get] the [power|power consumption|power draw] {in}
~[power|power consumption|power draw] {in}
~{bare} power [consumption|draw|]
"""),
    "read_occupancy": lines("""
~somebody {in}
~let me know if anyone is {in}
~are there people {in}
~is {place} taken
[find out|see] if somebody is {in}
~does somebody use {place}
~is {place} empty right now
~can you tell if somebody is {in}
[figure out|work out|go and see|look] [if|whether] [somebody|anybody|someone|anyone] is {in}
~is {place} [available|busy|claimed|reserved|in use]
~anyone at all {in}
~are there [any|] [visitors|guests|persons|workers] {in}
~are people {in}
~is {place} in use
~any people {in}
~people count {in}
~is {place} vacant
~is somebody using {place}
~how busy is {place}
~did everybody leave {place}
~occupancy of {place}
~who's {in} [now|]
~i'd like to know if [anyone is|somebody is] {in}
~do you know if {place} is [free|empty|occupied]
~has anyone been {in}
~anybody {in}
~anyone {in}
~is {place} being used
~is nobody {in}
~can i use {place} or is somebody in there
~is [anyone|anybody|someone|somebody] {in}
~is there [anyone|anybody|someone] {in}
~is {place} [occupied|empty|free|in use]
[check|tell me] [if|whether] [anyone is|somebody is] {in}
[check|tell me] [if|whether] {place} is [occupied|empty|free]
~how many people are {in}
~{bare} occupancy
~who is {in}
"""),
    "read_level": lines("""
~let me know the water level in {tank}
~how much is left in {tank}
[look up|find out] the level of {tank}
~how high does the water stand in {tank}
~how's the level in {tank}
~can you tell how full {tank} is
[find|figure out|work out|pull up|look at|look for|go and see|get hold of] the [water level|level] [in|of] {tank}
~what is left in {tank}
~what height does the water have in {tank}
~how high is {tank} filled
~is there [enough|some] left in {tank}
~what level does {tank} have
~how much remains in {tank}
~{tank} filling
~filling level of {tank}
~do we have enough in {tank}
~how deep is {tank}
~i'd like to know the level of {tank}
~do you know how full {tank} is
~what about the level of {tank}
~level reading of {tank}
~do we need to refill {tank}
~how many litres are in {tank}
~how full is {tank}
~[what's|what is|how high is] the [water level|level] in {tank}
~how much water is [left |]in {tank}
[tell|give|show] me the level [in|of] {tank}
[check|read|measure|get] the [water level|level] [in|of] {tank}
~[water level|level] [in|of] {tank}
~is {tank} [empty|full]
~{tank} level
"""),
    "read_pressure": lines("""
~let me know the pressure in {tank}
~what pressure do we have in {tank}
[look up|find out] the pressure of {tank}
~how's the pressure in {tank}
~can you tell the pressure of {tank}
[find|figure out|work out|pull up|look at|look for|go and see|get hold of] the pressure [in|of] {tank}
~what reading does the pressure sensor of {tank} show
~what pressure is in {tank}
~the pressure {tank} has
~bar in {tank}
~how much pressure does {tank} have
~i'd like to know the pressure in {tank}
~do you know the pressure of {tank}
~what about the pressure in {tank}
~pressure reading [of|in] {tank}
~how high is the pressure of {tank}
~is the pressure in {tank} ok
~how many bar in {tank}
~[what's|what is|how high is] the pressure in {tank}
[tell|give|show] me the pressure [in|of] {tank}
[check|read|measure|get] the pressure [in|of] {tank}
~pressure [in|of] {tank}
~{tank} pressure
~how much pressure is [there |]in {tank}
"""),
}
