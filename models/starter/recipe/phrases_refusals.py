"""What the model must refuse: small talk, knowledge, media, errands, unsupported devices.

Built like `phrases_lights`; `{thing}`, `{country}`, `{food}`, `{person}`, `{device}` and
`{number}` are filled from the lists below, whose test halves never occur in training.
"""

# ruff: noqa: E501 - a phrasing is read best on one line.

from frames import lines

WORDS: dict[str, tuple[list[str], list[str]]] = {
    "thing": (
        "a lighthouse|a lighthouse keeper|lightning rods|light years|a fan letter|football fans|the blind|blind people|a pumpkin|pumpkins|the heat death|heat waves|a door to door salesman|a lock of hair|an alarm in a film|air traffic|fresh air|airplanes|air pressure on mars|a power plant|horse power|the water cycle|water lilies|the temperature of the sun|the office on tv|kitchen recipes|a curtain call|shutters in photography|a pump room in bath|a heart valve|the sun|the stars|mars|the milky way|galaxies|the big bang|dna|evolution|viruses|bacteria|vaccines|the heart|the brain|cancer|dreams|sleep|memory|money|inflation|democracy|the constitution|religion|buddhism|christmas|easter|halloween|the vikings|the cold war|world war one|the middle ages|the renaissance|knights|castles|pirates|cowboys|dragons|unicorns|vampires|ghosts|fairies|witches|superman|batman|harry potter|star wars|the simpsons|hamlet|faust|the bible|the mona lisa|mozart|beethoven|the beatles|elvis|abba|rock music|ballet|tango|yoga|meditation|golf|rugby|basketball|baseball|boxing|formula one|skiing|surfing|swimming|cycling|running|hiking|fishing|hunting|gardening|cooking|knitting|photography|painting|poetry|novels|philosophy|plato|socrates|kant|mathematics|pi|prime numbers|geometry|algebra|physics|chemistry|atoms|electrons|quantum computers|nuclear power|solar energy|wind power|coal|oil|gold|silver|diamonds|rubies|salt|sugar|chocolate|coffee beans|tea leaves|wine|whisky|bananas|apples and pears|tomatoes|potatoes|rice|wheat|corn|cows|horses|dogs|cats|wolves|bears|lions|tigers|sharks|dolphins|octopuses|snakes|spiders|ants|butterflies|eagles|owls|parrots|frogs|turtles|crocodiles|rabbits|mice|bats|kangaroos|koalas|camels|giraffes|monkeys|gorillas|neanderthals|mummies|the sphinx|the great wall|the titanic|the internet|artificial intelligence|blockchain|bitcoin|smartphones|television history|cinema|hollywood|airplanes|rockets|satellites|submarines|bridges|skyscrapers|tunnels|glaciers|rainbows|thunder|lightning|hurricanes|tornadoes|earthquakes|tsunamis|snow|rain|clouds|the tides|the atmosphere|climate change|the rainforest|deserts|oceans|rivers|islands|mountains|caves|fossils|crystals|magnets|electricity|sound waves|mirrors|lenses|clocks|calendars|alphabets|languages|latin|esperanto|sign language|the moon|black holes|dinosaurs|volcanoes|the ocean|bees|cheese|chess|football|the weather|"
        "love|the stock market|electric cars|roses|elephants|the pyramids|jazz|time travel|robots|"
        "the roman empire|mushrooms|trains|a dragon|a lonely pirate|spring|my cat|tennis|gravity|"
        "light bulbs|water pumps|thermostats|door locks|fans of football|air conditioning".split("|"),
        "penguins|the french revolution|comets|sailing|an old lighthouse|autumn|whales|"
        "opera|steam engines|the desert".split("|"),
    ),
    "country": (
        "argentina|austria|belgium|bolivia|bulgaria|cambodia|colombia|croatia|cuba|cyprus|denmark|ecuador|england|estonia|ethiopia|ghana|haiti|hungary|indonesia|iran|iraq|ireland|israel|jamaica|jordan|korea|south korea|laos|latvia|lebanon|libya|lithuania|luxembourg|madagascar|malaysia|malta|mongolia|nepal|the netherlands|new zealand|nicaragua|niger|nigeria|pakistan|panama|paraguay|the philippines|qatar|romania|russia|rwanda|saudi arabia|scotland|senegal|serbia|singapore|slovakia|slovenia|somalia|south africa|sri lanka|sudan|syria|taiwan|tanzania|thailand|tunisia|uganda|ukraine|uruguay|uzbekistan|venezuela|wales|yemen|zambia|zimbabwe|great britain|the uk|the usa|france|germany|japan|brazil|canada|egypt|india|norway|kenya|australia|spain|china|italy|"
        "poland|turkey|mexico|the united states|switzerland|greece|sweden".split("|"),
        "portugal|peru|finland|vietnam|iceland|morocco|chile".split("|"),
    ),
    "food": (
        "a hot dog|fried chicken|spaghetti|a steak|fries|ice cream|chocolate|cookies|a sandwich|eggs|butter|cheese|yoghurt|bananas|oranges|tomatoes|potatoes|rice|cereal|honey|jam|water|juice|lemonade|wine|whisky|cola|a cocktail|cat food|dog food|diapers|soap|shampoo|toothpaste|toilet paper|candles|a newspaper|a magazine|a pen|paper|ink|glue|nails|screws|paint|a hammer|a ladder|a chair|a table|a bed|a pillow|a blanket|a coat|socks|a hat|a dress|jeans|a tie|sunglasses|an umbrella|a suitcase|a laptop|a camera|headphones|a tv|a toy|lego|a ball|a board game|a guitar|a ring|earrings|perfume|roses|tulips|a plant|seeds|fertilizer|firewood|burritos|ramen|dumplings|kebab|falafel|hummus|paella|goulash|schnitzel|bratwurst|croissants|bagels|waffles|brownies|cheesecake|apple pie|donuts|popcorn|chips|nuts|sushi for two|fish and chips|spring rolls|pad thai|a milkshake|espresso|cappuccino|hot chocolate|pizza|sushi|a burger|flowers|coffee|milk|bread|groceries|a new phone|batteries|tea|beer|"
        "pasta|lasagna|pancakes|a cake|soup|curry|salad|toner".split("|"),
        "tacos|risotto|a bicycle|apples|noodles|a book|muffins|shoes".split("|"),
    ),
    "person": (
        "my father|my son|my daughter|my uncle|my aunt|my cousin|my grandfather|my granny|my friend|my best friend|my girlfriend|my boyfriend|my teacher|my lawyer|my landlord|my colleague|my assistant|my secretary|the boss|the caretaker|the janitor|the gardener|the baker|the mayor|the president|the pope|mary|james|linda|robert|susan|david|karen|michael|lisa|paul|emma|tom|laura|mark|nina|oliver|sophie|daniel|eva|martin|clara|felix|ahmed|fatima|ivan|olga|chen|yuki|carlos|pedro|lucia|mrs miller|mr brown|mr johnson|mrs taylor|dr house|dr jones|professor moriarty|mum|mom|daddy|grandpa|auntie|the neighbours|the school|the hospital|the bank|the insurance|the tax office|the city hall|the fire department|the ambulance|the hotline|customer service|the hotel|the restaurant|the shop|the garage man|the mechanic|the carpenter|the architect|the nanny|the babysitter|the postman|everyone|the team|the whole family|my mother|my boss|john|anna|the manager|my wife|my husband|peter|the electrician|dad|"
        "maria|the plumber|my sister|the police|mr smith|the landlord|sarah|my doctor".split("|"),
        "my brother|thomas|the neighbour|grandma|the dentist|julia|mrs jones|the office manager".split("|"),
    ),
    "device": (
        "tv|television|radio|coffee machine|oven|dishwasher|washing machine|car|robot vacuum|vacuum|"
        "printer|computer|laptop|speaker|music|air mattress|air hockey|air horn|air rifle|air dryer|air compressor|air cannon|fan heater|fan club|fan oven|light saber|light box|light organ|light table|light cycle|door mat|door phone|door chime|curtain wall|blind dog|valve trumpet|pump gun|bicycle pump|breast pump|heat gun|heat press|hot plate|steam iron|alarm radio|egg timer|lock pick|lamp oil|lamp shop|water bed|water pistol|water filter|power drill|power saw|power tool|level meter|temperature probe|pressure suit|kitchen robot|kitchen scale|office chair|office printer|garage radio|room service|roomba|hob|cooker|induction hob|coffee grinder|espresso machine|water cooler|air purifier|dehumidifier|humidifier|aquarium|fish tank pump|terrarium|solar panel|wind turbine|generator|ups|power bank|charger|car charger|wall box|smart plug|socket|extension cord|intercom|loudspeaker|microphone|headset|soundbar|subwoofer|piano|organ|guitar|drum machine|synthesizer|metronome|cash register|card reader|atm|barcode reader|label printer|plotter|3d printer|cnc mill|band saw|circular saw|jigsaw|sander|grinding machine|compressor|air gun|nail gun|soldering iron|hot glue gun|hydraulic press|stamping machine|injection moulder|kiln|furnace|smelter|incinerator|shredder|paper shredder|pallet truck|hoist|winch|lift table|crane hook|trolley|cart|train set|ferris wheel|carousel|roller coaster|trampoline|exercise bike|rowing machine|massage chair|sunbed|hair straightener|curling iron|electric razor|toothbrush|bathroom scale|weighing scale|metal detector|x ray machine|mri scanner|ventilator machine|dialysis machine|hospital bed|wheelchair|incubator|centrifuge|microscope|telescope|binoculars|spectrometer|oscilloscope|multimeter|hotplate|bunsen burner|fridge magnet|freezer|ice cream machine|yoghurt maker|pasta machine|meat slicer|mincer|rice steamer|wok|sous vide|bread slicer|popcorn maker|cotton candy machine|candle|fireplace|wood stove|barbecue grill|patio furniture|hammock|swing|slide|sandbox|chicken feeder|cat flap|litter box|dog door|cattle scale|hay baler|combine harvester|plough|seeder|wood chipper|log splitter|chainsaw|brush cutter|irrigation robot|garden hose|lawn sprinkler|bird feeder|beehive|scarecrow|truck|van|ambulance|fire engine|police car|submarine|rocket|satellite|helicopter|glider|hovercraft|skateboard|segway|sledge|tram|subway|cable car|ferry|yacht|canoe|walkie talkie|pager|smartphone|smart watch|e reader|kindle|ipad|macbook|mainframe|hard drive|usb stick|modem|switchboard|antenna|satellite dish|set top box|chromecast|xbox|nintendo|dvd player|blu ray player|cd player|vcr|gramophone|radio alarm|karaoke machine|photo booth|beamer|slide projector|screen|canvas screen|whiteboard|smartboard|typewriter|calculator|stapler|pencil sharpener|laminator|binding machine|safe|vault door camera|turnstile|barrier|bollard|parking meter|traffic light|billboard|neon sign|christmas tree|snow machine|bubble machine|laser show|stage curtain motor|air hockey table|pool table|dart machine|bowling lane|flipper|ping pong robot|tennis ball machine|golf cart|ski machine|ice skates|wave machine|diving board|water slide|steam room robot|foot bath|bidet|hand dryer|soap dispenser|towel warmer|tap|faucet|water heater|dumbwaiter|conveyor belt|packaging machine|bottling machine|palletiser|labeller|filling machine|mixer truck|cement mixer|sewing robot|loom|spinning wheel|printing press|binding robot|paint robot|welding robot|glue machine|vacuum cleaner|steam cleaner|floor polisher|carpet cleaner|window cleaner|pool cleaner|pressure washer|dust extractor|mop robot|sweeper|toaster|microwave|heat gun|chain saw|ice maker|egg boiler|food processor|juicer|grill|barbecue|record player|hi fi|amplifier|tuner|turntable|cassette deck|ladder|stairlift|moving walkway|ironing board|motorcycle|moped|quad bike|snow blower|pressure cooker|deep fryer|bread maker|waffle iron|mixer|knitting machine|slot machine|pinball machine|fence|flag|fountain|grinder|video recorder|headphones|alarm clock|clock|watch|electric bike|scooter|bus|train|boat|plane|ski lift|garage opener|disco ball|fog machine|popcorn machine|soda machine|vending machine|copier|fax machine|monitor|keyboard|mouse|server|firewall|webcam|electric blanket|hot tub|jacuzzi|treadmill|leaf blower|hedge trimmer|welder|drill|saw|hammer|lathe|laser|robot|robot arm|excavator|bulldozer|digger|milking machine|feeder|fridge|kettle|projector|camera|"
        "sprinkler|lawn mower|doorbell|elevator|lift|shower|router|wifi|phone|hair dryer|dryer|"
        "crane|forklift|conveyor|drone|tablet|game console|stove|bath".split("|"),
        "stereo|rice cooker|iron|escalator|scanner|air fryer|motorbike|blender|sewing machine|"
        "tractor|jukebox|telephone|playstation|electric fence".split("|"),
    ),
}  # fmt: skip

