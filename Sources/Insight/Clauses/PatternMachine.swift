/// Runs pattern programs over one sentence. It keeps its stack between runs; one machine serves one scan.
struct PatternMachine: Sendable {
    private struct Frame {
        let instruction: Int
        let low: Int
        let high: Int
        let greedy: Bool
    }

    /// Steps after which a pattern is given up on a sentence. No built-in pattern comes near it.
    static let mostSteps = 200_000

    /// A program's parts where they can be read without counting references.
    private struct Code {
        let instructions: UnsafeBufferPointer<PatternProgram.Instruction>
        let branches: UnsafeBufferPointer<PatternProgram.Branch>
        let sets: UnsafeBufferPointer<PatternProgram.SetPlace>
        let ranges: UnsafeBufferPointer<UInt32>
        let inner: UnsafeBufferPointer<PatternProgram>
    }

    /// Where place names end that begin at each position of the text at hand.
    private struct KnownPlaces: Sendable {
        /// Address of the text: only compared.
        var base: Int
        var ends: [[Int]?]

        init(base: UnsafePointer<UInt32>?, count: Int) {
            self.base = Int(bitPattern: base)
            ends = Array(repeating: nil, count: count)
        }
    }

    private let places: PlaceNames
    private var knownPlaces = KnownPlaces(base: nil, count: 0)
    private var stack: [Frame] = []
    private var steps = 0
    /// Whether some pattern was given up.
    private(set) var gaveUp = false

    init(places: PlaceNames) {
        self.places = places
        stack.reserveCapacity(256)
    }

    /// Must be called before a text is read that may stand where another one stood.
    mutating func forgetPlaces() { knownPlaces = KnownPlaces(base: nil, count: 0) }

    /// The first match that begins at `from` or later.
    mutating func first(_ program: PatternProgram, in text: UnsafeBufferPointer<UInt32>, from: Int = 0) -> Range<Int>? {
        steps = 0
        return reading(program) { machine, code in machine.search(program.beginnings, code, in: text, from: from) }
    }

    /// The first match that begins at `from` or later.
    mutating func first(
        _ pattern: CompiledPattern, in text: UnsafeBufferPointer<UInt32>, from: Int = 0
    ) -> Range<Int>? {
        first(pattern.program, in: text, from: from)
    }

    private mutating func reading<Result>(
        _ program: PatternProgram, _ body: (inout PatternMachine, Code) -> Result
    ) -> Result {
        program.instructions.withUnsafeBufferPointer { instructions in
            program.branches.withUnsafeBufferPointer { branches in
                program.sets.withUnsafeBufferPointer { sets in
                    program.ranges.withUnsafeBufferPointer { ranges in
                        program.inner.withUnsafeBufferPointer { inner in
                            let code = Code(
                                instructions: instructions, branches: branches, sets: sets, ranges: ranges,
                                inner: inner)
                            return body(&self, code)
                        }
                    }
                }
            }
        }
    }

    private mutating func search(
        _ beginnings: [UInt64], _ code: Code, in text: UnsafeBufferPointer<UInt32>, from: Int
    ) -> Range<Int>? {
        var position = from
        return beginnings.withUnsafeBufferPointer { beginnings in
            while position <= text.count {
                if !beginnings.isEmpty {
                    while position < text.count {
                        let scalar = text[position]
                        if beginnings[Int(scalar >> 6) & 15] & (1 << UInt64(scalar & 63)) != 0 { break }
                        position += 1
                    }
                    if position == text.count { return nil }
                }
                if let end = end(of: code, in: text, at: position, exactly: nil) { return position..<end }
                if steps > Self.mostSteps {
                    gaveUp = true
                    return nil
                }
                position += 1
            }
            return nil
        }
    }

