namespace GptOssDev.Changes.Diffs;

/// <summary>One line of a hunk.</summary>
/// <param name="OldNumber">One-based line in the old file; null for an added line.</param>
/// <param name="NewNumber">One-based line in the new file; null for a removed line.</param>
/// <param name="Text">The line without its ending.</param>
/// <param name="CarriageReturn">True when the ending has a carriage return.</param>
/// <param name="NoNewline">True for a last line without an ending.</param>
public sealed record DiffLine(
    DiffLineKind Kind,
    int? OldNumber,
    int? NewNumber,
    string Text,
    bool CarriageReturn,
    bool NoNewline
);
