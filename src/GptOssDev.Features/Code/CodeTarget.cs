namespace GptOssDev.Features.Code;

/// <summary>What a request speaks of: a file, some of its lines, or a symbol. Either path or symbol is given.</summary>
/// <param name="Path">Absolute path.</param>
/// <param name="Lines">Null is the whole file.</param>
/// <param name="Symbol">Name or qualified name of a declaration in the workspace.</param>
/// <param name="Text">The buffer's text, in place of what the file holds.</param>
public sealed record CodeTarget(
    string? Path = null,
    LineRange? Lines = null,
    string? Symbol = null,
    string? Text = null
);
