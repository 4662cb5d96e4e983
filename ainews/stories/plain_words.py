"""Words that headlines are full of whatever happens: the calendar and the trade's own talk; only lists."""

from __future__ import annotations

_CALENDAR = """
    monday tuesday wednesday thursday friday saturday sunday mon tue wed thu fri sat sun january february march
    april may june july august september october november december jan feb mar apr jun jul aug sep sept oct nov dec
    montag dienstag mittwoch donnerstag freitag samstag sonntag januar februar märz mai juni juli oktober dezember
    lundi mardi mercredi jeudi vendredi samedi dimanche janvier février mars avril juin juillet août septembre
    octobre novembre décembre lunes martes miércoles jueves viernes sábado domingo enero febrero marzo abril mayo
    junio julio agosto septiembre octubre noviembre diciembre понедельник вторник среда среду четверг пятница
    пятницу суббота субботу воскресенье января февраля марта апреля мая июня июля августа сентября октября ноября
    декабря today tomorrow yesterday tonight morning afternoon evening night week weekend month year day date hours
    days weeks months years aujourd hui hier demain heute morgen gestern hoy ayer mañana сегодня завтра вчера"""
_TALK = """
    live update updates watch video videos photo photos pics pictures gallery read readmore breaking exclusive
    opinion review reviews podcast quiz recap highlights latest news story stories report reports reportedly reveals
    revealed reveal shares shared share warns warn warned shows show showed claims claim claimed calls called call
    tells tell told asks ask asked gives give gave finds find found wants want wanted looks look looked need needs
    know knows think things thing best better top big good great first last next full right real really everything
    something anything way ways reason reasons people man men woman women time times part set sets second two three
    four five six seven eight nine ten million billion thousand hundreds percent former old young high low more less
    another there here explained everyone nobody don doesn didn won isn aren wasn weren hasn haven hadn shouldn
    couldn wouldn ll ve re facts guide tips list vs amp nbsp http https www com org net html en vivo direct directo
    vidéo видео фото онлайн стало известно назвал назвали рассказал рассказали рассказала заявил заявили заявила
    новости"""
PLAIN_WORDS = frozenset(_CALENDAR.split()) | frozenset(_TALK.split())
