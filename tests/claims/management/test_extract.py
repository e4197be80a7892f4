"""`manage.py extract` and `manage.py evaluate_extraction`, without a database."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

SAID = "Anna Miller said that the bridge was closed in May.\n"


def printed(*arguments: object, **options: object) -> list[dict]:
    out = StringIO()
    call_command("extract", *map(str, arguments), stdout=out, **options)
    return [json.loads(line) for line in out.getvalue().splitlines()]


def refusal(command: str, *arguments: object) -> str:
    with pytest.raises(CommandError) as raised:
        call_command(command, *map(str, arguments), stdout=StringIO())
    assert raised.value.returncode == 2
    return str(raised.value)


def test_extract_prints_one_line_a_file_with_spans_that_reproduce_the_words(tmp_path: Path) -> None:
    file = tmp_path / "bridge.txt"
    file.write_text(SAID, encoding="utf-8")
    (line,) = printed(file)
    claim = next(one for one in line["claims"] if not one["own_voice"])
    assert (line["id"], line["text"]) == ("bridge.txt", SAID)
    assert [SAID[start:end] for start, end in claim["content"]] == ["the bridge was closed in May"]
    assert (claim["source_kind"], claim["naming"], claim["source_ref"]) == ("named", "named", "Anna Miller")
    assert (claim["cue_text"], claim["quote"], claim["count"]) == ("said", "indirect", [1, 1])


def test_extract_reads_json_lines(tmp_path: Path) -> None:
    file = tmp_path / "two.jsonl"
    rows = [{"id": "a", "text": SAID}, {"id": "b", "text": SAID}]
    file.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    assert [line["id"] for line in printed(file, jsonl=True)] == ["a", "b"]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "the file is empty."),
        (b"  \n ", "the file is empty."),
        (b"abc\0def", "the file is binary, not text."),
        (b"caf\xe9 au lait", "the file is not UTF-8: byte 3 is 0xe9."),
    ],
)
def test_extract_refuses_a_bad_file_with_a_sentence_and_status_2(
    tmp_path: Path, content: bytes, sentence: str
) -> None:
    file = tmp_path / "bad.txt"
    file.write_bytes(content)
    assert refusal("extract", file) == f"{file}: {sentence}"


def test_extract_names_a_missing_file_a_folder_and_a_bad_date(tmp_path: Path) -> None:
    assert refusal("extract", tmp_path / "none.txt").endswith("there is no such file.")
    assert refusal("extract", tmp_path).endswith("this is a folder, not a file.")
    assert (
        refusal("extract", tmp_path / "x", "--date", "17.5.24")
        == "--date: “17.5.24” is not a date such as 2024-05-17."
    )


def test_extract_names_the_line_of_broken_json(tmp_path: Path) -> None:
    file = tmp_path / "broken.jsonl"
    file.write_text('{"text": "It rains."}\n{"text": \n', encoding="utf-8")
    assert refusal("extract", file, "--jsonl").startswith(f"{file}: line 2 is not JSON")


def test_extract_wants_a_text_in_every_line(tmp_path: Path) -> None:
    file = tmp_path / "no-text.jsonl"
    file.write_text('{"id": "a"}\n', encoding="utf-8")
    assert refusal("extract", file, "--jsonl") == f"{file}: line 1 is not an object with a text."


def test_evaluate_extraction_gives_table_and_json_and_lists_errors(tmp_path: Path) -> None:
    (line,) = printed_gold(tmp_path)
    file = tmp_path / "gold.jsonl"
    file.write_text(json.dumps(line), encoding="utf-8")
    table, figures, listed = StringIO(), StringIO(), StringIO()
    call_command("evaluate_extraction", str(file), stdout=table)
    call_command("evaluate_extraction", str(file), json=True, stdout=figures)
    line["claims"][0]["content"] = [[0, 4]]
    file.write_text(json.dumps(line), encoding="utf-8")
    call_command("evaluate_extraction", str(file), errors=2, stdout=listed)
    assert json.loads(figures.getvalue())["scores"]["speech"]["full"]["f1"] == 1.0
    assert "kind of source on gold spans: gold down, read across; 1 sources, accuracy 1.000" in table.getvalue()
    assert "content      1 judged" in table.getvalue()
    assert json.loads(figures.getvalue())["kinds_on_gold_spans"]["gold_by_read"] == {"named": {"named": 1}}
    assert "missed    gold: [Anna Miller] [said] the bridge was closed" in listed.getvalue()


def printed_gold(tmp_path: Path) -> list[dict]:
    """What is read from one sentence, marked as a gold document."""
    file = tmp_path / "gold.txt"
    file.write_text(SAID, encoding="utf-8")
    (line,) = printed(file)
    claims = [one for one in line["claims"] if not one["own_voice"]]
    for claim in claims:
        claim |= {"cue_head": claim["cue"][0], "source_head": claim["source"][0], "speech": True, "finite": True}
    return [{**line, "id": "gold", "claims": claims}]


def test_evaluate_extraction_refuses_documents_without_claims(tmp_path: Path) -> None:
    file = tmp_path / "no-claims.jsonl"
    file.write_text('{"id": "a", "text": "It rains."}', encoding="utf-8")
    assert refusal("evaluate_extraction", file) == f"{file}: document 1 has no list of claims."
