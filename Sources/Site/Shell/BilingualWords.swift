import Insight
import Statute

extension Words {
    /// What the scanner's data say in both languages, in the page's.
    func said(_ text: Bilingual) -> String { language == .chinese ? text.zh : text.en }

    /// What the law's data say in both languages, in the page's.
    public func said(_ wording: Wording) -> String { language == .chinese ? wording.chinese : wording.english }

    /// Codes with their names, as the options of a list to choose from.
    func options(_ codes: [(code: String, title: Wording)], chosen: String) -> [View] {
        codes.map { ["value": $0.code, "name": said($0.title), "chosen": $0.code == chosen] }
    }
}
