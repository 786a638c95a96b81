"""Letters on paper and on screen: a letter as accessible HTML and as an archival, tagged PDF.

The words are casework's (`casework.letter_text`); here is only type and paper. Neither form reaches the network or reads
a file that the letter names.
"""

from adapters.documents.fonts import FONTS, FontFolder
from adapters.documents.html import letter_html, style_source
from adapters.documents.pdf import letter_pdf

__all__ = ["FONTS", "FontFolder", "letter_html", "letter_pdf", "style_source"]
