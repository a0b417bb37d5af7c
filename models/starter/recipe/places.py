"""Zones, doors and machine identifiers: how they are named, said, and split.

A zone's name in the answer is what was said, in lower case and without the article. Three
sorts of names exist: listed ones, numbered ones (`room 214`), and, in training only,
invented ones, which teach the model to copy a name instead of recognising it.
"""

import random
import zlib
from dataclasses import dataclass

ROOMS = """kitchen|bedroom|bathroom|living room|dining room|hallway|basement|cellar|garage|attic
office|meeting room|conference room|lobby|reception|server room|storage room|laundry room|workshop
warehouse|loading dock|canteen|cafeteria|gym|library|classroom|lecture hall|studio|garden
terrace|balcony|patio|porch|greenhouse|barn|stable|milking parlour|cold store|freezer room
boiler house|plant room|pump house|control room|engine room|machine hall|assembly line
paint shop|packing area|clean room|test bench|dark room|changing room|locker room|staircase
stairwell|corridor|entrance|foyer|waiting room|treatment room|ward|pharmacy|theatre|stage
auditorium|gallery|museum|archive|shop floor|sales floor|showroom|stockroom|bakery|brewery|kiosk
car park|courtyard|driveway|pool|sauna|spa|playroom|kids room|guest room|master bedroom|study
den|closet|utility room|roof|rooftop|break room|copy room|print room|mail room|lounge|bar
restaurant|ballroom|chapel|tower|tunnel|toilet|restroom|washroom|ladies room|shower room
dressing room|family room|hobby room|games room|guest house|summer house|garden shed|tool shed
carport|wash house|tool room|boiler room|furnace room|electrical room|meter room
transformer room|generator room|it room|data center|mess hall|dining hall|assembly hall
sports hall|entrance hall|main hall|ice rink|tennis court|yoga room|fitness room|massage room
operating room|delivery room|emergency room|recovery room|x ray room|blood bank|morgue
chemistry lab|computer lab|teachers lounge|staff room|principals office|school yard|kindergarten
dormitory|cell block|guard house|gatehouse|sawmill|machine shop|welding shop|tool crib
spray booth|wash bay|service bay|inspection pit|tank farm|filling station|weigh bridge|silo top
grain store|feed store|cow shed|pig sty|chicken coop|riding arena|fruit store|cheese cellar
tasting room|bottling line|brew house|mash room|cold room|walk in freezer|prep room|dish room
bar counter|dance floor|back stage|box office|projection room|control tower|battery room
switch room|compressor room|hen house|silo|orchard|nave|vestry|crypt|depot|hangar
""".replace("\n", "|").strip("|").split("|")  # fmt: skip

# Rarer words, said in training alone.
RARE_ROOMS = """vestibule|conservatory
alcove|solarium|rotunda|anteroom|antechamber|refectory|infirmary|creche
boudoir|parlour|veranda|loggia|cloister|belfry|bunker|breezeway|mudroom|larder|buttery|oratory
sacristy|apse|narthex|transept|galley|bridge deck|cockpit|cargo hold|bilge|orangery|herb garden
aviary|apiary|vivarium|aquarium|observatory|planetarium|laboratory|foundry|forge|smithy|tannery
distillery|winery|cidery|creamery|cheese dairy|hatchery|granary|hayloft|tack room|kennels|paddock
carriage house|coach house|gate lodge|porter lodge|turret|keep|dungeon|armoury|treasury
strong room|counting room|trading floor|call center|press office|newsroom|darkroom|cutting room
green room|wardrobe|orchestra pit|balcony seats|foyer bar|cloak hall|ticket hall|concourse
platform|waiting hall|departure lounge|arrivals hall|baggage hall|customs hall|car deck
quarter deck|crew mess|ready room|briefing room|war room|board room|huddle room|phone booth
focus room|nap room|mothers room|prayer room|meditation room|wellness area|steam room|plunge pool
hot tub area|tanning room|weights room|squash court|climbing hall|bowling alley|arcade
snooker room|card room|smoking room|cigar lounge|whisky bar|juice bar|coffee corner|snack bar
food court|pizzeria|bistro|brasserie|diner|tavern|beer garden|picnic area|bandstand|amphitheatre
arena|grandstand|press box|dugout|pit lane|paddock club|boat shed|marina|pier|jetty|slipway
dry dock|shipyard|lock house|turbine hall|switchyard|substation|transformer bay|cable vault
battery hall|cooling tower|pump station|water works|sewage plant|recycling yard|scrap yard
compost yard|after school club|art room|pottery|print shop|bindery|weaving room|sewing room
laundrette|ironing room|linen store|housekeeping|minibar|penthouse|bungalow|chalet|cabin|cottage
annex|outhouse|lean to|shelter|gazebo|pergola|arbour|patio bar|sandpit|playground|skate park
dog run|stable block|milking shed|lambing shed|shearing shed|root cellar|ice house|smoke room
salt store|spice room|tea room|coffee roastery|chocolate shop|bonbon kitchen|ice cellar|oven hall
proofing room|dough room|packing hall|label room|palletizing area|dispatch|goods inward|quarantine
isolation ward|intensive care|maternity ward|x ray suite|mri room|pathology|blood lab|dispensary
autopsy room|chapel of rest|vault|columbarium|belvedere|skybridge|skylobby|heliport|helipad
runway shed
""".replace("\n", "|").strip("|").split("|")  # fmt: skip

