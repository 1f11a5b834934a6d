/// What every rule of the law's data says, whatever it asks for: a time, a number or an amount.
public protocol LawRule {
    /// `T03`
    var id: String { get }
    /// Law and article.
    var basis: Wording { get }
    var title: Wording { get }
    /// How it is counted or checked, for people.
    var explanation: Wording { get }
    var inForceFrom: Day { get }
}

extension Term: LawRule {}
extension Requirement: LawRule {}
extension AmountLimit: LawRule {}

extension Statute {
    /// The newest version of every rule that counts no time, by id: numbers, shares and amounts.
    public var untimedRules: [any LawRule] {
        let rules: [any LawRule] = allRequirements + allLimits
        return rules.sorted { $0.id < $1.id }
    }
}
