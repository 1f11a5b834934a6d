import Desk

extension Field where Value == [FileReference] {
    /// Files that bidders and reviewers read: PDF and DOCX, which the platform can read too.
    static func documents(_ name: String, maximum: Int) -> Field {
        .files(
            name, maximum: maximum,
            mediaTypes: [
                "application/pdf", "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            ])
    }
}
