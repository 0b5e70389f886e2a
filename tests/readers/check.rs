/// Panics unless a reading is sound: something was read or refused, ids are unique, blocks ascend within
/// the text on character boundaries and are not blank, and places are in the file.
pub fn check(reading: &transdrift::input::Reading) {
    assert!(!reading.documents.is_empty() || !reading.errors.is_empty(), "neither read nor refused");
    let mut ids = std::collections::BTreeSet::new();
    for document in &reading.documents {
        assert!(ids.insert(&document.id), "id {:?} twice", document.id);
        assert!(!document.blocks.is_empty(), "a document without blocks");
        let mut end = 0;
        for block in &document.blocks {
            assert!(
                end <= block.span.start && block.span.end <= document.text.len(),
                "{block:?} after {end}"
            );
            assert!(!block.span.of(&document.text).trim().is_empty(), "{block:?} is blank or off a boundary");
            end = block.span.end;
        }
        if let Some(place) = document.place(end) {
            assert!(place.line >= 1 && place.column >= 1, "{place:?}");
        }
        for notice in &document.notices {
            assert_eq!(notice.version.as_ref(), Some(&document.id));
        }
    }
}
