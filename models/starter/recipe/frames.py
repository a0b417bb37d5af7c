"""Sentence frames shared by all intents: the many ways to ask for a state, a value or a fact.

`OBJ` is what is acted upon, `STATE` an adjective for how it shall be, `VALUE` what it shall be
set to, `FACT` what is asked for. Each function returns patterns in the notation of `language`.
"""

# ruff: noqa: E501 - a phrasing is read best on one line.


def lines(text: str) -> list[str]:
    """One pattern per line, or several that ` // ` parts."""
    parts = text.replace(" // ", "\n").splitlines()
    return [part.strip() for part in parts if part.strip()]


_STATE = lines("""
~OBJ STATE
~OBJ, STATE
~OBJ: STATE
~OBJ [-|=|->|>] STATE
~STATE, OBJ
~OBJ <should> be STATE
~OBJ <should> [now|] be STATE
~OBJ <should> [become|get|stay|go] STATE
~<want> OBJ STATE
~<want> OBJ [to be|being] STATE
~<want> [to have|to see|to get] OBJ STATE
~i'd [like|love|prefer] it if OBJ [was|were|is|are] STATE
~[can|could|may|might] [i|we] [have|get|see] OBJ STATE
~[can|could|will|would|should|shouldn't|couldn't|can't] OBJ be STATE
~[can|could|would|will|can't|won't] you [have|get|make|keep|leave|put] OBJ STATE
~[it would be|it'd be|it is|it's] <good> [if|when] OBJ [were|was|is|are] STATE
~[it would be|it'd be|it is] <good> to [have|get|see] OBJ STATE
~OBJ STATE [is|would be] <good>
~is it possible [to have|to get] OBJ STATE
~is there [a|any] [way|chance] [to get|to have] OBJ STATE
~[how|what] about [having|getting|] OBJ STATE
~why not [have|get|put] OBJ STATE
~why [is|are|isn't|aren't] OBJ not [yet|] STATE
~OBJ [is|are] not STATE [yet|], [please|] [fix that|change that|change it|do it]
~OBJ STATE is what [i|we] [want|need|asked for|ordered]
~what [i|we] [want|need] is OBJ STATE
~let's [have|get|keep|see|make] OBJ STATE
~let OBJ be STATE
let OBJ be STATE
[have|get|keep|leave|make|put|see] OBJ STATE
<ensure> [that|] OBJ [is|are] STATE
<ensure> [that|] OBJ [gets|get|will be|goes|go|stays] STATE
~[order|command|request|task|instruction|action|to do]: OBJ STATE
~you [may|can|should|could] [have|get|put|make|leave] OBJ STATE
~OBJ [is|are] [to be|supposed to be|meant to be|best] STATE
~[time|it's time|it is time] [to have|to get|for] OBJ [to be|] STATE
~[my|our|the] [wish|goal|plan|idea|request] [is|:] OBJ STATE
~i [said|asked for|ordered|told you] OBJ STATE
~when OBJ [is|are] STATE i [will be|am] happy
~[mind|would you mind] [having|getting|making|putting|leaving] OBJ STATE
~<want> you to [have|get|make|keep] OBJ STATE
~someone [should|must|has to] [get|make|put] OBJ STATE
~[does|did] [anyone|anybody|somebody] [get|make] OBJ STATE, if not do it
~OBJ STATE [now|] [or|else] [i freeze|i leave|we have a problem]
~there's no reason for OBJ not to be STATE
~[i'd|we'd|i would|we would] be [happier|more comfortable|glad|pleased|grateful|better off|safer|fine|delighted|thankful] [with|to see|to have] OBJ STATE
~[i'd|i would] [say|suggest|propose|vote for|go for|opt for|recommend] OBJ [to be|being|] STATE
~OBJ [belong|belongs] STATE
~OBJ [may|might|could|can] [as well|now|safely|just|finally] be STATE
~we're [better off|happier|safer|fine] with OBJ STATE
~how come OBJ [is|are|isn't|aren't] not STATE
~OBJ [deserve|deserves|want|wants|love|loves] to be STATE
~[see|try|find out] if you can [get|have|make|put] OBJ STATE
~[would it hurt|is it too much] to have OBJ STATE
~[with|having] OBJ STATE [i|we] [feel|work|sleep|live] better
~[i|we] [like|prefer|love|want|need|'d rather have] OBJ STATE
~OBJ [would be|is|are] [better|nicer|best|safer|more useful|more pleasant|prettier] STATE
~[i can't stand|i hate|i don't like|it annoys me that|it bothers me that] OBJ [is|are|being] not STATE
~please please OBJ STATE
~[do|please do] [get|make|have|put] OBJ STATE
[quickly|slowly|gently|carefully|immediately|kindly|simply|now|finally] [get|make|have|put] OBJ STATE
~OBJ [should have been|were supposed to be|was supposed to be|ought to have been|should already be] STATE
~[is there someone|anyone] who [can|could|will] [get|make|have|put] OBJ STATE
""")

