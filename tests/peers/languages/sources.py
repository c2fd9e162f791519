"""Reads the texts that the language tables are made of and measured on, as pieces of running text by language and source."""
import bz2
import glob
import html
import os
import re

# Language, its script, and its files in the declaration of human rights.
UDHR = {
    "Latin": {
        "af": ["afr"], "az": ["azj_latn"], "br": ["bre"], "ca": ["cat"], "cs": ["ces"], "cy": ["cym"], "da": ["dan"], "de": ["deu_1996"],
        "en": ["eng"], "eo": ["epo"], "es": ["spa"], "et": ["est"], "eu": ["eus"], "fi": ["fin"], "fr": ["fra"], "ga": ["gle"], "gl": ["glg"],
        "hr": ["hrv", "bos_latn", "srp_latn"], "hu": ["hun"], "id": ["ind"], "is": ["isl"], "it": ["ita"], "la": ["lat", "lat_1"],
        "lt": ["lit"], "lv": ["lav"], "mt": ["mlt"], "nl": ["nld"], "no": ["nob", "nno"], "pl": ["pol"], "pt": ["por_PT", "por_BR"],
        "ro": ["ron_2006"], "sk": ["slk"], "sl": ["slv"], "sq": ["als"], "sv": ["swe"], "sw": ["swh"], "tl": ["tgl"], "tr": ["tur"], "vi": ["vie"],
    },
    "Cyrillic": {
        "be": ["bel"], "bg": ["bul"], "kk": ["kaz"], "ky": ["kir"], "mk": ["mkd"], "mn": ["khk"], "ru": ["rus"], "sr": ["srp_cyrl", "bos_cyrl"],
        "tg": ["tgk"], "tt": ["tat"], "uk": ["ukr"],
    },
    "Arabic": {"ar": ["arb"], "fa": ["pes_1", "pes_2"], "ps": ["pbu"], "ur": ["urd", "urd_2"]},
    "Devanagari": {"hi": ["hin"], "mr": ["mar"], "ne": ["nep"]},
    "Hebrew": {"he": ["heb"], "yi": ["ydd"]},
    "Ethiopic": {"am": ["amh"], "ti": ["tir"]},
}
GNOME = {"pt": ["pt", "pt_BR"], "en": ["C"], "hr": ["hr", "sr@latin"]}
DEBIAN = {"pt": ["pt", "pt%5fBR"], "no": ["nb"]}
GIMP = {"no": ["nn"], "pt": ["pt", "pt-br"]}
LANGUAGES = [(script, language) for script, languages in UDHR.items() for language in languages]
TAG = re.compile(r"<[^>]*>")
WORD = re.compile(r"[^\W\d_]+")
SPACE = re.compile(r"\s+")


def untranslated(texts, english):
    """Leaves out what is English still, with a few words of the language: at most half of the longer words may be English ones."""
    known = {word for text in english for word in WORD.findall(text.lower())}
    left = []
    for text in texts:
        words = [word for word in WORD.findall(text.lower()) if len(word) > 2]
        if words and sum(word in known for word in words) * 2 <= len(words):
            left.append(text)
    return left


def clean(text):
    return SPACE.sub(" ", html.unescape(TAG.sub("", text))).strip()


def udhr(folder, language, script):
    """Paragraphs of the declaration; every fifth one is held out."""
    train, test = [], []
    for name in UDHR[script][language]:
        path = os.path.join(folder, name + ".html")
        if not os.path.exists(path):
            raise SystemExit(f"{path} is missing")
        with open(path, encoding="utf-8") as file:
            paragraphs = [clean(p) for p in re.findall(r"<p>(.*?)</p>", file.read(), re.S)]
        paragraphs = [p for p in paragraphs if len(p) >= 20]
        for i, paragraph in enumerate(paragraphs):
            (test if i % 5 == 4 else train).append(paragraph)
    return train, test


def gnome(folder, language):
    """Paragraphs of the GNOME user documentation that are not English still."""
    def read(name):
        found = []
        for path in sorted(glob.glob(os.path.join(folder, name, "**", "*.page"), recursive=True)):
            with open(path, encoding="utf-8") as file:
                text = re.sub(r"<(code|cmd|key|input|output|screen|sys|file|app)\b[^>]*>.*?</\1>", " ", file.read(), flags=re.S)
            found += [clean(p) for p in re.findall(r"<(?:p|desc|title)>(.*?)</(?:p|desc|title)>", text, re.S)]
        return [p for p in found if len(p) >= 20]

    texts = []
    for name in GNOME.get(language, [language]):
        texts += read(name)
    texts = list(dict.fromkeys(texts))
    return texts if language == "en" or not texts else untranslated(texts, read("C"))


def debian(folder, language):
    """Translated descriptions of Debian's packages."""
    texts = []
    for name in DEBIAN.get(language, [language]):
        for path in glob.glob(os.path.join(folder, f"*_main_i18n_Translation-{name}")):
            with open(path, encoding="utf-8") as file:
                for block in file.read().split("\n\n"):
                    body = re.search(r"^Description-[^\n:]*: .*", block, re.S | re.M)
                    if body and "Description-md5" in block:
                        lines = re.sub(r"^Description-md5.*$", "", body.group(0), flags=re.M).split("\n")[1:]
                        for paragraph in "\n".join(lines).split("\n ."):
                            paragraph = clean(paragraph)
                            if len(paragraph) >= 40:
                                texts.append(paragraph)
    return list(dict.fromkeys(texts))


def gimp(folder, language):
    """Paragraphs of the GIMP manual that are not English still: held out as a whole."""
    def read(name):
        found = []
        for path in sorted(glob.glob(os.path.join(folder, name, "**", "*.html"), recursive=True)):
            with open(path, encoding="utf-8") as file:
                found += [clean(p) for p in re.findall(r"<p>(.*?)</p>", file.read(), re.S)]
        return [p for p in found if len(p) >= 40]

    texts = []
    for name in GIMP.get(language, [language]):
        texts += read(name)
    texts = list(dict.fromkeys(texts))
    return texts if language == "en" or not texts else untranslated(texts, read("en"))
