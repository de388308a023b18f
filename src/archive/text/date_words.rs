//! Words around the date of an article, in several languages: labels such as `Published:`, prepositions, and the parts of
//! a time of day.

use crate::dates;

/// Such words, in lower case. All other words mean that a line says more than when its article was published.
const WORDS: &str = "\
    date dated published publication pub posted post issued issue release released created filed updated update last latest \
    first modified revised edited uploaded added printed online web on at of the time as am pm a p m o clock noon midnight \
    morning edition \
    datum veröffentlicht veröffentlichung erschienen erscheinungsdatum erstellt aktualisiert aktualisierung publiziert stand \
    zuletzt geändert am um uhr vom den der \
    publié publiée paru parue parution mis mise à jour modifié modifiée actualisé créé le du date h heures \
    publicado publicada publicación actualizado actualizada actualización última fecha hora el del a las hs \
    pubblicato pubblicata pubblicazione aggiornato aggiornata aggiornamento ultimo data il alle ore \
    publicação atualizado atualizada atualização última em às de \
    gepubliceerd geplaatst bijgewerkt gewijzigd laatst op om uur \
    publicerad publicerat uppdaterad uppdaterat publisert oppdatert publiceret opdateret senast sist sidst kl klo dato den \
    julkaistu päivitetty opublikowano opublikowany aktualizacja data publikacji dodano godz r \
    publikováno aktualizováno zveřejněno közzétéve frissítve publicat actualizat \
    yayınlanma yayın yayınlandı güncelleme güncellendi tarihi son saat \
    опубликовано опубликована опубликован публикации обновлено обновлена дата время г года год в опубліковано оновлено р року \
    δημοσιεύτηκε ενημερώθηκε ημερομηνία \
    نشر نشرت النشر تاريخ في آخر تحديث الساعة م \
    diterbitkan diperbarui tanggal ngày cập nhật đăng lúc";

/// Abbreviations of zones, in lower case.
const ZONES: &str = "et est edt ct cst cdt mt mst mdt pt pst pdt gmt utc bst cet cest ist wib msk jst kst hkt sgt aest aedt \
    eet eest z local";

/// Labels that no space separates from a date, in Chinese, Japanese and Korean.
const JOINED: [&str; 27] = [
    "最終更新",
    "公開日時",
    "公開日",
    "更新日時",
    "更新日",
    "配信日時",
    "掲載日",
    "発行日",
    "公開",
    "更新",
    "配信",
    "掲載",
    "発行",
    "发布时间",
    "发布日期",
    "更新时间",
    "發布時間",
    "發佈時間",
    "更新時間",
    "发布",
    "时间",
    "時間",
    "日期",
    "最終修正",
    "기사입력",
    "최종수정",
    "日時",
];
const KOREAN: [&str; 7] = ["입력", "등록", "수정", "승인", "게재", "오전", "오후"];

/// Labels of dates at which an article was changed, in lower case.
const CHANGED: [&str; 24] = [
    "updat",
    "modif",
    "revised",
    "edited",
    "aktualis",
    "geändert",
    "mis à jour",
    "mise à jour",
    "actualiz",
    "actualis",
    "aggiornat",
    "aggiornam",
    "atualiz",
    "bijgewerkt",
    "uppdater",
    "oppdater",
    "opdater",
    "обновл",
    "更新",
    "수정",
    "تحديث",
    "güncelle",
    "aktualiz",
    "оновл",
];

/// Returns whether a line gives the date of a change.
pub fn is_changed(line: &str) -> bool {
    let lower = line.to_lowercase();
    let says = |words: &[&str]| words.iter().any(|word| lower.contains(word));
    says(&CHANGED) && !says(&["publi", "posted", "veröffentlicht", "опубл", "公開", "发布"])
}

/// Returns whether a text next to a date only labels it or adds a time, a weekday or a page.
pub fn is_around(text: &str) -> bool {
    if text.len() > 200 {
        return false;
    }
    let mut plain = text.to_lowercase();
    for label in JOINED.iter().chain(&KOREAN).filter(|_| !text.is_ascii()) {
        plain = plain.replace(label, " ");
    }
    let words = plain.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let mut page = false;
    for word in words {
        let digits = word.bytes().filter(u8::is_ascii_digit).count();
        let is_known =
            if digits > 0 { is_clock(word) || page && word.len() <= 5 } else { is_word(word) };
        let is_page = ["p", "pp", "pg", "page", "pages", "seite", "s", "section"].contains(&word);
        if !is_known && !is_page {
            return false;
        }
        page = is_page;
    }
    true
}

/// Returns whether a word labels a date, or is part of a time.
fn is_word(word: &str) -> bool {
    let is_in = |list: &str| list.split_ascii_whitespace().any(|known| known == word);
    // In Japanese, a weekday is one character.
    is_in(WORDS)
        || is_in(ZONES)
        || dates::weekday(word).is_some()
        || ["月", "火", "水", "木", "金", "土", "日", "付", "号", "朝刊", "夕刊", "刊"]
            .contains(&word)
}

/// Returns whether a word is the hours or minutes of a time: `14`, `14h30`, `2pm`, `10`.
fn is_clock(word: &str) -> bool {
    let number = |text: &str| text.len() <= 2 && text.bytes().all(|byte| byte.is_ascii_digit());
    let parts = word.split(['h', '時', '时', '시', '点', '點']);
    let part = |part: &str| {
        let end = part.trim_end_matches(|c: char| !c.is_ascii_digit());
        number(end)
            && ["", "am", "pm", "a", "p", "분", "分", "uhr", "m"].contains(&&part[end.len()..])
    };
    word.starts_with(|c: char| c.is_ascii_digit())
        && parts.clone().count() <= 2
        && parts.into_iter().all(part)
}

/// Removes words around a date from the end of the text before it.
pub fn trim_before(text: &str) -> &str {
    if is_around(text) {
        return "";
    }
    let mut text = text.trim_end_matches(is_mark);
    loop {
        let at = text
            .rfind(|c: char| is_mark(c) && c != '.')
            .map_or(0, |at| text.ceil_char_boundary(at + 1));
        let word = &text[at..];
        if word.is_empty() || !is_around(word) || !word.chars().any(char::is_alphanumeric) {
            return text;
        }
        text = text[..at].trim_end_matches(is_mark);
    }
}

/// Removes words around a date from the start of the text after it.
pub fn trim_after(text: &str) -> &str {
    if is_around(text) {
        return "";
    }
    let mut text = text.trim_start_matches(is_mark);
    loop {
        let at = text.find(|c: char| is_mark(c) && c != '.').unwrap_or(text.len());
        let word = &text[..at];
        if word.is_empty() || !is_around(word) || !word.chars().any(char::is_alphanumeric) {
            return text;
        }
        text = text[at..].trim_start_matches(is_mark);
    }
}

/// Returns whether a character separates a date from the words around it.
pub fn is_mark(c: char) -> bool {
    c.is_whitespace() || ",|·•-–—;:：/()[]*_~<>.【】（）".contains(c)
}
