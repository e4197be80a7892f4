"""What surrounds an article on its page claims nothing; what only looks like it is read."""

import pytest

from claims.text.extraction import extract

STORY = "The bridge in Boston was closed in May 2021 after 3 years."


@pytest.mark.parametrize(
    "paragraph",
    [
        "Read more: Mayor of Boston said in 2021 that the bridge was closed",
        "RELATED: Officials said the bridge was closed in May 2021.",
        "Sign up for our newsletter and get 3 stories from Boston in your inbox every Monday.",
        "We use cookies to improve your visit. Our 140 partners said they keep data for 2 years.",
        "© 2021 The Boston Bridge Company. The publisher said that 20 lawyers were hired.",
        "Copyright 2021 Acme News. All rights reserved. This material may not be published.",
        "Photo: Workers in Boston closed the bridge in May 2021.",
        "Workers closed the bridge in Boston in May 2021. (Photo by Anna Miller)",
        "By Anna Miller and Paul Stone",
        "Follow us on Facebook: 20,000 readers in Boston joined in 2021.",
        "This article was first published by the Boston Bridge in May 2021.",
        "Advertisement",
        "Subscribe to the Boston Bridge: 20,000 people joined in 2021.",
    ],
)
def test_surroundings_of_an_article_claim_nothing(paragraph: str) -> None:
    text = f"{STORY}\n\n{paragraph}\n\nIt rained."
    assert [claim.content[0].of(text) for claim in extract(text).claims] == [STORY]


@pytest.mark.parametrize(
    "sentence",
    [
        "By May 2021 the company had closed 3 bridges in Boston.",
        "The company sold 20,000 cookies in Boston in May 2021.",
        "Photographs of the bridge in Boston were sold in May 2021.",
        "The newsletter of the company was read by 20,000 people in Boston.",
        "Readers of the Boston Bridge bought 3 copies of it in 2021.",
    ],
)
def test_sentences_about_such_things_are_read(sentence: str) -> None:
    assert [claim.statement for claim in extract(f"{STORY}\n\n{sentence}\n\nIt rained.").claims] == [STORY, sentence]
