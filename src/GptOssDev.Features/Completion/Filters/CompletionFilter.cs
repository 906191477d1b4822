namespace GptOssDev.Features.Completion.Filters;

/// <summary>One rule on what a candidate may hold: returns it, a changed one, or null to drop it.</summary>
internal delegate CompletionDraft? CompletionFilter(CompletionDraft draft, CursorContext cursor, CompletionShape shape);
