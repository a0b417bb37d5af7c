"""Words for what the model has no function for: things, readings, modes, topics, machines.

They fill the near misses: sentences that look like commands but are about something else. No
word of the test halves in `phrases_refusals.WORDS` is among them.
"""

import random

import places


def _words(text: str) -> list[str]:
    """The words between bars and line ends."""
    return text.strip().replace("\n", "|").split("|")


OBJECTS = _words("""
sofa|armchair|bookshelf|carpet|rug|mattress|cushion|wardrobe|chest of drawers|mirror|painting
poster|vase|candlestick|bin|dustbin|trash can|bucket|broom|brush|sponge|dishcloth|apron|saucepan
frying pan|pot|teapot|cup|mug|plate|bowl|fork|spoon|knife|chopping board|corkscrew|bottle|jar|tin
lunch box|cooler box|picnic basket|parasol|sun lounger|deck chair|tent|sleeping bag|rucksack
handbag|wallet|purse|passport|ticket|coat rack|shoe rack|umbrella stand|doormat|letterbox|mailbox
parcel|package|envelope|stamp|notebook|diary|folder|binder|file cabinet|desk|standing desk
chair lift|whiteboard marker|flip chart|badge|id card|key card|visitor pass|key ring|padlock key
tool box|screwdriver|spanner|wrench|pliers|tape measure|spirit level|paint roller|paint brush
wheelbarrow|shovel|rake|spade|flower pot|watering can|hose reel|compost heap|bird bath|dog house
kennel|cage|leash|saddle|stroller|pram|high chair|crib|car seat|toy car|doll house|puzzle
skate ramp|surfboard|kayak|paddle|fishing rod|tennis racket|football|goal post|punching bag
dumbbell|barbell|yoga mat|whistle|trophy|medal|scoreboard|podium|lectern|megaphone|banner|balloon
confetti cannon|firework|drum kit|violin|trumpet|flute|harp|keyboard stand|music stand|record
cassette|film reel|tripod|selfie stick|lens cap|memory card|battery pack|cable|adapter|power strip
hub|docking station|screen saver|wallpaper|desktop|spreadsheet|slide deck|presentation|document
pdf|inbox|calendar|contact list|playlist|podcast|audiobook|ringtone|voicemail|hotspot|bluetooth
nfc|gps|vpn|firewall rule|password|pin code|username|account|profile picture|software
operating system|antivirus|browser|search engine|chat bot|website|blog|newsletter|database
spam filter|backup disk|printer queue|toner cartridge|ink|paper tray|stapler gun|time clock
punch clock|coffee pot|tea kettle|milk frother|sugar bowl|cookie jar|toast rack|egg timer
pepper mill|salad spinner|ice cube tray|wine rack|beer keg|beer tap|water jug|soup ladle
pizza oven|pizza cutter|smoker|tandoor|hot dog stand|ice cream van|food truck|lorry|trailer
caravan|camper|motorhome|taxi|limousine|minibus|bus stop|metro|monorail|airship|hot air balloon
parachute|space shuttle|tank top|pickup|tow truck|dump truck|street sweeper|snow plough|gritter
road roller|asphalt paver|pile driver|scaffolding|cherry picker|scissor lift|stacker|pallet|shelf
rack|crate|container|barcode scanner gun|label|price tag|till|credit card|gift card|coupon|invoice
receipt|contract|insurance|mortgage|tax return|bank account|savings|shares|crypto wallet
bitcoin miner|lottery ticket|dice|deck of cards|chess board|roulette wheel|dart board|pinball
crossword|sudoku|kite|frisbee|boomerang|yo yo|teddy bear|goldfish|hamster|parrot|puppy|kitten|cow
sheep|goat|pig|hen|rooster|duck pond|beehive lid|horse box|pony|donkey|lion|zebra|elephant house
hedge|lawn|rose bush|apple tree|vegetable patch|compost|scarecrow hat|garden gnome|bird table
sundial|weather vane|rain gauge|telescope mount|sextant|compass|globe|map|atlas|dictionary
encyclopedia|novel|comic|crossword book|cookbook|menu|wine list|bill|tip jar|waiter|chef|barista
butcher|driver|pilot|nurse|surgeon|patient|stretcher|syringe|thermometer strip|bandage|plaster
crutches|hearing aid|glasses|contact lens|wig|lipstick|nail polish|mascara|razor|comb|hairbrush
shampoo|bath tub|toilet brush|plunger|towel|bathrobe|slippers|boots|sandals|sneakers|trousers
shirt|sweater|jacket|raincoat|gloves|scarf|necktie|belt|watch strap|bracelet|necklace|crown|robe
costume|mask|helmet|life jacket|wetsuit|snorkel|flippers|oxygen bottle|first aid kit
fire extinguisher|fire blanket|hydrant|smoke machine|siren|loudhailer|church bell|gong|xylophone
accordion|bagpipes|banjo|ukulele|cello|theremin|mixing desk|turntable needle|disco|dj|band
orchestra|choir|film projector|cinema screen|popcorn|curtain rail|stage prop|puppet|marionette
circus|magician|clown
""")

