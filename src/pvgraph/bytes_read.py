"""Bytes → text: strict UTF-8 or a refusal that says what the file is and what to do.

No statistical detector judges and nothing is repaired: a detector takes French cp1252 for cp1250
and turns « œuvre » into « śuvre » without a word. Offsets and words stay those of the file.
"""

import re

_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "un PDF : extraire d'abord son texte (par exemple « pdftotext -layout »)"),
    (b"PK\x03\x04", "un fichier ZIP, DOCX ou ODT : l'enregistrer d'abord en texte brut UTF-8"),
    (b"\xd0\xcf\x11\xe0", "un ancien fichier Office : l'enregistrer d'abord en texte brut UTF-8"),
    (b"{\\rtf", "un fichier RTF : l'enregistrer d'abord en texte brut UTF-8"),
    (b"\x1f\x8b", "un fichier gzip : le décompresser d'abord"),
    (b"\x89PNG", "une image : il faut d'abord en reconnaître le texte"),
    (b"\xff\xd8\xff", "une image : il faut d'abord en reconnaître le texte"),
    (b"GIF8", "une image : il faut d'abord en reconnaître le texte"),
    (b"BZh", "un fichier bzip2 : le décompresser d'abord"),
    (b"7z\xbc\xaf", "une archive 7z : la décompresser d'abord"),
)
_WIDE = ((b"\xff\xfe", "UTF-16"), (b"\xfe\xff", "UTF-16"))
_BINARY = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_XML = re.compile(r"\s*<\?xml\b", re.IGNORECASE)
_PAGE = re.compile(
    r"[\s\ufeff]*(?:<\?xml[^>]{0,200}\?>\s*)?(?:<!doctype\s+html|<html)\b", re.IGNORECASE
)
LINE_MAX = 2_000_000  # characters: a longer line is no line of a text
LETTERS_MIN = 0.3  # share of letters below which a text is no prose
FRENCH_MIN = 0.08  # share of French function words below which a text is in another language
_WORD = re.compile(r"[^\W\d_]+")
_TOOLS = frozenset(
    [
        "de",
        "la",
        "le",
        "les",
        "des",
        "et",
        "à",
        "en",
        "du",
        "un",
        "une",
        "pour",
        "dans",
        "sur",
        "par",
        "au",
        "aux",
        "avec",
        "est",
        "sont",
        "ce",
        "qui",
        "que",
    ]
)


class Refusal(ValueError):
    """These bytes are no text to read; `line` is where it was seen."""

    def __init__(self, message: str, line: int = 1) -> None:
        super().__init__(message)
        self.line = line


def decode(data: bytes) -> str:
    """The text of a file, byte for byte; a BOM stays its first character.

    Raises:
        Refusal: empty, binary, another format, another encoding, a line without end.
    """
    if not data.strip():
        raise Refusal("fichier vide")
    for magic, name in _MAGIC:
        if data.startswith(magic):
            raise Refusal(f"ce n'est pas un texte mais {name}")
    for mark, name in _WIDE:
        if data.startswith(mark):
            raise Refusal(f"codé en {name} : l'enregistrer en UTF-8")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Refusal(*_other(data, error.start)) from error
    _plain(text)
    return text


def _other(data: bytes, start: int) -> tuple[str, int]:
    line = data.count(b"\n", 0, start) + 1
    if data.count(b"\x00") > len(data) // 8:
        return "codé en UTF-16 ou binaire : l'enregistrer en UTF-8", line
    return (
        f"octet 0x{data[start]:02x} qui n'est pas de l'UTF-8 (sans doute du Latin-1 ou du "
        "Windows-1252) : le convertir, par exemple « iconv -f WINDOWS-1252 -t UTF-8 »"
    ), line


def _plain(text: str) -> None:
    if _XML.match(text) and not _PAGE.match(text):
        raise Refusal("ce n'est pas un texte mais du XML : en garder le texte")
    control = _BINARY.search(text)
    if control:
        line = text.count("\n", 0, control.start()) + 1
        raise Refusal(f"caractère de commande U+{ord(control.group()):04X}", line)
    if not text.strip("\ufeff\u200b \t\r\n\f\v"):
        raise Refusal("fichier vide")
    longest = max(text.split("\n"), key=len)
    if len(longest) > LINE_MAX:
        line = text.count("\n", 0, text.index(longest)) + 1
        raise Refusal(
            f"ligne de {len(longest)} caractères : ce n'est pas un texte mis en lignes", line
        )


def doubts(text: str) -> list[str]:
    """What makes a readable text doubtful, one sentence each; nothing for a French text."""
    found = []
    if _PAGE.match(text):
        found.append(
            "page web : ses titres, listes et tableaux sont lus, ses menus et scripts mis de côté ;"
            " vérifier le compte, ou n'en garder que le texte"
        )
    letters = sum(c.isalpha() for c in text)
    solid = sum(not c.isspace() for c in text)
    if solid and letters / solid < LETTERS_MIN:
        found.append("peu de lettres : est-ce bien un texte ?")
    words = _WORD.findall(text.lower())
    if len(words) >= 40 and sum(w in _TOOLS for w in words) / len(words) < FRENCH_MIN:
        found.append("ce texte ne semble pas écrit en français")
    if re.search("Ã©|Ã¨|â€™|Ã ", text):
        found.append("accents mal convertis (« Ã© ») : convertir le texte d'origine en UTF-8")
    return found
