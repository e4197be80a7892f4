"""The desk's own reading of a text from standard input."""

import json
import sys
import time

from claims.text.extraction import extract

text = sys.stdin.read()
extract("Anna Miller said that it rained.")  # loads the model and the lists
begun = time.process_time()
found = extract(text)
print(json.dumps({"seconds": time.process_time() - begun, "claims": len(found.claims)}))