# Readings that no sensor gives, and facts about a place that none can know.
METRICS = _words("""
noise level|noise|sound level|decibel level|wifi signal|signal strength|wifi speed|internet speed
download speed|bandwidth|ping|pollen count|dust level|fine dust|particle count|smoke level
smoke density|radon level|radiation|radioactivity|uv index|wind speed|wind direction|wind strength
rainfall|rain amount|snow depth|visibility|cloud cover|barometer trend|tide|wave height
sunrise time|sunset time|moon phase|daylight|light level|lux value|brightness value|voltage
current in amps|frequency|power factor|phase angle|battery level|battery charge|charge state
fuel level of the car|gas consumption|gas price|electricity price|heating cost|rent|price|cost
value of the furniture|budget|revenue|turnover|profit|stock price|exchange rate|inflation rate
interest rate|salary|tax|insurance premium|size|floor area|square footage|ceiling height|width
length|height of the door|depth|volume of sound|weight|mass|capacity|number of chairs
number of desks|number of windows|seat count|headphone count|stock of paper|paper supply
coffee supply|ink level|toner level|toilet paper supply|number of visitors this year|queue length
waiting time|delivery time|arrival time|departure time|opening hours|closing time|business hours
holiday plan|phone number|extension number|address|postcode|room number of my boss
name of the tenant|owner|tenant|history|age|construction year|colour of the walls|wall colour
carpet colour|wallpaper|floor plan|map|menu|daily special|dress code|schedule of classes|timetable
exam result|grade|homework|password|wifi password|access code|pin|serial number|model number
firmware version|software version|ip address|mac address|uptime|cpu load|memory usage|disk space
error log|event log|warranty|manual|data sheet|spare part number|maintenance contract
cleaning plan|rota|duty roster|staff list|ph value|ph|salinity|chlorine level|oxygen content
nitrate|turbidity|water hardness|flow rate|flow|throughput|vibration|rotation|torque
speed of the belt|conveyor speed|production rate|output per hour|scrap rate|yield|efficiency|smell
odour|taste|mood|atmosphere|music|soundtrack|acoustics|echo|view|scenery|comfort|cleanliness
hygiene|tidiness|carbon monoxide|ozone|methane|nitrogen|ammonia|hydrogen|helium|propane
gas leak status|mould risk|allergen level|virus load|bacteria count|heart rate|pulse
blood pressure|blood sugar|body temperature of the baby|fever|weight of the baby|calorie count
step count|score|lap time|ranking|traffic|parking fee|ticket price|mileage
tyre pressure of the car|oil level of the car|speed limit|altitude|latitude|position on the map
distance to the airport|time zone|population|crime rate|birth rate
""")

