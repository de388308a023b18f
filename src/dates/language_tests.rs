//! Dates in many languages and calendars, and the labels next to them.

use super::*;

fn given(text: &str) -> Option<String> {
    stated(text, Orders::ANY).map(|stated| stated.found.date.to_string())
}

fn day(text: &str) -> Option<String> {
    given(text).map(|date| date[..10.min(date.len())].to_string())
}

#[test]
fn days_are_read_in_the_languages_of_newspapers() {
    for text in [
        "2019ko maiatzaren 14a",
        "2019(e)ko maiatzaren 14(a), asteartea",
        "2019. május 14., kedd",
        "2019 m. gegužės 14 d., antradienis",
        "2019. gada 14. maijs",
        "2019 жылғы 14 мамыр",
        "2019 ж. 14 мам., сейсенбі",
        "2019-ж., 14-май",
        "2019 оны 5 сарын 14",
        "2019 оны тавдугаар сарын 14",
        "14 май, 2019 ел",
        "2019-yil 14-may",
        "14-may, 2019",
        "14 მაისი, 2019",
        "2019 წლის 14 მაისი",
        "2019 թ. մայիսի 14, երեքշաբթի",
        "14 de maig del 2019",
        "14 ta’ Mejju 2019",
        "ika-14 ng Mayo 2019",
        "14 thg 5, 2019",
        "Thứ Ba, ngày 14 tháng 5 năm 2019",
        "14 tháng Năm, 2019",
        "ថ្ងៃទី១៤ ខែឧសភា ឆ្នាំ២០១៩",
        "១៤ ឧសភា ២០១៩",
        "၂၀၁၉ ခုနှစ် မေလ ၁၄",
        "14 ພຶດສະພາ 2019",
        "14 ພ.ພ. 2019",
        "2019 මැයි 14",
        "14 మే 2019, మంగళవారం",
        "14 മേയ് 2019",
        "ಮೇ 14, 2019",
        "14 मे, 2019",
        "14 મે 2019",
        "14 ਮਈ 2019",
        "মে ১৪, ২০১৯",
        "১৪ই মে ২০১৯",
        "மே 14, 2019",
        "14 ሜይ 2019",
        "14 أيار 2019",
        "14 أيار/مايو 2019",
        "14 ماي 2019",
        "14ی ئایاری 2019",
        "14 ga Mayu, 2019",
        "Mey 14, 2019",
        "14-ти май 2019 г.",
        "14η Μαΐου 2019",
        "14 ΜΑΪΟΥ 2019",
        "14 DE MAYO DE 2019",
        "14º de maio de 2019",
        "14:e maj 2019",
        "14de mei 2019",
        "2019 年 05 月 14 日 10:30",
    ] {
        assert_eq!(day(text).as_deref(), Some("2019-05-14"), "{text}");
    }
    for (text, date) in [
        ("14 كانون الثاني 2019", "2019-01-14"),
        ("14 تشرين الثاني/نوفمبر 2019", "2019-11-14"),
        ("14 Meán Fómhair 2019", "2019-09-14"),
        ("14 NİSAN 2019", "2019-04-14"),
        ("14 KASIM 2019", "2019-11-14"),
        ("14 בפבר׳ 2019", "2019-02-14"),
        ("14 जन॰ 2019", "2019-01-14"),
        // In Polish and in Croatian, which writes the day as an ordinal number.
        ("12 listopada 2019", "2019-11-12"),
        ("12. listopada 2019.", "2019-10-12"),
    ] {
        assert_eq!(day(text).as_deref(), Some(date), "{text}");
    }
}

#[test]
fn years_of_other_calendars_are_converted_if_they_are_unmistakable() {
    for text in [
        "14 พฤษภาคม 2562",
        "14 พ.ค. 62",
        "14 พ.ค. 2562 เวลา 10:30 น.",
        "14 พฤษภาคม พ.ศ. 2562",
        "14 พฤษภาคม ค.ศ. 2019",
        "14/05/2562",
        "2562-05-14T10:00:00+07:00",
        "سه‌شنبه ۲۴ اردیبهشت ۱۳۹۸ - ۲۰:۱۵",
        "24 اردیبهشت 1398",
        "۱۳۹۸/۰۲/۲۴",
        "1398-02-24T10:00:00+04:30",
        "ግንቦት 6 ቀን 2011 ዓ.ም.",
    ] {
        assert_eq!(day(text).as_deref(), Some("2019-05-14"), "{text}");
    }
    // The digits of these say nothing about a calendar.
    for (text, date) in [("1398/02/24", "1398-02-24"), ("2562-05-14", "2562-05-14")] {
        assert_eq!(day(text).as_deref(), Some(date), "{text}");
    }
}

#[test]
fn an_hour_is_not_a_year() {
    for text in [
        "12 May 20:15",
        "5 May, 19.30",
        "Tue 14 May 20:15",
        "14.05. 20:15 Uhr",
        "14.05., 19.30 Uhr",
        "14 mai, 19h30",
        "May 14, 10 am",
        "14 мая, 20:15",
        "May 14, 1930 hrs",
        "Yesterday, 20:15",
        "2 hours ago",
    ] {
        assert_eq!(given(text), None, "{text}");
    }
    for (text, date) in [
        ("14 May 19, 20:15", "2019-05-14T20:15:00Z"),
        ("14.05.2019 20:15", "2019-05-14T20:15:00Z"),
        ("14 May, 20:15, 2019", "2019-05-14T20:15:00Z"),
        ("14.05.2019 am Abend", "2019-05-14"),
    ] {
        assert_eq!(given(text).as_deref(), Some(date), "{text}");
    }
}

#[test]
fn labels_say_which_date_is_that_of_publication() {
    for text in [
        "Updated: 16 May 2019 | Published: 14 May 2019",
        "Mis à jour le 16 mai 2019 - Publié le 14 mai 2019",
        "Päivitetty 16.5.2019 Julkaistu 14.5.2019",
        "Aktualizováno 16. května 2019, vydáno 14. května 2019",
        "Обновлено: 16 мая 2019, опубликовано: 14 мая 2019",
        "Güncelleme: 16 Mayıs 2019 Yayınlanma: 14 Mayıs 2019",
        "Ενημέρωση: 16 Μαΐου 2019 Δημοσίευση: 14 Μαΐου 2019",
        "更新：2019年5月16日 发布：2019年5月14日",
        "수정 2019.05.16 입력 2019.05.14",
        "آخر تحديث: 16 مايو 2019 نشر في: 14 مايو 2019",
        "עודכן: 16 במאי 2019 פורסם: 14 במאי 2019",
        "Cập nhật 16/05/2019 Xuất bản 14/05/2019",
        // Labels may follow their dates.
        "2019-05-14 10:00 发布 2019-05-16 更新",
        "2019.05.16 10:00 수정 | 2019.05.14 10:00 입력",
        "14 May 2019\nUpdated 16 May 2019\nPublished in News",
    ] {
        let found = published_in(text, Orders::DAY_FIRST.or(Orders::YEAR_FIRST));
        let day = found.map(|(_, found)| found.date.first_day().to_string());
        assert_eq!(day.as_deref(), Some("2019-05-14"), "{text}");
    }
}

#[test]
fn ordinary_words_do_not_become_dates() {
    for text in ["Mars 2020 lands", "Mai 2020 in Paris", "the 12 here 2019", "14 now 2019"] {
        assert_eq!(all(text).next(), None, "{text}");
    }
}
