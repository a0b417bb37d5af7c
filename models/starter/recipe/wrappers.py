"""What people say around a command: openers, closers, fillers and system prompts.

Each table is (training, test). `BEFORE` goes before an imperative and leaves it grammatical;
`OPENERS` and `CLOSERS` fit any sentence.
"""

# ruff: noqa: E501 - lists of words are read best as text.

import random

from language import expand

BEFORE = (
    [
        "i wonder if you can", "may i have you", "might i ask you to", "you could", "you may",
        "how about we", "what if you", "why don't you", "someone please", "anybody please",
        "it'd be nice if you could", "do try to", "be good and", "i'd be happy if you could",
        "i'd be glad if you would", "i would be thankful if you could", "will someone",
        "can i ask you to", "let me ask you to", "we'd like you to", "you're supposed to",
        "it is necessary to", "feel free to", "see to it and", "would anyone",
        "please", "can you", "could you", "would you", "will you", "could you please",
        "can you please", "i need you to", "i want you to", "i'd like you to", "go ahead and",
        "just", "now", "quickly", "would you please", "can we", "could we", "let's",
        "you should", "you need to", "you must", "try to", "i'd appreciate it if you could",
        "would it be possible to", "is it possible to", "it would be [great|nice] if you could",
        "[i'd|we'd|i would|we would] be [very|so|really|most|] [happy|glad|pleased|delighted|obliged|thankful] if you [could|would|can]",
        "[it would|it'd] [be|mean] [a big help|a pleasure|wonderful|so nice|super|a great favour|much] if you [could|would]",
        "[can|could|would|will] you [maybe|perhaps|possibly|please|quickly|just|kindly please|now|also|then|try to|go and|be so nice and|help and]",
        "[i|we] [want|need|would like|wish|expect|ask|beg|order|command|require|told] you to [please|now|just|quickly|]",
        "you [should|must|can|could|may|have to|need to|ought to|are asked to|are requested to|will] [please|now|just|]",
        "[please|pls|now|then|quickly|just|simply|also|first|next|ok] [go ahead and|go and|try to|be nice and|]",
        "[is|would] it [be|] [ok|fine|possible|alright|feasible|too much] [for you|] to", "[do|would] you [mind|care] to",
        "[don't|do not|never] forget to", "be [nice|good|kind|quick|a darling|an angel|a hero] and", "do me the favour to",
        "what i [want|need] you to do is [to|]", "your [task|job|next job|mission] is to", "i [need|want] someone to",
        "[my|the] [boss|wife|guest] [wants|asks] you to", "can [anyone|anybody|someone|the system|the house]",
        "could [anyone|anybody|someone|the system]", "[should|shall] we", "[maybe|perhaps] you [can|could]", "when you can,",
        "if you [can|could|may|please|have a minute]", "if [possible|it's possible|that's ok|it is ok],", "[it's|it is] [important|urgent|necessary|required] to",
        "[i|we] [have|need|want|wish|would like|would love|am told|am trying|plan|hope] to", "how about you please",
        "i am [begging|telling|ordering] you to", "you know what,", "let me", "allow me to", "gonna", "going to", "wanna", "gotta",
        "please be advised to", "request to", "you are to", "kind request to", "do", "do please", "please do",
        "help me [to|] ", "be so kind and", "[do|] me a favour and", "please just",
        "pls", "plz", "can u", "could u", "u need to", "immediately", "you have to",
        "i'm asking you to", "we need to", "i would like to", "i want to", "i need to",
        "somebody should", "don't forget to", "remember to", "make sure to", "may i ask you to",
        "do you think you could", "any chance you could", "it's time to", "you can",
    ],
    [
        "kindly", "i was wondering if you could", "be a dear and", "would you be able to",
        "may i trouble you to", "i'd be grateful if you would", "you might want to",
        "can somebody", "how about you", "it would help if you could", "you'd better",
    ],
)  # fmt: skip