HELD_OUT_ROOMS = """pantry|atrium|nursery|mezzanine|sunroom|wine cellar|scullery|cloakroom|boathouse
drying room|sorting hall|music room|trophy room|smokehouse|press room|tea kitchen
""".replace("\n", "|").strip("|").split("|")  # fmt: skip

MODIFIERS = """north|south|east|west|upper|lower|upstairs|downstairs|main|small|big|old|new|front
back|rear|left|right|first floor|second floor|third floor|ground floor|east wing|west wing|staff
inner|outer|central|blue|red|green|yellow""".replace("\n", "|").split("|")

NUMBERED = """room|room|room|lab|meeting room|office|hall|bay|zone|floor|greenhouse|barn|line|dock
apartment|suite|cell|building|area|ward|studio|classroom|unit""".replace("\n", "|").split("|")

DOORS = """front|back|side|garage|cellar|patio|main|rear|kitchen|office|entrance|emergency|balcony
warehouse|server room|workshop|basement|staff|north|south|loading dock|terrace|lobby|storage
""".replace("\n", "|").strip("|").split("|")  # fmt: skip

HELD_OUT_DOORS = ["pantry", "west", "delivery", "laundry", "atrium", "boathouse"]

# Training makes new names of these: two ordinary words in an order nobody taught it.
FIRST_WORDS = """cheese|tool|potato|amber|oak|maple|river|garden|bottle|paper
silver|iron|cotton|sugar|salt|grain|seed|honey|rose|lotus|tiger|eagle|falcon|dragon|phoenix|mercury|venus|saturn|alpha|beta|gamma
delta|omega|berlin|london|paris|tokyo|oslo|monet|darwin|newton|curie|summer|winter|sunset|ocean
forest|desert|canyon|glacier|meadow|harbour|island|bridge|castle|crystal|marble|granite|copper
bronze|velvet|coral|ivory|jasmine|olive|walnut|cedar|willow|cherry|lemon|mango|pepper|vanilla
coffee|chocolate|fitness|yoga|media|video|sound|radio|cable|network|data|tape|film|photo|sewing
knitting|pottery|welding|milling|casting|plating|mixing|filling|cutting|folding|washing|cooling
heating|baking|smoking|curing|ripening|egg|calf|lamb|pig|horse|goat|turkey|duck|trout|bicycle
tractor|truck|boat|crew|pilot|doctor|nurse|teacher|student|director|captain|guest|visitor|family
baby|cinema|billiard|pearl|opal|topaz|quartz|slate|clay|linen|denim|leather|bamboo|birch|pine
spruce|elm|ash|beech|poplar|acacia|ebony|teak|fern|moss|ivy|daisy|tulip|orchid|lily|violet
lavender|sage|basil|thyme|mint|ginger|saffron|cumin|nutmeg|clove|almond|hazel|chestnut|peach
apricot|plum|fig|date|grape|melon|berry|apple|pear|wheat|barley|rye|oat|corn|rice|hops|malt
yeast|flour|butter|cream|yoghurt|bread|cake|pastry|mars|jupiter|neptune|pluto|orion|apollo
gemini|atlas|titan|vulcan|hera|zeus|athena|odin|thor|freya|madrid|rome|vienna|prague|warsaw
dublin|lisbon|athens|cairo|delhi|mumbai|sydney|boston|chicago|denver|mozart|bach|haydn|chopin
picasso|rembrandt|vermeer|goethe|shakespeare|dante|homer|plato|einstein|kepler|galileo|pasteur
tesla|edison|volta|ampere|kelvin|hertz|faraday|linux|python|server|backup|router|print|copy|scan
chemistry|physics|biology|surgery|x ray|therapy|isolation|quiet|prayer|party|banquet|tasting
sample
""".replace("\n", "|").strip("|").split("|")  # fmt: skip
LAST_WORDS = """room|room|room|room|hall|house|store|shop|shed|yard|corner|wing|deck|hut|cellar|lab
bay|chamber|lounge|office|block|zone|area|gallery|suite|court|annex|pavilion|vault|plant|line|cabin
loft|nook|den|foyer|terrace|garden|kitchen|studio""".replace("\n", "|").split("|")