_OPPOSITE = lines("""
~OBJ [shouldn't|should not|mustn't|must not|needn't|need not|don't need to|doesn't need to|doesn't have to|don't have to|may not|ought not to|can't] [be|stay|remain] OTHER [any more|any longer|anymore|now|]
~OBJ [aren't|isn't|are not|is not|are no longer|is no longer] [needed|required|wanted|supposed to be] OTHER [any more|any longer|anymore|now|]
~OBJ [is|are] [still|] OTHER, [that's wrong|that's not good|change that|please change that|that has to change|it shouldn't be|they shouldn't be|fix it|not good|why|i don't want that|do something]
~OBJ [is|are] still OTHER
~[i|we] [don't|do not|no longer] want OBJ [to be|] OTHER [any more|any longer|anymore|now|]
~[no one|nobody|no man] [needs|wants|asked for] OBJ OTHER [any more|any longer|anymore|now|]
~no need [for|to have|to keep|to leave] OBJ [to be|] OTHER [any more|any longer|anymore|now|]
[don't|do not|never] [leave|keep|have|let] OBJ [be|stay|] OTHER [any more|any longer|anymore|]
[stop|quit|end] [keeping|having|leaving] OBJ OTHER
~OBJ [is|are] OTHER for no [good|] reason
~[enough|that's enough|i've had enough|i'm tired] of OBJ [being|] OTHER
~[rather|better|sooner] STATE than OTHER, OBJ
~OBJ [rather|better|] STATE [instead of|and not|not|rather than] OTHER
~OBJ [not|no longer|no more] OTHER [please|any more|but STATE|any longer]
~OBJ, not OTHER but STATE
~OBJ [has|have] been OTHER [long enough|for too long|all day|all night|since yesterday]
~OBJ from OTHER to STATE
[change|switch|turn|get|bring] OBJ from OTHER to STATE
~why [is|are] OBJ [still|] OTHER
~who [left|put|made] OBJ OTHER
""")

