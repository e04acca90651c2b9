"""Quotes: direct speech and who speaks."""

from collections.abc import Callable

from extractors.records import Extraction

Extract = Callable[[str], Extraction]


def quotes(extraction: Extraction) -> list[tuple[str | None, str]]:
    return [(q.speaker, q.text) for q in extraction.quotes]


def test_speaker_before_the_words(extraction: Extract) -> None:
    text = "News\n\nChief Executive Sheila Stanford said: “This is just the start of our journey.”\n"
    assert quotes(extraction(text)) == [("Sheila Stanford", "This is just the start of our journey.")]


def test_speaker_after_the_words(extraction: Extract) -> None:
    text = 'News\n\n"This is just the start of our journey," said Sheila Stanford, chief executive.\n'
    assert quotes(extraction(text)) == [("Sheila Stanford", "This is just the start of our journey,")]


def test_speech_over_paragraphs_is_one_quote_each(extraction: Extract) -> None:
    text = (
        "News\n\nSheila Stanford said: “This is just the start of our journey.\n\n"
        "“As we continue, we are better placed to help.”\n\nThe centre opens in May.\n"
    )
    assert [s for s, _ in quotes(extraction(text))] == ["Sheila Stanford", "Sheila Stanford"]


def test_speech_without_marks_after_an_introduction(extraction: Extract) -> None:
    text = (
        "News\n\nDan Howell, Head of Care at Diabetes UK, said:\n\nWe know that people often bury their heads.\n\n"
        "It is hard to change the habits of a lifetime.\n\nNotes\n\nThe centre opens in May.\n"
    )
    assert quotes(extraction(text)) == [
        ("Dan Howell", "We know that people often bury their heads."),
        ("Dan Howell", "It is hard to change the habits of a lifetime."),
    ]


def test_pronoun_means_the_person_named_last(extraction: Extract) -> None:
    text = (
        "News\n\nSheila Stanford said: “This is just the start of our journey.”\n\n"
        "“We are better placed to help people now,” she added.\n"
    )
    assert [s for s, _ in quotes(extraction(text))] == ["Sheila Stanford", "Sheila Stanford"]


def test_title_in_quotation_marks_is_no_quote(extraction: Extract) -> None:
    assert (
        quotes(extraction("News\n\nThe report ‘Better Care’ and the “Big Plan” were read by Sheila Stanford.\n")) == []
    )


def test_one_bad_mark_costs_one_quote_at_most(extraction: Extract) -> None:
    text = (
        "News\n\nSheila Stanford said: “This is just the start of our journey.\n\nThe centre opens in May.\n\n"
        "Tom Harris said: “We are better placed to help people now.”\n"
    )
    assert ("Tom Harris", "We are better placed to help people now.") in quotes(extraction(text))


def test_short_words_count_where_a_verb_says_that_they_were_said(extraction: Extract) -> None:
    assert quotes(extraction('News\n\nStephen Powell said: "We are grateful."\n')) == [
        ("Stephen Powell", "We are grateful.")
    ]


def test_words_of_somebody_who_is_not_named_are_nobodys(extraction: Extract) -> None:
    text = "News\n\nAnn Example, a baker, came.\n\nA spokesman for the minister said: “We will build homes for all.”\n"
    assert not extraction(text).quotes


def test_she_is_the_one_named_last_before_the_words(extraction: Extract) -> None:
    text = (
        "News\n\nThe manager, Tom Sample, came too.\n\n"
        "Ann Example, 74, was the first guest. “I was in and out in twenty minutes,” she said.\n"
    )
    assert [q.speaker for q in extraction(text).quotes] == ["Ann Example"]
