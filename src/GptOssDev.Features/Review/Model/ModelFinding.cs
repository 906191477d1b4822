namespace GptOssDev.Features.Review.Model;

/// <summary>A finding as a model wrote it, before it is held against the change. Line numbers may be anything.</summary>
internal sealed record ModelFinding(
    int? StartLine,
    int? EndLine,
    string? Severity,
    string? Rule,
    string Message,
    string? Suggestion
);
