"""More phrasings for sensor readings: shared frames, and sayings of their own."""

# ruff: noqa: E501 - a phrasing is read best on one line.

from frames import fact, lines

PHRASES: dict[str, list[str]] = {
    "read_temperature": fact(
        "the [temperature|temperature|temp|air temperature|room temperature|thermometer|current temperature|indoor temperature|degrees|thermometer reading] {in}"
    )
    + fact("[temperature|temp|room temperature|air temperature] {in}")
    + fact("the [temperature|temp] of {place}")
    + lines("""
~how [warm|hot|cold|cool|chilly|toasty|freezing|mild|heated] is it {in} [now|right now|at the moment|today|currently|]
~how [warm|hot|cold|cool|chilly] [is|was|does] {place} [now|right now|at the moment|get|feel|]
~how [warm|hot|cold|cool] [does it get|has it become|has it got|did it get|would it be|are we] {in}
~how many degrees [is it|are there|do we have|does it have|are we at|has it|have we got|] {in}
~how many degrees [does|has|is] {place} [have|got|at|]
~what [degree|degrees|temperature|temp] [is it|do we have|does it have|are we at|is there|have we got|prevails|is measured|is shown] {in}
~what [degree|temperature|temp] [is|has|does] {place} [at|have|got|]
~what does the [thermometer|temperature sensor|thermostat|temperature probe|sensor] [say|show|read|report|measure|indicate|display] {in} [in degrees|]
~is it [warm|cold|hot|chilly|cool|freezing|warm enough|too warm|too cold|comfortable|cosy|mild|nice and warm|very hot] {in}
~is {place} [warm|cold|hot|chilly|cool|freezing|warm enough|too warm|too cold|heated|cosy|overheated]
~<wonder> how [warm|hot|cold|cool|chilly] it is {in}
~<wonder> how [warm|hot|cold|cool] {place} is
~<wonder> [if|whether] it is [warm|cold|hot|chilly|warm enough|too cold] {in}
~<wonder> how many degrees [it is|there are|we have] {in}
<tell> how [warm|hot|cold] it is {in}
[read|check|look at|consult|query] the [thermometer|temperature sensor|temperature probe] {in}
[take|measure|sense|feel|test|gauge] the temperature {in}
~does it feel [warm|cold|hot] {in}
~[heat|warmth] [level|reading] {in}
~{bare} [temperature|temp|temps|thermometer|degrees] [please|now|reading|value|]
~{place}, how [warm|cold|hot] is it
~{place}, what temperature
~[degrees|celsius] {in} [please|now]
~what's the [climate|heat] like {in}
"""),
    "read_humidity": fact(
        "the [humidity|humidity|air humidity|relative humidity|moisture|humidity level|moisture level|air moisture|dampness|hygrometer|moistness] {in}"
    )
    + fact("[humidity|relative humidity|moisture|air humidity] {in}")
    + fact("the humidity of {place}")
    + lines("""
~how [humid|damp|dry|moist|wet|muggy|clammy|steamy] is it {in} [now|right now|at the moment|today|]
~how [humid|damp|dry|moist|wet|muggy] is {place} [now|right now|]
~how [humid|damp|dry|moist|wet] is the air {in}
~how [humid|damp|dry] [does it get|has it become|has it got] {in}
~how much [humidity|moisture|water|damp|water vapour] [is there|do we have|is|has the air|is in the air] {in}
~what [humidity|moisture|humidity level|relative humidity] [is it|do we have|does it have|are we at|is there|is measured|have we got] {in}
~what [humidity|moisture] does {place} have
~what does the [hygrometer|humidity sensor|moisture sensor] [say|show|read|report|measure|indicate] {in}
~is it [humid|damp|dry|moist|muggy|too dry|too humid|wet|clammy|dry enough] {in}
~is {place} [humid|damp|dry|moist|muggy|too dry|too humid|wet]
~is the air {in} [humid|damp|dry|moist|too dry|too humid]
~is the air [humid|damp|dry|moist|too dry|too humid|wet] {in}
~is there [much|too much|enough|a lot of] [humidity|moisture|damp] {in}
~<wonder> how [humid|damp|dry|moist] it is {in}
~<wonder> how [humid|damp|dry|moist] the air is {in}
~<wonder> how [humid|damp|dry] {place} is
~<wonder> [if|whether] it is [humid|damp|dry|too humid|too dry] {in}
<tell> how [humid|damp|dry] it is {in}
[read|check|look at|consult|query] the [hygrometer|humidity sensor|moisture sensor] {in}
[measure|sense|test|gauge] the [humidity|moisture] {in}
~{bare} [humidity|moisture|dampness|hygrometer|humidity level|relative humidity] [please|now|reading|value|]
~{place}, how [humid|damp|dry] is it
~[percent|per cent] humidity {in}
"""),
    "read_co2": fact(
        "the [co2|co2|co2 level|carbon dioxide|air quality|co2 value|co2 concentration|carbon dioxide level|quality of the air|co2 content|carbon dioxide concentration|ppm] {in}"
    )
    + fact("[co2|air quality|co2 level|carbon dioxide|co2 concentration] {in}")
    + fact("the [co2|co2 level|air quality] of {place}")
    + lines("""
~how [good|bad|stale|fresh|clean|stuffy|polluted|healthy|used up|thick|foul] is the air {in} [now|right now|]
~how [good|bad|stale|fresh|clean|stuffy] is the air of {place}
~how [stuffy|airless] is it {in}
~how [stuffy|airless] is {place}
~how much [co2|carbon dioxide] [is there|do we have|is|is in the air|does the air have|have we got] {in}
~how high is the [co2|carbon dioxide|co2 value|co2 level] {in}
~how many ppm [do we have|are there|is it|of co2|are we at|have we got|] {in}
~what [co2|co2 level|air quality|carbon dioxide level|ppm] [is it|do we have|are we at|is there|is measured|have we got] {in}
~what [co2 level|air quality|co2 value] does {place} have
~what does the [co2 sensor|air quality sensor|co2 meter|carbon dioxide sensor|co2 monitor] [say|show|read|report|measure|indicate] {in}
~is the air [good|bad|stale|fresh|clean|stuffy|ok|breathable|fine|healthy|fresh enough] {in}
~is the [co2|co2 level|air quality|carbon dioxide] [ok|high|too high|low|good|fine|bad|acceptable] {in}
~is there [too much|much|a lot of] [co2|carbon dioxide] {in}
~is it [stuffy|airless|stale] {in}
~is {place} [stuffy|airless|well aired]
~do we need [fresh air|to open a window|to air] {in}
~<wonder> how [good|bad|stale|fresh] the air is {in}
~<wonder> how [high the co2 is|much co2 there is|much carbon dioxide there is] {in}
~<wonder> [if|whether] the air is [good|bad|ok|stale|fresh] {in}
<tell> how [good|bad] the air is {in}
[read|check|look at|consult|query] the [co2 sensor|air quality sensor|co2 meter|carbon dioxide sensor] {in}
[measure|sense|test|gauge|sniff] the [co2|air quality|carbon dioxide|air] {in}
~how [is|was] the air {in}
~what is the air like {in}
~{bare} [co2|air quality|carbon dioxide|co2 level|air|ppm|co2 value] [please|now|reading|value|]
~{place}, how [is|good is] the air
"""),
    "read_power": fact(
        "the [power|power consumption|power draw|load|electricity consumption|energy consumption|power use|power usage|energy use|electrical load|wattage|consumption|kilowatts|electricity use|energy usage|power meter|electric load|current consumption|watts|demand] {in}"
    )
    + fact(
        "[power consumption|power draw|electricity consumption|energy consumption|power usage|load|wattage|power use|electricity usage] {in}"
    )
    + fact(
        "the [power consumption|power draw|electricity consumption|energy consumption|load|consumption|electrical load|power use] of {place}"
    )
    + lines("""
~how much [power|electricity|energy|current|juice] [is {place} using|does {place} use|does {place} need|does {place} draw|is {place} drawing|is {place} consuming|does {place} consume|does {place} take|is {place} taking|does {place} eat|does {place} burn|goes to {place}|flows into {place}|is going into {place}]
~how much [power|electricity|energy|current] [is used|is being used|is drawn|is consumed|do we use|are we using|do we need|is needed|do we draw|is spent|gets used] {in}
~how many [watts|kilowatts|kw] [is {place} using|does {place} use|does {place} need|does {place} draw|is {place} drawing|is {place} consuming|does {place} take]
~how many [watts|kilowatts|kw] [are used|are drawn|do we use|are there|are we at|are we using|do we draw|go] {in}
~how [high|big|large|heavy] is the [load|power|consumption|power draw|power consumption|electricity use] {in}
~how high is the [load|power|consumption|power draw|power consumption] of {place}
~how [power hungry|hungry] is {place}
~what [power|load|wattage|consumption] [do we have|is there|is drawn|are we at|is measured|is used|have we got] {in}
~what [power|load|wattage|current|energy] does {place} [have|draw|need|use|take|consume|require]
~what is {place} [drawing|consuming|using|pulling|burning|taking] [in power|in electricity|in watts|right now|at the moment|]
~what does {place} [draw|consume|use|pull|burn|take] [in power|in electricity|in watts|in energy|right now]
~what does the [power meter|electricity meter|energy meter|wattmeter|power sensor|meter] [say|show|read|report|measure|indicate] {in}
~is {place} [using|drawing|consuming|pulling] [much|a lot of|too much|any] [power|electricity|energy]
~does {place} [use|draw|consume|need|pull] [much|a lot of|too much|any] [power|electricity|energy]
~is the [power|load|consumption|power draw] [high|low|ok|too high|normal] {in}
~<wonder> how much [power|electricity|energy] {place} [uses|draws|needs|consumes|is using|takes]
~<wonder> how much [power|electricity|energy] [is used|we use|is drawn] {in}
<tell> how much [power|electricity|energy] {place} [uses|draws|needs|consumes]
[read|check|look at|consult|query] the [power meter|electricity meter|energy meter|wattmeter|power sensor] {in}
[measure|sense|test|gauge] the [power|load|consumption|power draw] {in}
~{bare} [power|power consumption|load|consumption|wattage|energy use|power draw|electricity|kilowatts|watts] [please|now|reading|value|]
~[watts|kilowatts|kw] {in} [please|now|]
~{place}, how much power
"""),
    "read_occupancy": fact(
        "the [occupancy|occupancy status|presence|people count|number of people|headcount|occupancy state|attendance|occupancy sensor|presence sensor] {in}"
    )
    + fact("[occupancy|presence|people count|headcount] {in}")
    + fact("the [occupancy|occupancy status] of {place}")
    + 2
    * lines("""
~is <someone> {in} [now|right now|at the moment|still|currently|]
~is there <someone> {in} [now|right now|at the moment|still|]
~are there [any|] [people|persons|visitors|guests|workers|staff|humans|employees|students|kids|customers|folks] {in}
~are [people|guests|visitors|the workers|they|the kids|we alone|any people] [still|] {in}
~does <someone> [use|occupy|sit in|work in|need|stay in] {place} [now|right now|]
~is <someone> [using|occupying|sitting in|working in|staying in|inside] {place}
~is {place} [occupied|empty|free|in use|used|taken|vacant|available|busy|unoccupied|full|crowded|deserted|abandoned|being used|booked|unused|open for use|still in use|claimed]
~is {place} [occupied|empty|free|in use|taken|vacant|available|busy] [now|right now|at the moment|currently|already]
~is [nobody|no one] {in} [any more|]
~has <someone> [been|entered|come in|arrived|left|shown up] {in}
~has everybody [left|gone from] {place}
~have [people|they|the guests|all] left {place}
~did <someone> [enter|leave|walk into|come into] {place}
~how many [people|persons|guests|visitors|workers|heads|humans|employees|folks] [are|are there|do we have|can you see|sit|work] {in}
~how [busy|crowded|full|empty] is {place}
~how [busy|crowded|full] is it {in}
~who is {in} [now|right now|at the moment|]
~who [uses|is using|occupies|sits in] {place} [now|right now|at the moment|]
~[anyone|anybody|someone|somebody|people|no one|nobody|any people|any humans|any person] {in}
~[anyone|anybody|someone|somebody] [there|home|present|inside] {in}
~[can|could|may] [i|we] [use|have|go into|take|enter] {place} or is [it taken|someone there|it occupied|somebody in it|it in use]
~do [we|you] have [people|someone|anyone|visitors] {in}
~do you [see|detect|sense|notice|hear] <someone> {in}
~[any|is there any|is there] [motion|movement|presence|occupancy|activity] {in}
~<wonder> [if|whether] <someone> is {in}
~<wonder> [if|whether] there is <someone> {in}
~<wonder> [if|whether] {place} is [occupied|empty|free|in use|taken|vacant|available|busy]
~<wonder> [who is|how many people are] {in}
[check|see|find out|look|tell me|say|verify|determine|go and see] [if|whether] <someone> is {in}
[check|see|find out|look|tell me|say|verify|determine|go and see] [if|whether] {place} is [occupied|empty|free|in use|taken|vacant|available]
[check|read|query|get] the [occupancy sensor|motion sensor|presence detector|occupancy|presence] {in}
[count|detect] [people|the people|persons] {in}
~{bare} [occupancy|occupied|free|empty|presence|taken|in use|vacant] [please|now|]
~{place}, is [it occupied|it free|anyone there|anybody in|it empty|it taken|somebody there]
~[occupied|free|empty|vacant|taken], {place}
~is it [empty|occupied|crowded|free|busy] {in}
"""),
    "read_level": fact(
        "the [level|level|water level|fill level|filling level|liquid level|tank level|level reading|content|fill|contents|level gauge|filling|volume] [of|in|for|at] {tank}"
    )
    + fact("{tank} [level|fill level|filling|water level|contents|level reading]")
    + fact("[level|water level|fill level|filling level] [of|in] {tank}")
    + lines("""
~how [full|empty|deep|high] is {tank} [now|right now|at the moment|currently|]
~how [full|empty] [does|has] {tank} [get|got|become|look]
~how [full|high] is {tank} filled
~how far [is|has been] {tank} [filled|full|emptied|empty]
~how high [is|does|stands] the [water|liquid|level|oil|fluid|content] [in|of] {tank} [stand|reach|]
~how much [water|liquid|is|oil|fluid|stuff|content|remains|is still|do we have|is left|have we got] [left|] in {tank}
~how much [is|of it is] [left|still|inside|remaining] in {tank}
~how much does {tank} [hold|contain|have left|still have|still hold] [now|right now]
~how many [litres|liters|gallons|cubic meters|percent] [are|are left|do we have|are there|have we got] in {tank}
~what [level|fill level|water level] [is|has|does] {tank} [at|have|got|]
~what [is|do we have] [left|remaining] in {tank}
~what does the [level sensor|level gauge|level meter|float|dipstick|fill gauge] [of|in|at|on] {tank} [say|show|read|report|indicate]
~is {tank} [full|empty|half full|almost empty|nearly full|running low|filled|filled up|low|running out|overflowing|topped up|nearly empty|full enough]
~is there [enough|any|anything|some|much|still] [water|liquid|left|oil|something|] in {tank}
~do we [have|need] [enough|more|any|some] [water|liquid|oil|left|] in {tank}
~do [we|i] [have|need] to [fill|refill|top up|empty|drain] {tank}
~does {tank} [need|want|require] [filling|refilling|a refill|to be filled|topping up|more water]
~has {tank} [run dry|filled up|run out|been filled|been emptied|emptied]
~<wonder> how [full|empty] {tank} is
~<wonder> how much [is|water is|is left|remains] in {tank}
~<wonder> [if|whether] {tank} is [full|empty|running low|half full]
<tell> how [full|empty] {tank} is
[check|see|find out] [if|whether] {tank} is [full|empty|running low]
[read|check|look at|query] the [level sensor|level gauge|level meter|fill gauge|dipstick] [of|in|at|on] {tank}
[measure|sense|gauge] the level [of|in] {tank}
~{tank} [level|fill level|full|empty|filling|contents|how full|how full is it|water level] [please|now|]
~{tank}, how full
"""),
    "read_pressure": fact(
        "the [pressure|pressure|water pressure|current pressure|internal pressure|pressure reading|bar|pressure level|pressure gauge|pressure value|manometer|overpressure] [of|in|for|at|inside] {tank}"
    )
    + fact("{tank} [pressure|pressure reading|pressure level]")
    + fact("[pressure|pressure reading|pressure level|internal pressure] [of|in|inside] {tank}")
    + lines("""
~how [high|strong|low|big] is the [pressure|water pressure|internal pressure|steam pressure] [of|in|inside|at] {tank} [now|right now|at the moment|]
~how much [pressure|bar|force] [is|is there|do we have|have we got|builds up] in {tank}
~how much pressure [is|does|has] {tank} [under|have|got|hold|built up|on]
~how many [bar|bars|psi|pascal|kilopascal] [are|do we have|does|is it|have we got|are there] in {tank}
~how [pressurised|pressurized] is {tank}
~what pressure [is|has|does] {tank} [at|have|got|under|hold|show]
~what [pressure|bar] [is there|do we have|are we at|is measured|have we got|is] in {tank}
~what does the [pressure sensor|pressure gauge|manometer|pressure meter] [of|in|at|on] {tank} [say|show|read|report|indicate]
~is the pressure [in|of|inside] {tank} [ok|high|low|too high|too low|normal|fine|good|stable|alright|dropping|rising]
~is {tank} [under pressure|pressurised|pressurized|losing pressure|at pressure]
~is there [enough|any|much|too much|some|still] pressure in {tank}
~does {tank} [have|hold|lose|keep] [enough|any|] pressure
~<wonder> how [high|much] [the pressure|pressure] is in {tank}
~<wonder> how high the pressure [of|in] {tank} is
~<wonder> [if|whether] the pressure in {tank} is [ok|high|too high|normal|low]
<tell> how [high the pressure is|much pressure there is] in {tank}
[check|see|find out] [if|whether] the pressure [of|in] {tank} is [ok|fine|normal|too high]
[read|check|look at|query] the [pressure sensor|pressure gauge|manometer|pressure meter] [of|in|at|on] {tank}
[measure|sense|test|gauge] the pressure [of|in] {tank}
~{tank} [pressure|bar|psi|pressure reading|pressure gauge|under pressure] [please|now|]
~{tank}, how much pressure
~[bar|psi] [in|of] {tank}
"""),
}
