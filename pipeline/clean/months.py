"""Names of the months, and their common short forms, in the languages of the larger feeds."""

from __future__ import annotations

# Two lines a language; a stroke parts the forms of one month.
_NAMES = (
    "january|jan february|feb march|mar april|apr may june|jun "
    "july|jul august|aug september|sep|sept october|oct november|nov december|dec",
    "januar|jän|jänner|jan februar|feb|feber märz|mär|mrz april mai juni "
    "juli august september oktober|okt november dezember|dez",
    "janvier|janv février|févr|fevrier mars avril|avr mai juin "
    "juillet|juil août|aout septembre octobre novembre décembre|déc|decembre",
    "enero|ene febrero marzo abril|abr mayo junio "
    "julio agosto|ago septiembre|setiembre|set octubre noviembre diciembre|dic",
    "gennaio|gen febbraio marzo aprile maggio|mag giugno|giu luglio|lug agosto settembre ottobre|ott novembre dicembre",
    "janeiro fevereiro|fev março|marco abril maio junho julho agosto setembro outubro|out novembro dezembro",
    "januari februari maart|mrt april mei juni juli augustus september oktober november december",
    "januari februari mars april maj juni juli augusti september oktober november december",
    "januar februar marts april maj juni juli august september oktober november december",
    "januar februar mars april mai juni juli august september oktober november desember|des",
    "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia",
    "ledna února března dubna května června července srpna září října listopadu prosince",
    "ocak şubat mart nisan mayıs haziran temmuz ağustos eylül ekim kasım aralık",
    "января|янв февраля|фев марта|мар апреля|апр мая июня|июн "
    "июля|июл августа|авг сентября|сен октября|окт ноября|ноя декабря|дек",
    "січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня",
    "januari februari maret april mei juni juli agustus september oktober november desember",
)

MONTHS: dict[str, int] = {
    name: number for line in _NAMES for number, names in enumerate(line.split(), 1) for name in names.split("|")
}
"""Lower-case name to number."""
