"""Which sentences can stand alone."""

import pytest

from bot.brief.fitness import Fitness, fitness
from bot.text import sentences
from tests.quality.runners.summaries import as_article

FIT, LEANING, POOR, REPEAT, UNFIT = Fitness


def of(text: str, headline: str = "") -> list[Fitness]:
    article = as_article(headline, text)
    return fitness(article, sentences(article.body))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The army crossed the river.", FIT),
        ('Ana Ruiz said the army "will not stop".', FIT),
        ('"We will not stop," said Ana Ruiz.', FIT),
        ("“We will not stop,” the minister said.", FIT),
        ("He crossed the river.", LEANING),
        ("Others crossed the river.", LEANING),
        ("This surprised nobody.", LEANING),
        ("But the army crossed the river.", LEANING),
        ("Meanwhile, talks went on in Geneva.", LEANING),
        ("The two met in Geneva.", LEANING),
        ("For example, bread costs twice as much.", LEANING),
        ('"We will not stop," she said.', LEANING),
        ('"We will not stop."', POOR),
        ("“We will not stop.", POOR),
        ('will not stop," said Ana Ruiz.', POOR),
        ("'We will not stop,' said Ana Ruiz.", FIT),
        ("‘We won’t stop,’ said Ana Ruiz.", FIT),
        ("Ana Ruiz said: 'We will not stop.'", FIT),
        ("'Unprovoked' attacks went on, the minister said.", FIT),
        ("The allies' army crossed the river.", FIT),
        ("‘We will not stop,’ she said.", LEANING),
        ("'We will not stop.'", POOR),
        ("'We will not stop.", POOR),
        ("They will not stop.'", POOR),
        ("Who crossed the river?", POOR),
        ("The river crossing", POOR),
        ("Friday, May 3, 2024", POOR),
        ("The minister said:", POOR),
        ("By Mara Quill", UNFIT),
        ("Photo: Harbour Wire/Jon Reed", UNFIT),
        ("Read more: the river war", UNFIT),
        ("12:30", UNFIT),
        ("* * *", UNFIT),
    ],
)
def test_a_sentence_alone(text: str, expected: Fitness) -> None:
    assert of(text) == [expected]


def test_inside_a_quotation_of_several_sentences() -> None:
    assert of('"We won. The army fled. They lost," said Ana Ruiz. The war is over.') == [
        POOR,
        POOR,
        POOR,
        FIT,
    ]
    assert of("“We won. The army fled. They lost,” said Ana Ruiz. The war is over.") == [
        POOR,
        POOR,
        POOR,
        FIT,
    ]


def test_a_quotation_ends_with_its_paragraph() -> None:
    assert of("“We won.\nThe army fled to the hills.") == [POOR, FIT]


def test_the_headline_again() -> None:
    assert of("Army takes town!\nThe army took it.", "Army takes town") == [REPEAT, FIT]


def test_a_furniture_line_takes_its_sentences_along() -> None:
    assert of("Photo: A ferry burns. Jon Reed took it.") == [UNFIT, UNFIT]