_VALUE = lines("""
<set> OBJ [to|to|to|at|on] VALUE
<set> OBJ to VALUE
<up> OBJ to VALUE
<down> OBJ to VALUE
~OBJ [to|at|on|] VALUE
~OBJ, [make it|say|set it to|go to|go for|try|up to|down to|] VALUE
~OBJ: VALUE
~OBJ [=|->|>|-] VALUE
~VALUE [for|on|at|to|with] OBJ
~VALUE, OBJ
~VALUE [is|would be|is going to be] <good> for OBJ
~OBJ <should> be [set|adjusted|changed|brought|put|turned|moved|taken] to VALUE
~OBJ <should> [be|be at|go to|read|show|stay at|reach|have|get to|get|stand at|become] VALUE
~OBJ [is|are] to be VALUE
~<want> OBJ [to be|to go to|set to|at|on|to have|changed to|adjusted to|brought to|moved to|to reach] VALUE
~<want> VALUE [for|on|at] OBJ
~<want> to [set|change|adjust|move|bring] OBJ to VALUE
~[can|could|may|might] [i|we] [have|get|see] OBJ at VALUE
~[can|could|may] [i|we] [have|get] VALUE [for|on|at] OBJ
~[can|could|would|will] OBJ be [set|put|changed|brought|adjusted|turned|moved] to VALUE
~[can|could|would|will] OBJ go to VALUE
~[can|could|would|will] you [set|put|make|bring|change|adjust|take] OBJ [to|at] VALUE
~[it would be|it'd be] <good> [if|when] OBJ [were|was|is|are] [at|set to|on] VALUE
~is it possible to [have|set|get|bring|put] OBJ [at|to] VALUE
~[how|what] about [setting|putting|having|bringing|] OBJ [to|at] VALUE
~[how|what] about VALUE for OBJ
~why not [set|put|bring] OBJ to VALUE
~why [is|are|isn't|aren't] OBJ not at VALUE
~OBJ [is|are] not at VALUE, [fix that|change that|correct it]
~let's [have|set|get|keep|make|put|bring|try|say] OBJ [to|at] VALUE
~let's [have|try|say|go for|do|use] VALUE [for|on] OBJ
[let|allow] OBJ [be|go to|reach|have|stay at] VALUE
[have|get|keep|leave|hold|maintain|put] OBJ at VALUE
[give|assign|grant|lend] OBJ VALUE
[apply|assign|use|choose|pick|select|enter|send|write|take|go for|put] VALUE [for|to|on|with] OBJ
<ensure> [that|] OBJ [is|are|is set|are set|is held|stays|gets|goes] [at|to] VALUE
~[order|command|request|task|instruction|new value|new setting]: OBJ [to|at|] VALUE
~new [value|setting|target|position|level] for OBJ [:|is|] VALUE
~[the|] [target|value|setting|goal|level|new setting] [for|of] OBJ [is|should be|shall be|:|=] VALUE
~OBJ [target|value|setting|goal] [is|:|=|] VALUE
~OBJ [is|are] too [high|low|much|little|strong|weak], [make it|set it to|go to|change it to|better|] VALUE
~OBJ [is|are] wrong, [make it|set it to|it should be|change it to] VALUE
~[would you mind|mind] [setting|putting|bringing|adjusting|moving|turning] OBJ to VALUE
~[it's|it is] time to [set|bring|put] OBJ to VALUE
~OBJ VALUE [is what i want|is enough|will do|would be enough|please|is right]
~from [now|here] on VALUE for OBJ
~i [think|guess|would say|suggest|propose|recommend] VALUE for OBJ
~VALUE should be [enough|right|good|fine|ok] for OBJ
~for OBJ [i want|we want|i'd like|please|use|take|let's say] VALUE
~as for OBJ, VALUE [please|]
~make that VALUE for OBJ
~i [said|asked for|ordered|meant] VALUE for OBJ
~OBJ [belong|belongs|sit|sits|stand|stands|would be nice|would be better|is fine|are fine|looks best|works best|feels right|feel right] at VALUE
~[i'd|we'd|i would|we would] be [more comfortable|happier|glad|pleased|fine|ok|grateful|better off] with OBJ at VALUE
~let's [go with|settle on|agree on|stick with|start with|be happy with] VALUE [on|for] OBJ
~we should be [sitting|running|standing|going] at VALUE [on|with|for] OBJ
~VALUE [should|would|will|ought to|might] [do|be fine|be enough|suffice] for OBJ
~VALUE is [what|all] OBJ [needs|need|should have|should show|should be at|wants]
~[see|try|find out] if you can [get|have|hold|bring|keep] OBJ [at|to] VALUE
[gently|slowly|quickly|carefully|smoothly|gradually|immediately|simply] [bring|take|move|set|turn|put] OBJ [down|up|] to VALUE
[bring|take|move|turn|put|ease] OBJ [gently|slowly|quickly|carefully|smoothly|gradually] [down|up|] to VALUE
[bring|take|move|turn|put|get] OBJ [down|up] [gently|slowly|quickly|a bit|a little|] to VALUE
~OBJ [may|might|could|can] [as well|now|safely|just] [be at|go to|stay at] VALUE
~OBJ [not|no] [more|higher|faster|further|less|lower] than VALUE
~[at|with|on] VALUE OBJ [would be|is|are] [better|nicer|best|fine|perfect]
~[i'd|i would] [say|suggest|propose|vote for|go for|opt for|recommend] VALUE [for|on] OBJ
""")