OPENERS = (
    [
        "attention", "attention please", "quick request", "a small request", "a request", "request", "new task", "question", "quick question",
        "small thing", "little favour", "hey google", "alexa", "siri", "jarvis", "hal", "hey alexa", "bot", "hey bot", "machine", "dear system", "operator", "concierge", "butler", "my friendly helper", "buddy", "pal", "mate", "dude", "man", "girl", "bro",
        "folks", "everyone", "team", "hiya", "howdy", "morning", "evening", "greetings", "it's me", "it's me again", "me again", "hear ye",
        "to be honest", "frankly", "seriously", "actually yes", "yes", "yeah", "yep", "yup", "no", "nope", "nah", "hm", "huh", "phew", "oof", "brr", "argh", "jeez", "gosh", "wow",
        "great", "super", "perfect", "nice", "cool", "excellent", "wonderful", "very well", "good", "all right", "alrighty", "okey dokey", "k", "kk",
        "for now", "for tonight", "for the meeting", "for the night", "before i forget", "before you go", "while you are at it", "while we're at it", "meanwhile",
        "in that case", "if so", "in addition", "besides", "furthermore", "moreover", "additionally", "secondly", "thirdly", "lastly", "afterwards", "later", "soon",
        "from now on", "at the moment", "right now", "immediately", "urgent", "important", "emergency", "quick", "hurry", "fast", "asap", "fyi", "btw", "pls", "please",
        "i was thinking", "i think", "i guess", "i believe", "i suppose", "it seems", "you see", "as discussed", "as agreed", "as usual", "again",
        "sorry again", "sorry for asking", "apologies", "my bad", "changed my mind", "on second thought", "correction", "oh no", "oh my", "dear me", "my goodness", "for heaven's sake",
        "because i have a headache", "the guests are coming", "the boss is coming", "the meeting starts soon", "we have visitors", "since we have guests",
        "hey", "hi", "hello", "ok", "okay", "um", "uh", "uhm", "well", "so", "right", "alright",
        "oh", "ah", "hmm", "er", "hey there", "ok so", "um so", "well um", "good morning",
        "good evening", "hello there", "listen", "hey computer", "computer", "hey house",
        "sorry", "excuse me", "sorry to bother you", "quick one", "one more thing", "now",
        "and", "also", "then", "next", "oh and", "actually", "hey you", "yo", "dear machine",
        "hi again", "thanks, and now", "great, now", "you know", "i mean", "like", "oh dear",
        "ok google", "hey buddy", "guys", "look", "by the way", "wait", "ugh", "ohh", "mmh",
        "in short", "in all honesty", "at first", "in brief", "in the end", "if you can hear me", "if it isn't too much", "if you have time", "if i may",
        "if you like", "if you don't object", "since you're here", "at last", "at any rate",
        "for once", "in fact", "in any case", "in a way", "in the meantime", "as you can see",
        "one thing", "two things", "one question", "one final remark", "yes ok", "yes please",
        "no wait", "my dear", "my love", "good heavens", "fine", "sure", "honestly", "come on",
        "let me check", "let us see", "good grief", "hey machine", "hey you there", "hear me",
        "pardon", "forgive me", "dear computer", "dear friend", "dear all", "anyhow", "whatever",
        "good day", "nice afternoon today", "lovely morning", "hello friend", "hey friend",
        "dear house", "whoops", "ahem", "hey assistant", "assistant", "sir", "system", "robot",
        "let me think", "ok let me see", "first", "finally", "last thing", "as i said",
    ],
    [
        "good afternoon", "pardon me", "hey robot", "erm", "ehm", "my friend", "one last thing",
        "if you don't mind", "eh", "ok then", "hey system", "let me see", "anyway", "oops",
        "yes hello", "dear assistant",
    ],
)  # fmt: skip

