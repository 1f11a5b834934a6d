/// What kind of post somebody acts from (岗位角色). Permissions belong to offices, never to persons.
public enum Role: String, Codable, CaseIterable, Sendable {
    /// 招标人
    case tenderer
    /// 招标代理机构
    case agency
    /// 投标人
    case bidder
    /// 评标专家
    case expert
    /// 交易中心受理核验人员
    case centreClerk
    /// 交易中心见证人员
    case centreWitness
    /// 行政监督部门
    case regulator
    /// 联席会议办公室
    case jointMeetingSecretary
    /// 纪检监察
    case disciplineInspector
    /// 系统管理员
    case administrator
    /// 社会公众; needs no account
    case citizen
    /// The platform itself: machines' acts such as the cutoff at a deadline.
    case platform

    /// Officials sign in with a second factor (TOTP), see DESIGN §4.
    public var isOfficial: Bool {
        switch self {
        case .centreClerk, .centreWitness, .regulator, .jointMeetingSecretary, .disciplineInspector, .administrator:
            true
        case .tenderer, .agency, .bidder, .expert, .citizen, .platform: false
        }
    }
}