# What a sensor reads but nobody can set.
READ_ONLY = _words("""
humidity|humidity|humidity|air humidity|relative humidity|moisture|moisture level|co2|co2
co2 level|carbon dioxide|co2 concentration|occupancy|presence|head count|power draw|load
electrical load|water level|fill level|pressure|water pressure|air pressure|noise level
oxygen level|dust level|wind
""")

# Sensors that can be read but not watched, and things nobody measures.
UNWATCHED = _words("""
pressure|water pressure|tank pressure|water level|fill level|tank level|occupancy|head count
number of people
""")

ADJECTIVES = _words("""
big|large|small|long|wide|high|old|new|far|clean|dirty|tidy|messy|loud|noisy|quiet|expensive|cheap
pretty|ugly|modern|popular|famous|dangerous|safe|comfortable|dusty|smelly|tall|deep|heavy|sunny
cosy|spacious|haunted|well equipped|fast|reliable|good|bad|important|tasty|healthy|strong|rich
smart
""")

MODES = _words("""
party|cinema|movie|film|theatre|sport|sports|turbo|boost|airplane|flight|dark|light|silent|mute
game|gaming|demo|safe|reading|dinner|romantic|romance|baby|pet|cat|dog|kids|child|focus|work|study
exam|meeting|presentation|summer|winter|spring|storm|rain|snow|disco|karaoke|music|concert|dance
yoga|fitness|workout|swim|sauna|spa|bath|cooking|baking|breakfast|lunch|coffee|barbecue|picnic
birthday|christmas|halloween|wedding|panic|emergency|fire|evacuation|lockdown|stealth|spy|ninja
pirate|beast|god|creative|survival|easy|hard|expert|beginner|tutorial|developer|debug|test
maintenance|repair|service|factory|manual|automatic|random|shuffle|repeat|mono|bass|night vision
selfie|portrait|landscape|panorama|macro|video|slow motion|photo|hdr|vr|split screen|full screen
tablet|desktop|kiosk|read only|incognito|private|guest network|hotspot|pairing|bluetooth|defrost
grill|steam|spin|rinse|wool|cotton|ironing|drying|hunting|fishing|hiking|race|drift|off road
snow plough|tow|parking|valet|cruise|autopilot|ludicrous|hover|landing|space|rocket|underwater
jungle|desert|tropical|arctic|rainforest|greenhouse|harvest|milking|welding|painting|polishing
production|shift|strike|holiday photo
""")

TOPICS = _words("""
sales|finance|financial|revenue|profit|marketing|weather|traffic|sports|football|news|stock
stock market|inventory|attendance|payroll|salary|hr|personnel|staff|sick leave|production|quality
scrap|shipping|delivery|logistics|travel|expense|tax|budget|insurance|audit|legal|customer
complaint|survey|website|social media|twitter|email|phone|visitor|parking|catering|canteen|menu
garden|harvest|milk|egg|fishing|crime|police|medical|health|fitness|sleep|diet|school|exam|book
movie|music|game|space|history|science|noise|pollen|road|train|flight|ski|snow|surf|tide|election
party|wedding|holiday|birthday|meeting|project|software|bug|network|internet|wifi|server|backup
printer|paper|coffee|shopping|grocery|fashion|travel expense|mileage|fuel|car|fleet|bicycle|gossip
""")

LOCKABLES = _words("""
window|windows|safe|car|car door|drawer|desk drawer|fridge|phone|my phone|suitcase|bike|laptop
computer|screen|cupboard|mailbox|trunk|boot of the car|piano|garbage can|hood|chest|briefcase
treasure chest|cash box|till|gun case|medicine chest|toolbox|shed window|skylight|dog kennel|cage
chicken coop hatch|handcuffs|diary|account|file|folder|app|tablet|keyboard|steering wheel|wheels
brakes|casters|elevator|lift|turnstile|bicycle|scooter|boat|van|truck|caravan|tent|pool cover
piano lid|jewellery box|locker of my friend|vending machine
""")