PHRASES: dict[str, list[str]] = {
    "chat": lines("""
~how do you feel
~what's up
~are you [listening|awake|clever]
~i'm [in love|nervous|so excited]
~you make me laugh
tell me something funny
~do you ever [sleep|eat|get bored]
~nice to meet you
~where do you live
entertain me
~my [neighbour|daughter] is [crazy|lovely]
~well done
~what is your favourite color
~i am so tired today
~do you want to be my friend
~who is your boss
~are you [sleeping|busy|ok|married|sure|ready]
~how [was|is] your [day|life|weekend|night]
~do you [sleep|eat|dream|sing|dance|work out]
~i feel [lonely|great|bad]
~you [look|sound|seem] [nice|sad|strange]
~what are you [doing|thinking|wearing]
~where are you [from|now]
~welcome
~pleased to meet you
~i'm [angry|in a hurry|so happy|late]
make me [laugh|smile]
say something [nice|smart|funny]
~{person} is [nice|mean|funny|here]
~what is love
~have you [seen|met] {person}
~[hello|hi|hey|good morning|good evening|hi there|hey there]
~how are you [today|doing|]
~[what's|what is] your name
~who [are you|made you]
~are you [a robot|human|alive|real|happy|smart|there]
~what can you do
~i [love|hate|like|miss] [you|{thing}|{food}]
~you are [great|stupid|funny|useless]
~[thanks|thank you|thank you so much|thanks a lot]
~never mind
~[bye|goodbye|see you]
~i'm [bored|tired|sad|hungry|happy|sick]
~[lol|haha|wow|ok|hm|yes|no|maybe]
~do you [like|know|believe in|dream of] {thing}
~what do you think [of|about] {thing}
tell me a [joke|story|secret|fairy tale|riddle]
sing [me a song|a song]
~what should i [do today|eat|wear|cook|read]
~do you have [friends|feelings|a body]
~[nice|lovely|terrible] [day|weather|work]
~good [job|boy|idea]
~let's [talk|chat|play a game]
~happy birthday
~i had a [bad|long|great] day
~my [dog|cat|son|car|boss] is [sick|annoying|funny]
~can i ask you something
"""),
    "knowledge": lines("""
~which language is spoken in {country}
~who is the king of {country}
~how was {thing} discovered
~what's the biggest city in {country}
~give me a fact about {thing}
~how much is {number} plus {number}
~why do [valves|lights|fans] break
~what's the boiling point of [water|iron]
~is {thing} older than {country}
~what are {thing}
~who invented the [light bulb|pump|lock|fan]
~how old is {country}
~what is the tallest mountain in {country}
~can you explain {thing}
~what do {thing} eat
~who [designed|patented|named|sold|developed] the [first|] [pump|lamp|valve|fan|lock|thermostat|telephone]
~when was the [pump|lamp|lock|light bulb] [developed|designed]
~how [is|are|was|were] {thing} [explained|formed|made]
~what's the [oldest|richest|coldest|hottest] [city|place|town] in {country}
~why is the [lamp|pump|door|lock] called that
~why do [fans|doors|valves|lights] [squeak|leak|flicker|fail]
~how many [lights|pumps|people] does {country} have
~how warm is {country}
~what [are|is] [pumps|lights|fans|heat] for
~who is the [president|queen|leader|chancellor] of {country}
~what's the [largest|longest|highest|smallest] [city|river|mountain|town] [in|of] {country}
~which [city|river|animal] is the biggest in {country}
~is {thing} [bigger|better|older] than {thing}
~what do you know about {thing}
~how do [you|i|we] [make|bake|fry] {food}
~when did [world war two|the war in {country}] [end|begin]
~how was {thing} [made|built|found]
~why do [lamps|pumps|people|cats] [fail|break|die]
~who [built|made|found] [the first|a] [pump|lamp|lock|computer]
~at what temperature does [water|lead|gold] [boil|melt]
~do they speak [french|english] in {country}
~what are [bees|stars|pumps|locks] [made of|for]
~tell me a fact
~did {country} win [the cup|the war]
~how far is it to {country}
~what is {number} squared
~how many legs does {thing} have
~who is {person}
~what does {food} cost
~which is [better|bigger], {thing} or {thing}
~[what's|what is] the [capital|population|currency|president|flag] of {country}
~who [invented|discovered|wrote about|painted] {thing}
~what is {thing}
~where is {country}
~how [big|old|far|heavy|fast] is {thing}
~how [do|does] {thing} work
~why [is|are] {thing} [so |][important|famous|dangerous]
~[what's|what is] {number} [times|plus|minus|divided by] {number}
[tell|teach] me [about|something about|everything about] {thing}
[explain|describe] {thing} [to me|]
~when was {thing} [invented|discovered|built]
~what's the history of {thing}
~how many [people|rivers|cities] are in {country}
~[what's|how is] the weather [in {country}|tomorrow|like|today|outside]
~will it [rain|snow] [tomorrow|today|in {country}]
translate {food} [into|to] [french|german|spanish|latin]
~how do you say {food} in [french|german|chinese]
~what language do they speak in {country}
[solve|calculate|compute] {number} [plus|times|minus] {number}
~what [time|day|date|year] is it
~what time is it in {country}
~who won the [game|match|election|world cup] [in {country}|]
~[what's|give me] the [news|latest news|football score]
~how do i cook {food}
~[what's a|give me a] recipe for {food}
~what's the square root of {number}
~how do i [fix|repair|install|clean] a [pump|valve|fan|light|lock|thermostat]
~how does a [pump|valve|fan|heat pump|light switch|lock] work
~what does a [valve|pump|fan|thermostat] cost
spell [necessary|rhythm|{food}]
~is {country} in [europe|asia|africa]
~what is the meaning of life
~how [tall|rich|old] is the president of {country}
~how many [degrees|bytes|meters|minutes] [are there |]in a [circle|kilobyte|mile|day]
"""),
    "errand": lines("""
[purchase|fetch] {food}
ask {person} [to come over|for help]
[rent|find] me a [car|flat|hotel] in {country}
[read|print] me the newspaper
[put|write] {food} on my list
[make|pour] me [a drink|a sandwich]
[write|make up] a rhyme about {thing}
[skip|pause] this song
~did {person} [call|write]
[wash|iron] my shirts
i need {food}
dial {person}
~put on some music
~how about a movie
[rent|book] me [a room|a boat|a house] in {country}
find {food} in {country}
[go|fly|travel] to {country}
[get|grab|pick up] {food} [from the shop|for dinner|]
ask {person} [a question|about {thing}|to wait]
[tell|inform] {person} [that i'm late|about {thing}|to come]
[read|show] me [my mail|a book|the headlines|a story]
[find|hire] me [a doctor|a hotel|a taxi|a job]
[make|cook|prepare] [dinner|lunch|breakfast|{food}]
[stop|change|repeat] the song
[write|note] {food} down
[clean|dry|fold] my [clothes|shoes|room]
~has {person} [called|arrived|written]
[count|sort] [my|the] {food}
[pour|fetch|bring] me [some|a glass of] [water|wine|milk]
[rent|sell|paint] [a|my|the] [house|car|boat]
[order|buy|get|bring] me {food}
[order|buy] {food}
[call|text|phone|message|ring] {person}
[send|write] [an email|a message|a letter] to {person}
play [some music|a song|jazz|the radio|a movie|my playlist|a podcast]
[book|reserve] [a table|a flight|a hotel|a taxi|tickets] [to {country}|for {number}|]
[write|compose] [a poem|an essay|a story|a song|some code] about {thing}
[search|google|look up] {thing} [online|on the internet|]
remind me to [call {person}|buy {food}|pay the rent|water the plants]
add {food} to [my|the] shopping list
[open|start] [youtube|netflix|the browser|my email]
[write|fix|debug] [some|my] [python|java|] code
[draw|paint] [me a picture of|] {thing}
[navigate|drive|take me] to {country}
[transfer|send] {number} [dollars|euros] to {person}
[wake|hug|help] me
[delete|rename|print] [the|my] [file|files|document|photo]
[invite|greet|congratulate] {person}
[feed|walk|wash] the [dog|cat|car|dishes]
take a [photo|note|selfie|break]
~what's on my [calendar|to do list|shopping list]
~do i have any [mail|meetings|messages|appointments]
[set|make] [an appointment|a meeting] with {person}
[pay|cancel] my [bill|subscription]
"""),
    "unsupported": lines("""
power [up|down] the {device}
get the {device} [running|going]
run the {device}
~{device} in the [hallway|office] [on|off]
~make the {device} [louder|faster|quieter]
~could the {device} be [on|off]
~please have the {device} turned [on|off]
~i want the {device} on
~set {device} to {number}
shut down the {device}
~{device}: [on|off]
{device} [off|on] [in|at] [here|home|the garage]
[start|ramp|switch|boot] up the {device}
~the {device} [in the hall|upstairs|over there] [on|off]
~the {device}, [on|off]
halt the {device}
[fire|spin|ramp|wind] [up|down] the {device}
[adjust|set|regulate] the {device} [at|to] {number}
~could you {device}
~[would|should|can|might] the {device} be [on|off|running]
~{device} in [room {number}|the lobby|the basement|the attic] [on|off]
[bring|take] the {device} [to|up to|down to] {number}
[have|let] the {device} [run|go|stop]
power [on|off] the {device}
put the {device} [on|off]
[have|keep] the {device} [on|off|running]
~the {device} [on|off] please
~{device} [in|at] the [lobby|bedroom|workshop] [on|off|please]
[use|activate|disable|enable] the {device}
[change|turn] the {device} [to|up to|down to] {number}
[speed up|slow down] the {device}
~is the {device} [working|ok|off]
~the {device} should be [on|off|at {number}]
~make the {device} [hotter|slower|stop|go]
~can the {device} [run|start|stop] [now|]
[fire|boot|wake] up the {device}
~turn {device} [on|off]
~{device} to {number} [percent|degrees|]
[set|put] the {device} to {number} degrees
[turn|switch] [on|off] the {device}
[turn|switch] the {device} [on|off]
[start|stop|open|close|lock|unlock|charge|restart|reboot] the {device}
[turn|set] the {device} [in the kitchen|in room {number}|upstairs|] to {number}
~{device} [on|off]
[turn|switch] [on|off] the {device} [in the kitchen|in the office|]
~is the {device} [on|running|ready|charged]
[put|set] the {device} to {number} percent
turn [up|down] the [volume|music|{device}]
[clean|wash|mop] the [floor|windows|kitchen]
[preheat|heat] the {device} to {number} degrees
change the channel to {number}
[start|stop] the {device} [in {number} minutes|at {number}|]
[brew|make] [a|some] [coffee|tea|espresso]
[mow|water] the [lawn|grass|flowers]
~[check|what's] the [battery|status] of the {device}
set the volume to {number}
~i want to watch [tv|a film|the news]
~the {device} is [broken|too loud|slow]
"""),
    "nonsense": lines("""
~{word} and {word}
~{word} {number} {word}
~this {word} that {word}
~{word} {word} please
~{number} {word} {number}
~{word} {number}
~{word} {number} {number}
~{number} {number}
~{word} {word} {word} {word}
~this is {word}
~{word} or {word}
~my {word}
~{word}, {word}
~{number} {word} {word}
~{word} {word}
~{word}
~{word} {word} {word}
~the {word} of the {word}
~[and|but|so] then
~{number}
~{number} {word}
~what about {word}
~{word} [is|was] {word}
"""),
}
