import Insight
import Statute

extension Words {
    /// What the scanner's data say in both languages, in the page's.
    func said(_ text: Bilingual) -> String { language == .chinese ? text.zh : text.en }

    /// What the law's data say in both languages, in the page's.
    public func said(_ wording: Wording) -> String { language == .chinese ? wording.chinese : wording.english }
}
