using GptOssDev.CodeModel.Documents;
using GptOssDev.CodeModel.Verification;
using GptOssDev.Contracts;
using GptOssDev.Features.Code;
using GptOssDev.Features.Generation;
using Citation = GptOssDev.Contracts.Citation;
using WireRange = GptOssDev.Contracts.Range;

namespace GptOssDev.Server.Wire;

/// <summary>Places, diagnostics and answers between the wire's shapes and the layers'.</summary>
internal static class ProtocolConversions
{
    public static TextPosition Position(Position position) => new(position.Line, position.Character);

    public static WireRange Range(TextRange range) =>
        new(new Position(range.Start.Line, range.Start.Character), new Position(range.End.Line, range.End.Character));

    public static LineRange? Lines(LineSpan? lines) => lines is { } l ? new LineRange(l.StartLine, l.EndLine) : null;

    public static DiagnosticItem Diagnostic(CodeDiagnostic diagnostic) =>
        new(
            diagnostic.Id,
            diagnostic.Level switch
            {
                DiagnosticLevel.Error => "error",
                DiagnosticLevel.Warning => "warning",
                _ => "note",
            },
            diagnostic.Message,
            diagnostic.Path,
            diagnostic.Range.Start.Line + 1,
            diagnostic.Range.Start.Character + 1
        );

    public static AnswerDelta Delta(AnswerPart part) =>
        new(part.Channel == AnswerChannel.Reasoning ? "reasoning" : "answer", part.Text);

    public static AnswerResult Answer(AnswerOutcome outcome) =>
        new(
            outcome.Answer,
            outcome.Reasoning,
            [.. outcome.Citations.Select(c => new Citation(c.Path, c.Lines.Start, c.Lines.End, c.Verified))],
            GenerationConversions.Timings(outcome.Timings),
            outcome.Notice
        );
}
