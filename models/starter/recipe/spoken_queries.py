"""More phrasings for watches, states and reports."""

# ruff: noqa: E501 - a phrasing is read best on one line.

from frames import lines

_WHAT = "[the|the|the|] {quantity} {in}"
_IT = "[the|the|] {quantity} [level|value|reading|] {in}"


def _watch(passes: str, limit: str, *, high: str, bound: str, stays: str, falls: str) -> list[str]:
    """Watches of one direction; the arguments are that direction's words."""
    return 2 * lines(
        f"""
<warn> <when> {_WHAT} {passes} {{value}}
<warn> <when> {_IT} {passes} {{value}}
<warn> [immediately|at once|right away|please|] <when> {_WHAT} {passes} {{value}}
~<when> {_WHAT} {passes} {{value}}, <warn>
~<when> {_WHAT} {passes} {{value}} [then|please|you should|you must|] <warn>
~{_WHAT} {passes} {{value}}: <warn>
~{_WHAT} {passes} {{value}}? <warn>
<warn> <when> {_WHAT} [is|gets|goes|becomes|reads|measures|shows|turns] {limit} {{value}}
<warn> <when> it [is|gets|goes|becomes] {limit} {{value}} {{quantity}} {{in}}
<warn> <when> there is {limit} {{value}} {{quantity}} {{in}}
<warn> [about|of|on|for|at] [any|a|] {{quantity}} {limit} {{value}} {{in}}
<warn> [about|of|on|for|at] {{quantity}} {{in}} {limit} {{value}}
~{{quantity}} {{in}} {limit} {{value}}, <warn>
~[warning|alert|alarm|notification|notice|message|signal] <when> {_WHAT} [is|goes|gets|] {limit} {{value}}
~[warning|alert|alarm|notification] [for|on|at|:] {{quantity}} {{in}} {limit} {{value}}
~[warning|alert|alarm|notification] [limit|threshold] for {_WHAT}: {limit} {{value}}
~{{quantity}} [alarm|alert|warning] {{in}} [at|when|for] {limit} {{value}}
~<want> [a warning|an alert|an alarm|a message|a notification|to know|to be told|to be warned|to be informed|to be notified|to hear|a call|to get a message|to be alerted] <when> {_WHAT} {passes} {{value}}
~<want> [a warning|an alert|an alarm|a message|a notification|to know|to be told|to be warned] <when> {_WHAT} is {limit} {{value}}
~[can|could|would|will] you [tell me|warn me|alert me|notify me|let me know|inform me|message me|send me a message|call me|watch and tell me] <when> {_WHAT} {passes} {{value}}
~[can|could|would|will] you [tell me|warn me|alert me|notify me|let me know] <when> {_WHAT} is {limit} {{value}}
~[can|could|may] [i|we] [get|have|be sent] [a warning|an alert|a message|a notification|a call] <when> {_WHAT} {passes} {{value}}
[watch|monitor|observe|supervise|track|check|survey|control|follow|keep an eye on|look after|keep watch on|keep track of|guard|keep tabs on|mind|pay attention to] {_WHAT} and <warn> <when> it {passes} {{value}}
[watch|monitor|observe|supervise|track|check|keep an eye on|keep watch on|guard] {_WHAT} and <warn> [above|over|beyond] {{value}}""".replace(
            "[above|over|beyond]", limit
        )
        + f"""
[watch|monitor|observe|supervise|track|survey|keep an eye on|keep watch on|guard|keep tabs on] {_WHAT}, [{bound}] [is|:|of|] {{value}}
[watch|monitor|observe|track|keep an eye on|guard] {_WHAT}[, it|, which| so that it] [must|should|may|shall] {stays} {{value}}
[watch|monitor|observe|track|keep an eye on|guard] {_WHAT} [for|for values|for readings] {limit} {{value}}
[look out|watch out|be alert|stay alert] for {{quantity}} {limit} {{value}} {{in}}
[watch|monitor] {{quantity}} {{in}}: {limit} {{value}}
~{_WHAT} [must|should|may|shall|has to|is to] {stays} {{value}}, [otherwise|else|if not|or] <warn>
~{_WHAT} [must|should|may|shall|has to] {stays} {{value}}, <warn> [otherwise|if not|if it doesn't|]
[don't|do not|never] let {_WHAT} {falls} {{value}} without [telling me|warning me|a warning|letting me know|notice|notifying me|an alert]
[set|create|make|add|set up|install|put|place|define|configure|register|establish|activate] [a|an|] [warning|alert|alarm|watch|limit|notification|threshold alarm|trigger|monitor] [for|on|at|when] {_WHAT} [{bound}|{limit}] {{value}}
[set|create|make|add|set up|install|put|configure] [a|an] [warning|alert|alarm|watch|notification|trigger] <when> {_WHAT} {passes} {{value}}
[set|put|make|define|fix] the [{bound}] for {_WHAT} [to|at] {{value}} and <warn>
~[{bound}] for {_WHAT}: {{value}}, <warn>
~[{bound}] {{quantity}} {{in}} {{value}}, <warn>
~{{quantity}} {{in}}: [{bound}] {{value}}[, warn me|, alert me|, tell me]
~{_WHAT} too {high}, {limit} {{value}}, <warn>
<warn> <when> {_WHAT} [is|gets|becomes] too {high}, {limit} {{value}}
~i [must|have to|need to|should|want to|would like to] [know|hear|be told|learn|find out] <when> {_WHAT} {passes} {{value}}
~i [worry|am worried|am afraid] that {_WHAT} {passes} {{value}}, <warn>
~[at|with|for] [a|any|] {{quantity}} {limit} {{value}} {{in}} <warn>
~should {_WHAT} ever {falls} {{value}}, <warn>
~if {_WHAT} [ever|should ever|should|does|happens to|starts to] {falls} {{value}}, <warn>
"""
    )


