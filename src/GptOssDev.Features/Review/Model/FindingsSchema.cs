using System.Text.Json;
using GptOssDev.Features.Generation;
using GptOssDev.Grammar.Json;

namespace GptOssDev.Features.Review.Model;

/// <summary>
/// The shape of the findings that the review's prompt asks for, as a schema that the model's answer cannot leave. What it
/// requires is what a finding needs to be shown; its bounds are those of <see cref="ModelFindingReader"/> and
/// <see cref="ModelFindingParser"/>, so that a model that rambles still comes to an end. Immutable.
/// </summary>
internal static class FindingsSchema
{
    public const string Text = """
        {
          "type": "object",
          "properties": {
            "findings": {
              "type": "array",
              "maxItems": 20,
              "items": {
                "type": "object",
                "properties": {
                  "path": { "type": "string", "maxLength": 300 },
                  "startLine": { "type": "integer", "minimum": 1, "maximum": 9999999 },
                  "endLine": { "type": "integer", "minimum": 1, "maximum": 9999999 },
                  "severity": { "enum": ["error", "warning", "note"] },
                  "rule": { "type": "string", "maxLength": 40 },
                  "message": { "type": "string", "minLength": 1, "maxLength": 500 },
                  "suggestion": { "type": ["string", "null"], "maxLength": 1000 }
                },
                "required": ["startLine", "message"],
                "additionalProperties": false
              }
            }
          },
          "required": ["findings"],
          "additionalProperties": false
        }
        """;

    public static AnswerFormat Shape { get; } =
        new(
            "review findings",
            () =>
            {
                using var schema = JsonDocument.Parse(Text);
                return JsonSchemaPattern.Of(schema.RootElement, JsonLayout.Spaced);
            }
        );
}
