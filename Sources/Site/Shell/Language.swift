/// A language that the site speaks. Chinese is the language of the law here; English is a courtesy.
public enum Language: String, Sendable, CaseIterable {
    case chinese = "zh-CN"
    case english = "en"
}
