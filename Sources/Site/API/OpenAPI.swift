import Desk
import Foundation

/// The API's description (OpenAPI 3.1), derived from the same command descriptions as the routes and the checks.
struct OpenAPI {
    private typealias Object = [String: Any]
    private let site: SiteContext
    private let english: Words
    private let chinese: Words

    init(_ site: SiteContext) {
        self.site = site
        english = site.catalogue.words(.english)
        chinese = site.catalogue.words(.chinese)
    }

    /// The document's bytes.
    var document: [UInt8] {
        var paths: [String: Object] = [:]
        for command in site.desk.commands {
            paths[APIRoutes.path(command), default: [:]]["post"] = operation(command)
        }
        for kind in site.desk.kinds {
            paths["/api/\(kind.kind)/{id}", default: [:]]["get"] = docketOperation(kind.kind)
        }
        paths["/api/blobs"] = ["post": uploadOperation]
        let document: Object = [
            "openapi": "3.1.0",
            "info": [
                "title": "Daylight", "version": "1",
                "description": english("api.description"),
                "license": ["name": "Apache-2.0", "identifier": "Apache-2.0"],
            ],
            "servers": [["url": site.configuration.publicURL]],
            "security": [["token": [String]()]],
            "paths": paths,
            "components": [
                "securitySchemes": [
                    "token": ["type": "http", "scheme": "bearer", "description": english("api.token")]
                ],
                "schemas": ["Problem": problem, "Receipt": receipt, "Docket": docket, "FileReference": file([])],
            ],
        ]
        let options: JSONSerialization.WritingOptions = [.sortedKeys, .withoutEscapingSlashes, .prettyPrinted]
        return [UInt8]((try? JSONSerialization.data(withJSONObject: document, options: options)) ?? Data())
    }

    private func reference(_ schema: String) -> Object { ["$ref": "#/components/schemas/\(schema)"] }

    private func json(_ schema: Object) -> Object { ["application/json": ["schema": schema]] }

    private func problems(_ codes: [Int]) -> Object {
        var responses: Object = [:]
        for code in codes {
            responses[String(code)] = [
                "description": english("api.status.\(code)"), "content": json(reference("Problem")),
            ]
        }
        return responses
    }

    private func operation(_ command: CommandDescription) -> Object {
        var parameters: [Object] = [
            [
                "name": "Idempotency-Key", "in": "header", "required": false,
                "description": english("api.parameter.key"),
                "schema": ["type": "string", "minLength": 1, "maxLength": 100, "pattern": "^[!-~]+$"] as Object,
            ],
            [
                "name": "If-Match", "in": "header", "required": false,
                "description": english("api.parameter.version"),
                "schema": ["type": "string", "pattern": "^\"[0-9]{1,9}\"$"] as Object,
            ],
        ]
        if !command.opens { parameters.append(idParameter) }
        var responses = problems([400, 401, 403, 404, 405, 409, 413, 415, 422, 429])
        responses["201"] = [
            "description": english("api.status.201"), "content": json(reference("Receipt")),
        ]
        let roles = command.roles.map { english("role.\($0.rawValue)") }.joined(separator: ", ")
        return [
            "operationId": command.id, "tags": [command.kind],
            "summary": english("command.\(command.id)"),
            "description": "\(chinese("command.\(command.id)")). \(english("api.roles", ["roles": roles]))",
            "parameters": parameters,
            "requestBody": ["required": true, "content": json(object(command.fields, command))],
            "responses": responses,
        ]
    }

    private var idParameter: Object {
        [
            "name": "id", "in": "path", "required": true, "description": english("api.parameter.id"),
            "schema": ["type": "string", "minLength": 1, "maxLength": 80] as Object,
        ]
    }

    private func docketOperation(_ kind: String) -> Object {
        var responses = problems([400, 401, 404, 405, 429])
        responses["200"] = ["description": english("api.status.200"), "content": json(reference("Docket"))]
        return [
            "operationId": "\(kind).read", "tags": [kind], "summary": english("api.readDocket"),
            "parameters": [idParameter], "responses": responses,
        ]
    }

    private var uploadOperation: Object {
        var responses = problems([400, 401, 405, 413, 415, 422, 429])
        responses["201"] = ["description": english("api.status.201"), "content": json(reference("FileReference"))]
        return [
            "operationId": "blobs.upload", "tags": ["blobs"], "summary": english("api.upload"),
            "parameters": [
                [
                    "name": "name", "in": "query", "required": true, "description": english("api.parameter.name"),
                    "schema": ["type": "string", "minLength": 1, "maxLength": 200] as Object,
                ] as Object
            ],
            "requestBody": [
                "required": true,
                "content": ["application/octet-stream": ["schema": ["type": "string", "format": "binary"] as Object]],
            ] as Object,
            "responses": responses,
        ]
    }