_LAST_WORDS_AFTER_BLANK = [f" {word}" for word in LAST_WORDS[4:]]

_ONSETS = [
    "b",
    "c",
    "d",
    "f",
    "g",
    "h",
    "j",
    "k",
    "l",
    "m",
    "n",
    "p",
    "r",
    "s",
    "t",
    "v",
    "w",
    "br",
    "cl",
    "dr",
    "fl",
    "gr",
    "kr",
    "pl",
    "st",
    "tr",
    "th",
    "sh",
    "ch",
]
_VOWELS = ["a", "e", "i", "o", "u", "ai", "ea", "ee", "oo", "ou"]
_CODAS = ["", "", "n", "r", "l", "s", "t", "m", "ck", "nd", "st", "x", "rn"]


_MORE_WORDS = """reading writing training testing loading packing painting drawing printing
sitting sleeping playing cooking parking landing building moving holding keeping turning grinding
bending carving weaving dyeing rinsing peeling roasting brewing magic logic public clinic picnic
fabric basic classic plastic arctic comic ethnic mystic electric garlic mustard carrot spinach
pumpkin lobster salmon puffin badger beaver walrus panther leopard giraffe camel donkey monkey
parrot pigeon sparrow swallow thunder lightning rainbow blizzard monsoon twilight midnight morning
evening century decade minister senator emperor duchess baron knight wizard shepherd merchant tailor
cobbler mason carpenter painter sculptor poet drummer dancer singer actor clown juggler victory
glory honour courage mercy wisdom justice freedom harmony melody rhythm symphony orchestra violin
trumpet guitar whistle machinery delicate element emerald sapphire diamond pearl amethyst zircon
nursing curling rowing fencing archery cricket hockey marathon triathlon stadium premium aquarium
museum vacuum podium gymnasium planetarium balustrade turret gazebo belfry dungeon rampart bastion
""".split()

