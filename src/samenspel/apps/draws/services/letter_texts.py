# ruff: noqa: E501
"""What the back of a letter says in other languages, in short sentences.

Dutch stands on the front, always. These texts were written with the Dutch one beside them; a native speaker of
each language has to read them before they go out, and the desk says so. Every text has the same sentences in the
same order: what happened, what we ask, what we arrange, how to answer, what happens to the data.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class LetterText:
    """A letter in one language. `{place}`, `{url}` and `{day}` are filled in; `direction` is 'ltr' or 'rtl'."""

    code: str
    name: str
    direction: str
    title: str
    sentences: tuple[str, ...]


TEXTS = {
    text.code: text
    for text in (
        LetterText(
            "en",
            "English",
            "ltr",
            "You have been drawn by lot for the neighbourhood council of {place}",
            (
                "In {place} residents decide together about money for the neighbourhood. A lot decides who sits in the "
                "council. Your number was drawn.",
                "Would you like to take part? You do not need to know anything or be good at anything. You may always "
                "say no.",
                "We pay for your time. We arrange childcare, transport or an interpreter if you need it. You may bring "
                "someone who helps you.",
                "Go to {url} or point your phone at the square on the front. Use the code on the front. It is only for "
                "you.",
                "If you do not take part, we erase your data on {day}.",
            ),
        ),
        LetterText(
            "ar",
            "العربية",
            "rtl",
            "وقع عليك الاختيار بالقرعة لمجلس الحي في {place}",
            (
                "في {place} يقرر السكان معًا كيف يُصرف مال الحي. القرعة هي التي تحدد من يجلس في المجلس. وقد خرج رقمك.",
                "هل تريد المشاركة؟ لا تحتاج إلى معرفة خاصة أو مهارة خاصة. ويمكنك دائمًا أن تقول لا.",
                "ندفع لك مقابل وقتك. ونرتب رعاية الأطفال أو المواصلات أو مترجمًا إذا احتجت إلى ذلك. "
                "ويمكنك أن تحضر معك شخصًا يساعدك.",
                "اذهب إلى {url} أو وجّه هاتفك إلى المربع في الصفحة الأولى. استخدم الرمز المكتوب هناك. هذا الرمز لك وحدك.",
                "إذا لم تشارك، نمحو بياناتك في {day}.",
            ),
        ),
        LetterText(
            "tr",
            "Türkçe",
            "ltr",
            "{place} mahalle meclisi için kurada adınız çıktı",
            (
                "{place} mahallesinde mahallenin parasına sakinler birlikte karar veriyor. Mecliste kimin oturacağını "
                "kura belirliyor. Sizin numaranız çıktı.",
                "Katılmak ister misiniz? Özel bir bilgi ya da beceri gerekmez. Her zaman hayır diyebilirsiniz.",
                "Ayırdığınız zamanın karşılığını öderiz. Gerekirse çocuk bakımı, ulaşım veya tercüman ayarlarız. Size "
                "yardım eden birini yanınızda getirebilirsiniz.",
                "{url} adresine gidin ya da telefonunuzu ön sayfadaki kareye tutun. Ön sayfadaki kodu kullanın. Kod "
                "yalnızca sizin içindir.",
                "Katılmazsanız bilgilerinizi {day} tarihinde sileriz.",
            ),
        ),
        LetterText(
            "pl",
            "Polski",
            "ltr",
            "Wylosowaliśmy Cię do rady dzielnicy {place}",
            (
                "W dzielnicy {place} mieszkańcy wspólnie decydują o pieniądzach dla dzielnicy. O tym, kto zasiada w "
                "radzie, decyduje los. Wylosowano Twój numer.",
                "Chcesz wziąć udział? Nie musisz mieć żadnej wiedzy ani umiejętności. Zawsze możesz odmówić.",
                "Płacimy za Twój czas. Jeśli trzeba, załatwimy opiekę nad dziećmi, dojazd lub tłumacza. Możesz przyjść z "
                "kimś, kto Ci pomoże.",
                "Wejdź na {url} albo skieruj telefon na kwadrat na pierwszej stronie. Użyj kodu z pierwszej strony. Kod "
                "jest tylko dla Ciebie.",
                "Jeśli nie weźmiesz udziału, usuniemy Twoje dane {day}.",
            ),
        ),
        LetterText(
            "uk",
            "Українська",
            "ltr",
            "Вас обрано жеребом до ради району {place}",
            (
                "У районі {place} мешканці разом вирішують, на що витратити гроші району. Хто буде в раді, вирішує жереб. "
                "Випав ваш номер.",
                "Хочете взяти участь? Не потрібно ні особливих знань, ні вмінь. Відмовитися можна завжди.",
                "Ми оплачуємо ваш час. Якщо потрібно, ми організуємо догляд за дітьми, проїзд або перекладача. Можна "
                "прийти з людиною, яка вам допомагає.",
                "Відкрийте {url} або наведіть телефон на квадрат на першій сторінці. Введіть код із першої сторінки. Цей "
                "код лише для вас.",
                "Якщо ви не братимете участі, ми видалимо ваші дані {day}.",
            ),
        ),
    )
}
LANGUAGES = [(text.code, text.name) for text in TEXTS.values()]