PHRASES: dict[str, list[str]] = {
    "watch_above": _watch(
        "<exceeds>",
        "<limit_over>",
        high="high",
        bound="limit|maximum|max|upper limit|upper bound|ceiling|high limit|top limit|highest value",
        stays="[not exceed|not go over|not go above|stay below|stay under|remain below|remain under|never exceed|not rise above|not be above|not be more than|be kept below|not pass]",
        falls="[exceed|go above|go over|rise above|get above|climb over|pass|rise past|go past|get over|be above|top|surpass|climb above|reach more than]",
    ),
    "watch_below": _watch(
        "<undercuts>",
        "<limit_under>",
        high="low",
        bound="minimum|min|lower limit|lower bound|floor|low limit|bottom limit|lowest value",
        stays="[not fall below|not go under|not go below|stay above|stay over|remain above|remain over|never fall below|not drop below|not be below|not be less than|be kept above|be at least]",
        falls="[fall below|go below|go under|drop below|get below|sink under|drop under|dip below|fall under|get under|be below|dip under|slip below|sink below]",
    ),
    "status": 2
    * lines("""
~is {machine} [running|on|off|open|closed|working|ok|stopped|still running|fine|alive|healthy|in operation|still open|still on|still closed|active|idle|operating|broken|blocked|stuck|in order|all right|alright|functional|operational|up|up and running|down|online|offline|at work|defective|shut|moving|turning|happy|doing well|doing fine|doing ok|doing its job|in good shape|faulty|leaking|hot|ready|available|jammed|on or off|open or closed|running or stopped|still alive|in trouble|working properly|pumping|enabled]
~[are|is] {machine} [running|on|open|closed|working] [right now|now|at the moment|currently|today|again|already]
~isn't {machine} [running|on|open|working|closed]
~has {machine} [stopped|started|failed|tripped|broken down|been started|been stopped|been opened|been closed|opened|closed|shut down|gone off|crashed|a problem|a fault|an error|any problems|got a fault|come on|finished|already started|changed]
~did {machine} [start|stop|trip|open|close|fail|break|shut down|break down|run|work|come on|go off|go down|move]
~does {machine} [run|work|have a problem|have a fault|do its job|function|operate|need attention|need service|have any errors|still run|still work|have problems|look ok|look good|behave|show any faults|report errors]
~was {machine} [stopped|started|opened|closed|running|switched off|on|open]
~will {machine} [work|run]
~[what's|what is|how is|how's|whats|what was] [the|] [status|state|condition|health|situation|position|operating state|current state|current status] [of|for|with|on] {machine} [now|right now|at the moment|]
~[what's|what is] {machine} [doing|up to|at|status|state|'s status] [now|right now|at the moment|]
~[what's|what is] [wrong|up|happening|going on|the matter|the problem|new] with {machine}
~[how's|how is|hows] {machine} [doing|going|feeling|running|today|now|performing|coming along|getting on|behaving|]
~how [does|did] {machine} [do|look|run|work|behave|perform|feel]
~how [is it|are things|does it look|does it stand|goes it|is the situation] with {machine}
~what [does|did] {machine} do
~what [state|status|condition|shape] is {machine} in
~what about {machine}
~how about {machine}
~where [do we|does it] stand with {machine}
~where does {machine} stand
~in what [state|condition|shape] is {machine}
~why [is|isn't] {machine} [running|working|on|off|open|closed|stopped]
<tell> the [status|state|condition|health|current status|operating state|situation] of {machine}
<tell> [how {machine} is|how {machine} is doing|what {machine} is doing|what state {machine} is in|how it is with {machine}]
<tell> [if|whether] {machine} is [running|ok|open|on|working|closed|off|fine]
<tell> {machine} status
[check|check on|check up on|inspect|examine|look at|look after|have a look at|take a look at|see about|monitor|query|poll|ping|look in on|test|probe|survey|diagnose|go and see|glance at|verify|review|show] {machine}
[see|check|find out|look|test|verify|make sure|go see|determine|say|tell me] [if|whether] {machine} [is running|runs|works|is fine|is ok|is open|is closed|is on|is off|has stopped|is working|is still on|is in order|has a problem|needs attention]
[run|do|perform|make] a [status check|check|health check|diagnosis|test|quick check] [of|on|for] {machine}
[give|send|get|bring|show] [me|us] [the|a|an|] [status|state|update|status update|report on the status|status report|info|information|news|health] [of|on|about|for|from] {machine}
tell me [about|something about|all about|more about] {machine}
[report|update me|fill me in|brief me|inform me] on {machine}
~<wonder> [if|whether] {machine} is [running|working|open|on|closed|off|ok|fine|still running|in order]
~<wonder> [if|whether] {machine} [runs|works|has started|has stopped|has a problem]
~<wonder> [how {machine} is doing|what {machine} is doing|the status of {machine}|the state of {machine}|about {machine}|what state {machine} is in|how {machine} is]
~[any|is there any|are there any|is there a|got any] [problem|problems|news|trouble|fault|faults|error|errors|issue|issues|change|update|info|alarm|failures] [with|on|at|from|about|for] {machine}
~is [anything|something|everything|all] [wrong|ok|fine|alright|in order|good|the matter|normal|well] with {machine}
~[status|state|condition|health|position|status check|status update|state check|check|info|status report|diagnosis] [of|for|on|:|] {machine} [please|]
~{machine} [status|state|condition|health|ok|running|working|on or off|open or closed|info|check|update|news|how is it|still running|still on|in order|all good|fine] [please|]
~{machine}, [status|is it ok|how is it|is it running|is it on|what's the status|is it open|is it working|how is it doing|state please|does it run|everything ok]
~{machine}: [status|state|how is it|is it running|is it ok|what's up]
~[ok|working|still running|everything ok|all good], {machine}
~<want> [the|a|] [status|state|condition|status update|status report] of {machine}
~<want> to [see|know|check|hear] [the status of|the state of|how it is with|about|if all is well with] {machine}
~[can|could|may] [i|we] [have|get|see|know|check] the [status|state|condition] of {machine}
~[can|could|would|will] you [check|look at|tell me about|give me the status of|check on|have a look at|see after|report on] {machine}
~[can|could|would] you [see|tell|check] [if|whether] {machine} is [running|ok|open|on|working|closed]
~do [you|we] [know|see|have] [the status of|the state of|if everything is ok with|anything about|news from] {machine}
~[i'm|we're] [worried|concerned|wondering|curious|asking] about {machine}
"""),
    "report": 2
    * lines("""
[send|email|mail|give|show|get|forward|hand|bring|deliver|provide|fetch|pass|text|fax|transmit|submit|present|read|print] [me|us] [the|a|an|] {topic} [report|report|summary|overview|statistics|figures|data|numbers|review|statement|log|analysis|digest|recap] [for|of|from|on|covering|about] {period}
[create|make|generate|write|prepare|print|compile|put together|produce|draw up|run|build|pull|export|assemble|draft|issue|compute|publish|file|get out|work out|do|start|print out|set up|pull up|download|open|collect] [the|a|an|me a|] {topic} [report|report|summary|overview|statistics|analysis|review|statement|recap] [for|of|from|on|covering|about] {period}
[send|email|give|show|get|mail|bring|forward] [me|us] {period} {topic} [report|summary|overview|figures|numbers]
[send|email|give|show|get|mail|create|make|write] [a|the|me a|me the] report [on|about|for|of] {topic} [for|of|from|covering|] {period}
[send|give|show|get|bring] [me|us] [a|an|the] [summary|overview|report|recap|review|digest|breakdown] [of|on|about] {topic} [for|of|from|] {period}
[send|email|mail|forward|share|deliver|submit|publish|issue|file|provide|distribute] [the|a|] {topic} report [for|of|from|covering|] {period}
[send|email|mail|forward] the {topic} report [for|of|from] {period} to [me|my email|my boss|the manager|us|the office|everyone|headquarters]
[summarise|summarize|sum up|recap|review|outline|report|report on|analyse|analyze|describe|document|wrap up] {topic} [for|of|from|] {period}
[report|report back] [to me|] [on|about] {topic} [for|of|from|] {period}
[let me|let us] [see|have|get|read] [the|a|] {topic} [report|summary|overview|figures] [for|of|from] {period}
~{topic} report [for|of|from|on|:|,|covering|about|] {period} [please|now|]
~{topic} [summary|overview|statistics|figures|numbers|data|review|analysis|stats|recap] [for|of|from|on|:|,|] {period}
~{period} {topic} [report|summary|overview|figures|statistics|review]
~{period}, {topic} [report|summary|overview]
~{period}: {topic} report
~report: {topic}, {period}
~report [on|about|of|for] {topic} [for|of|from|,|] {period}
~report {topic} {period}
~[summary|overview|recap|review] of {topic} [for|of|from|] {period}
~for {period} [i need|send|give me|i want|we need|make|show me] [the|a|] {topic} report
~<want> [the|a|an|] {topic} [report|report|summary|overview|figures|statistics|review] [for|of|from|covering|about] {period}
~<want> [a|the] report [on|about|of] {topic} [for|of|from|] {period}
~<want> {period} {topic} report
~<want> to [see|read|have|get|look at|check|view] [the|a|] {topic} [report|summary|figures|overview] [for|of|from] {period}
~[can|could|may] [i|we] [have|get|see|read|look at] [the|a|an|] {topic} [report|summary|overview|figures] [for|of|from] {period}
~[can|could|would|will] you [send|email|give|show|make|prepare|get] [me|us] [the|a|] {topic} [report|summary|overview] [for|of|from] {period}
~[where is|where's|what about|how about|any news on|is there] [the|a|my] {topic} [report|summary|overview] [for|of|from] {period}
~[what's|what is] [the|in the] {topic} report [for|of|from] {period}
~[how did|how was|how were|how are|how is|how went|what was] [the|] {topic} [look|go|do|doing|] {period}
~how [did|do] we do [on|with|for|in] {topic} {period}
~what [happened|went on|was going on|did we have] [with|in|on] {topic} {period}
~the {topic} report [for|of|from|covering] {period} [please|is due|is needed|is missing|should be sent|must be sent|should go out|has to go out|needs to be done|to me|is what i need]
~the {topic} [summary|overview|figures|statistics] [for|of|from] {period} [please|]
~[my boss|the manager|the accountant|the auditor|somebody] [wants|needs|asks for|is asking for] the {topic} report [for|of|from] {period}
~{topic} {period} [report|summary|please|overview|]
~{topic} {period}, [a|the|] report
~i [haven't seen|didn't get|am missing|am waiting for|still need|never got] the {topic} report [for|of|from] {period}
~[let's|let us] [see|have|look at] the {topic} [report|figures|overview] [for|of|from] {period}
~let's see {topic} [for|of|] {period}
"""),
}