# Whatever a name may begin or end with, whole words included: in every place a name can stand,
# the model must have copied every piece of a word.
FRAGMENTS = """ab abo about above ac ach ack act activate ad adjust ae af after ag again age ah
ahe ahead ai ain ains aint air ait ak ake al alarm alarms alert all ally alway always am an ancy
and ange ank ans ant any ap ar ard are argu ark arm armed arn art as asap ase asin ask asking ast
at ate ation atts atu atur ature atus av ave aving aw away ay back bar basin bat be bed below ber
betwe between big bl ble blinds block bo body bot bother br bre bri bright bring bud buddy bui by
ca cab call can car case ce cel cell celsius cent ch chan chance change che check chedu cheers
chen ck cl cle clean cleaning cli climate clo clock close closed co col cold color com computer
con cons cont coo cooler cou could cr cre ct ction cup cur curt cuse cy dai daily dark day days de
dear deg degre degree degrees delay der des device dim dis disarmed do does don door down dr draw
dre dro dry du dy each eco ed eh eight eighty el ele eleven em en ena end energy ent ep er ergy
ers ert es ess et eve evening every ex exce exceed exceeds eye fah fal fall false fan fans fav
favour fe fi fice fif fifteen fifty fir first five fl floor for forget forty four fri friday
fridays friend from ft fu full fully fun function gate ge get gh ght give gle go goes goo good
google gr gre great gu guess gy hal half has have he heat heit hello help hen her here hey hi high
hm hmm ho holiday home hot hou hour hours house how humid humidity iate ic ice ick id if ify ig
ight il ill im in ind inds ine inet ing ink int into io iod ion ir ire is it ite ition itor ity iv
ivate ive je job just ke keep kend ki kilow kind kit know lam lamps last late lay ld lding le
lease leave led left ler less let level li liday lig light lights like ll llo lly lo lob lobby
lock locked look loor lot low lower lp lve ly ma mach mai mail maint make many mar mate may mber
me mean med meet ment mer min mins minute minutes mis mm mo mode moment mon mondays month mor more
morning mu much must my na nally name nce nd ne need needs nes ness ng nice night nine ninety ning
no noon not notify now nt nth ntil nty number ny ob oc occup od of off oh ok okay ol old om on ond
one ong oo op ope open ops or orange ot ou ould ound our out over ow ower own past pct pe per
percent ph pink pl ple please pls plz pm po point por port pos position possi possible power ppm
pr pre prec pres pro ps pu pump pur purple put puter qu quar quarter quick quickly rai raise re
read reading reas reason ree ref refuse ren report ri right ro rom roo room rooms rou rpm run
running ry sai said satur saturday saving schedule sco scope sday sdays se see sel sen send sensor
ser set seve seven seventy sh sha shades shop should show shut shutters si sing sist sius six
sixty sle so some somebody soon sor sorry spe speed ss st stair start stat status sto stop sun
sundays sure sw ta take tank te teen tell tem temp ten ter ters tery th than thank thanks that the
them ther there these thing think thir thirty this three throu through thur thx ti time tion to
today too top topic tr true try ts tue tuesdays turn twe twenty two ty ual ually ud ue uh uhm ui
uick ul um umber umid ump un under unit unlock unlocked until up ur ure urn us use ust usual ut
ute vac vacation val value valve ve vel vely ven ver very ves vi vice want war warm warmer warn
warning was wat watch water way we wed wee week weekdays weekend weekends well wh what when where
white who will wit witch with without wo wor work would wr ye yeah year yes yo you ys ystem zone
""".split()
_ENDINGS = "ing ing er or y ery ium house room ist al us a o on ian ert ard".split()

# Heads and tails of these make new words that look like English ones.
_REAL_WORDS = sorted({
    word for name in (*ROOMS, *FIRST_WORDS, *DOORS, *LAST_WORDS, *_MORE_WORDS)
    for word in name.split()
    if len(word) > 3
})  # fmt: skip


@dataclass(frozen=True)
class Zone:
    """A named place, `here` (none was named) or `all` (every place)."""

    name: str
    takes_article: bool = True

    @property
    def is_named(self) -> bool:
        """Whether the words say which place it is."""
        return self.name not in ("here", "all")


HERE, ALL = Zone("here"), Zone("all")


def is_held_out(kind: str, number: int) -> bool:
    """Whether this number is kept for the test in identifiers of this kind: one in five."""
    return zlib.crc32(f"{kind} {number}".encode()) % 5 == 0


def a_number(kind: str, rng: random.Random, *, top: int, test: bool) -> int:
    """An identifier's number from the right side of the split, short ones more often."""
    while True:
        number = rng.randint(1, rng.choice((12, 99, top, top)))
        if is_held_out(kind, number) == test:
            return number


def a_room(rng: random.Random, *, test: bool) -> Zone:
    """A named place; the test's are new numbers, new names, or listed names."""
    sort = rng.random()
    if sort < (0.35 if test else 0.2):
        kind = rng.choice(NUMBERED)
        number = a_number("zone", rng, top=1450 if kind in ("room", "suite") else 400, test=test)
        return Zone(f"{kind} {number}", takes_article=False)
    if test:
        room = rng.choice(HELD_OUT_ROOMS if sort < 0.65 else ROOMS)
    elif sort < 0.52:
        room = invented(rng)
    elif sort < 0.68:
        room = rng.choice(RARE_ROOMS)
    elif sort < 0.83:
        room = f"{rng.choice(FIRST_WORDS)} {rng.choice(LAST_WORDS)}"
    else:
        room = rng.choice(ROOMS)
    if rng.random() < 0.15:
        room = f"{rng.choice(MODIFIERS)} {room}"
    elif rng.random() < 0.04:
        return Zone(f"{room} {rng.choice('abcdef')}", takes_article=False)
    return Zone(room)


