"""English by its commonest words."""

import pytest

from bot.acquire.language import english
from bot.errors import NotAnArticle, Reason

ENGLISH = (
    "The ministers said that they would meet again in the spring, and that the border would be open by then. "
)


@pytest.mark.parametrize(
    ("declared", "tag"),
    [
        (None, "en"),
        ("en", "en"),
        ("en-GB", "en-GB"),
        ("en_US", "en-US"),
        ("de", "en"),
        ('en"><script>', "en"),
        ("", "en"),
    ],
)
def test_the_text_decides_and_the_page_adds_the_region(declared: str | None, tag: str) -> None:
    assert english(ENGLISH, declared) == tag


@pytest.mark.parametrize(
    "text",
    [
        "De ministers zeiden dat zij elkaar in het voorjaar weer zouden zien en dat de grens dan open zou zijn voor iedereen die in de haven werkt, maar niemand was er zeker van of het zo zou gaan.",
        "Ministrene sa at de skulle møtes igjen til våren, og at grensen da ville være åpen for alle som arbeider i havnen, men ingen av dem var sikker på om det ville gå slik.",
        "Les ministres ont dit qu'ils se verraient de nouveau au printemps et que la frontière serait alors ouverte à tous ceux qui travaillent dans le port, mais personne n'en était sûr.",
        "Los ministros dijeron que volverían a verse en primavera y que la frontera estaría entonces abierta para todos los que trabajan en el puerto, pero nadie estaba seguro de ello.",
        "I ministri hanno detto che si sarebbero rivisti in primavera e che il confine sarebbe stato aperto a tutti quelli che lavorano nel porto, ma nessuno ne era sicuro.",
        "Bakanlar baharda yeniden görüşeceklerini ve sınırın o zaman limanda çalışan herkese açık olacağını söyledi, ama hiçbiri bundan emin değildi.",
        "部长们表示，他们将在春天再次会面，届时边境将对所有在港口工作的人开放，但没有人确信会如此。",
        "قال الوزراء إنهم سيلتقون مرة أخرى في الربيع وإن الحدود ستكون مفتوحة آنذاك لكل من يعمل في الميناء",
    ],
)
@pytest.mark.parametrize("declared", ["en", None])
def test_other_languages_are_refused(text: str, declared: str | None) -> None:
    with pytest.raises(NotAnArticle) as refused:
        english(text, declared)
    assert refused.value.reason is Reason.LANGUAGE


def test_foreign_names_leave_a_text_english() -> None:
    assert (
        english(ENGLISH + "Владимир Иванов and Łukasz Żółć, 王小明 and Müller were there, too.", None) == "en"
    )