    /// Where a match that begins at `at` ends; with `exactly`, only one that ends there.
    private mutating func end(
        of program: Code, in text: UnsafeBufferPointer<UInt32>, at: Int, exactly: Int?
    ) -> Int? {
        let bottom = stack.count
        defer { stack.removeLast(stack.count - bottom) }
        stack.append(Frame(instruction: 0, low: at, high: at, greedy: true))
        while stack.count > bottom {
            let frame = stack.removeLast()
            var position = frame.greedy ? frame.high : frame.low
            if frame.low < frame.high {
                stack.append(
                    Frame(
                        instruction: frame.instruction, low: frame.greedy ? frame.low : frame.low + 1,
                        high: frame.greedy ? frame.high - 1 : frame.high, greedy: frame.greedy))
            }
            var instruction = frame.instruction
            running: while true {
                steps += 1
                if steps > Self.mostSteps { return nil }
                switch program.instructions[instruction] {
                case .scalar(let value):
                    guard position < text.count, text[position] == value else { break running }
                    position += 1
                    instruction += 1
                case .set(let set):
                    guard position < text.count, holds(program, set, text[position]) else { break running }
                    position += 1
                    instruction += 1
                case .run(let set, let least, let most, let greedy):
                    var length = 0
                    while length < most, position + length < text.count,
                        holds(program, set, text[position + length])
                    { length += 1 }
                    guard length >= least else { break running }
                    if length > least {
                        stack.append(
                            Frame(
                                instruction: instruction + 1, low: position + least, high: position + length,
                                greedy: greedy))
                        break running
                    }
                    position += length
                    instruction += 1
                case .choice(let first, let count):
                    var chosen = -1
                    // The first branch runs now; the others wait, the last one lowest.
                    for index in stride(from: first + count - 1, through: first, by: -1) {
                        let branch = program.branches[index]
                        if branch.scalar != 0, position >= text.count || text[position] != branch.scalar { continue }
                        if chosen >= 0 {
                            stack.append(Frame(instruction: chosen, low: position, high: position, greedy: true))
                        }
                        chosen = branch.target
                    }
                    guard chosen >= 0 else { break running }
                    instruction = chosen
                case .jump(let target):
                    instruction = target
                case .place:
                    // Names are asked for again and again at the same spot.
                    if knownPlaces.base != Int(bitPattern: text.baseAddress) || knownPlaces.ends.count < text.count {
                        knownPlaces = KnownPlaces(base: text.baseAddress, count: text.count)
                    }
                    guard position < text.count else { break running }
                    let ends: [Int]
                    if let known = knownPlaces.ends[position] {
                        ends = known
                    } else {
                        ends = places.ends(in: text, at: position)
                        knownPlaces.ends[position] = ends
                    }
                    guard let last = ends.last else { break running }
                    for end in ends.dropLast() {
                        stack.append(Frame(instruction: instruction + 1, low: end, high: end, greedy: true))
                    }
                    position = last
                    instruction += 1
                case .look(let inner, let ahead, let negative, let least, let most):
                    let found = reading(program.inner[inner]) { machine, code in
                        ahead
                            ? machine.end(of: code, in: text, at: position, exactly: nil) != nil
                            : machine.looksBack(code, in: text, at: position, least: least, most: most)
                    }
                    guard found != negative else { break running }
                    instruction += 1
                case .start:
                    guard position == 0 else { break running }
                    instruction += 1
                case .end:
                    guard position == text.count else { break running }
                    instruction += 1
                case .match:
                    if let exactly, position != exactly { break running }
                    return position
                }
            }
        }
        return nil
    }

    private mutating func looksBack(
        _ program: Code, in text: UnsafeBufferPointer<UInt32>, at: Int, least: Int, most: Int
    ) -> Bool {
        guard least <= at else { return false }
        for length in least...min(most, at)
        where end(of: program, in: text, at: at - length, exactly: at) != nil { return true }
        return false
    }

    private func holds(_ program: Code, _ set: Int, _ scalar: UInt32) -> Bool {
        let place = program.sets[set]
        var index = 2 * place.first
        let end = index + 2 * place.count
        // Ranges are stored in pairs; a set's first pair stands at twice its first range.
        while index < end {
            if program.ranges[index] <= scalar, scalar <= program.ranges[index + 1] { return !place.negated }
            index += 2
        }
        return place.negated
    }
}
