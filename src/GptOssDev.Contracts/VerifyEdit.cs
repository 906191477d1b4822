namespace GptOssDev.Contracts;

/// <summary>Asks for the compiler's verdict on edits; nothing is written and no model is asked.</summary>
/// <param name="Edits">All of them together are judged as one change.</param>
public sealed record VerifyEditParams(IReadOnlyList<ProposedEdit> Edits, WorkspaceScope? Workspace = null);

/// <summary>
/// One edit of one file: a whole new text, or a text in place of a range, or its removal. Ranges speak of the file as it is
/// now, open documents as the editor has them; several of one file must not overlap.
/// </summary>
/// <param name="Path">Absolute path. Either this or the URI is given.</param>
/// <param name="Version">The version of an open document that the edit was made for; null does not look.</param>
/// <param name="NewText">The whole new text; a path that is not there yet adds a file.</param>
/// <param name="Range">What <paramref name="Text"/> takes the place of; an empty range inserts.</param>
public sealed record ProposedEdit(
    string? Path = null,
    string? Uri = null,
    int? Version = null,
    string? NewText = null,
    Range? Range = null,
    string? Text = null,
    bool? Delete = null
);

/// <param name="Verdict"><c>accepted</c>, <c>rejected</c> or <c>inconclusive</c>.</param>
/// <param name="Reasons">Why it was rejected or is inconclusive, one line each.</param>
/// <param name="VerifyMs">Milliseconds.</param>
public sealed record VerifyEditResult(
    string Verdict,
    IReadOnlyList<string> Reasons,
    Evidence Evidence,
    double VerifyMs
);
