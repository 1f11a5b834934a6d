// swift-tools-version: 6.1
import PackageDescription

// Arrows run one way: Ledger, Sealing, Statute (ground) <- Store <- Desk <- Trading <- Site <- daylight.
// Nothing points back; see docs/architecture.md.
let crypto: Target.Dependency = .product(name: "Crypto", package: "swift-crypto")
let cryptoExtras: Target.Dependency = .product(name: "CryptoExtras", package: "swift-crypto")
let grdb: Target.Dependency = .product(name: "GRDB", package: "GRDB.swift")
let hummingbird: Target.Dependency = .product(name: "Hummingbird", package: "hummingbird")
let logging: Target.Dependency = .product(name: "Logging", package: "swift-log")
let argumentParser: Target.Dependency = .product(name: "ArgumentParser", package: "swift-argument-parser")

let package = Package(
    name: "daylight",
    defaultLocalization: "zh-Hans",
    platforms: [.macOS(.v15)],
    products: [.executable(name: "daylight", targets: ["daylight"])],
    dependencies: [
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.0"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.0"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.0"),
    ],
    targets: [
        .systemLibrary(name: "CArchive", pkgConfig: "libarchive", providers: [.apt(["libarchive-dev"])]),
        .systemLibrary(name: "CHyperscan", pkgConfig: "libhs", providers: [.apt(["libhyperscan-dev"])]),
        .systemLibrary(name: "CLibXML2", pkgConfig: "libxml-2.0", providers: [.apt(["libxml2-dev"])]),
        .systemLibrary(name: "CSpawn"),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .target(name: "Ledger", dependencies: [crypto]),
        .target(name: "Sealing", dependencies: ["CZlib", crypto, cryptoExtras]),
        .target(
            name: "Insight", dependencies: ["CArchive", "CHyperscan", "CLibXML2", "CSpawn", "Statute"],
            resources: [.copy("Data")]),
        .target(name: "Statute", resources: [.copy("Data")]),
        .target(
            name: "Store", dependencies: ["Ledger", crypto, grdb, .product(name: "GRDBSQLite", package: "GRDB.swift")]),
        .target(name: "Desk", dependencies: ["Ledger", "Store", "Statute", crypto]),
        .target(name: "Trading", dependencies: ["Desk", "Store", "Sealing", "Statute", "Insight", crypto]),
        .target(
            name: "Site",
            dependencies: [
                "CZlib", "Ledger", "Store", "Statute", "Desk", "Trading", "Insight", "Sealing", crypto, cryptoExtras,
                hummingbird,
                logging,
                .product(name: "Mustache", package: "swift-mustache"),
            ],
            resources: [.copy("Templates"), .copy("Catalogues"), .copy("Static")]),
        .target(name: "Demo", dependencies: ["Trading", "Insight", "Desk", "Store", "Sealing", "Statute"]),
        .executableTarget(
            name: "daylight",
            dependencies: [
                "Demo", "Ledger", "Store", "Sealing", "Statute", "Desk", "Trading", "Insight", "Site", argumentParser,
            ]),
        .executableTarget(
            name: "daylight-bench",
            dependencies: [
                "Insight", "Ledger", "Store", "Desk", "Statute", "Sealing", "Trading", crypto, argumentParser,
                hummingbird,
            ],
            path: "Benchmarks/daylight-bench"),
        .testTarget(name: "LedgerTests", dependencies: ["Ledger", crypto], resources: [.copy("Vectors")]),
        .testTarget(name: "StoreTests", dependencies: ["Store", "Ledger"]),
        .testTarget(name: "SealingTests", dependencies: ["Sealing", crypto], exclude: ["Vectors"]),
        .testTarget(name: "InsightTests", dependencies: ["Insight", "Trading", "CZlib"], exclude: ["Gold"]),
        .testTarget(name: "StatuteTests", dependencies: ["Statute"]),
        .testTarget(name: "DeskTests", dependencies: ["Desk", "Store", "Ledger", "Statute"]),
        .testTarget(
            name: "TradingTests",
            dependencies: ["Trading", "Demo", "Desk", "Insight", "Ledger", "Store", "Sealing", "Statute"],
            exclude: ["Golden"]),
        .testTarget(
            name: "SiteTests",
            dependencies: [
                "Site", "Trading", "Desk", "Store", "Ledger", "Statute",
                .product(name: "HummingbirdTesting", package: "hummingbird"),
            ]),
    ],
    swiftLanguageModes: [.v6]
)