    private func object(_ fields: [FieldDescription], _ command: CommandDescription) -> Object {
        var properties: [String: Object] = [:]
        for field in fields {
            var schema = schema(field, command)
            let label = "\(command.id).\(field.name)"
            if let text = english.first("field.\(label)", "field.\(field.name)") { schema["description"] = text }
            if !field.required, let type = schema["type"] as? String { schema["type"] = [type, "null"] }
            if !field.required, let codes = schema["enum"] as? [Any] { schema["enum"] = codes + [NSNull()] }
            properties[field.name] = schema
        }
        return [
            "type": "object", "additionalProperties": false, "properties": properties,
            "required": fields.filter(\.required).map(\.name),
        ]
    }

    private func schema(_ field: FieldDescription, _ command: CommandDescription) -> Object {
        var schema = bare(field, command)
        if let example = field.example, schema["type"] as? String == "string" { schema["examples"] = [example] }
        return schema
    }

    private func bare(_ field: FieldDescription, _ command: CommandDescription) -> Object {
        switch field.kind {
        case .text(let maximum, _):
            ["type": "string", "minLength": field.required ? 1 : 0, "maxLength": maximum]
        case .integer(let range):
            ["type": "integer", "minimum": range.lowerBound, "maximum": range.upperBound]
        case .decimal(let decimals, _):
            ["type": "string", "pattern": "^[0-9]{1,12}(\\.[0-9]{1,\(max(decimals, 1))})?$"]
        case .money(let maximum): ["type": "integer", "minimum": 0, "maximum": maximum]
        case .instant: ["type": "string", "format": "date-time"]
        case .day: ["type": "string", "format": "date"]
        case .boolean: ["type": "boolean"]
        case .choice(_, let codes): ["type": "string", "enum": codes]
        case .checklistItem: ["type": "string", "pattern": "^[a-zA-Z]+\\.[a-zA-Z]+$"]
        case .organisation: ["type": "string", "pattern": "^[0-9A-Z]{18}$"]
        case .region: ["type": "string", "pattern": "^[0-9]{6}$"]
        case .tradeClass: ["type": "string", "pattern": "^[A-Z][0-9]{2}$"]
        case .files(let maximum, let types):
            ["type": "array", "maxItems": maximum, "minItems": field.required ? 1 : 0, "items": file(types)]
        case .rows(let fields, let count):
            [
                "type": "array", "minItems": max(count.lowerBound, field.required ? 1 : 0),
                "maxItems": count.upperBound, "items": object(fields, command),
            ]
        }
    }

    private func file(_ types: [String]) -> Object {
        let mediaType: Object = types.isEmpty ? ["type": "string"] : ["type": "string", "enum": types]
        return [
            "type": "object", "additionalProperties": false,
            "required": ["name", "mediaType", "sha256", "root", "size"],
            "properties": [
                "name": ["type": "string", "minLength": 1, "maxLength": 200], "mediaType": mediaType,
                "sha256": ["type": "string", "pattern": "^[0-9a-f]{64}$"],
                "root": ["type": "string", "pattern": "^[0-9a-f]{64}$"],
                "size": ["type": "integer", "minimum": 0],
            ] as [String: Object],
        ]
    }

    private var texts: Object {
        let text: Object = ["type": "string"]
        return [
            "type": "object", "additionalProperties": text,
            "properties": ["zh-CN": text, "en": text] as [String: Object],
        ]
    }

    private var problem: Object {
        let properties: [String: Object] = [
            "kind": ["type": "string", "enum": ["invalid", "office", "stage", "version", "missing", "request"]],
            "code": ["type": "string"], "rule": ["type": ["string", "null"]],
            "field": ["type": ["string", "null"]], "explanation": texts, "remedy": texts,
        ]
        var whole = properties
        whole["refusals"] = [
            "type": "array",
            "items": ["type": "object", "required": properties.keys.sorted(), "properties": properties] as Object,
        ]
        return ["type": "object", "required": whole.keys.sorted(), "properties": whole]
    }

    private var receipt: Object {
        [
            "type": "object", "required": ["docket", "version", "sequences", "proofs", "entries"],
            "properties": [
                "docket": ["type": "string"], "version": ["type": "integer"],
                "sequences": ["type": "array", "items": ["type": "integer"]],
                "proofs": ["type": "array", "items": ["type": "string"]],
                "entries": ["type": "array", "items": ["type": "string"]],
            ] as [String: Object],
        ]
    }

    private var docket: Object {
        let entry: Object = [
            "type": "object", "required": ["sequence", "entry"],
            "properties": ["sequence": ["type": "integer"], "entry": ["type": "object"]] as [String: Object],
        ]
        return [
            "type": "object", "required": ["docket", "version", "entries"],
            "properties": [
                "docket": ["type": "string"], "version": ["type": "integer"],
                "entries": ["type": "array", "items": entry],
            ] as [String: Object],
        ]
    }
}