_FACT = lines("""
~FACT
~FACT [please|now|right now|today|at the moment|currently]
~[what's|what is|what was|whats|what are|how's|how is|how high is|where is] FACT [now|right now|at the moment|currently|just now|]
<tell> FACT
~<wonder> [what|how high|] FACT [is|]
~<wonder> FACT
~<want> [to know|to see|to hear|to check|] FACT
~[can|could|may] [i|we] [have|get|see|know|hear|check] FACT
~[can|could|would|will] you [tell me|give me|check|read|show me|look up|get me|find out|measure|state] FACT
~do you [have|know|see|happen to know] FACT
~[what|how] about FACT
~FACT, what is it
~FACT, how [high|much|low] is it
~FACT: [what is it|value|current value|how much]
~[current|present|latest|actual|live|momentary] FACT
~what [does|do] the [sensor|sensors|meter|display|gauge|instrument] [say|show|read|report|measure|tell] about FACT
[give me|take|get|do|i need] a [reading|measurement|check|sample|report] of FACT
~[any|is there any] [reading|data|information|news|info] [on|of|about|for] FACT
~i'm [interested in|curious about|asking about|wondering about|worried about] FACT
~what [would|might|could] FACT be
~[mind|would you mind] [telling me|checking|reading|giving me] FACT
~[it would be|it'd be] <good> to know FACT
~how [is|are] we [doing|looking] [on|with|regarding] FACT
[have|take] a [look|peek|glance] at FACT
~is there a [value|number|reading] for FACT
~[question|query|request|quick question|info]: FACT
~what [value|number|figure|reading] does FACT have
~what's the [value|reading|number|figure|state] of FACT
~let's [see|check|hear|have a look at] FACT
~[remind|inform|brief] me of FACT
~i [forgot|don't know|can't see|have no idea about|didn't check] FACT
[give|get|tell|send|show] [me|us] [a|the|some] [figure|number|value|reading|update|idea] [for|of|on|about] FACT
~[got|have you got|is there|do we have|any chance of] a [figure|number|value|reading] for FACT
~how's FACT [looking|doing|developing|coming along|these days|now|been]
~how [does|do] FACT look [now|right now|today|]
~what [has|have] FACT [got to|become|come to|reached]
~what FACT [have we got|do we get|have you got|are we at|do you see|do you measure|does it show]
~[any|some] idea [what|how high|of|about|on] FACT [is|]
~FACT would be [good|nice|interesting|useful] to know
~where [are we|do we stand] [with|on] FACT
~i [need|want|would like] [a|the] [figure|number|value|reading] for FACT
""")


def state(obj: str, adjective: str, *, may_be_asked: bool = False) -> list[str]:
    """Ways to ask that something be in a state.

    Where the state may also be asked for (of pumps and valves), a question is not a wish.
    """
    frames = [f for f in _STATE if not (may_be_asked and f.startswith("~why [is"))]
    return [frame.replace("OBJ", obj).replace("STATE", adjective) for frame in frames]


def opposite(obj: str, adjective: str, other: str) -> list[str]:
    """Ways to ask for a state by complaining of the other one."""
    return [
        frame.replace("OBJ", obj).replace("STATE", adjective).replace("OTHER", other)
        for frame in _OPPOSITE
    ]


def value(obj: str, what: str) -> list[str]:
    """Ways to ask that something be set to a value."""
    about = "[|||||||about |around |roughly |exactly |just |approximately |precisely |maybe |say ]"
    return [frame.replace("OBJ", obj).replace("VALUE", about + what) for frame in _VALUE]


def fact(what: str) -> list[str]:
    """Ways to ask for a fact."""
    return [frame.replace("FACT", what) for frame in _FACT]