_MACHINES = _words("""
compressor|conveyor|conveyor belt|robot|robot arm|motor|generator|mixer|press|hydraulic press|lift
turbine|crane|forklift|drone|truck|lorry|machine|production line|camera|printer|chiller|furnace
kiln|grinder|lathe|mill|mill stone|saw|drill|welder|packer|palletiser|labeller|filler|capper
shredder|crusher|sieve|screw feeder|extruder|agitator|stirrer|centrifuge|separator|dryer|washer
sorter|scanner gate|barrier|bollard|elevator|hoist|winch|cart|agv|shuttle|train|wagon|bus|car|taxi
boat|plane|engine|propeller|rotor|windmill|solar panel|inverter|battery|charger|transformer
breaker|fuse|relay|switch|socket|outlet|router|server|rack|computer|laptop|monitor|projector
display|speaker|microphone|radio|antenna|satellite|siren|horn|bell|meter|scale|balance|sprinkler
hydrant|hose|nozzle|pipe|duct|filter|tank lid|hatch|oven|fryer|grill|dishwasher|washing machine
coffee machine|vending machine|fridge|freezer|ice machine|treadmill|sunbed|slot machine|carousel
milking robot|feeder|harvester|plough|seeder|mower|cow|horse|patient|bed|table|seat|desk|chair
locker key|employee|driver|team|player|gate agent|channel|station|track|song|episode|level|game
page|chapter|slide|file|document|ticket|order|invoice|parcel|flight|train number|bus line
""")
_LETTERS = "BCDEFGHIJKLMNQRSTUWXYZ"
_PAPERS = _words("""
email|message|letter|text|voicemail|order|ticket|invoice|bill|receipt|booking|reservation
appointment|meeting|invitation|friend request|payment|delivery|parcel|contract|offer|application
vote|order form|purchase order|form|comment|post|tweet|review|call|reminder|birthday|task|exam
homework|holiday request|expense claim|visitor|flight|fine
""")

VAGUE = _words("""
a different|another|some other|some|the right|the usual|a certain|a better|a new|the correct
a suitable|the desired|my favourite|the normal|the best
""")


def other_machine(rng: random.Random, number: int) -> str:
    """A machine that is neither pump nor valve: robot 7, the lathe, C-12, conveyor K4."""
    noun, letter = rng.choice(_MACHINES), rng.choice(_LETTERS)
    code = rng.choice((f"{letter}-{number}", f"{letter}{number}", f"{letter.lower()}{number}"))
    style = rng.random()
    if style < 0.2:
        return code
    if style < 0.4:
        return f"{noun} {code}"
    if style < 0.65:
        return rng.choice((f"{noun} {number}", f"{noun} number {number}", f"the {noun} {number}"))
    return rng.choice(("the ", "the ", "my ", "our ", "that ", "")) + noun


def slots(rng: random.Random, number: int) -> dict[str, str]:
    """One word of each kind, now and then an invented one."""
    word = places.invented(rng).split()[0]
    paper = rng.choice(_PAPERS)
    return {
        "object": word if rng.random() < 0.06 else rng.choice(OBJECTS),
        "metric": rng.choice(METRICS),
        "read_only": rng.choice(READ_ONLY),
        "unwatched": rng.choice(UNWATCHED) if rng.random() < 0.3 else rng.choice(METRICS),
        "adjective": rng.choice(ADJECTIVES),
        "foreign_mode": word if rng.random() < 0.1 else rng.choice(MODES),
        "foreign_topic": word if rng.random() < 0.1 else rng.choice(TOPICS),
        "lockable": word if rng.random() < 0.1 else rng.choice(LOCKABLES),
        "other": other_machine(rng, number),
        "paper": rng.choice((f"the {paper}", f"my {paper}", f"{paper} {number}", f"that {paper}")),
        "vague": rng.choice(VAGUE),
    }