def invented(rng: random.Random) -> str:
    """A name that does not exist, never one that is kept for the test."""
    while True:
        sort = rng.random()
        if sort < 0.35:
            word = rng.choice(FRAGMENTS) + rng.choice((*_ENDINGS, *FRAGMENTS[::8]))
            if rng.random() < 0.3:
                word += rng.choice(FRAGMENTS)[:4]
        elif sort < 0.75:
            head, tail = rng.choice(_REAL_WORDS), rng.choice(_REAL_WORDS)
            word = head[: rng.randint(2, max(2, len(head) - 1))] + tail[-rng.randint(2, 6) :]
        else:
            word = "".join(
                rng.choice(_ONSETS) + rng.choice(_VOWELS) + rng.choice(_CODAS)
                for _ in range(rng.choice((1, 2, 2, 3)))
            )
        noun = rng.choice(("", "", "", " room", " room", " room", *_LAST_WORDS_AFTER_BLANK))
        if word.isalpha() and not any(
            word in held.split() for held in (*HELD_OUT_ROOMS, *HELD_OUT_DOORS)
        ):
            return word + noun


def a_door(rng: random.Random, *, test: bool) -> Zone:
    """A door, gate or numbered room that can be locked."""
    sort = rng.random()
    if sort < 0.35:
        kind = rng.choice(("room", "door", "gate", "room", "locker", "cabinet", "office"))
        return Zone(f"{kind} {a_number('zone', rng, top=1450, test=test)}", takes_article=False)
    if test:
        prefix = rng.choice(HELD_OUT_DOORS if sort < 0.65 else DOORS)
    else:
        prefix = invented(rng).split()[0] if sort < 0.62 else rng.choice(DOORS)
    return Zone(f"{prefix} {rng.choice(('door', 'door', 'door', 'gate', 'entrance'))}")


def located(zone: Zone, rng: random.Random) -> str:
    """Where: in the kitchen, in room 214, in here (or nothing), everywhere."""
    if zone is HERE:
        return rng.choice(("in here", "here", "", "", "in this room"))
    if zone is ALL:
        return rng.choice(("everywhere", "in every room", "in all rooms", "in the whole building",
                           "throughout the building", "in the entire house"))  # fmt: skip
    return rng.choice(("in", "in", "in", "in", "for", "at")) + " " + definite(zone, rng)


def attributive(zone: Zone, rng: random.Random) -> str:
    """Before a plural noun: the kitchen, room 214, the (lights), all the (lights)."""
    if zone is HERE:
        return rng.choice(("the", "the", "the", "these", ""))
    if zone is ALL:
        return rng.choice(("all the", "all", "all of the", "every one of the"))
    return rng.choice(("the ", "the ", "the ", "")) + written(zone, rng)


def definite(zone: Zone, rng: random.Random) -> str:
    """The place itself: the kitchen, room 214."""
    return ("the " if zone.takes_article and rng.random() < 0.93 else "") + written(zone, rng)


def written(zone: Zone, rng: random.Random) -> str:
    """The bare name, now and then with capitals."""
    if rng.random() < 0.06:
        return zone.name.title()
    return zone.name


def machine_text(letter: str, number: int, noun: str, rng: random.Random) -> str:
    """P-307, pump P-307, pump p307, pump 307 ...: always one with letter or noun."""
    low = letter.lower()
    code = rng.choice((f"{letter}-{number}", f"{letter}-{number}", f"{low}-{number}",
                       f"{letter}{number}", f"{low}{number}", f"{letter} {number}"))  # fmt: skip
    style = rng.random()
    if style < 0.35:
        return code
    if style < 0.8:
        return rng.choice(("", "", "the ")) + f"{noun} {code}"
    return rng.choice((f"{noun} {number}", f"{noun} number {number}", f"{noun} no. {number}"))
