"""Words that mean the same: `<name>` in a pattern stands for any of the words listed here.

A class may use other classes and the marks of `language`. Words that are said more often stand
more than once.
"""

# ruff: noqa: E501 - lists of words are read best as text.

LEXICON: dict[str, list[str]] = {
    name: text.replace("\n", "|").split("|")
    for name, text in {
        # What is acted upon.
        "lights": """lights|lights|lights|lights|light|lamps|lamps|lighting|bulbs|luminaires|light bulbs|light fixtures
fixtures|ceiling lights|ceiling lamps|overhead lights|illumination|spotlights|led lights|leds|downlights|floor lamps
wall lamps|chandeliers|tubes|neon lights|strip lights|main lights|room lights|lanterns|floodlights|desk lamps|lumens
sconces|track lights|pendant lights|pendants|bulb|lamp|ceiling light|ceiling lamp|wall lights|uplights|uplighters|fluorescent tubes|work lights
reading lamps|bedside lamps|table lamps|string lights|fairy lights|spots|led strips|led strip|light strip|candelabra|lightbulbs|room lighting|indoor lights|halogens|standing lamps""",
        "brightness": """brightness|brightness|light level|brightness level|light intensity|luminosity|light output|dimmer|dimmers
dimming|dimmer level|illumination|lighting level|luminance|intensity of the light|intensity of the lights|lamp brightness
brightness setting|brightness of the lights|brightness of the lamps|light setting|lamp level|light strength|lights level""",
        "blinds": """blinds|blinds|blinds|shades|shades|shutters|shutters|curtains|curtains|drapes|roller blinds|venetian blinds
window blinds|window shades|window coverings|roller shutters|louvres|sunshades|jalousies|roller shades|sun blinds|awnings|window shutters|drapery
sun shades|venetians|roman blinds|pleated blinds|vertical blinds|blackout blinds|blackout curtains|net curtains|sunscreens|window blind|blind|shutter|curtain|window curtains|roller blind|drape""",
        "thermo": """temperature|temperature|thermostat|thermostat|heating|heating|temp|set point|setpoint|target temperature|room temperature
climate|climate control|ac|air conditioning|a/c|aircon|hvac|radiator|radiators|heater|heat|air conditioner|room temp|desired temperature|heating system
thermostats|heaters|heat pump|temperature setting|temperature setpoint|air con|climate unit|floor heating|underfloor heating|central heating|hvac unit|air conditioning unit
room climate|temp setting|heating thermostat|indoor temperature|heat setting|room thermostat""",
        "fans": """fans|fans|fan|fan|ventilation|ventilation|ventilator|ventilators|air flow|airflow|air circulation|air supply|extractor
extractor fan|exhaust fan|ceiling fan|ceiling fans|blower|blowers|vents|ventilation system|air handler|exhaust fans|fan unit|vent|aeration
ventilators|axial fan|extract fan|supply fan|ceiling ventilator|air mover|extractor fans|extraction fan|ventilation unit|ventilating fan|pedestal fan|desk fan|wall fan|cooling fan|cooling fans|air fans|room fan|ventilation fan|ventilation fans|vent fan""",
        "alarm": """alarm|alarm|alarm|alarm system|burglar alarm|security system|intruder alarm|security alarm|alarms|intrusion alarm|burglary alarm|motion alarm
alarm panel|intruder system|alarm unit|intruder detection|security alarm system|burglary system|intrusion system|house alarm""",
        # Verbs that lead to a value.
        "set": """set|set|set|set|put|put|adjust|change|turn|bring|move|take|get|switch|make|program|configure|regulate|tune|fix|drive|run
shift|push|pull|dial|crank|nudge|tweak|alter|modify|position|place|send|slide|step|ramp|force|drop|lift|raise|lower|return|reset|tweak|trim|peg
let|have|throttle|pin|modulate|pop|calibrate|update|readjust|stick|park|establish|keep|hold|leave|maintain|swing|ease|command|correct|steer|key|wind""",
        "up": """raise|increase|turn up|bring up|crank up|boost|lift|step up|push up|up|move up|hike|pump up|ramp up|bump up|put up|take up|nudge up|elevate|amp up|jack up|pull up|set higher|dial up|notch up""",
        "down": """lower|reduce|decrease|turn down|bring down|drop|cut|step down|push down|move down|take down|ramp down|put down|nudge down|tone down|cut down|scale back|scale down|ease down|dial down|pull down|set lower|drop down|diminish|shrink|notch down|dial back""",
        # Switching.
        "on": """turn on|turn on|switch on|switch on|put on|power on|power up|activate|enable|start|start up|fire up|engage|flip on|flick on
click on|get on|bring on|energise|energize|trigger|boot up|crank up|get going|set going|spin up|launch|initiate|kick on|wake up|bring to life|bring up|throw on|run""",
        "on1": """turn|turn|switch|switch|put|flip|flick|power|get|have|leave|keep|click|snap|toggle|set|bring|pop|knock|make|throw|kick|want""",
        "off": """turn off|turn off|switch off|switch off|shut off|shut down|power off|power down|deactivate|disable|kill|stop|cut|put off|flip off|flick off
click off|disengage|de-energise|take off|end|halt|cease|quit|knock off|terminate|put to rest|bring down|close down|wind down|toggle off|cut power to|pull the plug on""",
        "off1": """turn|turn|switch|switch|shut|put|flip|flick|power|get|have|leave|keep|click|snap|toggle|set|take|pop|knock|make|cut|kick|want""",
        "dim": """dim|dim|dim|lower|reduce|turn down|bring down|fade|tone down|soften|darken|drop|take down|decrease|cut|weaken|dial down|ease|subdue|mute|scale back|step down|diminish|pull down""",
        "brighten": """brighten|raise|increase|turn up|bring up|boost|intensify|crank up|lift|strengthen|step up|dial up|push|amp up|pump up|up|fade up|ramp up""",
        "open": """open|open|open up|raise|pull up|roll up|lift|draw up|wind up|pull open|draw back|pull back|slide open|throw open|hoist|push open|retract|part|unroll|fold back|crank open|put up|run up|bring up|move up|fling open""",
        "close": """close|close|shut|lower|pull down|roll down|drop|draw|let down|wind down|pull shut|pull closed|slide shut|put down|close up|run down|bring down|move down|draw closed|pull to|close off|crank shut""",
        # States as adjectives.
        "is_on": """on|on|on|on|switched on|turned on|running|up and running|going|active|activated|working|operating|in operation|enabled|started|powered on|powered up|engaged|live""",
        "is_off": """off|off|off|off|switched off|turned off|stopped|inactive|shut off|deactivated|disabled|shut down|powered down|powered off|out|disengaged|idle|dead|halted|not running|at rest""",
        "lit": """on|on|on|switched on|turned on|lit|burning|shining|at full power|fully on|on full|glowing|at full brightness|at maximum|on at full blast|up|lit up|at max|activated|powered on""",
        "unlit": """off|off|off|switched off|turned off|out|dark|extinguished|shut off|dead|not burning|not on|killed|unlit|gone|down|deactivated|powered off""",
        "is_open": """open|open|open|up|raised|fully open|wide open|rolled up|pulled up|opened|completely open|all the way up|all the way open|pulled back|lifted|retracted|opened up|out of the way""",
        "is_closed": """closed|closed|shut|down|lowered|fully closed|rolled down|pulled down|completely closed|all the way down|all the way closed|pulled shut|let down|dropped|tightly shut|closed up|drawn shut""",
        # Words of necessity and wish.
        "should": """should|must|shall|has to|have to|need to|needs to|ought to|had better|is to|are to|gotta|got to|better|can|may|is supposed to|are supposed to|will have to|should really|must|wants to|want to|could""",
        "want": """i want|i want|we want|i need|i need|we need|i'd like|i'd like|we'd like|i would like|i wish|i'd love|i would love|i'd prefer|i prefer|i'd rather have|i require|we require|i expect
we expect|i request|i demand|i could do with|i could use|we could use|i'm after|i fancy|i am asking for|i ask for|we are asking for|i'd appreciate|we'd appreciate|i hope to have|we would like|i'm looking for
i was hoping for|i feel like|they want|they need|she wants|he wants|everybody wants|my boss wants|the guests want|people want|the boss needs|i'd be happy with|i insist on|please i want|i wanna have|i wanna|me want|i wish for|we are in need of|i must have|we could do with|we'd be happy with|we feel like|we wish|we'd love|we'd rather have|we could use|we insist on|we'd love to have|i'd be glad of|it's my wish to have|i'm hoping for|we're hoping for|we're after|i'd settle for|i would be happy with|my wife wants|my husband would like|the kids want|the customer wants|the team needs|the doctor needs|they'd like|she'd like|he would like""",
        "good": """nice|better|best|good|great|lovely|helpful|wonderful|perfect|fine|ideal|cool|right|super|awesome|appropriate|sensible|wise|appreciated|fantastic|pleasant|desirable|ok|okay|advisable|preferable|handy|sufficient|enough""",
        "ensure": """make sure|ensure|see to it|see|make certain|take care|be sure|check|guarantee|arrange|verify|double check|assure|see to it please|look to it|make it so""",
        # Asking.
        "tell": """tell me|tell me|give me|show me|report|check|read|get|get me|read out|look up|find out|fetch|fetch me|retrieve|query|state|announce|display|bring me|provide|share|let me know|let me see|let me have|inform me about
update me on|pull up|say|print|list|report back|report to me|measure|read me|return|send me|pass me|brief me on|examine|inspect|look at|determine|determine for me|tell us|show us|give us|quote|request|poll|view|see|confirm|describe|call out|obtain""",
        "wonder": """i wonder|i'm wondering|i was wondering|i'd like to know|i want to know|i need to know|do you know|can you tell me|could you tell me|any idea|tell me|please tell me|let me know|can you say|do you happen to know|i'm curious
would you know|may i know|can i know|could i know|we'd like to know|i would like to find out|could you check|can you check|please check|i must know|i should know|i have to know|have you any idea|got any idea|i'm interested to know|help me understand|remind me|i am not sure|i forgot|explain""",
        "someone": """anyone|anybody|someone|somebody|a person|any person|any people|people|someone still|anybody still|anyone else|a human|any staff|some people|any visitors|a guest|any guests|any workers|an employee|a living soul""",
        "warn": """warn me|warn me|tell me|tell me|alert me|alert me|notify me|notify me|let me know|inform me|message me|ping me|give me a warning|send me a warning|send me an alert|send an alert|raise an alarm|sound the alarm|text me|call me
email me|write me|signal me|shout|give me a heads up|drop me a line|beep|buzz me|send a notification|send me a notification|push me a notice|contact me|page me|get in touch with me|advise me|give notice|flag it|wake me up|report it|raise the alarm
trigger an alarm|trigger an alert|issue a warning|send me a message|remind me|warn us|tell us|alert us|notify us|let us know|holler|make some noise|yell at me|give me a sign|drop me a note|i want to be told|i want to be warned|i want to be notified|i need to hear about it|i need an alert|i'd like a warning|i want an alarm""",
        "when": """if|if|when|when|whenever|once|as soon as|in case|in the event that|should it happen that|the moment|every time|any time|at the moment when|provided that|as and when|immediately when|right when|at once if|directly if|each time|the minute|the instant""",
        "exceeds": """exceeds|goes above|rises above|is above|is over|goes over|gets above|climbs above|gets higher than|is higher than|is more than|tops|passes|surpasses|reaches more than|climbs past|goes beyond|is beyond|gets over|shoots above|jumps above
becomes higher than|is greater than|gets greater than|increases above|moves above|moves past|crosses|runs above|goes higher than|hits more than|breaks through|overshoots|overtakes|outgrows|is in excess of|grows above|swells above|rises over|rises past|soars past|soars over|creeps above|creeps over|breaches|gets beyond|becomes more than|is larger than|is bigger than|goes past|goes up over|goes up past|climbs over|spikes above|peaks above|is up over|gets too high, above|is too high, over""",
        "undercuts": """falls below|drops below|goes below|is below|is under|goes under|gets below|sinks below|gets lower than|is lower than|is less than|falls under|drops under|dips below|dips under|slips below|reaches less than|sinks under|plunges below|becomes lower than
is smaller than|gets smaller than|decreases below|moves below|runs below|goes lower than|undershoots|falls short of|dives below|dives under|declines below|shrinks below|creeps below|gets under|becomes less than|goes down below|goes down under|comes down below|is down below|slides below|slides under|slumps below|tumbles below|undercuts|is beneath|falls beneath|sags below|gets too low, below|is too low, under|collapses below|lowers below""",
        "limit_over": """more than|over|above|higher than|greater than|in excess of|beyond|upwards of|anything above|anything over|>""",
        "limit_under": """less than|under|below|lower than|beneath|smaller than|anything below|anything under|fewer than|<""",
    }.items()
}
