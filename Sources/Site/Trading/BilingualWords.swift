import Insight

extension Words {
    /// What data say in both languages, in the page's.
    func said(_ text: Bilingual) -> String { language == .chinese ? text.zh : text.en }
}