CLOSERS = (
    [
        "for the meeting", "for the guests", "for the night", "for tonight", "for the kids", "for a while", "for the moment", "for safety",
        "because of the guests", "before we leave", "before the meeting", "so we can work", "so that i can work", "so everyone is happy", "because i have a headache", "because my boss says so",
        "since we have visitors", "as discussed", "as agreed", "as requested", "as told", "as planned", "as we said",
        "if you don't mind too much", "if it's ok", "if it is ok", "if that's possible", "if it is possible", "if you are able", "if you may", "if i may ask", "if you get a chance",
        "could you please", "can you", "can you please", "will you please", "won't you", "would you kindly please", "ok?", "right?", "alright", "all right", "got it", "understood", "roger", "over",
        "over and out", "thank you in advance please", "with pleasure", "kind regards", "best regards", "regards", "sincerely", "yours truly", "bye", "that would be all", "thank you kindly",
        "thank you dear", "thanks mate", "thanks buddy", "thanks friend", "thanks a million", "thanks a ton", "thanks a bunch", "tks", "tyvm", "ty", "tnx", "merci", "danke", "gracias", "grazie",
        "pretty please", "plz thx", "pleeease", "come on", "hurry", "hurry up", "quick", "fast", "urgently", "urgent", "this is urgent", "it's important", "it's urgent", "without hesitation", "promptly",
        "instantly", "this instant", "this minute", "this moment", "at this moment", "at the moment", "for ever", "until further notice", "temporarily",
        "man", "bro", "pal", "darling", "dear", "honey", "sweetie", "computer", "assistant", "robot", "alexa", "jarvis", "google", "captain", "chief", "lol", "haha", "hehe", "ok ok",
        "too", "as well", "also", "instead", "then", "actually", "really", "only", "just", "maybe", "perhaps", "i suppose", "i believe", "i'd say", "i mean", "or so", "and that's all", "and done", "and nothing else",
        "that's all i want", "that's all i need", "that is what i want", "i need it", "i need that", "we need that", "i said", "i told you", "i repeat", "do you hear me", "do you understand", "are you listening",
        "please", "thanks", "thank you", "now", "right now", "please and thank you", "ok",
        "will you", "would you", "could you", "if you can", "if possible", "asap", "quickly",
        "immediately", "for me", "thx", "pls", "plz", "ta", "cheers", "if that's ok", "again",
        "thank you very much", "many thanks", "thanks a lot", "when you can", "if you could",
        "if you please", "as soon as possible", "would you please", "for us", "mate", "buddy",
        "that would be great", "that'd be nice", "and be quick", "i'm waiting", "as always",
        "you know", "or something", "i guess", "i think", "like always", "as usual", "yeah",
        "and thanks", "okay", "if you want", "have a nice afternoon",
        "in all honesty", "in the end", "thanks in any event", "in short", "in all cases",
        "at first", "at all costs", "in return", "in person", "in peace", "for now",
        "at last", "at your convenience", "in any case", "for a change", "this time", "my love",
        "boss", "madam", "do it", "do that", "please do", "just do it", "that is all", "that's it",
        "i beg you", "with thanks", "right away", "straight away", "once more", "one more time",
        "in one go", "so much", "very much", "when it suits you", "when you're ready",
        "when you have time", "if it isn't too hard", "if it works", "if you have a minute",
        "it would be lovely", "that would help", "i'd be thankful", "thanks anyway", "dude",
        "okay please", "with my thanks", "without fail", "or else", "you see", "at least", "good job", "my dear",
        "friend", "when you have a moment", "without delay", "i'd appreciate it", "thank you so much",
    ],
    [
        "when you get a second", "much appreciated", "thanks in advance", "my friend",
        "if it's no trouble", "at once", "thanks so much", "sir", "if you would", "okay thanks",
        "that'd be lovely", "please do it",
    ],
)  # fmt: skip

SYSTEM_PROMPTS = (
    [
        "You turn commands into one JSON function call.",
        "You are a building assistant.",
        "You are a helpful assistant.",
        "You control the machines of this site. Answer with exactly one function call.",
        "Answer with JSON only.",
        "You are the voice interface of a building. Reply with a single JSON function call.",
        "You are an edge device that translates plain English into function calls.",
        "Translate the user's command into a function call.",
        "Return only JSON.",
        "You are a function-calling model. If the request is out of scope, refuse.",
        "You are a smart home controller.",
        "Respond with one compact JSON object and nothing else.",
        "assistant for lights, climate, pumps and doors",
        "You manage a factory. Be precise.",
    ],
    [
        "You are an assistant for a building. Answer with one JSON call.",
        "Turn the user's words into a function call.",
        "Output JSON and nothing else.",
    ],
)

_INTERJECTIONS = "um uh er like well you_know please just hmm uhm i_mean eh".split()
_ADVERBS = """gently slowly quickly carefully really simply actually maybe perhaps again also then
immediately finally basically somehow kind_of sort_of if_possible for_me once_more right_now kindly
of_course ideally preferably at_last for_once silently properly surely so_to_speak
right_away as_usual for_now instead though""".split()


def system_prompt(rng: random.Random, *, test: bool) -> str | None:
    """A one-line system prompt, in one third of the cases."""
    return rng.choice(SYSTEM_PROMPTS[test]) if rng.random() < 0.33 else None


def wrap(text: str, rng: random.Random, *, test: bool, imperative: bool) -> tuple[str, set[str]]:
    """Dress a sentence; returns it with the tags that say how."""
    tags: set[str] = set()
    if imperative and rng.random() < 0.5:
        text = f"{expand(rng.choice(BEFORE[test]), rng)} {text}"
        tags.add("polite")
    if rng.random() < 0.28:
        text = f"{rng.choice(OPENERS[test])}{rng.choice((',', '', ''))} {text}"
        tags.add("filler")
    if rng.random() < 0.28:
        text = f"{text}{rng.choice((',', '', ''))} {expand(rng.choice(CLOSERS[test]), rng)}"
        tags.add("polite")
    return text, tags


def stutter(text: str, rng: random.Random, filler: str | None = None, *, test: bool) -> str:
    """An "um" (or another filler) between two words outside the slots, as in dictated text."""
    gaps, fenced = [], False
    for index, char in enumerate(text):
        fenced = (fenced or char == "\x01") and char != "\x02"
        if char == " " and not fenced:
            gaps.append(index)
    if not gaps:
        return text
    at = rng.choice(gaps)
    filler = filler or rng.choice(_INTERJECTIONS if test else (*_INTERJECTIONS, *_ADVERBS)).replace(
        "_", " "
    )
    return f"{text[:at]} {filler}{text[at:]}"
