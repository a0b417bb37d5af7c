"""More phrasings for lights and blinds: shared frames, and sayings of their own."""

# ruff: noqa: E501 - a phrasing is read best on one line.

from frames import lines, state, value

_LIGHTS = "{the} <lights>"
_LIGHTS_IN = "[the|the|all the|] <lights> {in}"
_BLINDS = "{the} <blinds>"
_BLINDS_IN = "[the|the|all the|] <blinds> {in}"

PHRASES: dict[str, list[str]] = {
    "light_on": state(_LIGHTS, "<lit>")
    + state(_LIGHTS_IN, "<lit>")
    + 2
    * lines("""
<on> {the} <lights>
<on> [the|the|all the|every one of the|these|any|] <lights> {in}
<on1> {the} <lights> on
<on1> [the|the|all the|] <lights> on {in}
[set|turn|bring|crank|put|run|take] {the} <lights> [up|] to [full|maximum|the maximum|max|full power|full brightness|full blast|the top|their brightest]
[max out|maximise|maximize|use] {the} <lights>
[hit|blaze|fire|light] [up|] {the} <lights>
[brighten|illuminate|light|light up|lighten up|brighten up] {place}
[bring|get|put|throw|shed|cast|send|let|shine] [some|more|a bit of|a little|] [light|illumination|brightness] [into|to|on|in|over|onto] {place}
[give|grant|get|lend|bring|offer] {place} [some|more|full|all the|] [light|lighting|illumination]
[give|get|bring] [me|us] [some|more|all the|maximum|] [light|lighting|illumination] {in}
make it [bright|light|fully bright|really bright] {in}
make {place} [bright|light|well lit|visible]
[end|stop|chase away|banish|fight|remove] the [darkness|dark|gloom] {in}
don't leave [me|us|anyone|{place}] in the dark {in}
[use|want|need] the <lights> {in}
~<lights> on {in}
~[on|on now|up], the <lights> {in}
~{in} [<on1> the <lights> on|<on> the <lights>]
~{place} <should> be [lit|illuminated|bright|lit up|light|fully lit]
~{place} <should> [get|have|receive] [light|some light|its lights|full light]
~<want> {place} [lit|illuminated|bright|lit up|lighted|fully lit]
~<want> [light|some light|more light|the lights|lighting|illumination|it bright] {in}
~[can|could|may] [i|we] [get|have] [some|a little|the|more|full|] [light|lights|lighting] {in}
~i'm [standing|sitting|working|walking|stumbling] in the dark {in}
~it's [dark|gloomy|pitch black|black as night|too dark to read|too dark to work|murky|very dark|getting dark|night|dusky|awfully dark] {in}[, <lights> on|, <lights> please|, light please|, <on1> the <lights> on|]
~[it is|it's] [too dark|dark|so dim|dim|gloomy] {in}, [light it up|<on> the <lights>|put some light on|we need light|i need light]
~[i|we|you|they] [can't|cannot|can hardly|can barely|could not|don't] see [a thing|anything|nothing|much|my hands|the floor|what i'm doing|a lot] {in}
~[i|we] can't [read|work|cook|walk|find anything] {in}, it's [too|so] dark
~[somebody|i|someone|we|they|the guests|the workers] [need|needs|want|wants] [light|lights|more light|the lights] {in}
~who [turned|switched] off the <lights> {in}, [turn|switch|put] them [back|] on
~[where is|where's|why is there no] [the|] light {in}
~[why|how come] [are|is] {the} <lights> off, <on1> them on
~{the} <lights> [are|is] off, [turn them on|put them on|switch them on|i want them on|light them up]
~{the} <lights> [went|are gone|are still] [out|off], [turn|switch|put] them [back|] on
~[on|full power|full brightness|maximum brightness|maximum light] for {the} <lights>
~[full|maximum|max|all] [light|lights|brightness|lighting|illumination] {in}
~there [should|must|has to] be light {in}
~{place} is [dark|too dark|in the dark|not lit|very dark|unlit|pitch dark], [light please|lights on|we need light|turn the lights on|light it up]
~{place} [needs|wants|requires|could use|lacks] [light|some light|lighting|more light|illumination]
~no light {in}, [please fix|turn it on|switch it on|<on> the <lights>]
~[hit|get] the switch {in}, [we need light|lights on|it's dark]
~[open|enable] [the|] light {in}
"""),
    "light_off": state(_LIGHTS, "<unlit>")
    + state(_LIGHTS_IN, "<unlit>")
    + 2
    * lines("""
<off> {the} <lights>
<off> [the|the|all the|every one of the|these|any|] <lights> {in}
<off1> {the} <lights> off
<off1> [the|the|all the|] <lights> [off|off|out] {in}
[set|turn|bring|dim|put|run|take|fade|drop|lower] {the} <lights> [down|] to [zero|nothing|nil|darkness|black|0]
[douse|extinguish|quench|drop|black out|snuff out|snuff|blow out|put out|kill|shut|cut] {the} <lights>
[darken|black out] {place}
[let|make] {place} [go dark|be dark|dark|completely dark|pitch dark]
[plunge|put|leave|keep] {place} [in|into] [darkness|the dark]
[remove|take away|stop|end] [the|all|] [light|lighting|illumination|brightness] {in}
make it [dark|completely dark|pitch black|fully dark|night|totally dark] {in}
[leave|keep|let] [the|] <lights> off {in}
[don't leave|never leave|stop leaving] [the|] <lights> on {in}
~<lights> [off|out] {in}
~[off|out|off now], the <lights> {in}
~{in} [<off1> the <lights> off|<off> the <lights>]
~{place} <should> be [dark|unlit|in darkness|completely dark|pitch dark]
~<want> {place} [dark|unlit|in darkness|completely dark]
~<want> [no light|it dark|no lights|darkness|no more light|the lights gone] {in}
~[can|could|may] [i|we] [have|get] [it dark|darkness|no light|the lights off] {in}
~it's [bright|too bright|daylight|day|sunny|light enough|bright enough|blinding|glaring] {in}[, <lights> off|, <lights> out|, <off1> the <lights> off|, we don't need the lights|, no lights needed]
~[nobody|no one|none|not a soul] [is|is left|works|sits|lives|remains] {in}[ any more|], [<off1> the <lights> off|<lights> off|<lights> out]
~[nobody|no one] [needs|uses|wants] {the} <lights> [now|any more|at the moment|]
~{the} <lights> [are|is] [not needed|no longer needed|useless|unnecessary|superfluous|unneeded] [now|any more|]
~{the} <lights> [are|is] [wasting|eating|burning|costing] [power|energy|electricity|money][, off with them|, turn them off|]
~[we|i] [don't need|don't want|need no|want no|can do without] [light|the lights|any light|lighting|lamps] {in}
~[why|how come] [are|is] {the} <lights> [on|burning|still on], <off1> them off
~who left the <lights> on {in}, [turn|switch|shut] them off
~{the} <lights> [are|is] [still|] [on|burning|shining|lit], [turn them off|put them out|switch them off|i want them off|kill them]
~[i|we] [forgot|left] {the} <lights> on, [turn|switch|shut] them off
~[we are|i'm|everyone is] [done|finished|leaving|gone|out of here] {in}, [lights out|lights off|no more light|turn the lights off]
~[enough|no more|that's enough|no need for] [light|lighting|lights|illumination] {in}
~there [should|must|need] be no light {in}
~{place} is [empty|unused|closed|too bright], [no light please|lights off|lights out|turn the lights off|lights can go off]
~{place} [needs|wants|requires] no [light|lights|lighting|illumination]
~{the} <lights> [bother|disturb|annoy|blind] [me|us], [turn them off|off please|kill them]
~[daylight|the sun|the window] is enough {in}, [lights off|no lights|turn the lights off]
~[save power|save energy|it's late], {the} <lights> off
~we are [sleeping|watching a movie] {in}, [lights off|lights out|turn off the lights]
[close|disable] [the|] light {in}
"""),
    "light_level": value(_LIGHTS, "{level}")
    + value(_LIGHTS_IN, "{level}")
    + value("the <brightness> {in}", "{level}")
    + value("{the} <brightness>", "{level}")
    + state(_LIGHTS, "[at|on|set to|dimmed to] {level}")
    + 2
    * lines("""
<dim> {the} <lights> [down|] to {level}
<dim> [the|all the|] <lights> {in} [down|] to {level}
<brighten> {the} <lights> [up|] to {level}
<brighten> [the|all the|] <lights> {in} [up|] to {level}
[dim|light|brighten|illuminate|darken] {place} [up|down|] to {level}
<on> {the} <lights> [at|to] {level} [brightness|power|]
<on> the <lights> {in} [at|to|with] {level}
<on1> {the} <lights> on [at|to|with] {level}
[give|get|bring] [me|us|{place}] {level} [of|] [light|brightness|illumination|lighting|intensity] {in}
[light|illuminate] {place} [with|at|by|to] {level}
make {the} <lights> {level} [strong|bright|of full power|of the maximum]
make it {level} [bright|light|brightness] {in}
[set|put|adjust] the <brightness> [in|of|for] {place} [to|at] {level}
{in}, [set|put|dim|turn|bring|adjust] the <lights> [to|at] {level}
~{level} [light|lights|brightness|illumination|lighting|light level|intensity|lamp power|dimming] {in}
~<want> {level} [light|lights|brightness|illumination|lighting|light level] {in}
~<want> it {level} bright {in}
~<want> {place} [lit|illuminated|lighted|dimmed|bright] [at|to|with] {level}
~{place} <should> be [lit|illuminated|lighted] [at|to|with] {level}
~{place} <should> [have|get] {level} [light|brightness|lighting|illumination]
~{place}: [lights|light|brightness|lamps] {level}
~{place}, [lights|light|brightness|lamps] [to|at|] {level}
~it's [too|so|very|a bit|way too|rather] [dark|bright|dim|gloomy|light|glaring] {in}, [make it|set the <lights> to|<lights> to|<lights>|go to|light at|i want|turn them to] {level}
~[i|we] can't [see|read|work|sleep] {in}, [<lights> to|set the lights to|lights at|light at] {level}
~my eyes hurt {in}, [<lights> to|lights at|dim to] {level}
~{the} <lights> are [too bright|too dim|too strong|too weak|blinding|too dark|glaring], [go to|set them to|make it|take them to|{level} please,|turn them to] {level}
~[can|could|may] [i|we] [have|get] {level} [light|brightness|of light] {in}
~{the} <lights> [only|just] at {level}
~[only|just|about|exactly|no more than] {level} [for|on] {the} <lights>
~[reading|movie|dinner|working|mood|cleaning] light {in}, {level}
~<brightness> {in} [to|at|:|=|] {level}
~{bare} [lights|light|lamps|brightness|lighting] [to|at|=|:|] {level}
~<lights> {in} [to|at|=|:|] {level}
~{level} would be [enough|nice|fine|good|perfect] for {the} <lights>
~{the} <lights> [don't need|need not be] more than {level}
"""),
    "light_half": value(
        _LIGHTS,
        "[half|half|half power|half brightness|half strength|half intensity|halfway|the middle|the halfway mark|half of the maximum]",
    )
    + lines("""
<dim> {the} <lights> [to half|by half|halfway|half way|to the half|down to half]
<dim> the <lights> {in} [to half|by half|halfway|half way|down to half]
[turn|put|switch|keep|run|burn|leave|set] {the} <lights> [on|] [at half|halfway|half|half bright|half on|on half power|half way up]
[halve|cut] the [light|brightness|lighting|illumination] {in} [in half|]
halve {the} <lights>
make it half [as|] bright {in}
make {the} <lights> half [bright|on|strong]
[give|get] [me|us] half [the|] [light|brightness|lighting|power] {in}
~half [the|] [light|brightness|lighting|lights|lamps|illumination] {in} [please|is enough|will do|]
~<want> half [the|] [light|brightness|lighting|illumination] {in}
~<want> {the} <lights> [half bright|half on|at half|halfway|half way up|at half brightness]
~{the} <lights> <should> be [half bright|half on|at half|halfway|at half power|at half brightness]
~half [is enough|is fine|would do] for {the} <lights>
~{bare} [lights|light|lamps] [half|halfway|at half]
~it's too bright {in}, [half the light|half the brightness|lights at half|dim to half]
"""),
    "light_color": state(
        _LIGHTS,
        "[{color}|{color}|{color}|in {color}|set to {color}|glowing {color}|in the color {color}]",
    )
    + state(_LIGHTS_IN, "[{color}|{color}|in {color}|shining {color}]")
    + value(_LIGHTS, "[{color}|{color}|the color {color}|the colour {color}]")
    + value("the [colour|color|hue|shade|tint|tone] of {the} <lights>", "{color}")
    + value("the [light|lamp|lighting] [colour|color|hue|tint] {in}", "{color}")
    + lines("""
[make|turn|set|switch|change|paint|colour|color|tint|dye|shift|fade|render|adjust|bring|put] {the} <lights> [to|into|in|] {color}
[make|turn|set|switch|change|paint|colour|color|tint|dye|shift|fade|render] [the|] <lights> {in} [to|into|] {color}
[make|turn|paint|tint|colour|color|light|illuminate|bathe|drench|flood|wash|soak|fill|cover|dip|glow] {place} [in|with|] {color} [light|]
<on> [the|some|a|] {color} [light|lights|lamps|lighting] {in}
<on1> [the|] {color} [light|lights] on {in}
<on1> {the} <lights> [on|] [in|to] {color}
[use|choose|select|pick|take|try|apply|show|display|go with|go for|put] {color} [light|lights|lighting|as light colour|] {in}
[use|choose|select|pick|take] {color} for {the} <lights>
make it {color} {in}
make it [look|shine|glow] {color} {in}
let {the} <lights> [shine|glow|be|turn|go|become|light up|burn] [in|] {color}
let {place} [glow|shine|be|light up|appear] [in|] {color}
[give|lend|bring|get] {place} [a|some|] {color} [light|glow|tone|touch|tint|lighting|mood]
[give|get|show] [me|us] [a|some|] {color} [light|lights|glow|lighting] {in}
~{color} [light|lights|lamps|lighting|glow|illumination|mood] {in}
~{color}, {the} <lights>
~<want> [a|some|] {color} [light|lights|glow|lighting|mood] {in}
~<want> it {color} {in}
~<want> {place} [in|to be|lit in|to glow|illuminated in|] {color}
~<want> {the} <lights> [to shine|to glow|to turn|to go|to become] {color}
~{place} <should> [glow|shine|be|be lit|be bathed] [in|] {color}
~{the} <lights> <should> [shine|glow|turn|go|become|look] {color}
~[can|could|may] [i|we] [have|get] [some|] {color} [light|lights|lighting] {in}
~[can|could] {the} <lights> [turn|go|become|shine] {color}
~{place} in {color} [please|light|]
~{color} [mood|atmosphere|ambience|party] {in}
~light {in}: {color}
~{bare} [lights|light|lamps|lighting] [in|to|:|=|] {color}
~{color} [is|would be] [nicer|my favourite|better|prettier|lovely] for the <lights> {in}
~i'm in the mood for {color} [light|lights] {in}
~we [have|are having] a party, {color} [light|lights] {in}
"""),
    "blinds_level": value(_BLINDS, "{level}")
    + value(_BLINDS_IN, "{level}")
    + value("{the} <blinds> [position|opening|height|level]", "{level}")
    + state(_BLINDS, "[{level} open|open to {level}|opened {level}|at {level}|{level} up]")
    + state(_BLINDS_IN, "[{level} open|open to {level}|opened to {level}|at {level}]")
    + lines("""
<open> {the} <blinds> [to|to|by|] {level}
<open> [the|all the|] <blinds> {in} [to|to|] {level}
[lower|raise|pull|roll|move|slide|drop|lift|draw|wind|let] {the} <blinds> [down|up|] to {level}
[lower|raise|pull|roll|move|slide|drop|lift|draw|wind] [the|] <blinds> {in} [down|up|] to {level}
[leave|keep|hold|set|stop|have] {the} <blinds> {level} open
[leave|keep|hold|set|stop|have] the <blinds> {in} open [to|at|] {level}
[set|put|adjust] the [position|opening|height] of {the} <blinds> to {level}
~{level} [open|opening|position|up|of the way open|of the way up] for {the} <blinds>
~<want> {the} <blinds> {level} open
~{the} <blinds> <should> be {level} open
~[the sun|sunlight|the light] is [blinding|too strong|annoying|shining in|too bright|in our eyes] {in}, <blinds> [to|at] {level}
~[too much|not enough|more|less] [sun|sunlight|daylight|light from outside] {in}, <blinds> [to|at] {level}
~we [need|want] [some|more|less] [shade|sun|daylight|privacy] {in}, <blinds> [to|at] {level}
~{place}: [blinds|shades|shutters|curtains] [to|at|] {level}
~{bare} [blinds|shades|shutters|curtains] [to|at|=|:|] {level} [open|]
~<blinds> {in} [to|at|=|:|] {level} [open|]
~{level} [blinds|shades|shutters|curtains] {in}
"""),
    "blinds_open": state(_BLINDS, "<is_open>")
    + state(_BLINDS_IN, "<is_open>")
    + 2
    * lines("""
<open> {the} <blinds>
<open> [the|all the|all|] <blinds> {in}
[fully|completely|totally|entirely|please] <open> {the} <blinds>
<open> {the} <blinds> [fully|completely|all the way|to the top|up|wide|entirely|totally]
[pull|roll|wind|draw|get|put|bring|run|move|send|drive|take|let|crank|slide|have] {the} <blinds> [up|all the way up|open|to the top|fully up]
[pull|roll|wind|draw|get|put|bring|run|move|send|let|have] [the|] <blinds> [up|open] {in}
[let|get|allow|bring] [the|some|more|] [sun|daylight|sunlight|sunshine|light from outside|natural light|morning sun|day] [in|into|inside] {in}
let the [sun|daylight|sunlight|sunshine] [shine|come] in {in}
[unblock|uncover|clear] the [windows|window|view] {in}
~{the} <blinds> [up|open|to the top|go up|all the way up]
~<blinds> [up|open|to the top] {in}
~[up|open|open up], the <blinds> {in}
~{in} [<blinds> up|<blinds> open|open the <blinds>|raise the <blinds>]
~<want> [daylight|sun|sunlight|sunshine|to look outside|to see outside|natural light|to see the sky|the sun] {in}
~{place} [needs|wants|could use] [daylight|sunlight|sun|sunshine|natural light]
~[can|could|may] [i|we] [get|have] [daylight|some sun|sunlight|natural light] {in}
~[i|we] want the <blinds> to go up {in}
~{the} <blinds> <should> [go up|open|move up|come up]
~{the} <blinds> [are|is] [down|closed|shut|still down|still closed], [open them|raise them|pull them up|up with them|lift them]
~why [are|is] {the} <blinds> [closed|down|shut], [open them|raise them]
~[it's morning|the sun is up|good weather|the sun is out|it's daytime], <blinds> [up|open] {in}
~no sun {in}, [open|raise] the <blinds>
~time to [open|raise|lift|pull up] {the} <blinds>
~{bare} [blinds|shades|shutters|curtains] [up|open|all the way up|fully open]
"""),
    "blinds_close": state(_BLINDS, "<is_closed>")
    + state(_BLINDS_IN, "<is_closed>")
    + 2
    * lines("""
<close> {the} <blinds>
<close> [the|all the|all|] <blinds> {in}
[fully|completely|totally|entirely|please] <close> {the} <blinds>
<close> {the} <blinds> [fully|completely|all the way|to the bottom|down|tight|entirely|totally]
[pull|roll|wind|let|get|put|bring|run|move|send|drive|take|crank|slide|have] {the} <blinds> [down|all the way down|shut|closed|to the bottom|fully down]
[pull|roll|wind|let|get|put|bring|run|move|send|have] [the|] <blinds> [down|shut|closed] {in}
[block|keep|shut|lock|stop|screen|shield|hold] [out|] the [sun|daylight|sunlight|sunshine|glare] [out|] {in}
[cover|shade|block|black out] the [windows|window] {in}
[shade|shield] {place} [from the sun|]
~{the} <blinds> [down|closed|shut|go down|all the way down|to the bottom]
~<blinds> [down|closed|shut|to the bottom] {in}
~[down|shut|close], the <blinds> {in}
~{in} [<blinds> down|<blinds> closed|close the <blinds>|lower the <blinds>]
~<want> [no daylight|no sun|no sunlight|shade|privacy|it shady|no one to look in] {in}
~{place} [needs|wants|could use] [shade|protection from the sun|privacy]
~[can|could|may] [i|we] [get|have] [some shade|privacy|no sun] {in}
~[i|we] want the <blinds> to [go|come] down {in}
~{the} <blinds> <should> [go down|close|move down|come down]
~{the} <blinds> [are|is] [up|open|still up|still open], [close them|lower them|pull them down|down with them|drop them]
~why [are|is] {the} <blinds> [open|up], [close them|lower them]
~[it's night|it's evening|the sun sets|it's dark outside|the neighbours can see us|people can look in|a storm is coming], <blinds> [down|closed|shut] {in}
~the [sun|sunlight|light|glare] is [blinding|too strong|annoying|too bright|in my eyes|in our eyes|too hot] {in}, [close|lower|drop|shut] the <blinds>
~too much [sun|sunlight|glare|daylight] {in}, [close|lower|shut] the <blinds>
~time to [close|lower|shut|pull down] {the} <blinds>
~{bare} [blinds|shades|shutters|curtains] [down|closed|shut|all the way down|fully closed]
"""),
}
